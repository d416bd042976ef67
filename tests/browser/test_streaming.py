"""Streaming a film in a browser: by the browser itself, by hls.js, by choice, and when it does not work."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from films.models import FilmPage, Rendition
from tests.browser.films import film_with_ladder
from tests.browser.journeys import look, tab_to
from tests.support.axe import axe
from tests.support.live_site import LiveSite
from tests.support.page_faults import PageFaults
from tests.support.waiting import wait_until

# By the browser itself, and by hls.js, as browsers that cannot do it need.
WAYS = ("native", "hls.js")


@pytest.fixture
def film(transactional_db: None, live_server: LiveSite) -> FilmPage:
    return film_with_ladder()


def video(page: Page, expression: str) -> Any:
    return page.evaluate(f"() => {{ const video = document.querySelector('video'); return {expression}; }}")


def wait_for(page: Page, condition: str) -> None:
    wait_until(page, f"() => {{ const video = document.querySelector('video'); return {condition}; }}")


def play(page: Page) -> None:
    page.get_by_role("button", name="Play", exact=True).click()


def asked_of(page: Page) -> list[str]:
    """What the page asks for from now on, by the end of each address."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url.rsplit("/", 1)[-1])

    page.on("request", note)
    return asked


def rung(film: FilmPage, label: str) -> str:
    """End of the address of a rung's playlist."""
    return f"{film.video.renditions.get(kind=Rendition.Kind.HLS, label=label).pk}.m3u8"


@pytest.mark.parametrize("way", WAYS)
def test_a_film_streams_with_picture_and_sound_from_the_second_asked_for(page: Page, film: FilmPage, way: str) -> None:
    page.goto(f"{film.url}?player={way}&t=30")
    page.wait_for_load_state("networkidle")
    asked = asked_of(page)
    play(page)
    wait_for(page, "video.currentTime > 30.5")
    assert video(page, "video.videoWidth") > 0
    assert video(page, "video.webkitAudioDecodedByteCount") > 0
    assert "master.m3u8" in asked
    assert not {"film.mp4", "low-data.mp4"} & set(asked)
    assert ("hls.light.min.mjs" in asked) == (way == "hls.js")
    axe(page)


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_the_film_is_fetched_before_somebody_presses_play(page: Page, film: FilmPage, way: str) -> None:
    asked = asked_of(page)
    page.goto(f"{film.url}?player={way}")
    page.wait_for_load_state("networkidle")
    assert not [name for name in asked if re.search(r"m3u8|mp4|m4a|mjs", name)], asked


@pytest.mark.parametrize("way", WAYS)
def test_a_chosen_quality_is_what_is_fetched_and_is_remembered(page: Page, film: FilmPage, way: str) -> None:
    page.goto(f"{film.url}?player={way}&t=20")
    play(page)
    wait_for(page, "video.currentTime > 20.2")
    menu = page.get_by_label("Quality")
    assert menu.locator("option").all_inner_texts() == [
        "Automatic",
        "Small (360p), about 5 MB",
        "Low data (240p), about 2 MB",
        "Sound only, about 1 MB",
    ]
    asked = asked_of(page)
    menu.select_option("Low data (240p), about 2 MB")
    expect(page.locator("[data-player-status]")).to_have_text(
        "Quality: Low data (240p), about 2 MB. This device remembers it."
    )
    wait_for(page, "video.videoHeight === 240 && video.currentTime > 20.5 && !video.paused")
    assert video(page, "video.currentTime") < 28
    assert rung(film, "240p") in asked
    assert rung(film, "360p") not in asked
    page.reload()
    expect(menu).to_have_value("low")
    expect(page.locator("#quality-note")).to_have_text("This quality is kept from last time, on this device only.")
    asked.clear()
    play(page)
    wait_for(page, "video.videoHeight === 240")
    assert "master.m3u8" not in asked
    menu.select_option("Automatic")
    expect(page.locator("#quality-note")).to_be_hidden()
    page.reload()
    expect(menu).to_have_value("auto")
    assert page.context.cookies() == []


def test_captions_that_are_on_stay_on_when_the_quality_changes(page: Page, film: FilmPage) -> None:
    page.goto(f"{film.url}?t=21")
    page.get_by_role("button", name="Captions").click()
    play(page)
    for quality in ("360p", "sound", "auto"):
        page.get_by_label("Quality").select_option(quality)
        wait_for(page, "video.readyState > 2 && video.currentTime > 21 && video.textTracks[0].activeCues?.length === 1")
        expect(page.get_by_role("button", name="Captions")).to_have_attribute("aria-pressed", "true")


def test_a_choice_while_the_film_stands_still_does_not_start_it(page: Page, film: FilmPage) -> None:
    page.goto(f"{film.url}?t=20")
    asked = asked_of(page)
    page.get_by_label("Quality").select_option("low")
    page.get_by_role("button", name="Forward 10 s").click()
    assert video(page, "[video.paused, video.currentTime]") == [True, 30]
    assert not [name for name in asked if re.search(r"m3u8|mp4", name)]
    play(page)
    wait_for(page, "video.currentTime > 30.1 && video.videoHeight === 240")


def test_sound_only_plays_in_the_same_player_and_keeps_the_still(page: Page, film: FilmPage) -> None:
    page.goto(f"{film.url}?t=10")
    menu = page.get_by_label("Quality")
    asked = asked_of(page)
    menu.select_option("sound")
    play(page)
    wait_for(page, "video.currentTime > 10.3 && video.webkitAudioDecodedByteCount > 0")
    assert video(page, "video.videoWidth") == 0
    assert [name for name in asked if name.endswith(("m4a", "mp4", "m3u8"))] == ["sound.m4a"]
    assert "images/" in video(page, "video.poster")
    look(page, "sound only")
    # A film without its picture is a choice for now: the next one has it.
    page.reload()
    expect(menu).to_have_value("auto")


def test_sound_that_does_not_come_gives_the_film_instead(page: Page, film: FilmPage, page_faults: PageFaults) -> None:
    page_faults.allow("Failed to load resource|net::ERR")
    page.route("**/sound.m4a", lambda route: route.abort())
    page.goto(f"{film.url}?t=10")
    page.get_by_label("Quality").select_option("sound")
    play(page)
    expect(page.locator("[data-player-status]")).to_have_text(
        "The sound alone will not play here. The film goes on instead."
    )
    wait_for(page, "video.videoWidth > 0 && video.currentTime > 10.2")
    expect(page.get_by_label("Quality").locator("option", has_text="Sound only")).to_have_count(0)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("refused", ["master.m3u8", "*.m3u8", "*p.mp4"])
def test_where_streams_are_refused_the_plain_film_plays_from_the_same_second(
    page: Page, film: FilmPage, page_faults: PageFaults, way: str, refused: str
) -> None:
    page_faults.allow("Failed to load resource|net::ERR")
    # As a filter in front of a ward's computers answers.
    page.route(f"**/{refused}", lambda route: route.fulfill(status=404))
    page.goto(f"{film.url}?player={way}&t=33")
    asked = asked_of(page)
    play(page)
    expect(page.locator("[data-player-status]")).to_have_text(
        "Streaming does not work here. The film plays as one file instead.", timeout=20_000
    )
    wait_for(page, "video.currentTime > 33.2")
    assert video(page, "video.currentTime") < 45
    assert "film.mp4" in asked
    codes = page.get_by_label("Quality").locator("option").evaluate_all("all => all.map((one) => one.value)")
    assert codes == ["auto", "low", "sound"]
    expect(page.locator(".player-failed")).to_be_hidden()
    axe(page)


@pytest.mark.parametrize("way", WAYS)
def test_a_stream_that_breaks_off_goes_on_as_one_file(
    page: Page, film: FilmPage, page_faults: PageFaults, way: str
) -> None:
    page_faults.allow("Failed to load resource|net::ERR")
    page.goto(f"{film.url}?player={way}")
    play(page)
    wait_for(page, "video.currentTime > 1")
    page.route("**/*p.mp4", lambda route: route.fulfill(status=404))
    page.route("**/*.m3u8", lambda route: route.fulfill(status=404))
    page.get_by_label("Quality").select_option("low")
    expect(page.locator("[data-player-status]")).to_contain_text("Streaming does not work here.", timeout=20_000)
    wait_for(page, "video.currentSrc.endsWith('low-data.mp4') && video.currentTime > 1.2 && !video.paused")


def test_a_stream_that_never_answers_gives_way_to_the_plain_film(page: Page, film: FilmPage) -> None:
    page.clock.install()
    page.route("**/master.m3u8", lambda route: None)
    page.goto(film.url)
    play(page)
    page.clock.fast_forward(8_000)
    expect(page.locator("[data-player-status]")).to_contain_text("Streaming does not work here.")
    wait_for(page, "video.currentSrc.endsWith('film.mp4') && video.currentTime > 0.1")


def test_where_nothing_plays_at_all_the_words_and_the_sound_are_offered(
    page: Page, film: FilmPage, page_faults: PageFaults
) -> None:
    page_faults.allow("Failed to load resource|net::ERR")
    page.route(re.compile(r"m3u8|mp4"), lambda route: route.abort())
    page.goto(film.url)
    play(page)
    expect(page.get_by_text("Read or listen instead")).to_be_visible(timeout=10_000)
    look(page, "nothing plays")


def test_a_browser_that_asks_to_save_data_starts_small_and_gets_no_stills(
    browser: Browser, film: FilmPage, base_url: str
) -> None:
    context = browser.new_context(base_url=base_url, extra_http_headers={"Save-Data": "on"})
    page = context.new_page()
    asked = asked_of(page)
    page.goto(film.url)
    expect(page.get_by_label("Quality")).to_have_value("low")
    expect(page.locator("#quality-note")).to_have_text("Your browser asks to save data, so films start small.")
    page.wait_for_load_state("networkidle")
    assert "storyboard.jpg" not in asked
    play(page)
    wait_for(page, "video.videoHeight === 240")
    page.get_by_label("Quality").select_option("auto")
    page.reload()
    expect(page.get_by_label("Quality")).to_have_value("auto")
    context.close()


def test_without_scripts_the_plain_film_is_there_and_each_still_is_a_link(
    browser: Browser, film: FilmPage, base_url: str
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto(film.url)
    expect(page.locator("video source").first).to_have_attribute("src", re.compile(r"/film\.mp4$"))
    expect(page.get_by_label("Quality")).to_be_hidden()
    expect(page.locator(".chapters .still").first).to_be_visible()
    page.get_by_role("link", name="Another way").click()
    assert "?t=20" in page.url
    context.close()


def test_each_chapter_shows_its_own_picture_and_is_reached_by_keyboard(page: Page, film: FilmPage) -> None:
    page.goto(film.url)
    page.wait_for_load_state("networkidle")
    boxes = page.locator(".chapters .still").evaluate_all("all => all.map((one) => one.getAttribute('viewBox'))")
    # A picture every five seconds, four in a row: the chapter at 20 s has the first of the second row.
    assert boxes == ["0 0 160 90", "0 90 160 90"]
    link = page.get_by_role("link", name="0:20 Another way", exact=True)
    tab_to(page, link)
    page.keyboard.press("Enter")
    wait_for(page, "video.currentTime > 20.1")
    expect(link).to_have_attribute("aria-current", "true")
    expect(link).to_be_focused()


def test_a_film_without_chapters_has_a_row_of_moments(page: Page, film: FilmPage) -> None:
    film.chapters.all().delete()
    page.goto(film.url)
    row = page.get_by_role("region", name="Through the film")
    for time in ("0:00", "0:10", "0:20", "0:30", "0:40", "0:50"):
        expect(row.get_by_role("link", name=f"Play from {time}")).to_have_count(1)
    link = row.get_by_role("link", name="Play from 0:40")
    tab_to(page, link)
    page.keyboard.press("Enter")
    wait_for(page, "video.currentTime > 40.1")
    look(page, "a row of moments")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_menu_and_stills_pass_the_scan_narrow_and_wide(page: Page, film: FilmPage, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(film.url)
    look(page, "a film with a ladder")
    assert page.get_by_label("Quality").bounding_box()["height"] >= 44
    page.get_by_label("Quality").select_option("low")
    look(page, "a quality chosen")


def test_in_forced_colours_the_menu_can_be_read(page: Page, film: FilmPage) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(film.url)
    menu = page.get_by_label("Quality")
    colours = menu.evaluate("menu => [getComputedStyle(menu).color, getComputedStyle(document.body).backgroundColor]")
    assert colours[0] != colours[1]


def test_before_play_the_page_asks_for_no_more_than_eight_things_besides_pictures(page: Page, film: FilmPage) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/media/" not in request.url else None)
    page.goto(film.url)
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 8, asked

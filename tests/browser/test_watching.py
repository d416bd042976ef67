"""Watching a film in a browser: by mouse, by keyboard, with words, and when it will not play."""

from __future__ import annotations

import gzip
import re

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from films.models import FilmPage
from tests.browser.films import film_with_words
from tests.support.axe import axe
from tests.support.live_site import LiveSite
from tests.support.page_faults import PageFaults
from tests.support.waiting import wait_until

MOST_KB = 90
MOST_SCRIPT_KB = 20
MOST_REQUESTS = 8
NARROW = {"width": 320, "height": 640}


@pytest.fixture
def film(transactional_db: None, live_server: LiveSite) -> FilmPage:
    return film_with_words()


def time_of(page: Page) -> float:
    return page.evaluate("document.querySelector('video').currentTime")


def wait_for_time(page: Page, seconds: float) -> None:
    wait_until(page, "seconds => document.querySelector('video').currentTime >= seconds", seconds)


def line(page: Page, words: str) -> Locator:
    """What one caption says."""
    return page.locator(".line", has_text=words)


def said(page: Page, words: str) -> Locator:
    """The paragraph that holds these words, with its time and its copy button."""
    return page.locator(".said", has_text=words)


def test_one_press_plays_and_the_line_that_is_said_is_marked(page: Page, film: FilmPage) -> None:
    page.goto(film.url)
    assert page.evaluate("document.querySelector('video').paused")
    play = page.get_by_role("button", name="Play", exact=True)
    play.click()
    wait_for_time(page, 0.2)
    pause = page.get_by_role("button", name="Pause", exact=True)
    expect(pause).to_be_visible()
    expect(pause.locator(".when-paused")).to_be_hidden()
    expect(line(page, "whole family")).to_have_attribute("data-now", "")
    expect(said(page, "whole family").get_by_role("link")).to_have_attribute("aria-current", "true")
    pause.click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    axe(page)


def test_ten_seconds_back_and_forward(page: Page, film: FilmPage) -> None:
    page.goto(f"{film.url}?t=15")
    page.get_by_role("button", name="Forward 10 s").click()
    assert 24.9 < time_of(page) < 25.2
    page.get_by_role("button", name="Back 10 s").click()
    assert 14.9 < time_of(page) < 15.2
    expect(page.locator("[data-player-time]")).to_have_text("0:15")


def test_speed_and_captions_are_remembered_on_the_device(page: Page, film: FilmPage) -> None:
    page.goto(film.url)
    page.get_by_label("Speed").select_option("1.5")
    captions = page.get_by_role("button", name="Captions")
    expect(captions).to_have_attribute("aria-pressed", "false")
    captions.click()
    expect(captions).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-player-status]")).to_have_text("Captions are on")
    page.reload()
    expect(page.get_by_role("button", name="Captions")).to_have_attribute("aria-pressed", "true")
    state = page.evaluate(
        "[document.querySelector('video').playbackRate, document.querySelector('video').textTracks[0].mode]"
    )
    assert state == [1.5, "showing"]
    page.get_by_role("button", name="Play", exact=True).click()
    wait_until(page, "() => document.querySelector('video').textTracks[0].activeCues?.length === 1")
    cue = page.evaluate("document.querySelector('video').textTracks[0].activeCues[0].getCueAsHTML().textContent")
    assert "I listen to the whole family." in cue
    page.get_by_role("button", name="Captions").click()
    page.reload()
    expect(page.get_by_role("button", name="Captions")).to_have_attribute("aria-pressed", "false")
    assert page.context.cookies() == []


def test_an_address_opens_at_a_moment_and_a_part_stops_at_its_end(page: Page, film: FilmPage) -> None:
    for address in ("?t=20", "?t=0:20", "?t=20s"):
        page.goto(f"{film.url}{address}")
        wait_until(page, "() => document.querySelector('video').currentTime === 20")
    page.goto(f"{film.url}?t=19,20.5")
    expect(page.locator("[data-player-status]")).to_contain_text("From 0:19 to 0:20")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator("[data-player-status]")).to_contain_text("Stopped at 0:20")
    assert 20.4 <= time_of(page) < 21.5
    assert page.evaluate("document.querySelector('video').paused")


def test_nonsense_in_the_address_starts_at_the_beginning(page: Page, film: FilmPage) -> None:
    for value in ("x", "-5", "1e9", "5,x", "%3Cscript%3E", "99:99:99:99"):
        page.goto(f"{film.url}?t={value}")
        expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_a_film_goes_on_where_it_was_left(page: Page, film: FilmPage) -> None:
    page.goto(f"{film.url}?t=30")
    page.get_by_role("button", name="Play", exact=True).click()
    wait_for_time(page, 30.3)
    page.get_by_role("button", name="Pause", exact=True).click()
    page.goto(film.url)
    expect(page.locator("[data-player-status]")).to_contain_text("Starts at 0:30, where you stopped.")
    page.get_by_role("button", name="Start from the beginning").click()
    assert time_of(page) == 0


def test_letters_work_in_the_player_and_nowhere_else(page: Page, film: FilmPage) -> None:
    page.goto(f"{film.url}?t=15")
    page.locator("body").press("l")
    page.locator("h1").evaluate("h1 => { h1.tabIndex = -1; h1.focus(); }")
    page.keyboard.press("l")
    assert time_of(page) == 15
    page.get_by_role("button", name="Captions").focus()
    page.keyboard.press("l")
    wait_until(page, "() => Math.abs(document.querySelector('video').currentTime - 25) < 0.2")
    page.keyboard.press("j")
    wait_until(page, "() => Math.abs(document.querySelector('video').currentTime - 15) < 0.2")
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Captions")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Control+k")
    assert page.evaluate("document.querySelector('video').paused")
    page.keyboard.press("k")
    wait_until(page, "() => !document.querySelector('video').paused")


def test_a_time_in_the_transcript_plays_from_there_by_mouse_enter_and_space(page: Page, film: FilmPage) -> None:
    page.goto(film.url)
    for press, words, start in (
        (lambda link: link.click(), "Is there another way?", 20),
        (lambda link: link.press("Enter"), "There is always a kettle", 10),
        (lambda link: link.press(" "), "People choose", 40),
    ):
        press(said(page, words).get_by_role("link"))
        wait_for_time(page, start)
        expect(line(page, words)).to_have_attribute("data-now", "")
        page.evaluate("document.querySelector('video').pause()")


def test_words_within_a_paragraph_go_to_their_moment_and_nothing_plays_by_itself(page: Page, film: FilmPage) -> None:
    page.goto(film.url)
    line(page, "Money and housing").click()
    wait_until(page, "() => document.querySelector('video').currentTime === 5")
    expect(line(page, "Money and housing")).to_have_attribute("data-now", "")
    assert page.evaluate("document.querySelector('video').paused")


def test_a_screen_reader_hears_a_paragraph_as_one_text_with_one_time(page: Page, film: FilmPage) -> None:
    page.goto(film.url)
    expect(said(page, "whole family")).to_match_aria_snapshot(
        """
        - link "Play from 0:00"
        - paragraph: I listen to the whole family. Money and housing matter.
        - button "Copy quote from 0:00"
        """
    )


def test_the_paragraph_does_not_move_its_words_as_the_film_goes_on(page: Page, film: FilmPage) -> None:
    page.goto(film.url)
    page.evaluate("document.fonts.ready")
    places = (
        "[...document.querySelectorAll('.line')].map((line) => [line.offsetLeft, line.offsetTop, line.offsetWidth])"
    )
    before = page.evaluate(places)
    line(page, "Money and housing").click()
    expect(line(page, "Money and housing")).to_have_attribute("data-now", "")
    assert page.evaluate(places) == before


def test_chapters_jump_and_the_current_one_is_marked(page: Page, film: FilmPage) -> None:
    page.goto(film.url)
    page.get_by_role("link", name="Another way").click()
    wait_for_time(page, 20)
    expect(page.get_by_role("link", name="Another way")).to_have_attribute("aria-current", "true")


def test_words_are_found_and_counted_in_the_transcript_across_captions_too(page: Page, film: FilmPage) -> None:
    page.goto(film.url)
    field = page.get_by_label("Find in the transcript")
    marked = "[...CSS.highlights.get('found')].map(String)"
    field.fill("KETTLE")
    expect(page.locator("[data-transcript-found]")).to_have_text("Found once")
    assert page.evaluate(marked) == ["kettle"]
    expect(said(page, "whole family")).to_be_hidden()
    expect(page.locator(".turn-speaker:visible")).to_have_text("Daniel Osei-Marsh, AMHP")
    field.fill("family.  money")
    expect(page.locator("[data-transcript-found]")).to_have_text("Found once")
    assert page.evaluate(marked) == ["family. Money"]
    field.fill("the")
    expect(page.locator("[data-transcript-found]")).to_have_text("Found 6 times")
    field.fill("(.*")
    expect(page.locator("[data-transcript-found]")).to_have_text("Not found")
    field.press("Escape")
    expect(said(page, "whole family")).to_be_visible()
    assert page.evaluate(marked) == []


def test_a_link_to_a_piece_of_text_reaches_over_two_captions(page: Page, film: FilmPage) -> None:
    page.set_viewport_size({"width": 800, "height": 500})
    page.goto(f"{film.url}#:~:text=whole%20family.%20Money")
    expect(line(page, "whole family")).to_be_in_viewport()


def copied(page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def test_a_quote_is_copied_with_speaker_role_film_time_and_link(page: Page, film: FilmPage, base_url: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(film.url)
    said(page, "Money and housing").get_by_role("button").click()
    expect(page.locator("[data-transcript-found]")).to_have_text("Quote from 0:00 copied")
    anchor = line(page, "whole family").get_attribute("id")
    assert copied(page) == (
        "“I listen to the whole family. Money and housing matter.”\n"
        f"Amara Lindqvist, Social worker, “Around the table”, 0:00\n{base_url}{film.url}?t=0#{anchor}"
    )


def test_only_what_is_selected_is_copied_with_its_own_time(page: Page, film: FilmPage, base_url: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(film.url)
    line(page, "Money and housing").select_text()
    said(page, "Money and housing").get_by_role("button").click()
    expect(page.locator("[data-transcript-found]")).to_have_text("Quote from 0:05 copied")
    anchor = line(page, "Money and housing").get_attribute("id")
    assert copied(page) == (
        "“Money and housing matter.”\nAmara Lindqvist, Social worker, “Around the table”, 0:05\n"
        f"{base_url}{film.url}?t=5#{anchor}"
    )
    # A selection that runs past the paragraph gives what of it lies inside.
    page.evaluate(
        "getSelection().setBaseAndExtent(document.querySelectorAll('.line')[1].firstChild, 10,"
        " document.querySelectorAll('.line')[3].firstChild, 3)"
    )
    said(page, "Money and housing").get_by_role("button").click()
    expect(page.locator("[data-transcript-found]")).to_have_text("Quote from 0:05 copied")
    assert copied(page).startswith("“housing matter.”")


def test_the_link_to_share_names_the_moment(page: Page, film: FilmPage, base_url: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{film.url}?t=42")
    page.get_by_role("button", name=re.compile("Share at")).click()
    expect(page.locator("[data-player-status]")).to_contain_text("It opens the film at 0:42.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{base_url}{film.url}?t=42"


def test_a_quote_whose_line_is_gone_says_so(page: Page, film: FilmPage) -> None:
    page.goto(f"{film.url}?t=20#line-999999")
    expect(page.locator("[data-player-status]")).to_contain_text("have changed since this link was made")
    note = page.locator("#transcript").get_by_text("no longer in this film")
    expect(note).to_be_in_viewport()


def test_a_film_that_does_not_come_offers_to_listen_or_read_at_once(
    page: Page, film: FilmPage, page_faults: PageFaults
) -> None:
    page_faults.allow("Failed to load resource|net::ERR")
    page.route("**/film.mp4", lambda route: route.abort())
    page.goto(film.url)
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_text("Read or listen instead")).to_be_visible(timeout=10_000)
    page.locator(".player-failed").get_by_role("link", name="read it").click()
    assert page.url.endswith("#transcript")
    axe(page)


def test_a_film_that_never_answers_offers_the_same_within_ten_seconds(
    page: Page, film: FilmPage, page_faults: PageFaults
) -> None:
    page_faults.allow("net::ERR")
    page.clock.install()
    page.route("**/film.mp4", lambda route: None)
    page.goto(film.url)
    page.get_by_role("button", name="Play", exact=True).click()
    page.clock.fast_forward(10_000)
    expect(page.get_by_text("Read or listen instead")).to_be_visible()


def test_seeking_fetches_a_part_of_the_film(page: Page, film: FilmPage) -> None:
    statuses: list[int] = []
    page.on("response", lambda answer: statuses.append(answer.status) if answer.url.endswith("film.mp4") else None)
    page.goto(f"{film.url}?t=40")
    page.get_by_role("button", name="Play", exact=True).click()
    wait_for_time(page, 40.2)
    assert set(statuses) == {206}
    buffered = page.evaluate(
        "(() => { const b = document.querySelector('video').buffered; let s = 0;"
        " for (let i = 0; i < b.length; i++) s += b.end(i) - b.start(i); return s; })()"
    )
    assert buffered < 59


def test_the_film_stays_in_sight_while_the_words_move_with_it(page: Page, film: FilmPage) -> None:
    page.set_viewport_size({"width": 1000, "height": 420})
    page.goto(film.url)
    page.get_by_label("Move with the film").check()
    said(page, "Is there another way?").get_by_role("link").click()
    wait_for_time(page, 20.1)
    expect(page.locator("video")).to_be_in_viewport()
    assert page.evaluate("getComputedStyle(document.querySelector('video')).position") == "fixed"


def test_everything_can_be_reached_by_keyboard_without_a_trap(page: Page, film: FilmPage) -> None:
    page.goto(film.url)
    seen: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.dataset.testid || document.activeElement.outerHTML"))
    for mark in ("data-player-play", "data-player-speed", "data-player-share", "data-transcript-search", "data-copy"):
        assert any(mark in element for element in seen), mark


def test_a_page_is_light_and_asks_for_little(page: Page, film: FilmPage) -> None:
    """Without pictures and film; packed as the site's own server packs them."""
    asked: dict[str, int] = {}

    def weigh(answer: Response) -> None:
        if "/media/" not in answer.url:
            is_packed = answer.url.endswith(".woff2")
            asked[answer.url] = len(answer.body() if is_packed else gzip.compress(answer.body()))

    page.on("response", weigh)
    page.goto(film.url)
    page.wait_for_load_state("networkidle")
    assert len(asked) <= MOST_REQUESTS, asked
    assert sum(asked.values()) <= MOST_KB * 1024, asked
    scripts = sum(size for url, size in asked.items() if url.endswith(".js"))
    assert scripts <= MOST_SCRIPT_KB * 1024, asked


def test_at_320_pixels_nothing_runs_off_the_side(page: Page, film: FilmPage) -> None:
    page.set_viewport_size(NARROW)
    for address in (film.url, "/films/", "/people/", "/practice-areas/", "/search/?q=kettle"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], address
        axe(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_passes_the_scan_in_both_schemes(page: Page, film: FilmPage, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    person = film.credits.first().contributor
    for address in (
        film.url,
        "/films/",
        "/films/?length=nope",
        f"/people/{person.slug}/",
        "/search/?q=kettle",
        "/search/?q=kettel",
    ):
        page.goto(address)
        axe(page)


def test_in_forced_colours_icons_and_the_current_line_can_be_seen_and_nothing_glides(
    page: Page, film: FilmPage
) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto(film.url)
    page.get_by_label("Move with the film").check()
    said(page, "People choose").get_by_role("link").click()
    wait_for_time(page, 40.1)
    expect(line(page, "People choose")).to_be_in_viewport()
    mark = "getComputedStyle(document.querySelector('.line[data-now]'))"
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(f"{mark}.textDecorationLine") == "underline"
    assert page.evaluate(f"{mark}.textDecorationColor") not in (page.evaluate(ground), "rgba(0, 0, 0, 0)")


def test_without_scripts_the_film_its_words_and_its_chapters_are_all_there(
    browser: Browser, film: FilmPage, base_url: str
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto(film.url)
    expect(page.locator("video[controls]")).to_be_visible()
    expect(page.locator("[data-player-controls]")).to_be_hidden()
    expect(page.locator(".transcript-tools")).to_be_hidden()
    for words in ("I listen to the whole family.", "Is there another way?", "People choose the life they live."):
        expect(page.get_by_text(words)).to_be_visible()
    page.get_by_role("link", name="Another way").click()
    expect(line(page, "Is there another way?")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Comments")).to_be_attached()
    context.close()


def test_a_search_leads_to_the_second_in_which_it_is_said(page: Page, film: FilmPage) -> None:
    page.goto("/search/")
    page.get_by_role("main").get_by_role("searchbox").fill("kettle")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.locator(".moments mark")).to_have_text("kettle")
    page.get_by_role("link", name=re.compile("0:10")).click()
    expect(line(page, "There is always a kettle.")).to_be_in_viewport()
    wait_until(page, "() => document.querySelector('video').currentTime === 10")


def test_on_paper_the_words_stand_without_the_controls(page: Page, film: FilmPage) -> None:
    page.goto(film.url)
    page.emulate_media(media="print")
    expect(page.get_by_text("I listen to the whole family.")).to_be_visible()
    for hidden in (".player", ".transcript-tools", ".ways-in"):
        expect(page.locator(hidden)).to_be_hidden()

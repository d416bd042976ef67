"""From a film on a phone to a film that readers play, through the admin alone."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect

from films.admin.uploads import UNREADABLE
from films.models import FilmPage, PracticeArea, Video
from tests.browser.journeys import sign_in_to_admin
from tests.comments.factories import UserFactory
from tests.films.factories import ContributorFactory
from tests.support.clips import clip
from tests.support.live_site import LiveSite
from tests.support.page_faults import PageFaults
from tests.support.pages import SiteTree, site_tree
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow
CAPTIONS = b"""WEBVTT

00:00:00.500 --> 00:00:02.500
I listen to the whole family.

00:00:02.500 --> 00:00:03.800
Money and housing matter.
"""


@pytest.fixture
def site(django_db_serialized_rollback: None, live_server: LiveSite) -> SiteTree:
    return site_tree()


@pytest.fixture
def editor(page: Page, site: SiteTree) -> Page:
    """The browser of somebody who may edit and publish."""
    UserFactory(username="grace").groups.add(Group.objects.get(name="Editors"))
    sign_in_to_admin(page, "grace")
    return page


def upload(page: Page, content: bytes, name: str) -> None:
    page.goto(reverse("videos:add"))
    page.locator("[name=master]").set_input_files({"name": name, "mimeType": "video/mp4", "buffer": content})
    page.get_by_role("button", name="Upload", exact=True).click()


def choose(page: Page, opener: Locator, title: str) -> None:
    """Pick a row in one of Wagtail's choosers."""
    opener.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("link", name=title).click()
    expect(dialog).to_have_count(0)


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def publish(page: Page) -> None:
    button = page.locator("button[name=action-publish]")
    if not button.is_visible():
        page.get_by_role("button", name="More actions").click()
    button.click()


def test_a_playlist_called_film_is_refused_kindly_and_nothing_is_stored(editor: Page, page_faults: PageFaults) -> None:
    page_faults.allow("status of 422")
    upload(editor, b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", "film.mp4")
    expect(editor.get_by_text(UNREADABLE)).to_be_visible()
    expect(editor.get_by_text("This is a playlist that points to other files.")).to_be_visible()
    assert not Video.objects.exists()


def test_from_a_phone_s_film_to_a_reader_who_plays_it(
    editor: Page, site: SiteTree, browser: Browser, base_url: str, page_faults: PageFaults
) -> None:
    page = editor
    # While a row is half filled in, Wagtail's autosave is answered 400, and tries again.
    page_faults.allow("status of 400")
    ContributorFactory(name="Amara Lindqvist", role="Social worker")
    area = PracticeArea.objects.first()

    upload(page, clip(seconds=4, container="mov").read_bytes(), "holiday.mov")
    expect(page.get_by_text("We are preparing it now; you can leave this page.")).to_be_visible()
    video = Video.objects.get()
    assert video.original_name == "holiday.mov"
    call_command("process_videos", verbosity=0)
    # The open page asks for the steps by itself.
    expect(page.locator("#film-steps .w-status")).to_have_text("Ready", timeout=15_000)

    page.goto(reverse("wagtailadmin_pages:add", args=["films", "filmpage", site.films.pk]))
    page.locator("[name=title]").fill("Around the table")
    page.locator("[name=summary]").fill("A family meets at home.")
    choose(page, page.get_by_role("button", name="Choose or upload a film"), video.title)
    tab(page, "People and consent")
    page.get_by_role("button", name="Add person").click()
    choose(page, page.locator("#inline_child_credits-0").get_by_role("button", name="Choose person"), "Amara Lindqvist")
    publish(page)

    missing = page.locator(".film-readiness").first
    expect(missing).to_contain_text("You cannot publish yet. 5 things to do:")
    expect(missing.get_by_role("link")).to_have_text(
        [
            "Describe the poster for people who do not see it.",
            "Add captions. The transcript is made from them.",
            "Record the consent of Amara Lindqvist.",
            "Choose at least 1 practice area.",
            "Say whether the film needs audio description.",
        ]
    )
    assert not FilmPage.objects.filter(live=True).exists()

    missing.get_by_role("link", name="Choose at least 1 practice area.").press("Enter")
    expect(page.locator("[name=practice_areas]").first).to_be_focused()
    page.get_by_label(area.name, exact=True).check()
    missing.get_by_role("link", name="Add captions.").press("Enter")
    expect(page.get_by_role("link", name="Upload captions")).to_be_focused()
    missing.get_by_role("link", name="Say whether the film needs").press("Enter")
    description = page.locator("[name=audio_description]")
    expect(description).to_be_focused()
    description.select_option(FilmPage.AudioDescription.NOT_NEEDED)
    missing.get_by_role("link", name="Describe the poster").press("Enter")
    expect(page.locator("[name=poster_description]")).to_be_focused()
    page.keyboard.type("Two people talk at a kitchen table.")
    missing.get_by_role("link", name="Record the consent").press("Enter")
    add = page.get_by_role("button", name="Add consent")
    expect(add).to_be_focused()
    page.keyboard.press("Enter")
    consent = page.locator("#inline_child_consents-0")
    choose(page, consent.get_by_role("button", name="Choose person"), "Amara Lindqvist")
    page.locator("[name=consents-0-evidence]").fill("Cabinet 3, folder 12")
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url(re.compile("/edit/"))
    film = FilmPage.objects.get()

    tab(page, "Words")
    page.get_by_role("link", name="Upload captions").click()
    page.locator("[name=file]").set_input_files({"name": "words.vtt", "mimeType": "text/vtt", "buffer": CAPTIONS})
    page.get_by_role("button", name="Upload captions").click()
    expect(page.get_by_role("cell", name="Money and housing matter.")).to_be_visible()
    page.get_by_role("button", name="I have checked every line").click()
    expect(page.get_by_text("These captions are in use now")).to_be_visible()

    page.goto(reverse("wagtailadmin_pages:edit", args=[film.pk]))
    tab(page, "Publish")
    expect(page.get_by_text("Nothing is missing. You can publish this film.")).to_be_visible()
    publish(page)
    expect(page.get_by_text(re.compile("has been published"))).to_be_visible()

    context = browser.new_context(base_url=base_url, locale="en-GB")
    page_faults.listen(context)
    reader = context.new_page()
    reader.goto("/films/")
    reader.get_by_role("main").get_by_role("link", name="Around the table").first.click()
    expect(reader.get_by_role("heading", name="Around the table", level=1)).to_be_visible()
    expect(reader.locator(".said-words").first).to_contain_text("I listen to the whole family.")
    reader.get_by_role("button", name="Play", exact=True).click()
    wait_until(reader, "() => document.querySelector('video').currentTime > 0.5")
    context.close()

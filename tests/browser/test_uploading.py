"""A film on its way from an editor's computer: the connection drops, the page is closed, the film arrives whole."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from films.models import FilmUpload, Video
from tests.browser.journeys import look, sign_in_to_admin
from tests.comments.factories import UserFactory
from tests.support.clips import clip
from tests.support.live_site import LiveSite
from tests.support.page_faults import PageFaults
from tests.support.pages import SiteTree, site_tree

pytestmark = pytest.mark.slow
MIB = 1024 * 1024
PIECES = re.compile("/admin/film-uploads/[0-9a-f-]{36}/")
LOST = "The connection was lost. We go on by ourselves when it is back."


@pytest.fixture
def site(django_db_serialized_rollback: None, live_server: LiveSite) -> SiteTree:
    return site_tree()


@pytest.fixture
def editor(page: Page, site: SiteTree) -> Page:
    """The browser of somebody who may upload."""
    UserFactory(username="grace").groups.add(Group.objects.get(name="Editors"))
    sign_in_to_admin(page, "grace")
    # Wagtail asks before a page with changes is left.
    page.on("dialog", lambda dialog: dialog.accept())
    return page


@pytest.fixture
def film(tmp_path) -> str:
    """A film of three pieces: a short clip and an empty box behind it."""
    content = clip(seconds=2, container="mov").read_bytes()
    padding = 20 * MIB - len(content)
    path = tmp_path / "holiday.mov"
    path.write_bytes(content + padding.to_bytes(4) + b"free" + bytes(padding - 8))
    return str(path)


class Line:
    """The editor's connection: lets a number of pieces through, then drops everything until it is mended."""

    def __init__(self, page: Page, pieces: int) -> None:
        self.page, self.left, self.is_cut = page, pieces, False
        page.route(PIECES, self._pass)

    def _pass(self, route: Route) -> None:
        if route.request.method == "PATCH" and not self.is_cut:
            self.left -= 1
            self.is_cut = self.left < 0
        if self.is_cut:
            route.abort("connectionreset")
        else:
            route.continue_()

    def mend(self) -> None:
        self.page.unroute(PIECES)


def send(page: Page, film: str) -> None:
    page.goto(reverse("videos:add"))
    page.locator("[name=master]").set_input_files(film)
    page.get_by_role("button", name="Upload", exact=True).click()


def test_a_dropped_connection_and_a_closed_page_cost_nothing(editor: Page, film: str, page_faults: PageFaults) -> None:
    page_faults.allow("net::ERR_CONNECTION_RESET")
    page = editor
    line = Line(page, pieces=1)
    send(page, film)
    said = page.locator(".film-transfer").get_by_role("status")
    expect(said).to_contain_text(LOST, timeout=30_000)
    expect(page.get_by_text("Come back and choose the same film to go on where it stopped.")).to_be_visible()
    assert FilmUpload.objects.get().offset == 8 * MIB
    look(page, "an upload that waits for the line")

    page.goto(reverse("videos:add"))
    line.mend()
    unfinished = page.get_by_role("region", name="Unfinished uploads")
    expect(unfinished).to_contain_text(re.compile(r"holiday\.mov:\s+40% of 20\.0\sMB is here\."))
    page.locator("[name=master]").set_input_files(film)
    page.get_by_label("Title").fill("Our holiday")
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "PATCH" else None)
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.get_by_text("“Our holiday” is here. We are preparing it now")).to_be_visible(timeout=30_000)
    assert [request.headers["upload-offset"] for request in sent] == [str(8 * MIB), str(16 * MIB)]

    video = Video.objects.get()
    assert (video.title, video.original_name, video.size_bytes) == ("Our holiday", "holiday.mov", 20 * MIB)
    with video.master.open("rb") as stored, open(film, "rb") as own:
        assert stored.read() == own.read()
    call_command("process_videos", verbosity=0)
    expect(page.locator("#film-steps .w-status")).to_have_text("Ready", timeout=15_000)


def test_a_connection_that_comes_back_is_told_and_the_film_goes_on_by_itself(
    editor: Page, film: str, page_faults: PageFaults
) -> None:
    page_faults.allow("net::ERR_")
    line = Line(editor, pieces=2)
    send(editor, film)
    expect(editor.locator(".film-transfer").get_by_role("status")).to_contain_text(LOST, timeout=30_000)
    line.mend()
    expect(editor.get_by_text("“holiday” is here. We are preparing it now")).to_be_visible(timeout=30_000)
    assert Video.objects.get().size_bytes == 20 * MIB


def test_an_upload_is_paused_and_gone_on_with_and_another_is_removed_by_keyboard(
    editor: Page, film: str, page_faults: PageFaults
) -> None:
    # A piece that was under way when Pause was pressed may hold the upload for a moment: the client asks again.
    page_faults.allow("status of (409|423)")
    page = editor
    held: list[Route] = []
    page.route(PIECES, lambda route: held.append(route) if route.request.method == "PATCH" else route.continue_())
    send(page, film)
    expect(page.locator(".film-transfer progress")).to_have_attribute("value", "0")
    page.get_by_role("button", name="Pause holiday.mov").press("Enter")
    expect(page.get_by_text("Paused. What has been sent is kept.")).to_be_visible()
    page.unroute(PIECES)

    page.goto(reverse("videos:add"))
    page.get_by_role("button", name="Remove holiday.mov").press("Enter")
    expect(page.get_by_text("holiday.mov is removed.")).to_be_focused()
    assert not FilmUpload.objects.exists()

    held.clear()
    page.route(PIECES, lambda route: held.append(route) if route.request.method == "PATCH" else route.continue_())
    page.locator("[name=master]").set_input_files(film)
    page.get_by_role("button", name="Upload", exact=True).click()
    page.get_by_role("button", name="Pause holiday.mov").press("Enter")
    page.unroute(PIECES)
    page.get_by_role("button", name="Go on holiday.mov").press("Enter")
    expect(page.get_by_text("“holiday” is here. We are preparing it now")).to_be_visible(timeout=30_000)


def test_several_films_go_one_after_the_other_and_a_bad_one_does_not_stop_the_rest(
    editor: Page, film: str, tmp_path, page_faults: PageFaults
) -> None:
    page_faults.allow("status of 422")
    bad = tmp_path / "list.mp4"
    bad.write_bytes(b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n")
    good = tmp_path / "second.mp4"
    good.write_bytes(clip(seconds=1).read_bytes())
    page = editor
    page.goto(reverse("videos:add"))
    page.locator("[name=master]").set_input_files([str(bad), film, str(good)])
    page.get_by_role("button", name="Upload", exact=True).click()
    rows = page.locator(".film-transfer")
    expect(rows.nth(2)).to_contain_text("All here", timeout=30_000)
    expect(rows.nth(1)).to_contain_text("All here")
    expect(rows.nth(0)).to_contain_text("This is a playlist that points to other files.")
    assert set(Video.objects.values_list("title", flat=True)) == {"holiday", "second"}


def test_the_chooser_of_the_film_form_sends_films_the_same_way(editor: Page, site: SiteTree, film: str) -> None:
    page = editor
    page.goto(reverse("wagtailadmin_pages:add", args=["films", "filmpage", site.films.pk]))
    page.get_by_role("button", name="Choose or upload a film").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Upload").click()
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "PATCH" else None)
    dialog.locator("[name$=master]").set_input_files(film)
    dialog.get_by_role("button", name="Upload", exact=True).click()
    expect(dialog).to_have_count(0, timeout=30_000)
    expect(page.get_by_text("holiday", exact=True)).to_be_visible()
    assert len(sent) == 3
    assert Video.objects.get().size_bytes == 20 * MIB

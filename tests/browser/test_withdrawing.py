"""Taking a film down in the admin, and reading the proof."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import Page, expect

from films.models import FilmPage, Withdrawal
from films.services import withdrawal
from tests.browser.journeys import look, sign_in_to_admin
from tests.comments.factories import UserFactory
from tests.films.test_withdrawal import whole_film
from tests.support.live_site import LiveSite
from tests.support.page_faults import PageFaults
from tests.support.pages import SiteTree, site_tree

pytestmark = pytest.mark.slow


@pytest.fixture
def site(django_db_serialized_rollback: None, live_server: LiveSite) -> SiteTree:
    return site_tree()


@pytest.fixture
def editor(page: Page, site: SiteTree) -> Page:
    UserFactory(username="grace").groups.add(Group.objects.get(name="Editors"))
    sign_in_to_admin(page, "grace")
    return page


def test_one_button_takes_a_film_down_and_shows_that_every_place_is_empty(
    editor: Page, page_faults: PageFaults
) -> None:
    page = editor
    film = whole_film(title="At home")
    page.goto(reverse("wagtailadmin_pages:edit", args=[film.pk]))
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Withdraw this film").click()
    look(page, "the confirmation")
    page.get_by_label("Our own decision").check()
    page.get_by_role("button", name="Withdraw this film").click()
    expect(page.get_by_text("Nobody can open it any more.")).to_be_visible()
    expect(page.get_by_text("Withdrawn. Not checked yet.")).to_be_visible()

    done = Withdrawal.objects.get()
    withdrawal.clear(done)  # what the worker does
    page.get_by_role("button", name="Check now").click()
    places = len(done.addresses)
    expect(page.get_by_text(f"Gone from all {places} places")).to_be_visible()
    row = page.get_by_role("row", name="Film page")
    expect(row).to_contain_text("Gone")
    expect(row).to_contain_text("410")
    expect(page.get_by_text("Still there")).to_have_count(0)
    look(page, "the checklist")

    page_faults.allow("status of 410")
    page.goto(film.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("This film is no longer available")
    assert FilmPage.objects.get(pk=film.pk).is_withdrawn


def test_a_person_who_withdraws_takes_the_film_with_them(editor: Page, page_faults: PageFaults) -> None:
    page = editor
    film = whole_film(title="At home")
    page.goto(reverse("wagtailadmin_pages:edit", args=[film.pk]))
    page.get_by_role("tab", name="People and consent").click()
    page.get_by_role("link", name="Withdraw consent").click()
    expect(page.get_by_label("At home (public now)")).to_be_checked()
    look(page, "the question which films")
    page.get_by_role("button", name="Withdraw consent and films").click()
    expect(page.get_by_text("A person in the film withdrew consent")).to_be_visible()
    assert FilmPage.objects.get(pk=film.pk).is_withdrawn

"""Each type of campaign page in a browser: clean, accessible in light and dark, and never wider than a small phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from home.layout import lay_out_site
from home.models import AccessibilityStatementPage
from tests.films.factories import FilmPageFactory
from tests.support.axe import axe
from tests.support.page_faults import PageFaults

ADDRESSES = (
    "/",
    "/roles/",
    "/roles/mental-health-social-workers/",
    "/trainers/",
    "/house-rules/",
    "/how-comments-work/",
    "/get-help-now/",
    "/accessibility-statement/",
    "/contact/",
    "/take-down-request/",
    "/contact/sent/?reference=E-K4TD9M",
)


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(db: None) -> None:
    lay_out_site()
    AccessibilityStatementPage.objects.get().save_revision().publish()
    FilmPageFactory(publishable=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_campaign_pages_have_no_accessibility_violation(site: None, page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    for address in ADDRESSES:
        page.goto(address)
        axe(page)


def test_campaign_pages_fit_320_pixels(site: None, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for address in ADDRESSES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_a_wrong_form_says_what_to_put_right_and_takes_focus(site: None, page: Page, page_faults: PageFaults) -> None:
    page_faults.allow("status of 422")
    page.goto("/contact/")
    page.get_by_label("Email (optional)").fill("not an address")
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("link", name="Enter your message")).to_be_visible()
    expect(page.get_by_label("Email (optional)")).to_have_value("not an address")
    axe(page)
    page.get_by_role("link", name="Enter your message").click()
    expect(page.get_by_label("Your message")).to_be_focused()


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_no_help_number_runs_out_of_its_column(site: None, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/get-help-now/")
    page.evaluate("document.fonts.ready")
    beyond = "(all) => all.map((a) => a.getBoundingClientRect().right - a.parentElement.getBoundingClientRect().right)"
    assert max(page.locator(".help-line-number").evaluate_all(beyond)) <= 0

"""A reader signs in on the way to a comment, with a real browser: it alone holds forms to the content policy."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from accounts.models import User
from tests.accounts.services import FakeServices, set_up
from tests.comments.factories import CommentFactory, commentable_page
from tests.support.axe import axe
from tests.support.page_faults import PageFaults

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (320, 1280)


def _send_back(route: Route) -> None:
    """What a service does once the person agreed: back to the site, with a code."""
    asked = dict(parse_qsl(urlsplit(route.request.url).query))
    address = f"{asked['redirect_uri']}?code=a-code&state={asked['state']}"
    route.fulfill(status=302, headers={"Location": address})


def _look(page: Page, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than {width} pixels"
        axe(page)


def test_from_the_comment_form_to_google_and_back_and_out_for_good(
    page: Page, context: BrowserContext, page_faults: PageFaults
) -> None:
    page_faults.allow(r"another host: https://accounts\.google\.com/o/oauth2/v2/auth")
    context.route("https://accounts.google.com/**", _send_back)
    film = commentable_page(title="On the ward")
    with set_up("wordpress", "google", "twitter_oauth2", "facebook"), FakeServices():
        page.goto(film.url)
        assert not context.cookies()
        page.get_by_role("link", name="sign in with WordPress.com, Google, X or Facebook").click()
        expect(page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
        _look(page, "sign-in")
        page.get_by_role("button", name="Continue with Google").press("Enter")

        page.wait_for_url(re.compile(re.escape(film.url) + "#comment-form$"))
        expect(page.get_by_label("Name to show")).to_have_value("Rhian Pugh")
        expect(page.get_by_text("You are signed in as Rhian Pugh")).to_be_visible()
        _look(page, "comment-form")

        reader = User.objects.get(display_name="Rhian Pugh")
        CommentFactory(page=film, user=reader, approved=True)
        CommentFactory(page=film, user=reader)
        page.get_by_role("link", name="Your account").click()
        expect(page.get_by_role("listitem").filter(has_text="On the page")).to_be_visible()
        _look(page, "account")
        page.get_by_label("Name to show").fill("")
        page_faults.allow("status of 422")
        page.get_by_role("button", name="Save name").click()
        expect(page.get_by_role("alert")).to_contain_text("Enter the name to show")
        _look(page, "account-error")

        page.get_by_role("link", name="Sign out or use another account").click()
        _look(page, "sign-out")
        page.get_by_role("link", name="Stay signed in").click()
        page.goto("/accounts/close/")
        _look(page, "close")
        page.get_by_label("Leave the words on the page, without my name").check()
        page.get_by_role("button", name="Close my account").click()
        expect(page.get_by_role("heading", name="Your account is closed")).to_be_visible()
        _look(page, "closed")
    assert {cookie["name"] for cookie in context.cookies()} == {"csrftoken"}
    assert not User.objects.filter(pk=reader.pk).exists()


def test_a_site_without_services_and_a_sign_in_that_fails_say_so(page: Page, page_faults: PageFaults) -> None:
    with set_up():
        page.goto("/accounts/login/")
        expect(page.get_by_text("Signing in is not set up on this site.")).to_be_visible()
        _look(page, "not-set-up")
    page_faults.allow("status of 401")
    with set_up("google"):
        page.goto("/accounts/google/login/callback/?state=x&error=<script>alert(1)</script>")
        expect(page.get_by_role("heading", name="We could not sign you in")).to_be_visible()
        _look(page, "failed")

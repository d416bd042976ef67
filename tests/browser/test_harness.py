"""The browser tools themselves: a tool that cannot find a planted fault proves nothing about the pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.support.axe import axe
from tests.support.page_faults import PageFaults

GOOD = '<!doctype html><html lang="en-GB"><head><title>Films</title></head><body><main><h1>Films</h1></main></body>'
BAD = '<!doctype html><html><head></head><body><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></body>'


def _show(page: Page, html: str) -> None:
    page.route("**/planted", lambda route: route.fulfill(body=html, content_type="text/html", headers=STRICT))
    page.goto("/planted")


STRICT = {"Content-Security-Policy": "default-src 'none'; img-src data:"}


def test_the_scan_passes_a_good_page_under_a_strict_content_policy(page: Page) -> None:
    _show(page, GOOD)
    axe(page)


def test_the_scan_names_what_is_wrong_with_a_bad_page(page: Page) -> None:
    _show(page, BAD)
    with pytest.raises(AssertionError, match=r"(?s)html-has-lang.*image-alt|image-alt.*html-has-lang"):
        axe(page)


def test_the_watch_hears_console_errors_and_blocked_scripts(page: Page, page_faults: PageFaults) -> None:
    _show(page, GOOD.replace("</main>", "</main><script>alert(1)</script>"))
    page.evaluate("console.error('planted')")
    with pytest.raises(AssertionError, match=r"(?s)script-src.*planted"):
        page_faults.assert_none()
    page_faults.allow("script-src|planted")


def test_the_watch_hears_calls_to_other_hosts(page: Page, page_faults: PageFaults) -> None:
    page.route("**/elsewhere", lambda route: route.fulfill(body="", content_type="text/plain"))
    _show(page, GOOD)
    page.goto("http://other.example/elsewhere")
    with pytest.raises(AssertionError, match=r"another host: http://other\.example/elsewhere"):
        page_faults.assert_none()
    page_faults.allow("other.example")


def test_the_live_site_answers_from_the_database_of_the_tests(page: Page) -> None:
    answer = page.goto("/healthz")
    assert answer is not None and answer.text() == "ok"

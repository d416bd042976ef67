"""What several journeys do: move by keyboard, look at a page at two widths, sign in to the admin."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.support.axe import axe

NARROW = {"width": 320, "height": 900}
WIDE = {"width": 1280, "height": 900}
MOST_TABS = 80
PASSWORD = "correct horse battery"  # the one of tests.comments.factories.UserFactory


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until ``target`` has the focus, as somebody without a mouse would."""
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_TABS} presses of Tab do not reach {target}")


def type_into(page: Page, field: Locator, words: str) -> None:
    tab_to(page, field)
    page.keyboard.type(words)


def look(page: Page, what: str, *, without: tuple[str, ...] = ()) -> None:
    """Narrow and wide: nothing runs off the side, and the scan finds nothing. ``without``: see ``axe``."""
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{what} is {width} pixels wide where {size['width']} are there"
        axe(page, without=without)


def sign_in_to_admin(page: Page, username: str) -> None:
    page.goto("/admin/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1).first).to_be_visible()

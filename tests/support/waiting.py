"""Waiting in a page until something is so, without a pause of our own."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

LONGEST_WAIT_MS = 30_000

_LOOK = """argument => new Promise((resolve, reject) => {
  const isSo = %(condition)s;
  const until = performance.now() + %(longest)d;
  const look = () => {
    if (isSo(argument)) resolve();
    else if (performance.now() > until) reject(new Error(`Not so after %(longest)d ms: ${isSo}`));
    else requestAnimationFrame(look);
  };
  look();
})"""


def wait_until(page: Page, condition: str, argument: Any = None) -> None:
    """Wait until a JavaScript function of `argument` answers true, and fail after `LONGEST_WAIT_MS`.

    Playwright's own `wait_for_function` builds its condition from a string again on each look, which the
    site's content policy refuses as `unsafe-eval` whenever the first look does not already find it true.
    """
    page.evaluate(_LOOK % {"condition": condition, "longest": LONGEST_WAIT_MS}, argument)

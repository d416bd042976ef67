"""How long from pressing play to the first picture on a slow line: ``scripts/bench first_frame``.

Chromium on a line of 1.6 Mbit/s with 150 ms there and back, for each way a film can come: streamed by the browser
itself, streamed by hls.js (which has to be fetched as well), and as one plain file. Every visit is a new browser
profile with nothing kept; the page is loaded before the line slows down, as somebody reads its title before they press
play. The site is a throw-away one with packed style sheets and scripts, as a server hands them out; the film is made by
the same engine as any. The last visit of each
way then plays on, to see what quality comes of it and how long playing stood still. Ends with 1 when a way of streaming
takes longer than its mark.
"""

# ruff: noqa: E402  Django is set up before its models are imported.
from __future__ import annotations

import os
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
# Playwright runs an event loop in this thread, and Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import django

django.setup()

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_test_environment
from playwright.sync_api import Browser, Page, sync_playwright

from home.layout import lay_out_site
from tests.browser.films import film_with_ladder
from tests.support import database, machine
from tests.support.live_site import LiveSite

MARK_MS = 2500
BITS_PER_SECOND = 1_600_000
ROUND_TRIP_MS = 150
ROUNDS = 5
PLAY_ON_MS = 15_000
SIZE = "1280x720"
# Address parameters that make the player take one way, and whether it is held to the mark.
WAYS = {
    "streamed by the browser": ("native", True),
    "streamed by hls.js": ("hls.js", True),
    "one file": ("file", False),
}
WAIT_FOR_PICTURE = """
() => new Promise((resolve) => {
  const video = document.querySelector("video");
  let pressed;
  document.addEventListener("click", () => { pressed = performance.now(); }, { capture: true, once: true });
  video.requestVideoFrameCallback((now) => resolve([Math.round(now - pressed), video.videoHeight]));
  document.querySelector("[data-player-play]").click();
})
"""

PLAY_ON = """
(wait) => new Promise((resolve) => {
  const video = document.querySelector("video");
  const from = video.currentTime;
  setTimeout(() => resolve([video.videoHeight, Math.round(wait - (video.currentTime - from) * 1000)]), wait);
})
"""


class PackedSite(LiveSite):
    """Answers style sheets and scripts through the site's own middleware, packed."""

    def start(self) -> None:
        self.thread.static_handler = lambda handler: WSGIHandler()
        super().start()


def slow_down(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    bytes_per_second = BITS_PER_SECOND / 8
    conditions: dict[str, Any] = {"offline": False, "latency": ROUND_TRIP_MS}
    session.send(
        "Network.emulateNetworkConditions",
        {**conditions, "downloadThroughput": bytes_per_second, "uploadThroughput": bytes_per_second},
    )


@dataclass(frozen=True, slots=True)
class Visit:
    """``taken_ms`` from the press to the first picture, ``lines`` of that picture; then what came of playing on."""

    taken_ms: int
    lines: int
    lines_later: int = 0
    still_ms: int = 0


def visit(browser: Browser, address: str, *, plays_on: bool) -> Visit:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    slow_down(page)
    taken_ms, lines = page.evaluate(WAIT_FOR_PICTURE)
    lines_later, still_ms = page.evaluate(PLAY_ON, PLAY_ON_MS) if plays_on else (0, 0)
    context.close()
    return Visit(taken_ms, lines, lines_later, still_ms)


def main() -> int:
    setup_test_environment()
    with tempfile.TemporaryDirectory() as folder:
        packed = {
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
        }
        with override_settings(MEDIA_ROOT=Path(folder, "media"), STATIC_ROOT=Path(folder, "static"), STORAGES=packed):
            call_command("collectstatic", interactive=False, verbosity=0)
            return _run()


def _run() -> int:
    connection.creation.create_test_db(verbosity=0, keepdb=database.restore())
    lay_out_site()
    film = film_with_ladder(SIZE)
    site = PackedSite()
    print(
        f"{BITS_PER_SECOND / 1e6:.1f} Mbit/s, {ROUND_TRIP_MS} ms; {ROUNDS} visits each; mark {MARK_MS} ms; film {SIZE}"
    )
    print(f"{'':<26}{'middle ms':>10}{'fastest':>9}{'slowest':>9}{'lines':>7}{'later':>7}{'still ms':>10}")
    missed = False
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=machine.chromium(), args=["--no-sandbox", "--disable-background-networking"]
            )
            for name, (way, is_held) in WAYS.items():
                address = f"{site.url}{film.url}?player={way}"
                visits = [visit(browser, address, plays_on=number == ROUNDS - 1) for number in range(ROUNDS)]
                taken = [one.taken_ms for one in visits]
                middle = statistics.median(taken)
                is_missed = is_held and middle > MARK_MS
                missed |= is_missed
                mark = "  MISSED" if is_missed else ""
                last = visits[-1]
                print(
                    f"{name:<26}{middle:>10.0f}{min(taken):>9}{max(taken):>9}{last.lines:>7}"
                    f"{last.lines_later:>7}{last.still_ms:>10}{mark}",
                    flush=True,
                )
            browser.close()
    finally:
        site.stop()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

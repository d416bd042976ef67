"""Journeys in Chromium, on a live site. A strict watch on every page fails the test that upset it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.support import machine
from tests.support.live_site import LiveSite
from tests.support.not_run import mark_not_run
from tests.support.page_faults import PageFaults

# Playwright runs an event loop in the test's thread, and Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent
LAUNCH_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # The browser's own calls home would count as calls of the page.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder, and set it aside loudly where there is no Chromium."""
    chromium = machine.chromium()
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if chromium is None:
                item.add_marker(mark_not_run("browser tests need Chromium (Debian: apt-get install chromium)"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": machine.chromium(), "args": LAUNCH_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """As a reader in Britain would have it."""
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture(scope="session")
def live_server(django_db_setup: None) -> Iterator[LiveSite]:
    """The running site; the name makes pytest-django commit what a test stores, so that the server sees it."""
    server = LiveSite()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def base_url(live_server: LiveSite) -> str:
    """So that ``page.goto("/films/")`` is enough."""
    return live_server.url


@pytest.fixture
def page_faults(live_server: LiveSite) -> PageFaults:
    """``page_faults.allow(pattern)`` for a fault that a test causes on purpose."""
    return PageFaults(live_server.url)


@pytest.fixture
def context(context: BrowserContext, page_faults: PageFaults) -> Iterator[BrowserContext]:
    """A fresh browser profile. A console error, a blocked script or a call to another host fails the test."""
    page_faults.listen(context)
    yield context
    page_faults.assert_none()

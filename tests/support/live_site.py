"""The site on a port of its own, for browsers: every address answered as in production, from a database file."""

from __future__ import annotations

from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from pytest_django.live_server_helper import LiveServer


def _static_files_and_the_site(handler: Any) -> StaticFilesHandler:
    """Leaves out the media handler of Django's test server: the site serves its media itself, with byte ranges."""
    return StaticFilesHandler(WSGIHandler())


class LiveSite(LiveServer):
    """``url`` is its address. Threads open connections of their own, as web workers do."""

    def __init__(self, address: str = "localhost") -> None:
        super().__init__(address, start=False)
        self.thread.static_handler = _static_files_and_the_site
        self.start()

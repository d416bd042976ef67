"""What must never happen on a page, whatever a test is about: errors in the console, and calls to other hosts."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

# Tells the console of a violation even where the browser itself stays quiet, such as in report-only mode.
TELL_POLICY_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`content policy: ${event.violatedDirective} blocked ${event.blockedURI} at ${event.sourceFile}`);
});
"""


class PageFaults:
    """Listens to every page of a browser context; ``assert_none`` fails with what was heard."""

    def __init__(self, site_url: str) -> None:
        self._host = urlsplit(site_url).netloc
        self._allowed: list[re.Pattern[str]] = []
        self._heard: list[str] = []

    def allow(self, pattern: str) -> None:
        """Expect faults that match, such as ``"status of 422"`` where a test sends a wrong form on purpose."""
        self._allowed.append(re.compile(pattern))

    def listen(self, context: BrowserContext) -> None:
        context.add_init_script(TELL_POLICY_VIOLATIONS)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)

    def assert_none(self) -> None:
        faults = [fault for fault in self._heard if not any(allowed.search(fault) for allowed in self._allowed)]
        assert not faults, "The page is not clean:\n" + "\n".join(faults)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._heard.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_error(self, error: WebError) -> None:
        self._heard.append(f"script error: {error.error}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self._host:
            self._heard.append(f"another host: {request.url}")

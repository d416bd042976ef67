"""What every answer carries: a request id, security headers, cache rules, compression."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_cache_control, patch_vary_headers

from cms.http import is_admin_path

GetResponse = Callable[[HttpRequest], HttpResponse]

_request_id: ContextVar[str] = ContextVar("request_id", default="-")

# A withdrawal must be gone from every cache within 5 minutes, so nothing public is kept longer than half of that.
PUBLIC_MAX_AGE_S = 60
PUBLIC_SHARED_MAX_AGE_S = 120

COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/rss+xml", "application/atom+xml")


class RequestIdFilter(logging.Filter):
    """Gives each log line the id of the request it belongs to.

    Django writes its line about a refused or missing page after the last middleware has returned, so the line's own
    ``request`` is asked first.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = getattr(getattr(record, "request", None), "request_id", None) or _request_id.get()
        return True


class RequestIdMiddleware:
    """Names each request, in its log lines and in ``X-Request-ID``, so that a report can be followed up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Always our own: an id from outside could forge log lines.
        request.request_id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        token = _request_id.set(request.request_id)  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = _request_id.get()
            return response
        finally:
            _request_id.reset(token)


class SecurityHeadersMiddleware:
    """Safety headers that Django does not set by itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=(), fullscreen=(self)",
        )
        return response


class AdminPolicyMiddleware:
    """Swaps the strict content policy for Wagtail's admin, whose widgets start with inline scripts."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_admin_path(request.path):
            response._csp_config = settings.CONTENT_SECURITY_POLICY_ADMIN  # type: ignore[attr-defined]
        return response


class CacheHeadersMiddleware:
    """Public pages may be kept briefly by any cache; what a signed-in person sees by none.

    A view that sets its own ``Cache-Control`` is left alone.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response
        is_personal = (
            is_admin_path(request.path)
            or settings.SESSION_COOKIE_NAME in request.COOKIES
            or bool(response.cookies)
            or request.method not in {"GET", "HEAD"}
        )
        if is_personal:
            patch_cache_control(response, private=True, no_store=True)
        elif response.status_code in {200, 301, 404, 410}:
            patch_cache_control(response, public=True, max_age=PUBLIC_MAX_AGE_S, s_maxage=PUBLIC_SHARED_MAX_AGE_S)
            patch_vary_headers(response, ["Cookie"])
        return response


class CompressionMiddleware(GZipMiddleware):
    """Compresses text only: film bytes are compressed already, and a byte range must stay as it is."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        is_text = response.get("Content-Type", "").startswith(COMPRESSIBLE)
        if not is_text or response.status_code == 206 or is_admin_path(request.path):
            return response
        return super().process_response(request, response)

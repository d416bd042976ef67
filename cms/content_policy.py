"""Where scripts, pictures and the rest of a page may come from: the Content-Security-Policy (W3C CSP Level 3)."""

from __future__ import annotations

from collections.abc import Sequence

from csp.constants import NONE, SELF

Directives = dict[str, list[str]]
INLINE = "'unsafe-inline'"


def public_directives(media_origins: Sequence[str]) -> Directives:
    """For everything readers see. ``media_origins`` are the hosts besides our own that films and pictures come from."""
    return {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, *media_origins],
        "media-src": [SELF, "blob:", *media_origins],
        "font-src": [SELF],
        "connect-src": [SELF, *media_origins],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
    }


def admin_directives(media_origins: Sequence[str]) -> Directives:
    """For Wagtail's admin, whose widgets start with inline scripts; no reader's words go in there unescaped."""
    return {
        "default-src": [SELF],
        "script-src": [SELF, INLINE],
        "style-src": [SELF, INLINE],
        "img-src": [SELF, "data:", "blob:", *media_origins],
        "media-src": [SELF, "blob:", *media_origins],
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
    }

"""What every public template may read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from cms.selectors import site_furniture


def site(request: HttpRequest) -> dict[str, Any]:
    """Settings, help lines, menus and purposeful addresses, read only when a template asks."""
    furniture = SimpleLazyObject(lambda: site_furniture(request))
    return {
        "site_settings": SimpleLazyObject(lambda: furniture.settings),
        "help_lines": SimpleLazyObject(lambda: furniture.help_lines),
        "main_nav": SimpleLazyObject(lambda: furniture.header),
        "footer_nav": SimpleLazyObject(lambda: furniture.footer),
        "site_links": SimpleLazyObject(lambda: site_links(furniture.pages)),
    }


def site_links(pages: dict[str, str]) -> dict[str, str]:
    """Addresses that templates name by purpose: search, manifest, and the pages of ``cms.selectors.PURPOSES``."""
    return {"home": "/", "search": reverse("films:search"), "manifest": reverse("web_manifest"), **pages}

"""What every public template may read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms.http import is_admin_path
from cms.selectors import site_furniture


def site(request: HttpRequest) -> dict[str, Any]:
    """``site_settings`` and ``furniture`` (help lines and menus), read only when a template asks."""
    if is_admin_path(request.path):
        return {}
    furniture = SimpleLazyObject(lambda: site_furniture(request))
    return {
        "furniture": furniture,
        "site_settings": SimpleLazyObject(lambda: furniture.settings),
        "help_lines": SimpleLazyObject(lambda: furniture.help_lines),
        "main_nav": SimpleLazyObject(lambda: furniture.header),
        "footer_nav": SimpleLazyObject(lambda: furniture.footer),
    }

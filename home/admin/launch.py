"""“Before launch” on the admin's first page, for those who can fill it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.models import Site
from wagtail.permissions import policy_registry

from cms.models import SiteSettings
from home.launch import Gap, gaps_before_launch


class BeforeLaunchPanel(Component):
    """A short list of what is missing; nothing at all once nothing is."""

    name = "before_launch"
    template_name = "home/admin/before_launch.html"
    order = 50

    def __init__(self, gaps: list[Gap]) -> None:
        self.gaps = gaps

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"gaps": self.gaps}


def before_launch_panel(request: HttpRequest) -> BeforeLaunchPanel | None:
    """For people who may change the site settings, while something is missing."""
    if not policy_registry.get_by_type(SiteSettings).user_has_permission(request.user, "change"):
        return None
    site = Site.find_for_request(request) or Site.objects.filter(is_default_site=True).first()
    gaps = gaps_before_launch(site) if site is not None else []
    return BeforeLaunchPanel(gaps) if gaps else None

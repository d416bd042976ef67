"""What the campaign adds to the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.site_summary import SummaryItem
from wagtail.permissions import policy_registry

from home.admin.enquiries import EnquiryViewSet, open_count
from home.admin.launch import before_launch_panel
from home.models import Enquiry


@hooks.register("register_admin_viewset")
def register_enquiries() -> EnquiryViewSet:
    return EnquiryViewSet()


@hooks.register("construct_homepage_panels")
def add_before_launch(request: HttpRequest, panels: list[Any]) -> None:
    if (panel := before_launch_panel(request)) is not None:
        panels.insert(0, panel)


class OpenEnquiries(SummaryItem):
    """Messages that wait for an answer."""

    order = 290
    template_name = "films/admin/summary_item.html"

    def is_shown(self) -> bool:
        if not policy_registry.get_by_type(Enquiry).user_has_permission(self.request.user, "change"):
            return False
        self.count = open_count()
        return self.count > 0

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        label = "message without an answer" if self.count == 1 else "messages without an answer"
        url = f"{reverse('enquiries:index')}?is_answered=false"
        return {"count": self.count, "label": label, "url": url, "icon": "mail"}


@hooks.register("construct_homepage_summary_items")
def add_open_enquiries(request: HttpRequest, items: list[Any]) -> None:
    items.append(OpenEnquiries(request))

"""What needs somebody's attention, as lines on the admin's first page.

Orders below 100 stand before Wagtail's own counts of pages, images and documents.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.site_summary import SummaryItem
from wagtail.permissions import policy_registry

TEMPLATE = "cms/admin/summary_item.html"


class SummaryLine(SummaryItem):
    """A known number, or "" for none, what it counts, and where to do something about it."""

    template_name = TEMPLATE

    def __init__(
        self, request: HttpRequest, *, label: str, url: str, icon: str, order: int, count: int | str = ""
    ) -> None:
        super().__init__(request)
        self.order = order
        self.line = {"count": count, "label": label, "url": url, "icon": icon}

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return self.line


class CountItem(SummaryItem):
    """Rows counted for people who may change them. Nothing is shown for none."""

    template_name = TEMPLATE
    icon = "warning"
    model: type
    one = ""
    many = ""

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def url(self) -> str:
        raise NotImplementedError

    def is_shown(self) -> bool:
        may = policy_registry.get_by_type(self.model).user_has_any_permission(self.request.user, ["add", "change"])
        if may:
            self.count = self.rows().count()
        return may and self.count > 0

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        label = self.one if self.count == 1 else self.many
        return {"count": self.count, "label": label, "url": self.url(), "icon": self.icon}

"""Addresses of Wagtail's admin that name rows by id in their query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page

CHECKED = {"wagtail_bulk_action", "chosen", "chosen_multiple"}


class AdminIdsMiddleware:
    """Answers "not found" to an id that can be none, which bulk actions and choosers would hand to the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Raises ``Http404``."""
        name = request.resolver_match.url_name if request.resolver_match else None
        if name not in CHECKED:
            return
        ids = request.GET.getlist("id")
        if name == "chosen":
            ids = [str(kwargs.get("pk", ""))]
        elif name == "wagtail_bulk_action" and "all" in ids:
            ids = request.GET.getlist("childOf")[-1:]
            if all(map(is_id, ids)) and Page.objects.filter(pk__in=ids).count() != len(ids):
                raise Http404
        if not all(map(is_id, ids)):
            raise Http404


def is_id(value: str) -> bool:
    """Whether a row may have this id: a whole number that fits a ``BigAutoField``, as every id here is."""
    return value.isascii() and value.isdecimal() and int(value[:30]) <= BigIntegerField.MAX_BIGINT

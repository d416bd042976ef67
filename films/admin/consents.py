"""All consents with their dates, soonest end first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from wagtail.permissions import policy_registry

from films.models import Consent, FilmPage

ROWS_A_PAGE = 50


def report(request: HttpRequest) -> HttpResponse:
    """For people who edit films."""
    if not policy_registry.get_by_type(FilmPage).user_has_any_permission(request.user, ["change", "publish"]):
        raise PermissionDenied
    consents = Consent.objects.select_related("film", "contributor").order_by(
        F("expires_on").asc(nulls_last=True), "film__title"
    )
    return render(
        request,
        "films/admin/consents.html",
        {
            "page": Paginator(consents, ROWS_A_PAGE).get_page(request.GET.get("p")),
            "page_title": "Consent dates",
            "header_title": "Consent dates",
            "header_icon": "consent",
        },
    )


def urls() -> list[Any]:
    return [path("consents/", report, name="report")]

"""All consents with their dates, soonest end first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.text import get_text_list
from wagtail.admin import messages
from wagtail.models import Page
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


def tell_of_lost_sign_offs(request: HttpRequest, page: Page) -> None:
    """After a film was edited: a second person has to look again at what they signed for."""
    names = getattr(page, "sign_offs_lost", [])
    if names:
        messages.warning(
            request,
            f"The consent of {get_text_list(names, 'and')} was changed, so the second person's sign-off no longer "
            "counts. Ask somebody else to look at the signed form and sign off again.",
        )


def urls() -> list[Any]:
    return [path("consents/", report, name="report")]

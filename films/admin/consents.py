"""All consents with their dates, soonest end first."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.text import get_text_list
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from films.admin import evidence
from films.models import Consent, FilmPage

STATES = {
    "in_force": "In force",
    "ended": "Ended",
    "withdrawn": "Withdrawn",
    "not_shown": "No longer in the film",
}


class ConsentFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label="State", choices=list(STATES.items()), method="in_state", widget=forms.RadioSelect, empty_label="All"
    )
    expires_on = django_filters.DateFromToRangeFilter(label="Ends", widget=DateRangePickerWidget)
    review_on = django_filters.DateFromToRangeFilter(label="Review", widget=DateRangePickerWidget)

    class Meta:
        model = Consent
        fields: list[str] = []

    def in_state(self, queryset: QuerySet[Consent], name: str, value: str) -> QuerySet[Consent]:
        if value == "withdrawn":
            return queryset.exclude(withdrawn_at=None)
        if value == "not_shown":
            return queryset.filter(withdrawn_at=None).exclude(not_shown_since=None)
        return queryset.ended() if value == "ended" else queryset.in_force().needed()


class ConsentsView(ReportView):
    """For people who edit films."""

    model = Consent
    page_title = "Consent dates"
    header_icon = "consent"
    results_template_name = "wagtailadmin/generic/listing_results.html"
    index_url_name = "film_consents:report"
    index_results_url_name = "film_consents:report_results"
    filterset_class = ConsentFilterSet
    verbose_name_plural = "consents"
    list_export = [
        "contributor.name",
        "film.title",
        "state",
        "given_on",
        "review_on",
        "expires_on",
        "withdrawn_at",
        "may_stream",
        "may_download",
        "may_use_in_class",
        "may_share_on_social_media",
        "evidence",
        "has_form",
    ]
    export_headings = {
        "contributor.name": "Person",
        "film.title": "Film",
        "state": "State",
        "given_on": "Given",
        "review_on": "Review",
        "expires_on": "Ends",
        "withdrawn_at": "Withdrawn",
        "may_stream": "Watch on this site",
        "may_download": "Download",
        "may_use_in_class": "Classroom",
        "may_share_on_social_media": "Social media",
        "evidence": "Where the signed form is kept",
        "has_form": "Signed form kept here",
    }
    columns = [
        Column("contributor", label="Person", accessor="contributor"),
        TitleColumn(
            "film",
            label="Film",
            accessor="film",
            classname="title film-report-title",
            get_url=lambda consent: reverse("wagtailadmin_pages:edit", args=[consent.film_id]),
        ),
        Column("state", label="State", accessor="state"),
        Column("given_on", label="Given", accessor="given_on"),
        Column("review_on", label="Review", accessor=lambda consent: consent.review_on or "No date"),
        Column("expires_on", label="Ends", accessor=lambda consent: consent.expires_on or "No end"),
        Column("form", label="Signed form", accessor=lambda row: "Here" if row.evidence_file else row.evidence),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy_registry.get_by_type(FilmPage).user_has_any_permission(request.user, ["change", "publish"]):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Consent]:
        return Consent.objects.select_related("film", "contributor")

    def order_queryset(self, queryset: QuerySet[Consent]) -> QuerySet[Consent]:
        return queryset.order_by(F("expires_on").asc(nulls_last=True), "film__title", "pk")

    def get_filename(self) -> str:
        return "consent-dates"


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
    return [
        path("consents/", ConsentsView.as_view(), name="report"),
        path("consents/results/", ConsentsView.as_view(results_only=True), name="report_results"),
        path("consents/<int:pk>/form/", evidence.evidence, name="evidence"),
        path("consents/<int:pk>/form/file/", evidence.download, name="download"),
        path("consents/<int:pk>/withdraw/", evidence.take_back, name="take_back"),
    ]

"""The “Films” menu: films, film files, series, people, practice areas, topics and facts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView as PageIndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView
from wagtail.snippets.views.snippets import SnippetViewSet

from films import readiness
from films.admin.videos import VideoViewSet, length_of
from films.models import CaptionTrack, Contributor, Cue, Fact, FilmPage, PracticeArea, SeriesPage, Topic
from films.services import practice_areas

SHOWN_MISSING = 3


def yes_or_no(is_so: bool) -> str:
    return "Yes" if is_so else "No"


def poster_of_film(film: FilmPage) -> str:
    still = next((r for r in film.video.renditions.all() if r.kind == r.Kind.POSTER), None) if film.video else None
    return format_html('<img class="film-still" src="{}" alt="">', still.url) if still else ""


def missing_of(film: FilmPage) -> str:
    """The first few musts, and how many more there are."""
    musts = readiness.musts(readiness.missing_for_publication(film))
    if not musts:
        return "Nothing"
    rows = format_html_join("", "<li>{}</li>", ((item.sentence,) for item in musts[:SHOWN_MISSING]))
    more = f"and {len(musts) - SHOWN_MISSING} more" if len(musts) > SHOWN_MISSING else ""
    return format_html("<ul>{}</ul>{}", rows, more)


class PagesMenuItem(MenuItem):
    """For people who work on pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return policy_registry.get_by_type(FilmPage).user_has_any_permission(request.user, ["add", "change", "publish"])


class FilmIndexView(PageIndexView):
    def annotate_queryset(self, pages: QuerySet[FilmPage]) -> QuerySet[FilmPage]:
        """Everything a row shows, in a number of queries that does not grow with the list."""
        has_words = Exists(Cue.objects.filter(track=OuterRef("pk")))
        tracks = CaptionTrack.objects.annotate(has_words_in_database=has_words)
        return (
            super()
            .annotate_queryset(pages)
            .select_related("video")
            .prefetch_related(
                "video__renditions",
                Prefetch("video__caption_tracks", queryset=tracks),
                "credits__contributor",
                "consents__contributor",
                "chapters",
                "practice_areas",
            )
        )


class FilmListingViewSet(PageListingViewSet):
    model = FilmPage
    name = "film_listing"
    url_prefix = "films"
    icon = "film"
    menu_label = "Films"
    menu_name = "film-pages"
    menu_item_class = PagesMenuItem
    index_view_class = FilmIndexView
    columns = [
        BulkActionsColumn("bulk_actions"),
        Column("poster", label="Poster", accessor=poster_of_film),
        PageTitleColumn("title", label="Title", sort_key="title", classname="title"),
        PageStatusColumn("status", label="State", sort_key="live", width="12%"),
        Column("length", label="Length", accessor=lambda film: length_of(film.video)),
        Column("missing", label="What is missing", accessor=missing_of),
    ]


class SeriesListingViewSet(PageListingViewSet):
    model = SeriesPage
    name = "series_listing"
    url_prefix = "series"
    icon = "list-ol"
    menu_label = "Series"
    menu_name = "film-series"
    menu_item_class = PagesMenuItem


class ContributorViewSet(SnippetViewSet):
    model = Contributor
    icon = "user"
    menu_label = "People"
    menu_name = "film-people"
    list_display = ["name", "type", "role", Column("practice_area", label="Practice area")]
    list_filter = ["type", "practice_area"]
    ordering = ["name"]
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contributor]:
        return Contributor.objects.select_related("practice_area")


class PracticeAreaIndexView(SnippetIndexView):
    def get_list_more_buttons(self, instance: PracticeArea) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        if self.user_has_permission("delete"):
            buttons.append(
                Button(
                    "Merge into another area",
                    url=reverse("film_areas_merge:merge", args=[instance.pk]),
                    icon_name="resubmit",
                    priority=40,
                )
            )
        return buttons


class PracticeAreaViewSet(SnippetViewSet):
    model = PracticeArea
    icon = "practice-area"
    menu_label = "Practice areas"
    menu_name = "film-practice-areas"
    index_view_class = PracticeAreaIndexView
    list_display = ["name", "slug", Column("film_count", label="Films"), Column("people_count", label="People")]
    sort_order_field = "sort_order"
    ordering = ["sort_order", "name"]
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[PracticeArea]:
        return PracticeArea.objects.annotate(
            film_count=Count("films", distinct=True), people_count=Count("contributors", distinct=True)
        )


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = "Topics"
    menu_name = "film-topics"
    list_display = ["name", "slug"]
    copy_view_enabled = False


class FactViewSet(SnippetViewSet):
    model = Fact
    icon = "fact"
    menu_label = "Facts"
    menu_name = "film-facts"
    list_display = [
        "figure",
        "counts",
        "describes",
        "source",
        "review_by",
        Column("is_past_review", label="Past its review date", accessor=lambda fact: yes_or_no(fact.is_past_review)),
    ]
    list_filter = {"review_by": ["lte", "gte"], "practice_area": ["exact"]}
    ordering = ["review_by"]
    search_fields = ["figure", "counts", "source"]
    copy_view_enabled = False


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        PracticeArea.objects.none(),
        label="Merge into",
        help_text="Films, people, facts and role pages move there. The old address leads to the new one.",
        error_messages={"required": "Choose the area that stays."},
    )

    def __init__(self, *args: Any, area: PracticeArea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = PracticeArea.objects.exclude(pk=area.pk).in_order()


def merge_area(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask which area stays, and merge."""
    if not policy_registry.get_by_type(PracticeArea).user_has_permission(request.user, "delete"):
        raise PermissionDenied
    area = get_object_or_404(PracticeArea, pk=pk)
    form = MergeForm(request.POST or None, area=area)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        moved = practice_areas.merge(area, into=into, by=request.user)
        messages.success(request, f"“{area.name}” is part of “{into.name}” now. Films moved: {moved.films}.")
        return redirect(reverse(PracticeArea.snippet_viewset.get_url_name("list")))
    return render(
        request,
        "films/admin/merge_area.html",
        {
            "form": form,
            "area": area,
            "page_title": "Merge practice area",
            "page_subtitle": area.name,
            "header_title": f"Merge practice area: {area.name}",
            "header_icon": "practice-area",
        },
        status=422 if form.errors else 200,
    )


class FilmsGroup(ViewSetGroup):
    menu_label = "Films"
    menu_name = "films"
    menu_icon = "film"
    menu_order = 150
    items = (
        FilmListingViewSet("film_listing"),
        VideoViewSet("videos"),
        SeriesListingViewSet("series_listing"),
        ContributorViewSet(menu_item_is_registered=True),
        PracticeAreaViewSet(menu_item_is_registered=True),
        TopicViewSet(menu_item_is_registered=True),
        FactViewSet(menu_item_is_registered=True),
    )


def merge_urls() -> list[Any]:
    return [path("practice-areas/<int:pk>/merge/", merge_area, name="merge")]

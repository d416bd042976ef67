"""The fields social workers practise in, the topics films speak of, and the pages that show areas."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import PreviewableMixin, RevisionMixin
from wagtail.search import index

from cms.models import IntroducedPage


class PracticeAreaQuerySet(models.QuerySet["PracticeArea"]):
    def in_order(self) -> PracticeAreaQuerySet:
        return self.order_by("sort_order", "name")


class PracticeArea(RevisionMixin, PreviewableMixin, index.Indexed, models.Model):
    """A field of practice. Its slug is part of addresses and facets and never changes once it is live."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=250, help_text="One sentence: what social workers do here.")
    who_it_is_for = RichTextField(
        blank=True, help_text="Who might meet a social worker in this field, in a paragraph or two."
    )
    is_in_first_film = models.BooleanField(
        default=False, help_text="Named in the campaign's account of its first film."
    )
    sort_order = models.PositiveSmallIntegerField(default=0)

    objects = PracticeAreaQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("who_it_is_for"),
        FieldPanel("is_in_first_film"),
    ]
    search_fields = [
        index.SearchField("name", boost=4),
        index.SearchField("description"),
        index.SearchField("who_it_is_for"),
        index.AutocompleteField("name"),
        index.AutocompleteField("description"),
        index.FilterField("sort_order"),  # the admin sorts what it found by these
        index.FilterField("name"),
        index.FilterField("slug"),
    ]

    class Meta:
        ordering = ["sort_order", "name"]
        verbose_name = "practice area"

    def __str__(self) -> str:
        return self.name

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "films/practice_area.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from films.selectors import practice_area_context

        return {**super().get_preview_context(request, mode_name), **practice_area_context(self)}


class Topic(models.Model):
    """What a film speaks of, across practice areas: rights, housing, families, …"""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40)

    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PracticeAreaIndexPage(RoutablePageMixin, IntroducedPage):
    """All practice areas; the page of each lies below it at its slug."""

    introduction = models.CharField(max_length=250, blank=True)

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "films/practice_area_index_page.html"

    class Meta:
        verbose_name = "practice areas"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from films.selectors import practice_areas_with_counts

        return {**super().get_context(request, *args, **kwargs), "areas": practice_areas_with_counts()}

    @path("<slug:slug>/", name="area")
    def area(self, request: HttpRequest, slug: str) -> HttpResponse:
        """One practice area. An area without a film has a page too."""
        from films.selectors import practice_area_context

        area = PracticeArea.objects.filter(slug=slug).first()
        if area is None:
            raise Http404
        context = super().get_context(request) | practice_area_context(area)  # without the list of all areas
        return TemplateResponse(request, "films/practice_area.html", context)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        base = super().get_sitemap_urls(request)
        root = self.get_full_url(request)
        return base + [{"location": f"{root}{slug}/"} for slug in PracticeArea.objects.values_list("slug", flat=True)]

"""Films that belong together, in an order."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.models import BasePage


class SeriesPage(BasePage):
    """A series: an introduction and its films in order."""

    introduction = models.TextField(blank=True, max_length=600)

    parent_page_types = ["films.FilmIndexPage"]
    subpage_types: list[str] = []
    private_page_options: list[str] = []  # a film is public or not; its files, feeds and comments know no password
    template = "films/series_page.html"
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = "series"
        verbose_name_plural = "series"

    @property
    def page_description(self) -> str:
        return self.search_description or self.introduction

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from films.selectors import series_context

        return {**super().get_context(request, *args, **kwargs), **series_context(self)}

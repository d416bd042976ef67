"""Films that belong together, in an order."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest

from cms.models import IntroducedPage


class SeriesPage(IntroducedPage):
    """A series: an introduction and its films in order."""

    introduction = models.TextField(blank=True, max_length=600)

    parent_page_types = ["films.FilmIndexPage"]
    subpage_types: list[str] = []
    private_page_options: list[str] = []  # a film is public or not; its files, feeds and comments know no password
    template = "films/series_page.html"

    class Meta:
        verbose_name = "series"
        verbose_name_plural = "series"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from films.selectors import series_context

        return {**super().get_context(request, *args, **kwargs), **series_context(self)}

"""Where the parts of a film begin."""

from __future__ import annotations

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from films.fields import ClockField


class Chapter(models.Model):
    """A part of a film, from ``start_ms`` to the next chapter or the end."""

    film = ParentalKey("films.FilmPage", on_delete=models.CASCADE, related_name="chapters")
    start_ms = ClockField("starts at", help_text="Minutes and seconds from the start, such as 0:42 or 1:05.5")
    title = models.CharField(max_length=80)

    panels = [FieldPanel("start_ms"), FieldPanel("title")]

    class Meta:
        ordering = ["start_ms"]
        # Two chapters at one moment are refused by the film's form (a cluster's rows are checked there).

    def __str__(self) -> str:
        return self.title

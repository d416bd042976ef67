"""Figures with their source, year and review date."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import RevisionMixin

from films.models.practice_area import PracticeArea


class FactQuerySet(models.QuerySet["Fact"]):
    def due_for_review(self) -> FactQuerySet:
        """Past their review date."""
        return self.filter(review_by__lt=timezone.localdate())


class Fact(RevisionMixin, models.Model):
    """A figure that is never shown without what it counts, where, when, and who says so."""

    slug = models.SlugField(max_length=60, unique=True)
    figure = models.CharField(max_length=40, help_text="As it is written: about 4,200")
    unit = models.CharField(max_length=60, blank=True, help_text="people, full-time equivalents, per cent …")
    counts = models.CharField(max_length=200, help_text="What is counted: social workers employed by the NHS")
    area = models.CharField(max_length=60, default="England")
    describes = models.CharField("date it describes", max_length=80, help_text="Such as: 31 March 2022, or: about 2020")
    year = models.PositiveSmallIntegerField(help_text="The year shown when the figure is past its review date.")
    source = models.CharField(max_length=200)
    source_url = models.URLField(blank=True)
    review_by = models.DateField()
    practice_area = models.ForeignKey(
        PracticeArea, null=True, blank=True, on_delete=models.SET_NULL, related_name="facts"
    )
    later_than = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="later_figures",
        verbose_name="later figure for",
        help_text="Shown beside that figure, never instead of it.",
    )
    note = models.CharField(max_length=300, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)

    objects = FactQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("figure"), FieldPanel("unit")]),
        FieldPanel("counts"),
        FieldRowPanel([FieldPanel("area"), FieldPanel("describes"), FieldPanel("year")]),
        FieldPanel("source"),
        FieldPanel("source_url"),
        FieldPanel("review_by"),
        FieldPanel("practice_area"),
        FieldPanel("later_than"),
        FieldPanel("note"),
        FieldPanel("slug"),
        FieldPanel("sort_order"),
    ]

    class Meta:
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return f"{self.figure} {self.unit}: {self.counts}"

    @property
    def is_past_review(self) -> bool:
        """Readers then see "figure from YEAR", editors a warning."""
        return self.review_by < timezone.localdate()

"""Readers who liked a page."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Like(models.Model):
    """One device's like of one page. ``reader_key`` is a keyed hash of a random value kept in that device's cookie."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="likes")
    reader_key = models.CharField(max_length=64, editable=False)
    liked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "reader_key"], name="one_like_a_reader")]

    def __str__(self) -> str:
        return f"Like of page {self.page_id}"

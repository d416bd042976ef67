"""Reports of published comments by readers."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from comments.models.comment import Comment, new_reference


class ReportQuerySet(models.QuerySet["Report"]):
    """Filters that say their intention."""

    def unanswered(self) -> Self:
        return self.filter(closed_at=None)

    def urgent(self) -> Self:
        """Unanswered, and in words that suggest that whoever wrote them, or somebody else, is at risk."""
        return self.unanswered().filter(is_urgent=True)


class Report(models.Model):
    """A reader says that a published comment should not be there."""

    class Why(models.TextChoices):
        ABOUT_ME = "about_me", "It is about me or someone I know"
        SELF_HARM = "self_harm", "It describes self-harm or suicide"
        ABUSE = "abuse", "It attacks or threatens people"
        UNTRUE = "untrue", "It is untrue about someone"
        SPAM = "spam", "It is spam or advertising"
        OTHER = "other", "Something else"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reference = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    why = models.CharField(max_length=20, choices=Why.choices)
    details = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    sender_key = models.CharField(max_length=64, blank=True, editable=False)
    # The words were screened for a risk to somebody; such a report stands on top of the urgent queue.
    is_urgent = models.BooleanField(default=False, editable=False)
    alerted_at = models.DateTimeField(null=True, blank=True, editable=False)
    reported_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["reported_at", "pk"]

    def __str__(self) -> str:
        return f"Report {self.reference}"

"""The record that a film was taken down: who, when and how it was proved. Never what was in the film."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone


class Withdrawal(models.Model):
    """One taking down of one film. It outlives the film; ``film_id`` stays readable in the log after that."""

    class Cause(models.TextChoices):
        CONSENT_WITHDRAWN = "consent_withdrawn", "A person in the film withdrew consent"
        CONSENT_ENDED = "consent_ended", "A consent came to its end"
        LEGAL = "legal", "A legal reason"
        EDITORIAL = "editorial", "Our own decision"

    film = models.ForeignKey(
        "films.FilmPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="withdrawals"
    )
    film_number = models.PositiveIntegerField(help_text="The film page’s number, kept when the page is deleted.")
    cause = models.CharField(max_length=20, choices=Cause.choices)
    # Empty when the clock did it: a consent ended.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    # When files and caches had been cleared; empty while that is under way.
    cleared_at = models.DateTimeField(null=True, blank=True)
    # What the public gets: a list of {"place", "address", "status", "is_gone"}; asked for anew at ``checked_at``.
    checks: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    restored_at = models.DateTimeField(null=True, blank=True)
    restored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"Film {self.film_number}, withdrawn {self.asked_at:%d %B %Y}"

    @property
    def is_proved(self) -> bool:
        """Whether every place was asked and none of them had it any more."""
        return bool(self.checks) and all(check["is_gone"] for check in self.checks)

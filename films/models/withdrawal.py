"""The record that a film was taken down: who, when and how it was proved. Never what was in the film."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

# Gone for the public within this time (what an editor is promised); after it, administrators are told.
PROMISED_WITHIN = dt.timedelta(minutes=5)
# The public is asked this long after the click: caches of ours are empty by then, and a worker has had its turn.
FIRST_CHECK_AFTER = dt.timedelta(minutes=1)


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def unfinished(self) -> Self:
        """Files or caches are not cleared yet."""
        return self.filter(cleared_at=None)

    def to_check(self, now: dt.datetime) -> Self:
        """Due to be asked for: never asked yet, or asked before the promised time was over and not all was gone."""
        never = Q(checked_at=None, asked_at__lte=now - FIRST_CHECK_AFTER)
        again = Q(alarmed_at=None, is_all_gone=False, asked_at__lte=now - PROMISED_WITHIN)
        return self.filter(never | again)

    def in_force(self) -> Self:
        """Not taken back."""
        return self.filter(restored_at=None)


class Withdrawal(models.Model):
    """One taking down of one film, or of a cut of it that another replaced. It outlives the film.

    ``addresses`` and ``public_files`` are what there is to clear and to ask for. They are collected before anything is
    deleted, and forgotten when the masters are (see ``films.services.withdrawal.forget_masters``).
    """

    class Cause(models.TextChoices):
        CONSENT_WITHDRAWN = "consent_withdrawn", "A person in the film withdrew consent"
        CONSENT_ENDED = "consent_ended", "A consent came to its end"
        LEGAL = "legal", "A legal reason"
        EDITORIAL = "editorial", "Our own decision"
        REPLACED = "replaced", "Replaced by an edited cut"

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
    videos = models.ManyToManyField("films.Video", blank=True, related_name="withdrawals")
    # Names in the public storage.
    public_files: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    # Where readers could meet the film: {"place", "address", "lacks", "file"}; see ``films.public_places``.
    addresses: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list, blank=True)
    # When files and caches had been cleared; empty while that is under way.
    cleared_at = models.DateTimeField(null=True, blank=True)
    # Why clearing has not ended yet, for people who mend things.
    problem = models.TextField(blank=True)
    # What the public gets: a list of {"place", "address", "status", "is_gone"}; asked for anew at ``checked_at``.
    checks: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    is_all_gone = models.BooleanField(default=False)
    # When the answer was first that nothing is left.
    gone_at = models.DateTimeField(null=True, blank=True)
    # When administrators were told that something was still there after the promised time.
    alarmed_at = models.DateTimeField(null=True, blank=True)
    # Comments that speak of what a new cut no longer has; ids only.
    comments_to_review: models.JSONField[list[int], list[int]] = models.JSONField(default=list, blank=True)
    # When the masters and all addresses were deleted for good.
    forgotten_at = models.DateTimeField(null=True, blank=True)
    restored_at = models.DateTimeField(null=True, blank=True)
    restored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        permissions = [("withdraw_film", "Can withdraw, restore and replace films")]

    def __str__(self) -> str:
        return f"Film {self.film_number}, withdrawn {self.asked_at:%d %B %Y}"

    @property
    def title(self) -> str:
        """The film's title while there is a film."""
        return self.film.title if self.film else f"Film {self.film_number}"

    @property
    def is_proved(self) -> bool:
        """Whether every place was asked and none of them had it any more."""
        return bool(self.checks) and all(check["is_gone"] for check in self.checks)

    @property
    def is_of_a_cut(self) -> bool:
        """Whether the film went on with another cut, and only the files of the old one were taken down."""
        return self.cause == self.Cause.REPLACED

    @property
    def still_there(self) -> list[dict[str, Any]]:
        return [check for check in self.checks if not check["is_gone"]]

    @property
    def seconds_taken(self) -> float | None:
        """From the click to the answer that nothing is left; None before that."""
        return (self.gone_at - self.asked_at).total_seconds() if self.gone_at else None

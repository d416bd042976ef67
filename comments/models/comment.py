"""A comment and its state."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string

MAX_BODY = 1500  # characters, as the person counts them
MAX_NAME = 60
# Crockford's base 32 without vowels: no letters that look like digits, and no words by accident.
REFERENCE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"


class State(models.TextChoices):
    """Where a comment stands. Only APPROVED is ever public."""

    RECEIVED = "received", "Received"
    URGENT = "urgent", "Urgent"
    WAITING = "waiting", "Waiting"
    ON_HOLD = "on_hold", "On hold"
    LIKELY_SPAM = "likely_spam", "Likely spam"
    APPROVED = "approved", "Approved"
    NOT_PUBLISHED = "not_published", "Not published"
    REMOVED = "removed", "Removed"
    WITHDRAWN = "withdrawn", "Withdrawn by the sender"
    ERASED = "erased", "Erased"


OPEN_STATES = (State.RECEIVED, State.URGENT, State.WAITING, State.ON_HOLD, State.LIKELY_SPAM)


def new_reference() -> str:
    """A reference a person can read out, such as ``K4TD-9MWX``; 28^8 possibilities, unique by constraint."""
    code = get_random_string(8, REFERENCE_ALPHABET)
    return f"{code[:4]}-{code[4:]}"


def new_access_token() -> str:
    """The secret in the address of a comment's own page; 190 bits."""
    return get_random_string(32)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Filters that say their intention."""

    def public(self) -> Self:
        """What readers may see."""
        return self.filter(state=State.APPROVED)

    def undecided(self) -> Self:
        """What still waits for a person."""
        return self.filter(state__in=OPEN_STATES)

    def urgent(self) -> Self:
        return self.filter(state=State.URGENT)

    def waiting(self) -> Self:
        """In the ordinary queue, with those that screening did not finish."""
        return self.filter(state__in=(State.WAITING, State.RECEIVED))

    def on_hold(self) -> Self:
        return self.filter(state=State.ON_HOLD)

    def likely_spam(self) -> Self:
        return self.filter(state=State.LIKELY_SPAM)

    def reported(self) -> Self:
        """Public or hidden comments with a report nobody has answered."""
        return self.filter(reports__closed_at=None, reports__isnull=False).distinct()

    def decided(self) -> Self:
        return self.exclude(state__in=OPEN_STATES)

    def oldest_first(self) -> Self:
        return self.order_by("submitted_at", "pk")


class Comment(models.Model):
    """What one reader wrote under one page. Text is plain text, kept as written, escaped where it is shown."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="comments")
    reference = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    access_token = models.CharField(max_length=32, unique=True, default=new_access_token, editable=False)
    # The same form sent twice makes the same key, so the database keeps it to one comment.
    submission_key = models.CharField(max_length=64, unique=True, null=True, editable=False)

    state = models.CharField(max_length=20, choices=State.choices, default=State.RECEIVED, db_index=True)
    author_name = models.CharField("name shown", max_length=MAX_NAME)
    author_email = models.EmailField("e-mail", blank=True)
    body = models.TextField("comment")
    language = models.CharField(max_length=10, blank=True)
    at_ms = models.PositiveIntegerField(
        "moment in the film", null=True, blank=True, help_text="Milliseconds from its start."
    )
    is_official = models.BooleanField("reply from the film team", default=False)
    # Only the film team replies to a reader; readers do not reply to each other.
    replies_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="official_replies", editable=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments"
    )

    submitted_at = models.DateTimeField(default=timezone.now, db_index=True)
    state_changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    fill_ms = models.PositiveIntegerField(null=True, blank=True, editable=False)
    # Keyed hashes of the network address, never the address itself; emptied by the retention job.
    sender_key = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    network_key = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    body_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    # When the last outcome was mailed to the sender, and when the on-call person was told: each is told once.
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    alerted_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["submitted_at", "pk"]
        indexes = [models.Index(fields=["page", "state", "submitted_at"], name="comment_thread")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="comment_state_is_known"),
            models.CheckConstraint(
                condition=Q(replies_to=None) | Q(is_official=True), name="only_the_film_team_replies"
            ),
        ]
        permissions = [("moderate_comment", "Can decide about comments")]

    def __str__(self) -> str:
        return f"Comment {self.reference}"

    @property
    def is_public(self) -> bool:
        return self.state == State.APPROVED

    @property
    def is_decided(self) -> bool:
        return self.state not in OPEN_STATES

    @property
    def age(self) -> dt.timedelta:
        """Time since it was sent."""
        return timezone.now() - self.submitted_at

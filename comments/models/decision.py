"""What was decided, by whom, when and why. Rows are only ever added."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from comments.models.comment import Comment, State


class Decision(models.TextChoices):
    """What a person did with a comment."""

    APPROVE = "approve", "Approved"
    DO_NOT_PUBLISH = "do_not_publish", "Did not publish"
    HOLD = "hold", "Put on hold"
    NOT_SPAM = "not_spam", "Marked as not spam"
    REMOVE = "remove", "Removed from the page"
    KEEP = "keep", "Kept after a report"
    UNDO = "undo", "Undid the last decision"
    WITHDRAW = "withdraw", "Withdrawn by the sender"
    ERASE = "erase", "Erased on request"
    EXPIRE = "expire", "Words deleted when their time was up"


class Reason(models.TextChoices):
    """Why a comment is not published. The label is for moderators; ``public_text`` is what the sender reads."""

    PERSONAL_DETAILS = "personal_details", "Personal details"
    CRISIS_SUPPORT = "crisis_support", "Crisis: private support instead"
    SELF_HARM_DETAIL = "self_harm_detail", "Describes ways of self-harm or suicide"
    ABUSE = "abuse", "Attacks or threatens people"
    ADVERTISING = "advertising", "Advertising"
    SPAM = "spam", "Spam"
    OFF_TOPIC = "off_topic", "Not about this film"
    INDIVIDUAL_CARE = "individual_care", "About one person's care"
    LEGAL_RISK = "legal_risk", "Court case, inquest or unproven claim"
    UNDER_AGE = "under_age", "Writer is under 16"
    DUPLICATE = "duplicate", "We already have it"

    @property
    def public_text(self) -> str:
        """The sender's sentence."""
        from comments.wording import REASON_TEXTS

        return REASON_TEXTS[self]


class ModerationDecision(models.Model):
    """One act on one comment. Never edited, never deleted while its comment stands."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decisions")
    # Kept when the person's account goes: the name stays in ``moderator_name``.
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="moderation_decisions"
    )
    moderator_name = models.CharField(max_length=150)
    decision = models.CharField(max_length=20, choices=Decision.choices)
    reason = models.CharField(max_length=30, choices=Reason.choices, blank=True)
    note = models.TextField(
        "private note", blank=True, help_text="Private, but the person may ask to see it, and so may a court."
    )
    from_state = models.CharField(max_length=20, choices=State.choices)
    to_state = models.CharField(max_length=20, choices=State.choices)
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["decided_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.comment_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new decision. Raises ``TypeError`` when asked to change one."""
        if self.pk is not None and not self._state.adding:
            raise TypeError("A moderation decision is never edited. Add another one.")
        super().save(*args, **kwargs)

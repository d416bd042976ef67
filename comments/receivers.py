"""What comments do when an account closes, and what they tell its owner."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.dispatch import receiver
from django.urls import reverse

from accounts.holdings import Held, Holding
from accounts.signals import account_closing, account_contents
from comments import wording
from comments.models import Comment, ModerationDecision, Reason, State
from comments.selectors import clock
from comments.services import erase_sender, unlink_sender
from comments.text import display_text

# What the sender may know of the queues: how a comment was sorted is the moderators' business.
SENDERS_STATES = {
    State.APPROVED: "On the page",
    State.NOT_PUBLISHED: "Not published",
    State.REMOVED: "Removed from the page",
    State.WITHDRAWN: "Withdrawn by you",
    State.ERASED: "Deleted",
    State.ON_HOLD: "We are still looking at it",
}
WAITING = "Waiting to be read"


@receiver(account_closing)
def clear_comments(user: Any, keeps_published: bool, **kwargs: Any) -> None:
    """Erase what the leaving reader sent, or only unlink what is published."""
    if keeps_published:
        unlink_sender(user)
    else:
        erase_sender(user)


@receiver(account_contents)
def comments_held(user: Any, most: int | None, **kwargs: Any) -> Holding:
    """The reader's own comments, newest first; the film team's replies are the team's."""
    own = Comment.objects.filter(user=user, is_official=False).exclude(state=State.ERASED)
    reasons = Prefetch(
        "decisions", ModerationDecision.objects.exclude(reason="").order_by("-pk"), to_attr="reasons_given"
    )
    newest = own.select_related("page").prefetch_related(reasons).order_by("-submitted_at", "-pk")
    return Holding(
        name="comments",
        heading="Comments you sent while signed in",
        empty_text="You have not sent a comment while signed in.",
        items=tuple(_held(comment) for comment in newest[:most]),
        total=own.count(),
    )


def _held(comment: Comment) -> Held:
    state = SENDERS_STATES.get(State(comment.state), WAITING)
    return Held(
        label=comment.page.title,
        href=reverse("comments:reference", args=[comment.access_token]),
        state=state,
        at=comment.submitted_at,
        record={
            "reference": comment.reference,
            "about": comment.page.title,
            "name_shown": comment.author_name,
            "email": comment.author_email,
            "comment": display_text(comment.body),
            "moment_in_the_film": clock(comment.at_ms // 1000) if comment.at_ms is not None else None,
            "state": state,
            "reason": _reason(comment),
            "sent_at": comment.submitted_at.isoformat(),
            "published_at": comment.published_at.isoformat() if comment.published_at else None,
        },
    )


def _reason(comment: Comment) -> str:
    """Why it is not on the page, in the words its sender was told; "" for a comment that is or may be."""
    given = comment.reasons_given  # type: ignore[attr-defined]
    if comment.state not in (State.NOT_PUBLISHED, State.REMOVED) or not given:
        return ""
    return wording.REASON_TEXTS[Reason(given[0].reason)]

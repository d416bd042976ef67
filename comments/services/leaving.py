"""A comment goes: its sender takes it back, or somebody's data must be erased."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from comments.models import Comment, Decision, ModerationDecision, Report, State, StoredFinding
from comments.services.decisions import close_open_reports

SENDER = "The sender"
RETENTION = "The daily clearing"
NAMELESS = "A reader"  # who wrote a published comment whose sender has left
# What is left of an erased comment: its place in the log, and the page that tells its sender that it is gone.
EMPTIED: dict[str, Any] = {
    "author_name": "",
    "author_email": "",
    "body": "",
    "language": "",
    "at_ms": None,
    "user": None,
    "fill_ms": None,
    "sender_key": "",
    "network_key": "",
    "body_hash": "",
    "submission_key": None,
}


def withdraw(comment: Comment) -> Comment:
    """Take a comment back for its sender, whatever its state; doing it again changes nothing."""
    with transaction.atomic():
        current = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        if current.state not in (State.WITHDRAWN, State.ERASED):
            _leave(current, None, SENDER, Decision.WITHDRAW, State.WITHDRAWN)
    comment.refresh_from_db()
    return comment


def erase(comment: Comment, moderator: Any) -> Comment:
    """Empty a comment of its words and its sender. The log keeps that, when and by whom, and nothing of the content.

    Private notes on earlier decisions may quote the comment, so they go as well; that is the one change ever made to a
    recorded decision. The film team's replies to it are erased with it.
    """
    with transaction.atomic():
        for current in Comment.objects.select_for_update(of=("self",)).filter(pk=comment.pk):
            _erase(current, moderator, str(moderator))
            for reply in Comment.objects.filter(replies_to=current):
                _erase(reply, moderator, str(moderator))
    comment.refresh_from_db()
    return comment


def erase_sender(user: Any) -> int:
    """Erase every comment a signed-in person sent, when their account closes; returns how many.

    The film team's own replies stay: they are the team's words, not the person's.
    """
    with transaction.atomic():
        own = Comment.objects.select_for_update(of=("self",)).filter(user=user, is_official=False)
        comments = list(own.exclude(state=State.ERASED))
        for comment in comments:
            _erase(comment, None, SENDER)
            for reply in Comment.objects.filter(replies_to=comment):
                _erase(reply, None, SENDER)
    return len(comments)


def unlink_sender(user: Any) -> int:
    """Take a person who leaves out of their published comments, whose words stay; returns how many.

    Comments that are not on a page are erased: nobody but the team can read them, and nobody is left to answer to.
    """
    with transaction.atomic():
        own = Comment.objects.select_for_update(of=("self",)).filter(user=user, is_official=False)
        published = list(own.public().values_list("pk", flat=True))
        for comment in own.exclude(pk__in=published).exclude(state=State.ERASED):
            _erase(comment, None, SENDER)
        kept = {name: value for name, value in EMPTIED.items() if name not in ("body", "language", "at_ms")}
        Comment.objects.filter(pk__in=published).update(**{**kept, "author_name": NAMELESS})
    return len(published)


def expire(comment: Comment) -> None:
    """Empty an undecided comment whose time is up, when people have dealt with it before: their log stays."""
    with transaction.atomic():
        for current in Comment.objects.select_for_update(of=("self",)).filter(pk=comment.pk, state=comment.state):
            _leave(current, None, RETENTION, Decision.EXPIRE, State.ERASED)
            empty(Comment.objects.filter(pk=current.pk))


def empty(comments: Any) -> int:
    """Take words, names and keys out of a queryset of comments and out of what hangs on them; returns how many."""
    pks = list(comments.values_list("pk", flat=True))
    StoredFinding.objects.filter(comment__in=pks).delete()
    # An urgent report is somebody else's cry for help; it stays until a person has answered it.
    spent = Report.objects.filter(comment__in=pks).exclude(is_urgent=True, closed_at=None)
    spent.update(details="", email="", sender_key="")
    ModerationDecision.objects.filter(comment__in=pks).exclude(note="").update(note="")
    Comment.objects.filter(pk__in=pks).update(**EMPTIED)
    return len(pks)


def _erase(comment: Comment, moderator: Any, name: str) -> None:
    if comment.state == State.ERASED:
        return
    _leave(comment, moderator, name, Decision.ERASE, State.ERASED)
    empty(Comment.objects.filter(pk=comment.pk))


def _leave(comment: Comment, moderator: Any, name: str, decision: Decision, to_state: State) -> None:
    now = timezone.now()
    Comment.objects.filter(pk=comment.pk).update(state=to_state, state_changed_at=now)
    ModerationDecision.objects.create(
        comment=comment,
        moderator=moderator,
        moderator_name=name[:150],
        decision=decision,
        from_state=comment.state,
        to_state=to_state,
        decided_at=now,
    )
    close_open_reports(comment, moderator, now)

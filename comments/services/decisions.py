"""What a moderator does with a comment. ``_move`` is the only place that makes a comment public."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from comments import tasks
from comments.mail import TOLD_DECISIONS, UNDO_WINDOW
from comments.models import Comment, Decision, ModerationDecision, Reason, Report, State
from comments.models.comment import OPEN_STATES
from comments.screening.findings import Concern
from comments.services.errors import AlreadyDecided, ConfirmationNeeded, NotPossible, ReasonNeeded
from comments.text import clean_submitted_text
from comments.wording import when

REFUSALS = (Decision.DO_NOT_PUBLISH, Decision.REMOVE)
UNDOABLE = (Decision.APPROVE, Decision.DO_NOT_PUBLISH, Decision.HOLD, Decision.NOT_SPAM, Decision.REMOVE)
CONCERNS_TO_CONFIRM = (
    Concern.CRISIS,
    Concern.UNDER_AGE,
    Concern.PERSONAL_DATA,
    Concern.LEGAL_RISK,
    Concern.ABUSE,
)


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states a decision may be made, and where it leads."""

    from_states: tuple[State, ...]
    to_state: State


TRANSITIONS: dict[Decision, Transition] = {
    # A refusal can be put right later, when its sender says that it was a mistake.
    Decision.APPROVE: Transition((*OPEN_STATES, State.NOT_PUBLISHED, State.REMOVED), State.APPROVED),
    Decision.DO_NOT_PUBLISH: Transition(OPEN_STATES, State.NOT_PUBLISHED),
    Decision.HOLD: Transition(tuple(s for s in OPEN_STATES if s != State.ON_HOLD), State.ON_HOLD),
    Decision.NOT_SPAM: Transition((State.LIKELY_SPAM,), State.WAITING),
    Decision.REMOVE: Transition((State.APPROVED,), State.REMOVED),
    Decision.KEEP: Transition((State.APPROVED,), State.APPROVED),
}


def decide(
    comment: Comment,
    moderator: Any,
    decision: Decision,
    *,
    expected_state: State | str,
    reason: Reason | str = "",
    note: str = "",
    is_confirmed: bool = False,
) -> ModerationDecision:
    """Carry out one decision of one named person and return its record.

    ``expected_state`` is the state the moderator saw. When somebody decided in between, ``AlreadyDecided`` says who and
    nothing changes. Raises ``ReasonNeeded`` for a refusal without a reason, ``ConfirmationNeeded`` when a flagged
    comment is approved without ``is_confirmed``, ``NotPossible`` when the state does not allow the decision.
    """
    decision, expected_state = Decision(decision), State(expected_state)
    if decision not in TRANSITIONS:
        raise NotPossible("This cannot be decided here.")
    if decision in REFUSALS and not reason:
        raise ReasonNeeded("Choose a reason. The sender is told it.")
    with transaction.atomic():
        current = _locked(comment, expected_state)
        transition = TRANSITIONS[decision]
        if expected_state not in transition.from_states:
            raise NotPossible(
                f"This comment is in the state “{expected_state.label}”, so this cannot be done. Nothing was changed."
            )
        if decision == Decision.APPROVE and not is_confirmed and needs_confirmation(current):
            raise ConfirmationNeeded("This comment is flagged. Tick the box to confirm before you approve it.")
        record = _move(
            current,
            moderator,
            decision,
            to_state=transition.to_state,
            reason=Reason(reason) if decision in REFUSALS else "",
            note=note,
        )
        if decision in (Decision.REMOVE, Decision.KEEP):
            close_open_reports(current, moderator, record.decided_at)
    comment.refresh_from_db()
    return record


def undo(comment: Comment, moderator: Any, *, expected_state: State | str) -> ModerationDecision:
    """Take back the last decision within 10 minutes; urgent comments are never undone.

    Raises ``NotPossible`` when there is nothing to take back or the time is up, ``AlreadyDecided`` as ``decide`` does.
    """
    with transaction.atomic():
        current = _locked(comment, State(expected_state))
        last = undoable_decision(current)
        if last is None:
            raise NotPossible("This can no longer be undone. A decision can be taken back for 10 minutes.")
        record = _move(current, moderator, Decision.UNDO, to_state=State(last.from_state), reason="", note="")
        if last.decision == Decision.REMOVE:
            Report.objects.filter(comment=current, closed_at=last.decided_at).update(closed_at=None, closed_by=None)
    comment.refresh_from_db()
    return record


def undoable_decision(comment: Comment) -> ModerationDecision | None:
    """The decision that ``undo`` would take back now, or None."""
    last = comment.decisions.order_by("-pk").first()
    if last is None or last.decision not in UNDOABLE or last.from_state == State.URGENT or comment.is_official:
        return None
    return last if timezone.now() - last.decided_at < UNDO_WINDOW else None


def needs_confirmation(comment: Comment) -> bool:
    """Whether approving this comment asks for a tick: it is urgent, or a check saw a risk to somebody in it."""
    return comment.state == State.URGENT or comment.findings.filter(concern__in=CONCERNS_TO_CONFIRM).exists()


def close_open_reports(comment: Comment, moderator: Any, at: dt.datetime) -> int:
    """Mark the open reports on a comment as answered at one moment; returns how many.

    Without a moderator, such as when the comment's sender takes it back, urgent reports wait on for a person.
    """
    reports = Report.objects.unanswered().filter(comment=comment)
    if moderator is None:
        reports = reports.filter(is_urgent=False)
    return reports.update(closed_at=at, closed_by=moderator)


def _locked(comment: Comment, expected_state: State) -> Comment:
    """The comment as it stands, kept still until the transaction ends."""
    current = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if current.state != expected_state:
        raise AlreadyDecided(_who_was_quicker(current))
    return current


def _move(
    comment: Comment, moderator: Any, decision: Decision, *, to_state: State, reason: Reason | str, note: str
) -> ModerationDecision:
    """Change the state and record who did it. Raises ``ValueError`` without a named person."""
    if moderator is None or not moderator.pk or not str(moderator).strip():
        raise ValueError("Only a named person decides about a comment.")
    now = timezone.now()
    changes: dict[str, Any] = {"state": to_state, "state_changed_at": now}
    if to_state == State.APPROVED and comment.published_at is None:
        changes["published_at"] = now
    elif to_state in OPEN_STATES:
        changes["published_at"] = None
    # The condition repeats the lock, for databases that lock nothing: a late decision changes no row.
    if not Comment.objects.filter(pk=comment.pk, state=comment.state).update(**changes):
        raise AlreadyDecided(_who_was_quicker(Comment.objects.get(pk=comment.pk)))
    record = ModerationDecision.objects.create(
        comment=comment,
        moderator=moderator,
        moderator_name=str(moderator)[:150],
        decision=decision,
        reason=reason,
        note=clean_submitted_text(note).strip(),
        from_state=comment.state,
        to_state=to_state,
        decided_at=now,
    )
    if decision in TOLD_DECISIONS and comment.author_email:
        wait = dt.timedelta() if comment.state == State.URGENT else UNDO_WINDOW
        tasks.enqueue_outcome_mail(record.pk, due_at=now + wait)
    return record


def _who_was_quicker(comment: Comment) -> str:
    last = comment.decisions.order_by("-pk").first()
    if last is None:
        return f"This comment changed to “{comment.get_state_display()}” while you looked at it. Nothing was changed."
    at = when(last.decided_at)
    return (
        f"{last.moderator_name} was quicker: “{last.get_decision_display()}” on {at}. "
        "Your decision was not carried out. Look at the comment again."
    )

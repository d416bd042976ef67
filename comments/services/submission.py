"""Taking in a comment: cleaned, screened, sorted into a queue and stored. Nothing here can publish."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from comments import keys, tasks
from comments.counters import CacheCounters
from comments.models import Comment, State, StoredFinding
from comments.policy import Queue, decide_queue
from comments.screening.findings import Concern, Finding, Submission
from comments.screening.pipeline import load_checks, run_checks
from comments.selectors import is_taking_comments
from comments.services.errors import CommentsClosed, TooManyComments
from comments.text import clean_submitted_text, normalised_hash
from comments.wording import CLOSED_TEXT, TOO_MANY_COMMENTS

STATE_OF_QUEUE = {
    Queue.URGENT: State.URGENT,
    Queue.ON_HOLD: State.ON_HOLD,
    Queue.WAITING: State.WAITING,
    Queue.LIKELY_SPAM: State.LIKELY_SPAM,
}
# A busy film or network is a note for moderators; only a sender's own limit turns a sender away.
SENDER_LIMIT_SIGNAL = "sender_limit"
REASON_LENGTH = StoredFinding._meta.get_field("reason").max_length


def submit_comment(
    *,
    page: Any,
    name: str,
    body: str,
    email: str = "",
    stamp: str = "",
    stamp_age_s: float | None = None,
    at_ms: int | None = None,
    language: str = "",
    fill_ms: int | None = None,
    honeypot_filled: bool = False,
    address: str = "",
    user: Any = None,
) -> Comment:
    """Store what a reader sent under ``page`` and return it; the same form sent again returns the first comment.

    ``stamp`` is the form's own, unread; ``stamp_age_s`` is what it says, None when it is not genuine. ``address`` is a
    network address and is kept as keyed hashes only. Raises ``CommentsClosed`` and ``TooManyComments``; a comment that
    shows a risk to somebody is taken in however many came before it.
    """
    body = clean_submitted_text(body).strip()
    name = " ".join(clean_submitted_text(name).split())
    email = clean_submitted_text(email).strip()
    sender = keys.sender_key(address)
    key = keys.keyed_hash("submission", stamp, str(page.pk), sender, name, email, body)
    earlier = Comment.objects.filter(submission_key=key).first()
    if earlier is not None:
        return earlier
    if not is_taking_comments(page):
        raise CommentsClosed(CLOSED_TEXT)
    comment = Comment(
        page_id=page.pk,
        submission_key=key,
        author_name=name,
        author_email=email,
        body=body,
        language=language,
        at_ms=at_ms,
        user=user if user is not None and user.is_authenticated else None,
        submitted_at=timezone.now(),
        fill_ms=fill_ms,
        sender_key=sender,
        network_key=keys.network_key(address),
        body_hash=normalised_hash(body),
    )
    submission = Submission(
        body=body,
        page_id=page.pk,
        submitted_at=comment.submitted_at,
        page_title=page.title,
        page_text=page.text_for_screening,
        author_name=name,
        author_email=email,
        language=language or "en",
        fill_ms=fill_ms,
        stamp_age_s=stamp_age_s,
        honeypot_filled=honeypot_filled,
        sender_key=sender,
        network_key=comment.network_key,
    )
    try:
        with transaction.atomic():
            _store(comment, submission)
    except IntegrityError:
        # The same form, sent at the same moment: the other one was stored and screened.
        twin = Comment.objects.filter(submission_key=key).first()
        if twin is None:
            raise
        return twin
    return comment


def shows_risk(body: str, page: Any) -> bool:
    """Whether a text that was not taken in (an error in the form, a limit) suggests that somebody is at risk."""
    submission = Submission(body=clean_submitted_text(body), page_id=page.pk, submitted_at=timezone.now())
    crisis_checks = [check for check in _checks() if check.looks_for == Concern.CRISIS]
    return any(finding.concern == Concern.CRISIS for finding in run_checks(crisis_checks, submission))


def _store(comment: Comment, submission: Submission) -> None:
    """Store first, then screen: a twin waits for the outcome here, before it is screened and counted as well."""
    comment.save(force_insert=True)
    findings = run_checks(_checks(), submission)
    queue = decide_queue(findings).queue
    is_limited = any(finding.signal == SENDER_LIMIT_SIGNAL for finding in findings)
    if is_limited and queue != Queue.URGENT:
        raise TooManyComments(TOO_MANY_COMMENTS)
    comment.state = STATE_OF_QUEUE[queue]
    comment.state_changed_at = comment.submitted_at
    comment.save(update_fields=["state", "state_changed_at"])
    StoredFinding.objects.bulk_create(_stored(comment, finding) for finding in findings)
    if queue == Queue.URGENT:
        transaction.on_commit(lambda: tasks.alert_on_call.enqueue(comment.pk), robust=True)


def _stored(comment: Comment, finding: Finding) -> StoredFinding:
    return StoredFinding(
        comment=comment,
        check_name=finding.check[:60],
        concern=finding.concern.value,
        score=finding.score,
        reason=finding.reason[:REASON_LENGTH],
        spans=[list(span) for span in finding.spans],
    )


def _checks() -> list[Any]:
    return load_checks(settings.COMMENTS_CHECKS, counters=CacheCounters())

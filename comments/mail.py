"""Messages about comments. None holds a word of a comment: mail travels and stays where nobody can erase it."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.models import SiteSettings
from comments import wording
from comments.models import Comment, CommentSettings, Decision, ModerationDecision, Reason, Report, State
from comments.screening.findings import Concern

logger = logging.getLogger(__name__)

UNDO_WINDOW = dt.timedelta(minutes=10)
# What a sender is told about; a comment put on hold or back in the queue brings no message.
TOLD_DECISIONS = (Decision.APPROVE, Decision.DO_NOT_PUBLISH, Decision.REMOVE)
# These refusals may be read by somebody at risk, so help stands in the message itself.
REASONS_WITH_HELP = (Reason.CRISIS_SUPPORT, Reason.SELF_HARM_DETAIL)
MISSED_AFTER = dt.timedelta(minutes=20)
MISSED_UNTIL = dt.timedelta(days=7)
MOST_AT_ONCE = 200


def tell_outcome(decision_id: int) -> bool:
    """Mail one decision to the comment's sender; False when there is nothing to tell (any more, or yet).

    Raises what the mail server raises; the mark is then taken back, so that a later run tries again.
    """
    decision = ModerationDecision.objects.select_related("comment").filter(pk=decision_id).first()
    if decision is None or not _is_to_be_told(decision):
        return False
    comment = decision.comment
    before = comment.told_at
    is_ours = Comment.objects.filter(Q(told_at=None) | Q(told_at__lt=decision.decided_at), pk=comment.pk).update(
        told_at=timezone.now()
    )
    if not is_ours:
        return False
    try:
        _outcome_message(comment, decision).send()
    except Exception:
        Comment.objects.filter(pk=comment.pk).update(told_at=before)
        logger.warning("The outcome of comment %s could not be mailed", comment.pk)
        raise
    return True


def alert_on_call(comment_id: int) -> bool:
    """Mail the on-call person that an urgent comment came in; False when told before, or when nobody is on call."""
    comment = Comment.objects.filter(pk=comment_id).first()
    return comment is not None and _alert(comment, "comment", sent_at=comment.submitted_at, comment_id=comment.pk)


def alert_on_call_of_report(report_id: int) -> bool:
    """Mail the on-call person that an urgent report of a comment came in; otherwise as ``alert_on_call``."""
    report = Report.objects.filter(pk=report_id).first()
    return report is not None and _alert(report, "report", sent_at=report.reported_at, comment_id=report.comment_id)


def _alert(record: Comment | Report, what: str, *, sent_at: dt.datetime, comment_id: int) -> bool:
    recipient = _comment_settings().on_call_email
    if not recipient:
        logger.error("The %s %s is urgent and no on-call e-mail is set", what, record.pk)
        return False
    rows = type(record).objects.filter(pk=record.pk)
    if not rows.filter(alerted_at=None).update(alerted_at=timezone.now()):
        return False
    url = _absolute(reverse("comments_moderation:comment", args=[comment_id]))
    context = {"what": what, "reference": record.reference, "sent_at": sent_at, "url": url}
    try:
        EmailMessage(
            subject=f"Urgent {what} {record.reference}: someone may be at risk",
            body=render_to_string("comments/email/on_call.txt", context),
            to=[recipient],
        ).send()
    except Exception:
        rows.update(alerted_at=None)
        logger.warning("The on-call alert of %s %s could not be mailed", what, record.pk)
        raise
    return True


def send_what_was_missed(now: dt.datetime | None = None) -> int:
    """Send mail that a lost task or a mail server's bad hour left behind; returns how many. Runs every few minutes."""
    now = now or timezone.now()
    sent = 0
    urgent = Comment.objects.urgent().filter(alerted_at=None, submitted_at__gt=now - MISSED_UNTIL)
    urgent_reports = Report.objects.urgent().filter(alerted_at=None, reported_at__gt=now - MISSED_UNTIL)
    if _comment_settings().on_call_email:
        sent += sum(
            _quietly(alert_on_call_of_report, pk) for pk in urgent_reports.values_list("pk", flat=True)[:MOST_AT_ONCE]
        )
        sent += sum(_quietly(alert_on_call, pk) for pk in urgent.values_list("pk", flat=True)[:MOST_AT_ONCE])
    decisions = (
        ModerationDecision.objects.filter(
            decision__in=TOLD_DECISIONS,
            decided_at__range=(now - MISSED_UNTIL, now - MISSED_AFTER),
            comment__state=F("to_state"),
        )
        .exclude(comment__author_email="")
        .filter(Q(comment__told_at=None) | Q(comment__told_at__lt=F("decided_at")))
    )
    sent += sum(_quietly(tell_outcome, pk) for pk in decisions.values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sent


def _quietly(send: Any, pk: int) -> bool:
    """One message that cannot be sent must not keep back the others; its failure is logged where it happens."""
    try:
        return bool(send(pk))
    except OSError:  # smtplib's errors and a refused connection are OSErrors
        return False


def _is_to_be_told(decision: ModerationDecision) -> bool:
    comment = decision.comment
    if not comment.author_email or comment.state != decision.to_state or decision.decision not in TOLD_DECISIONS:
        return False
    is_undoable = decision.from_state != State.URGENT and timezone.now() < decision.decided_at + UNDO_WINDOW
    is_overtaken = comment.decisions.filter(pk__gt=decision.pk).exclude(decision=Decision.KEEP).exists()
    return not (is_undoable or is_overtaken)


def _outcome_message(comment: Comment, decision: ModerationDecision) -> EmailMessage:
    reason = Reason(decision.reason) if decision.reason else ""
    is_crisis = (
        decision.from_state == State.URGENT
        or reason in REASONS_WITH_HELP
        or comment.findings.filter(concern=Concern.CRISIS).exists()
    )
    site = Site.objects.filter(is_default_site=True).first()
    hours = (SiteSettings.for_site(site) if site else SiteSettings()).moderation_hours
    body = render_to_string(
        "comments/email/outcome.txt",
        {
            "comment": comment,
            "state_text": wording.state_text(State(comment.state), reference=comment.reference, reason=reason),
            "crisis": is_crisis,
            "crisis_opening": wording.CRISIS_OPENING,
            "crisis_lines": ["".join((before, link, after)) for before, link, _, after in wording.CRISIS_LINES],
            "links": wording.REASON_LINKS.get(reason, ()) if reason else (),
            "hours": hours,
            "url": _absolute(reverse("comments:reference", args=[comment.access_token])),
        },
    )
    return EmailMessage(
        subject=f"What we decided about your comment {comment.reference}", body=body, to=[comment.author_email]
    )


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _comment_settings() -> CommentSettings:
    site = Site.objects.filter(is_default_site=True).first()
    return CommentSettings.for_site(site) if site else CommentSettings()

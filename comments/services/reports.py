"""Readers' reports of published comments."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from comments import keys, tasks
from comments.counters import CacheCounters
from comments.models import Comment, Report
from comments.services.decisions import close_open_reports
from comments.services.errors import NotPossible, TooManyReports
from comments.services.submission import shows_risk
from comments.text import clean_submitted_text
from comments.wording import TOO_MANY_REPORTS

REPORTS_IN_WINDOW = 10
WINDOW_S = 10 * 60


def report_comment(
    comment: Comment, *, why: Report.Why | str, details: str = "", email: str = "", address: str = ""
) -> Report:
    """Store a reader's report of a public comment; the same report sent again returns the first.

    Raises ``NotPossible`` when the comment is not public, ``TooManyReports`` above 10 reports in 10 minutes; a report
    whose words show a risk to somebody is taken in however many came before it, and whoever is on call is told.
    """
    if not comment.is_public:
        raise NotPossible("This comment is no longer on the page.")
    sender = keys.sender_key(address)
    details = clean_submitted_text(details).strip()
    same = Report.objects.filter(
        comment=comment, sender_key=sender, why=why, details=details, email=email, closed_at=None
    ).first()
    if same is not None:
        return same
    is_urgent = shows_risk(details, comment.page)
    if not is_urgent and sender and CacheCounters().add(f"comments:reports:{sender}", WINDOW_S) > REPORTS_IN_WINDOW:
        raise TooManyReports(TOO_MANY_REPORTS)
    with transaction.atomic():
        report = Report.objects.create(
            comment=comment,
            why=Report.Why(why),
            details=details,
            email=email,
            sender_key=sender,
            is_urgent=is_urgent,
        )
        if is_urgent:
            transaction.on_commit(lambda: tasks.alert_on_call_of_report.enqueue(report.pk), robust=True)
    return report


def close_reports(comment: Comment, moderator: Any) -> int:
    """Mark all open reports on a comment as answered by a person, whatever the comment's state; returns how many."""
    return close_open_reports(comment, moderator, timezone.now())

"""Readers' reports of published comments."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from comments import keys
from comments.counters import CacheCounters
from comments.models import Comment, Report
from comments.services.errors import NotPossible, TooManyReports
from comments.text import clean_submitted_text
from comments.wording import TOO_MANY_REPORTS

REPORTS_IN_WINDOW = 10
WINDOW_S = 10 * 60


def report_comment(
    comment: Comment, *, why: Report.Why | str, details: str = "", email: str = "", address: str = ""
) -> Report:
    """Store a reader's report of a public comment; the same report sent again returns the first.

    Raises ``NotPossible`` when the comment is not public, ``TooManyReports`` above 10 reports in 10 minutes.
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
    if sender and CacheCounters().add(f"comments:reports:{sender}", WINDOW_S) > REPORTS_IN_WINDOW:
        raise TooManyReports(TOO_MANY_REPORTS)
    return Report.objects.create(comment=comment, why=Report.Why(why), details=details, email=email, sender_key=sender)


def close_report(report: Report, moderator: Any) -> bool:
    """Mark one report as answered; False when it was already."""
    return bool(
        Report.objects.filter(pk=report.pk, closed_at=None).update(closed_at=timezone.now(), closed_by=moderator)
    )

"""Mail goes out in the background: a slow or missing mail server never keeps a reader or a moderator waiting."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django_tasks import task

from comments import mail


@task(backend="background", queue_name="mail")
def mail_outcome(decision_id: int) -> None:
    """Tell a sender what was decided. Safe to repeat: each outcome is told once."""
    mail.tell_outcome(decision_id)


@task(backend="background", queue_name="mail")
def alert_on_call(comment_id: int) -> None:
    """Tell the on-call person about an urgent comment. Safe to repeat: each comment is told once."""
    mail.alert_on_call(comment_id)


@task(backend="background", queue_name="mail")
def alert_on_call_of_report(report_id: int) -> None:
    """Tell the on-call person about an urgent report. Safe to repeat: each report is told once."""
    mail.alert_on_call_of_report(report_id)


def enqueue_outcome_mail(decision_id: int, *, due_at: dt.datetime) -> None:
    """Queue the mail when the transaction is through, to go out once the decision can no longer be undone."""
    transaction.on_commit(lambda: _enqueue_outcome(decision_id, due_at), robust=True)


def _enqueue_outcome(decision_id: int, due_at: dt.datetime) -> None:
    # A queue that cannot wait is no harm: mail that is not due yet is left to ``mail.send_what_was_missed``.
    later = mail_outcome.using(run_after=due_at) if mail_outcome.get_backend().supports_defer else mail_outcome
    later.enqueue(decision_id)

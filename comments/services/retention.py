"""Forgetting what no longer needs to be known. Runs daily; how long things are kept is in the comment settings.

Proposed times come from the data protection principle of storage limitation (UK GDPR, article 5(1)(e)).
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import asdict, dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Site

from comments.models import Comment, CommentSettings, Reason, Report, State
from comments.models.comment import OPEN_STATES
from comments.services.leaving import empty, expire

logger = logging.getLogger(__name__)

REFUSED = (State.NOT_PUBLISHED, State.REMOVED, State.WITHDRAWN)
# Nothing that was sorted as spam goes before a person had two weeks to look at it.
LEAST_SPAM_DAYS = 14
BATCH = 500
# What a child wrote goes as soon as the decision is told and can no longer be undone.
KEEP_UNDER_AGE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many of each were forgotten in one run."""

    refused_texts: int = 0
    spam: int = 0
    emails: int = 0
    network_keys: int = 0


def forget_what_is_due(now: dt.datetime | None = None) -> Forgotten:
    """Empty refused comments, delete spam nobody rescued, and drop e-mails and hashes that are past their time.

    A comment that a person has decided about keeps its row and its decisions, without content, so that those who
    decided can answer for it later; spam that nobody ever touched leaves nothing. Returns and logs
    counts only. Doing it twice changes nothing more.
    """
    now = now or timezone.now()
    site = Site.objects.filter(is_default_site=True).first()
    settings = CommentSettings.for_site(site) if site else CommentSettings()
    refused_before = now - dt.timedelta(days=settings.keep_refused_days)
    spam_before = now - dt.timedelta(days=max(settings.keep_refused_days, LEAST_SPAM_DAYS))
    under_age_before = now - KEEP_UNDER_AGE
    email_before = now - dt.timedelta(days=settings.keep_email_days)
    network_before = now - dt.timedelta(days=settings.keep_network_days)

    # The demo's comments carry invented dates and people; they go with the demo, all at once.
    real = Comment.objects.filter(is_demo=False)
    forgotten = Forgotten(
        refused_texts=_empty_refused(refused_before)
        + _empty_refused(under_age_before, decisions__reason=Reason.UNDER_AGE),
        spam=_forget_spam(real.likely_spam().filter(submitted_at__lt=spam_before)),
        emails=real.exclude(state__in=OPEN_STATES)
        .filter(state_changed_at__lt=email_before)
        .exclude(author_email="")
        .update(author_email=""),
        network_keys=real.filter(submitted_at__lt=network_before)
        .exclude(sender_key="", network_key="")
        .update(sender_key="", network_key=""),
    )
    Report.objects.filter(closed_at__lt=refused_before).exclude(details="").update(details="")
    Report.objects.filter(closed_at__lt=email_before).exclude(email="").update(email="")
    Report.objects.filter(reported_at__lt=network_before).exclude(sender_key="").update(sender_key="")
    logger.info("Comments forgotten: %s", ", ".join(f"{name} {n}" for name, n in asdict(forgotten).items()))
    return forgotten


def _empty_refused(before: dt.datetime, **of_these: str) -> int:
    due = Comment.objects.filter(is_demo=False, state__in=REFUSED, state_changed_at__lt=before, **of_these).exclude(
        Q(body="") & Q(author_name="")
    )
    total = 0
    while emptied := empty(due.order_by("pk")[:BATCH]):
        total += emptied
    return total


def _forget_spam(due: QuerySet[Comment]) -> int:
    """Spam that was decided about or reported is emptied and leaves the queue; all other spam goes as a whole."""
    touched = Q(decisions__isnull=False) | Q(reports__isnull=False) | Q(official_replies__isnull=False)
    kept = list(due.filter(touched).distinct())
    for comment in kept:
        expire(comment)
    return len(kept) + due.exclude(touched).delete()[1].get("comments.Comment", 0)

"""From findings to a queue. Pure, and the whole rule in one place.

1. Anything about a crisis: urgent. Nothing else is weighed against it.
2. Personal details, a sender under 16, legal risk or abuse: on hold.
3. Enough evidence of spam: likely spam.
4. All else: waiting.

No queue is public. There is no way from here to a page: only a person's decision publishes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices

from comments.screening.findings import Concern, Finding

HOLD_AT = 0.5
SPAM_AT = 0.75
_HOLDING = (Concern.UNDER_AGE, Concern.PERSONAL_DATA, Concern.LEGAL_RISK, Concern.ABUSE)
# A business's telephone number is part of its advert and identifies nobody in somebody's care.
_CONTACT_SIGNALS = frozenset({"phone_number", "email", "handle"})


class Queue(TextChoices):
    """Where a comment is read, most pressing first."""

    URGENT = "urgent", "Urgent"
    ON_HOLD = "on_hold", "On hold"
    WAITING = "waiting", "Waiting"
    LIKELY_SPAM = "likely_spam", "Likely spam"


@dataclass(frozen=True, slots=True)
class QueueDecision:
    """A queue, and why. ``because`` are the findings that decided; ``reasons`` are all, those first."""

    queue: Queue
    because: tuple[Finding, ...]
    reasons: tuple[str, ...]
    spam_score: float


def decide_queue(findings: Iterable[Finding]) -> QueueDecision:
    """Choose the queue for a comment with these findings."""
    found = tuple(findings)
    spam_score = combined_score(f for f in found if f.concern in (Concern.SPAM, Concern.TOO_MANY))
    queue, because = _queue_for(found, is_spam=spam_score >= SPAM_AT)
    others = sorted((f for f in found if f not in because), key=_pressing)
    reasons = tuple(dict.fromkeys(f.reason for f in (*because, *others)))
    return QueueDecision(queue, because, reasons, round(spam_score, 4))


def _queue_for(found: tuple[Finding, ...], *, is_spam: bool) -> tuple[Queue, tuple[Finding, ...]]:
    crisis = tuple(f for f in found if f.concern == Concern.CRISIS)
    if crisis:
        return Queue.URGENT, tuple(sorted(crisis, key=_pressing))
    holding: list[Finding] = []
    for concern in _HOLDING:
        group = [f for f in found if f.concern == concern]
        if is_spam and all(f.signal in _CONTACT_SIGNALS for f in group):
            continue
        if combined_score(group) >= HOLD_AT:
            holding += group
    if holding:
        return Queue.ON_HOLD, tuple(sorted(holding, key=_pressing))
    # A comment that nobody could check for a crisis is read in its turn, however much it looks like spam.
    crisis_unchecked = tuple(
        f for f in found if f.concern == Concern.UNCHECKED and f.signal in ("", Concern.CRISIS.value)
    )
    if is_spam and not crisis_unchecked:
        spam = (f for f in found if f.concern in (Concern.SPAM, Concern.TOO_MANY))
        return Queue.LIKELY_SPAM, tuple(sorted(spam, key=_pressing))
    return Queue.WAITING, crisis_unchecked


def combined_score(findings: Iterable[Finding]) -> float:
    """Weigh findings together: each leaves less room for doubt, and the same signal counts once.

    The chance that all are wrong is the product of the chances that each is ("noisy or").
    """
    strongest: dict[str, float] = {}
    for finding in findings:
        key = finding.signal or f"{finding.check}:{finding.reason}"
        strongest[key] = max(strongest.get(key, 0.0), finding.score)
    return 1 - math.prod(1 - score for score in strongest.values())


def _pressing(finding: Finding) -> tuple[int, float]:
    return (list(Concern).index(finding.concern), -finding.score)

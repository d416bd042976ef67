"""The words screening speaks in: what was sent, what a check found, and what a check is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from django.db.models import TextChoices

Span = tuple[int, int]
"""Start and end of a passage in the body as it was sent, in characters; the end is not included."""


class Concern(TextChoices):
    """What a finding is about. The order is the order in which policy looks at them."""

    CRISIS = "crisis", "Someone may be at risk"
    UNDER_AGE = "under_age", "The sender may be under 16"
    PERSONAL_DATA = "personal_data", "Could identify someone"
    LEGAL_RISK = "legal_risk", "Could affect a court case or inquest"
    ABUSE = "abuse", "Attacks or threatens people"
    TOO_MANY = "too_many", "Sent too often"
    SPAM = "spam", "Looks like spam"
    UNCHECKED = "unchecked", "Could not be checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One comment as it arrived, with everything a check may look at.

    ``page_text`` holds the words of the film and the names of those who appear in it: a name that is
    said in the film is no secret. ``fill_ms`` is the time between opening the form and sending it as the
    browser measured it, None without scripts. ``stamp_age_s`` is the age of the form's signed time stamp,
    None when the stamp is missing or did not verify. ``sender_key`` and ``network_key`` are keyed hashes,
    empty when unknown. ``submitted_at`` must know its time zone.
    """

    body: str
    page_id: int
    submitted_at: datetime
    page_title: str = ""
    page_text: str = ""
    author_name: str = ""
    author_email: str = ""
    language: str = "en"
    fill_ms: int | None = None
    stamp_age_s: float | None = None
    honeypot_filled: bool = False
    sender_key: str = ""
    network_key: str = ""

    def __post_init__(self) -> None:
        if self.submitted_at.tzinfo is None:
            raise ValueError("submitted_at must know its time zone")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check noticed.

    ``score`` runs from 0 (hardly) to 1 (certain). ``reason`` is a sentence for a moderator and never
    repeats the comment's words, so that it may be kept and logged; ``spans`` say where they stand.
    ``signal`` is a short stable name for filters and statistics ("fast_fill", "street_address").
    ``check`` is the name of the check and is filled in by the pipeline.
    """

    concern: Concern
    score: float
    reason: str
    signal: str = ""
    spans: tuple[Span, ...] = ()
    check: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.score <= 1:  # also refuses NaN
            raise ValueError(f"score must lie between 0 and 1, not {self.score}")


class Check(Protocol):
    """One check. An empty list means that it looked and found nothing.

    A check that cannot do its work raises; the pipeline turns that into a finding of its own.
    """

    name: ClassVar[str]
    looks_for: ClassVar[Concern]

    def inspect(self, submission: Submission) -> list[Finding]: ...


class Counters(Protocol):
    """Counts events in windows of time. Keys hold hashes and ids only, never a text or an address."""

    def add(self, key: str, window_s: int) -> int:
        """Count one event; return how many there were in this window, this one included.

        The first event opens the window; ``window_s`` seconds later the count starts again.
        """
        ...

    def count(self, key: str) -> int:
        """Return how many events the open window holds, 0 when there is none."""
        ...

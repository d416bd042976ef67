"""How often one sender writes, and how fast comments arrive on one film."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from comments.screening.findings import Concern, Counters, Finding, Submission


@dataclass(frozen=True, slots=True)
class RateLimit:
    """Limit check. Counts each time it runs, so run it once for a comment, when it arrives.

    A finding with the signal ``sender_limit`` lets the service ask the sender to wait. A busy film is a
    note for moderators only: a film shown in a lecture brings many comments in an hour.
    """

    counters: Counters
    sender_limit: int = 5
    sender_window_s: int = 10 * 60
    network_limit: int = 30
    film_limit: int = 60
    film_window_s: int = 60 * 60
    name: ClassVar[str] = "rate_limit"
    looks_for: ClassVar[Concern] = Concern.TOO_MANY

    def inspect(self, submission: Submission) -> list[Finding]:
        findings = []
        if submission.sender_key:
            sent = self.counters.add(f"comments:sender:{submission.sender_key}", self.sender_window_s)
            if sent > self.sender_limit:
                reason = f"The sender wrote {sent} comments in {self.sender_window_s // 60} minutes."
                findings.append(_too_many(sent, self.sender_limit, reason, "sender_limit"))
        if submission.network_key:
            sent = self.counters.add(f"comments:network:{submission.network_key}", self.sender_window_s)
            if sent > self.network_limit:
                reason = f"{sent} comments came from one network in {self.sender_window_s // 60} minutes."
                findings.append(_too_many(sent, self.network_limit, reason, "network_limit"))
        arrived = self.counters.add(f"comments:page:{submission.page_id}", self.film_window_s)
        if arrived > self.film_limit:
            reason = f"{arrived} comments arrived on this film in {self.film_window_s // 60} minutes."
            findings.append(Finding(Concern.TOO_MANY, 0.2, reason, signal="film_limit"))
        return findings


def _too_many(count: int, limit: int, reason: str, signal: str) -> Finding:
    """The score starts at a half just over the limit and nears 1 as the limit is left behind."""
    return Finding(Concern.TOO_MANY, 1 - 0.5 * limit / count, reason, signal=signal)

"""A field that people do not see and programs fill in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from comments.screening.findings import Concern, Finding, Submission


@dataclass(frozen=True, slots=True)
class Honeypot:
    """Spam check. Browsers and password managers fill hidden fields too, so it never decides alone."""

    score: float = 0.65
    name: ClassVar[str] = "honeypot"
    looks_for: ClassVar[Concern] = Concern.SPAM

    def inspect(self, submission: Submission) -> list[Finding]:
        if not submission.honeypot_filled:
            return []
        reason = "A field that people cannot see was filled in."
        return [Finding(Concern.SPAM, self.score, reason, signal="honeypot")]

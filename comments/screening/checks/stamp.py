"""How long the form was open, by its signed stamp and by the browser's own clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from comments.screening.findings import Concern, Finding, Submission


@dataclass(frozen=True, slots=True)
class Stamp:
    """Spam check. Nobody reads a page and writes a sentence in under ``too_fast_s`` seconds.

    A stamp that is missing, forged or old is weak evidence: pages are kept in tabs and caches.
    """

    too_fast_s: float = 3
    far_too_fast_s: float = 2
    too_old_s: float = 24 * 60 * 60
    name: ClassVar[str] = "stamp"
    looks_for: ClassVar[Concern] = Concern.SPAM

    def inspect(self, submission: Submission) -> list[Finding]:
        findings = []
        age_s = submission.stamp_age_s
        times = [time for time in (age_s, _seconds(submission.fill_ms)) if time is not None]
        quickest = min(times, default=None)
        if quickest is not None and quickest < self.too_fast_s:
            score = 0.55 if quickest < self.far_too_fast_s else 0.35
            reason = f"The form was sent {max(quickest, 0):.1f} seconds after it was opened."
            findings.append(Finding(Concern.SPAM, score, reason, signal="fast_fill"))
        if age_s is None:
            reason = "The form's time stamp is missing or was changed."
            findings.append(Finding(Concern.SPAM, 0.3, reason, signal="no_stamp"))
        elif age_s > self.too_old_s:
            reason = f"The form had been open for {age_s / 3600:.0f} hours."
            findings.append(Finding(Concern.SPAM, 0.15, reason, signal="old_stamp"))
        return findings


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000

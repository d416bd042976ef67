"""Characters that hide or turn round what is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from comments.screening.findings import Concern, Finding, Submission

# Overrides and embeddings. The plain marks U+200E and U+200F belong to typing in Arabic and Hebrew.
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Invisible characters between two Latin letters or digits; joiners are part of emoji and of many scripts.
_HIDDEN = re.compile("(?<=[A-Za-z0-9])[\u200b-\u200f\u2060-\u2064\u00ad\ufeff\u034f]+(?=[A-Za-z0-9])")
_TAGS = re.compile("(?<!\U0001f3f4)(?:[\U000e0000-\U000e007f]){2,}(?<!\U000e007f)")
_STACKED = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4,}")


@dataclass(frozen=True, slots=True)
class UnicodeTricks:
    """Spam check. Weak evidence: text copied from elsewhere carries such characters by accident."""

    name: ClassVar[str] = "unicode_tricks"
    looks_for: ClassVar[Concern] = Concern.SPAM

    def inspect(self, submission: Submission) -> list[Finding]:
        if submission.body.isascii() and submission.author_name.isascii():
            return []
        findings = []
        for pattern, score, signal, reason in (
            (_TURNED, 0.35, "turned_text", "Control characters turn part of the text round."),
            (_HIDDEN, 0.35, "hidden_characters", "Invisible characters stand inside words."),
            (_TAGS, 0.5, "hidden_text", "Invisible text is hidden in the comment."),
            (_STACKED, 0.3, "stacked_marks", "Marks are stacked on letters so that they spill over."),
        ):
            spans = tuple(match.span() for match in pattern.finditer(submission.body))
            if spans or pattern.search(submission.author_name):
                findings.append(Finding(Concern.SPAM, score, reason, signal=signal, spans=spans))
        return findings

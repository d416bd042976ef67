"""The same text again: across films, by several senders, or inside one comment."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from comments.screening.findings import Concern, Counters, Finding, Submission
from comments.screening.folding import fold
from comments.text import normalised_hash

_RUN_OF_CHARACTERS = re.compile(r"([^\s\d.\-_=*])\1{14,}")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Repetition:
    """Spam check. Short texts are left alone: many people write "Thank you".

    Counts each time it runs, so run it once for a comment, when it arrives.
    """

    counters: Counters
    shortest: int = 30
    window_s: int = 7 * 24 * 60 * 60
    name: ClassVar[str] = "repetition"
    looks_for: ClassVar[Concern] = Concern.SPAM

    def inspect(self, submission: Submission) -> list[Finding]:
        findings = self._within(submission.body)
        if len(submission.body.strip()) < self.shortest:
            return findings
        text = normalised_hash(submission.body)
        pages = self._distinct(f"comments:text:{text}:page", str(submission.page_id))
        senders = self._distinct(f"comments:text:{text}:sender", submission.sender_key)
        times = self.counters.add(f"comments:text:{text}", self.window_s)
        if pages > 1:
            score = 0.5 if pages == 2 else 0.85
            reason = f"The same text was sent to {pages} films."
            findings.append(Finding(Concern.SPAM, score, reason, signal="same_text"))
        elif senders > 2:
            reason = f"The same text came from {senders} senders."
            findings.append(Finding(Concern.SPAM, 0.5, reason, signal="same_text"))
        elif times > 1:
            reason = f"The same text was sent {times} times."
            findings.append(Finding(Concern.SPAM, 0.2, reason, signal="duplicate"))
        return findings

    def _distinct(self, key: str, value: str) -> int:
        """How many different values have come with this key, this one included."""
        if not value:
            return 0
        if self.counters.add(f"{key}:{value}", self.window_s) == 1:
            return self.counters.add(f"{key}s", self.window_s)
        return self.counters.count(f"{key}s")

    def _within(self, body: str) -> list[Finding]:
        folded = fold(body)
        runs = tuple(folded.span(*match.span()) for match in _RUN_OF_CHARACTERS.finditer(folded.text))
        findings = []
        if runs:
            reason = "One character is repeated many times."
            findings.append(Finding(Concern.SPAM, 0.2, reason, signal="repeated_characters", spans=runs))
        words = _WORD.findall(folded.text)
        if len(words) >= 12:
            most = Counter(words).most_common(1)[0][1]
            if most / len(words) > 0.4:
                reason = "One word makes up most of the comment."
                findings.append(Finding(Concern.SPAM, 0.4, reason, signal="repeated_words"))
        return findings

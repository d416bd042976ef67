"""Wording of adverts, from the list in ``data/phrases.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from comments.screening.findings import Concern, Finding, Submission
from comments.screening.folding import fold
from comments.screening.wording import load_words


@dataclass(frozen=True, slots=True)
class Phrases:
    """Spam check. Looks for offers and claims, not for topics: money, pills or gambling alone say nothing."""

    name: ClassVar[str] = "phrases"
    looks_for: ClassVar[Concern] = Concern.SPAM

    def __post_init__(self) -> None:
        load_words("phrases")  # a list that cannot be read stops the start, not the first comment

    def inspect(self, submission: Submission) -> list[Finding]:
        body = fold(submission.body)
        words = load_words("phrases")
        findings = []
        for rule, matches in words.find(body.text):
            spans = tuple(body.span(*match.span()) for match in matches)
            # Each further wording of the same kind takes away a third of the doubt that is left.
            further = len({match.group() for match in matches}) - 1
            score = 1 - (1 - rule.score) * (2 / 3) ** min(further, 3)
            findings.append(Finding(Concern.SPAM, score, rule.why, signal=rule.id, spans=spans))
        for rule, _ in words.find(fold(submission.author_name).text):
            if rule.kind == "name":
                findings.append(Finding(Concern.SPAM, rule.score, f"In the name: {rule.why}", signal=rule.id))
        return findings

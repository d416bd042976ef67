"""Wording of adverts, from the list in ``data/phrases.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from comments.screening.findings import Concern, Finding, Submission
from comments.screening.folding import fold
from comments.screening.wording import load_rules


@dataclass(frozen=True, slots=True)
class Phrases:
    """Spam check. Looks for offers and claims, not for topics: money, pills or gambling alone say nothing."""

    name: ClassVar[str] = "phrases"
    looks_for: ClassVar[Concern] = Concern.SPAM

    def __post_init__(self) -> None:
        load_rules("phrases")  # a list that cannot be read stops the start, not the first comment

    def inspect(self, submission: Submission) -> list[Finding]:
        body = fold(submission.body)
        author = fold(submission.author_name)
        findings = []
        for rule in load_rules("phrases"):
            spans = tuple(body.span(*match.span()) for match in rule.matches(body.text))
            if spans or (rule.kind == "name" and rule.matches(author.text)):
                findings.append(Finding(Concern.SPAM, rule.score, rule.why, signal=rule.id, spans=spans))
        return findings

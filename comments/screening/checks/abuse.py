"""Threats and attacks, from the list in ``data/abuse.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from comments.screening.findings import Concern, Finding, Submission
from comments.screening.folding import fold
from comments.screening.wording import load_words


@dataclass(frozen=True, slots=True)
class Abuse:
    """Abuse check. Swearing and anger are allowed; threats and calls to harm somebody are not."""

    name: ClassVar[str] = "abuse"
    looks_for: ClassVar[Concern] = Concern.ABUSE

    def __post_init__(self) -> None:
        load_words("abuse")  # a list that cannot be read stops the start, not the first comment

    def inspect(self, submission: Submission) -> list[Finding]:
        body = fold(submission.body, unmask=True)
        findings = []
        for rule, matches in load_words("abuse").find(body.text):
            spans = tuple(body.span(*match.span()) for match in matches)
            findings.append(Finding(Concern.ABUSE, rule.score, rule.why, signal=rule.id, spans=spans))
        return findings

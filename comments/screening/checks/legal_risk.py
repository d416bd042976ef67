"""Court cases, inquests and accusations, from the list in ``data/legal.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from comments.screening.findings import Concern, Finding, Submission
from comments.screening.folding import fold
from comments.screening.wording import load_words


@dataclass(frozen=True, slots=True)
class LegalRisk:
    """Legal check. Criticism of services is welcome; a claim about a person or an open case needs a look."""

    name: ClassVar[str] = "legal_risk"
    looks_for: ClassVar[Concern] = Concern.LEGAL_RISK

    def __post_init__(self) -> None:
        load_words("legal")  # a list that cannot be read stops the start, not the first comment

    def inspect(self, submission: Submission) -> list[Finding]:
        body = fold(submission.body)
        findings = []
        for rule, matches in load_words("legal").find(body.text):
            spans = tuple(body.span(*match.span()) for match in matches)
            findings.append(Finding(Concern.LEGAL_RISK, rule.score, rule.why, signal=rule.kind, spans=spans))
        return findings

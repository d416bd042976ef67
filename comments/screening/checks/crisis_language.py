"""Wording that may show that somebody is at risk, from the list in ``data/crisis.yaml``.

Aims to miss nobody: past, negated and quoted wording is found too, with a lower score and a reason that
says so, because "I'm not suicidal, but" is often the start of the opposite. It reads wording, not people:
a comment without a finding is not a comment without risk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from comments.screening.checks.under_age import says_under_age
from comments.screening.findings import Concern, Finding, Submission
from comments.screening.folding import fold
from comments.screening.wording import compile_phrases, load_words

_LEAD = {
    "current": "Possible risk to the writer",
    "someone_else": "Possible risk to someone else",
    "from_others": "Possible harm by another person",
    "bereaved": "Possible bereavement by suicide",
}
_SENTENCE_END = re.compile(r"[.!?\n]")
_QUOTATION = re.compile(r"[\"“”«»][^\"“”«»]{1,400}[\"“”«»]")
_NEGATION_REACH = 28  # characters before the words found: two or three words
_NEGATION = compile_phrases(
    ["(not|never|no longer|don't|do not|didn't|did not|wouldn't|would not|won't|isn't|wasn't|without)"]
)
_PAST = compile_phrases(
    [
        "(years|months|decades|a long time|long) ago",
        "(used to|back then|at the time|in the past|when i was|last year|since then|i survived|i recovered)",
        "in (my)? (teens|twenties|thirties|forties|fifties|#)",
        "(as a) (teenager|child|kid|student)",
    ]
)
_PRESENT = compile_phrases(
    ["(now|tonight|today|still|again|this morning|this week|at the moment|every day|every night)"]
)
_ABOUT_THE_FILM = compile_phrases(["(film|line|words|scene|poster|chapter) ...", "(part|bit) where ..."])
_AT_WORK = compile_phrases(
    [
        "(my|last|night|after|long|day|late|this|another|every) ... (shift|shifts|caseload)",
        "(my|our|the) (manager|supervisor|team leader|line manager|rota)",
        "(i'm|i am|i work as|as|being) (a|an) (nurse|social worker|amhp|doctor|support worker|student nurse|"
        "care worker|paramedic|junior doctor|healthcare assistant|therapist|gp)",
        "i (work|worked) (on|in|for) (the|a)? (ward|nhs|mental health|crisis)",
        "(burnt out|burned out|my registration|fitness to practise)",
    ]
)


@dataclass(frozen=True, slots=True)
class CrisisLanguage:
    """Crisis check. One finding for each rule that speaks, with a span for every place."""

    name: ClassVar[str] = "crisis_language"
    looks_for: ClassVar[Concern] = Concern.CRISIS

    def __post_init__(self) -> None:
        load_words("crisis")  # a list that cannot be read stops the start, not the first comment

    def inspect(self, submission: Submission) -> list[Finding]:
        body = fold(submission.body, unmask=True)
        findings = []
        for rule, matches in load_words("crisis").find(body.text):
            weight, remarks = min((_reading(body.text, match) for match in matches), key=lambda each: -each[0])
            if rule.kind == "current":
                remarks += _about_the_writer(submission, body.text)
            reason = " ".join([f"{_LEAD[rule.kind]}: {rule.why}.", *remarks])
            spans = tuple(body.span(*match.span()) for match in matches)
            findings.append(
                Finding(Concern.CRISIS, rule.score * weight, reason, signal=f"crisis_{rule.kind}", spans=spans)
            )
        return findings


def _reading(text: str, match: re.Match[str]) -> tuple[float, list[str]]:
    """How strongly to take one place, and remarks that help a person to read it."""
    ends = [end.end() for end in _SENTENCE_END.finditer(text, 0, match.start())]
    start = ends[-1] if ends else 0
    end = _SENTENCE_END.search(text, match.end())
    before = text[start : match.start()]
    sentence = text[start : end.start() if end else len(text)]
    weight = 1.0
    remarks: list[str] = []
    if _NEGATION.search(before[-_NEGATION_REACH:]):
        weight, remarks = weight * 0.7, [*remarks, "The writer may be saying that this is not so."]
    if _PAST.search(sentence) and not _PRESENT.search(sentence):
        weight, remarks = weight * 0.7, [*remarks, "It may be about the past."]
    is_in_quotation = any(q.start() < match.end() < q.end() for q in _QUOTATION.finditer(text))
    if is_in_quotation or _ABOUT_THE_FILM.search(before):
        weight, remarks = weight * 0.7, [*remarks, "It may be a quotation."]
    return weight, remarks


def _about_the_writer(submission: Submission, text: str) -> list[str]:
    remarks = []
    if says_under_age(submission):
        remarks.append("The writer may be a child.")
    if _AT_WORK.search(text):
        remarks.append("The writer may be a member of staff.")
    return remarks

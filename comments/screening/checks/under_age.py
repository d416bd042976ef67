"""Signs that the sender is under 16. Children are answered with care, and their details deleted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from comments.screening.findings import Concern, Finding, Span, Submission
from comments.screening.folding import Folded, fold

ADULT_FROM = 16  # a product decision: who may comment
_YOUNGEST = 5
_NUMBER_WORDS = {
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
}  # fmt: skip
_AGE = rf"(?P<age>\d{{1,3}}|{'|'.join(_NUMBER_WORDS)})"
# "I'm 15 minutes away", "12 weeks pregnant" or "14 stone" are no ages.
_NOT_AN_AGE = (
    r"(?!\s?(?:[-–]\s?\d|%|/|:\d|\.\d|(?:st|stone|kg|lbs?|mins?|minutes?|hours?|hrs?|days?|weeks?|wks?|months?|miles?|"
    r"km|th|st|nd|rd|percent|times|pounds?|steps?|sessions?|people|of|in|away|clean|sober|into|years?\s+(?:clean|"
    r"sober|in|into|on|qualified|post|later|of|a|sin|since|away|free|older|younger|down|married)|yrs?\s+(?:clean|sober|in|into|on|"
    r"qualified|post|later)|am|pm|and\s+a\s+half\s+stone)\b))"
)
_OWN_AGE = re.compile(
    rf"(?<![\w'])(?:i'?m|i\s+am|am)\s+(?:only\s+|just\s+|nearly\s+|almost\s+|a\s+)?{_AGE}\b{_NOT_AN_AGE}"
)
_OWN_AGE_YEARS_OLD = re.compile(rf"\b(?:as\s+an?|i'?m\s+an?)\s+{_AGE}[\s-](?:years?|yrs?)[\s-]old\b")
_OWN_YEAR = re.compile(
    r"(?<![\w'])(?:i'?m|i\s+am|am)\s+(?:currently\s+|still\s+|just\s+)?(?:in\s+|a\s+|going\s+into\s+)?"
    r"(?:(?:year|yr|blwyddyn)\s?(?P<year>[3-9]|10|11)\b|primary\s+school|secondary\s+school|middle\s+school)"
)
_OWN_AGE_WELSH = re.compile(r"\b(?:dw\s+i'?n|dwi'?n|rydw\s+i'?n)\s+(?P<age>\d{1,2})\s+(?:mlwydd|oed)?")
_BODY = (_OWN_AGE, _OWN_AGE_YEARS_OLD, _OWN_YEAR, _OWN_AGE_WELSH)
_NAME = re.compile(rf"^\D{{1,60}}?[\s,(]+(?:age[d]?\s+)?{_AGE}(?:\s?(?:yo|yrs?|years?(?:\s+old)?))?\s?\)?$")
_NAME_YEAR = re.compile(r"\b(?:year|yr)\s?([3-9]|10|11)\b(?!\s+(?:teacher|head|tutor|student social))")


@dataclass(frozen=True, slots=True)
class UnderAge:
    """Age check. Looks for the sender's own age; the age of somebody's child is another matter."""

    name: ClassVar[str] = "under_age"
    looks_for: ClassVar[Concern] = Concern.UNDER_AGE

    def inspect(self, submission: Submission) -> list[Finding]:
        spans = _in_body(fold(submission.body))
        if spans:
            reason = f"The sender seems to say that they are under {ADULT_FROM}."
            return [Finding(Concern.UNDER_AGE, 0.9, reason, signal="age_in_text", spans=spans)]
        if _in_name(submission.author_name):
            reason = f"The name gives an age under {ADULT_FROM}."
            return [Finding(Concern.UNDER_AGE, 0.8, reason, signal="age_in_name")]
        return []


def says_under_age(submission: Submission) -> bool:
    """Whether the comment or the name says that the sender is under 16."""
    return bool(_in_body(fold(submission.body))) or _in_name(submission.author_name)


def _in_body(body: Folded) -> tuple[Span, ...]:
    spans = []
    for pattern in _BODY:
        for match in pattern.finditer(body.text):
            if "age" in pattern.groupindex and not _is_child(match["age"]):
                continue
            spans.append(body.span(*match.span()))
    return tuple(spans)


def _in_name(name: str) -> bool:
    folded = fold(name).text.strip()
    match = _NAME.match(folded)
    return bool(match and _is_child(match["age"])) or bool(_NAME_YEAR.search(folded))


def _is_child(age: str) -> bool:
    years = _NUMBER_WORDS.get(age) or (int(age) if age.isdecimal() else 0)
    return _YOUNGEST <= years < ADULT_FROM

"""Details that could identify a patient, a child, a member of staff or the sender.

What was found is told by kind and place only, so that a finding may be kept when the text is erased.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from comments.screening import identifiers, people
from comments.screening.findings import Concern, Finding, Span, Submission
from comments.screening.folding import Folded, fold

_IDENTIFIERS: tuple[tuple[str, float, str, Callable[[str], list[Span]]], ...] = (
    ("nhs_number", 0.95, "Contains what looks like an NHS or hospital number.", identifiers.nhs_numbers),
    ("national_insurance_number", 0.9, "Contains what looks like a National Insurance number.",
     identifiers.national_insurance_numbers),
    ("phone_number", 0.8, "Contains a telephone number that is not a known helpline.",
     identifiers.telephone_numbers),
    ("email", 0.8, "Contains an e-mail address.", identifiers.email_addresses),
    ("handle", 0.6, "Invites contact on another service.", identifiers.handles),
    ("postcode", 0.8, "Contains a full postcode.", identifiers.postcodes),
    ("date_of_birth", 0.8, "Contains a date of birth.", identifiers.dates_of_birth),
)  # fmt: skip
_PEOPLE = {
    "staff": ("named_staff", "Names a member of staff."),
    "child": ("named_child", "Names what may be a child or somebody's son or daughter."),
    "patient": ("named_patient", "Names a person."),
}
_MEDICINE = re.compile(
    r"\b(?:clozapine|lithium|olanzapine|risperidone|quetiapine|aripiprazole|haloperidol|sertraline|"
    r"citalopram|fluoxetine|diazepam|lorazepam|valproate|lamotrigine|methadone|depot|ect)\b"
)
_LIVES = re.compile(
    r"\b(?:lives?|living|lived|stays?|moved)\s(?:above|below|next\s(?:door\s)?to|opposite|behind|over|near|"
    r"round\sthe\scorner|on|in\sthe\sflat|at)\b"
)
_WORKS = re.compile(
    r"\b(?:used\sto\s(?:teach|work|run|manage|drive|play\sfor|coach)|works\s(?:at|as|for|in)|worked\s(?:at|as|for|in)|taught|"
    r"teaches|runs\sthe|ran\sthe|drives\sthe|is\sthe\s(?:head|manager|owner|vicar|landlord))\b"
)
_EVENT = re.compile(
    r"\b(?:was|were|got|been)\s(?:arrested|sacked|sectioned|evicted|convicted|suspended|jailed|charged)\b"
    r"|\bin\sthe\s(?:papers?|news)\b|\bwent\sto\sprison\b"
)
_YEAR = re.compile(r"\bin\s(?:19|20)\d{2}\b")
_UNMASKS = re.compile(
    r"\b(?:know|knows|tell\syou|guess|work(?:ed)?\sout)\s(?:exactly\s)?"
    r"(?:who\s[\w-]{1,20}\s(?:really\s)?is|where\s[\w-]{1,20}\s(?:really\s)?lives)\b"
    r"|\b(?:real|actual)\sname\sis\b|\bis\sreally\scalled\b"
)
_OTHER_PERSON = re.compile(r"\b(?:he|she|they|his|her|their|him|who)\b")
_AGE_OF_OTHER = re.compile(r"\b(?:aged?\s\d{1,2}|\d{1,2}\s?(?:years?\sold|yo\b|y/o)|(?:year|yr)\s(?:[1-9]|1[0-3])\b)")


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Personal data check. People who appear in the film may be named; so may helplines."""

    name: ClassVar[str] = "personal_data"
    looks_for: ClassVar[Concern] = Concern.PERSONAL_DATA

    def inspect(self, submission: Submission) -> list[Finding]:
        body = fold(submission.body)
        cased = fold(submission.body, keep_case=True)
        findings = [
            _finding(signal, score, reason, body, search(body.text)) for signal, score, reason, search in _IDENTIFIERS
        ]
        addresses = identifiers.street_addresses(body.text, cased.text)
        findings.append(_finding("street_address", 0.8, "Contains a street address.", body, addresses))
        findings += _people_and_places(submission, body, cased)
        findings.append(_mosaic(body, cased))
        return [finding for finding in findings if finding is not None]


def _people_and_places(submission: Submission, body: Folded, cased: Folded) -> list[Finding | None]:
    known = people.known_names(submission.page_title, submission.page_text, submission.author_name)
    named = people.named_people(cased.text, known=known)
    findings: list[Finding | None] = []
    for kind, (signal, reason) in _PEOPLE.items():
        of_kind = [person for person in named if person.kind == kind]
        score = 0.8 if any(person.is_full for person in of_kind) else 0.6
        findings.append(_finding(signal, score, reason, cased, [person.span for person in of_kind]))
    schools = people.schools(cased.text)
    # A named place says who is meant only beside a person: with one it weighs, without one it is a note.
    weight = 0.4 if named else 0.2
    school_weight = 0.6 if named or _AGE_OF_OTHER.search(body.text) else 0.3
    findings.append(_finding("school", school_weight, "Names a school or college.", cased, schools))
    care = [place for place in people.care_places(cased.text) if place not in schools]
    findings.append(_finding("care_home", weight, "Names a ward, hospital or care home.", cased, care))
    if named:
        medicines = [match.span() for match in _MEDICINE.finditer(body.text)]
        findings.append(_finding("medicine", 0.4, "Tells the medicine of a named person.", body, medicines))
        dates = [match.span() for match in identifiers.DATED.finditer(body.text)]
        findings.append(_finding("date", 0.3, "Gives a date beside a named person.", body, dates))
    return findings


def _mosaic(body: Folded, cased: Folded) -> Finding | None:
    """Place, job and event that together point at one person, though no name is given in full."""
    if not _OTHER_PERSON.search(body.text):
        return None
    parts = {
        "place": [*people.streets(cased.text), *[m.span() for m in _LIVES.finditer(body.text)]],
        "job": [m.span() for m in _WORKS.finditer(body.text)],
        "event": [m.span() for m in _EVENT.finditer(body.text)],
        "year": [m.span() for m in _YEAR.finditer(body.text)],
    }
    unmasks = [m.span() for m in _UNMASKS.finditer(body.text)]
    kinds = sum(1 for spans in parts.values() if spans)
    has_street = bool(people.streets(cased.text))
    if not (unmasks and kinds) and not (kinds >= 3 and has_street):
        return None
    spans = [span for group in parts.values() for span in group] + unmasks
    return _finding("mosaic", 0.7, "Place, work and events together could identify someone.", body, spans)


def _finding(signal: str, score: float, reason: str, folded: Folded, places: list[Span]) -> Finding | None:
    if not places:
        return None
    spans = identifiers.merged([folded.span(start, end) for start, end in places])
    return Finding(Concern.PERSONAL_DATA, score, reason, signal=signal, spans=spans)

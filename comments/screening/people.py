"""Names of people and places in a comment. Heuristics: they point a moderator somewhere, no more."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache

import yaml

from comments.screening.findings import Span
from comments.screening.wording import DATA

_NAME = r"[A-Z][a-zà-ÿŵŷ]{1,20}(?:['’-][A-Z][a-zà-ÿŵŷ]{1,20})?|(?:Mc|Mac|De|O')[A-Z][a-z]{1,20}"
_NAMES = rf"(?P<first>{_NAME})(?:\s(?P<last>(?:{_NAME})|[A-Z]\b\.?))?"
_CAPITAL_WORD = re.compile(r"[A-Z][a-zà-ÿŵŷ]")
_FULL_NAME = re.compile(rf"(?<![\w'])(?P<first>{_NAME})\s(?:[A-Z]\.?\s)?(?P<last>{_NAME})(?![\w])")
_OUR = r"(?i:my|our|his|her|their|the|a|your|mine)"
_SCHOOL = re.compile(
    r"\b(?:[A-Z][\w'.-]{1,20}\s){1,3}(?:Academy|School|College|Primary|High|Nursery|Sixth\sForm|Grammar|Infants|Juniors?)\b"
)
_CARE_PLACE = re.compile(
    r"\b(?:[A-Z][\w'.-]{1,20}\s){1,3}(?:House|Lodge|Court|Manor|Grange|Care\s[Hh]ome|Nursing\s[Hh]ome|Hospital|Infirmary|Ward|ward|Unit|"
    r"Clinic|Hospice|Residential\sHome)\b|\b[Ww]ard\s(?:\d{1,2}[A-Za-z]?|[A-Z][a-z]{2,20})\b"
)
_STREET = re.compile(
    r"\b(?!High|Downing|Fleet|Coronation|Sesame|Harley|Wall|Main)[A-Z][a-z']{2,20}\s(?:Street|Road|Avenue|Close|Lane|Crescent|Gardens|"
    r"Terrace|Drive|Estate|Grove|Court)\b"
)
_PUBLIC_PLACES = (
    "Care Court",
    "White House",
    "Crown Court",
    "High Court",
    "Supreme Court",
    "County Court",
    "Open House",
)
MOST_PEOPLE = 50  # a moderator needs no more, and a flood of names must not cost time


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Where a person is named: ``kind`` is patient, child or staff."""

    span: Span
    kind: str
    is_full: bool


def named_people(text: str, *, known: Container[str]) -> list[NamedPerson]:
    """People named in ``text`` (capitals kept). ``known`` names, in small letters, are left out."""
    found: dict[Span, NamedPerson] = {}
    has_capital_words = bool(_CAPITAL_WORD.search(text))
    for pattern, kind, needs_capitals in _person_patterns():
        if needs_capitals and not has_capital_words:
            continue
        for match in pattern.finditer(text):
            if len(found) >= MOST_PEOPLE:
                break
            person = _person(match, kind, known)
            if person is not None and not any(_overlap(person.span, span) for span in found):
                found[person.span] = person
    return sorted(found.values(), key=lambda person: person.span)


def schools(text: str) -> list[Span]:
    return _places(_SCHOOL, text)


def care_places(text: str) -> list[Span]:
    """Wards, hospitals and care homes with a name."""
    return _places(_CARE_PLACE, text)


def streets(text: str) -> list[Span]:
    return _places(_STREET, text)


def known_names(*texts: str) -> frozenset[str]:
    """Every word with a capital in these texts, in small letters: names said in a film are no secret."""
    return frozenset(
        part.lower()
        for text in texts
        for name in re.findall(r"[A-Z][\w'’-]{1,30}", text)
        for part in (name, *name.split("-"))
    )


@cache
def word_list(name: str) -> frozenset[str]:
    """One of the lists in ``data/names.yaml``."""
    content = yaml.safe_load((DATA / "names.yaml").read_text(encoding="utf-8"))
    return frozenset(str(content[name]).split())


@cache
def _person_patterns() -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    """Pattern, kind and whether it needs capitals, in the order of what they say for certain.

    Made on first use, because the lists are read then.
    """
    relation = rf"(?P<relation>(?i:{_either(word_list('relations'))}))"
    doctor, job = _either(word_list("staff_titles")), _either(word_list("staff_jobs"))
    mr, lower = _either(word_list("titles")), _either(word_list("first_names"))
    called = r"(?:,?\s(?:is\s)?(?i:called|named)|,|\s-)?"
    surname = rf"\.?\s(?:[A-Z]\.?\s){{0,2}}(?P<last>{_NAME})(?!\w)"
    was = r"(?=\s(?:is|was|at|has|had|who|died|got|went|and|in|loved|would)\b)"
    any_word = r"(?:\w{2,12}\s)?"
    patterns = (
        (rf"\b(?i:{doctor}){surname}", "staff", True),
        (rf"\b{_OUR}\s{any_word}(?i:{job}){called}\s{_NAMES}(?!\w)", "staff", True),
        (rf"\b(?i:{mr}){surname}", "patient", True),
        (rf"\b{_OUR}\s{any_word}{relation}{called}\s{_NAMES}(?!\w)", "patient", True),
        (rf"\b(?P<first>{_NAME})(?:\s(?P<last>{_NAME}))?,\s(?i:my|our)\s{relation}\b", "patient", True),
        (
            rf"\b(?i:my|our)\s{any_word}{relation}(?:\sis)?(?:\scalled|\snamed)?\s(?P<lower>{lower})\b",
            "patient",
            False,
        ),
        (rf"\b(?:[Oo]ur|[Mm]y)\s{_NAMES}{was}", "patient", True),
    )
    compiled = tuple((re.compile(regex), kind, capitals) for regex, kind, capitals in patterns)
    return (*compiled, (_FULL_NAME, "full", True))


def _person(match: re.Match[str], kind: str, known: Container[str]) -> NamedPerson | None:
    groups = match.groupdict()
    first, last = groups.get("first"), groups.get("last")
    if groups.get("lower"):
        first = groups["lower"]
    parts = [part for part in (first, last) if part]
    if any(_is_no_name(part) for part in parts[:1]) or all(part.lower() in known for part in parts):
        return None
    if last is not None and first is not None and _is_no_name(last):
        last = None
    if kind == "full":
        is_first_name = first is not None and first.lower() in word_list("first_names") | word_list("careful_names")
        if not is_first_name or last is None or last.lower() in known or _is_no_name(last):
            return None
        if _SCHOOL.match(match.string, match.start()) or _CARE_PLACE.match(match.string, match.start()):
            return None
        if _STREET.match(match.string, match.start()):
            return None
        kind = "patient"
    relation = (groups.get("relation") or "").lower()
    if relation in word_list("child_relations") and kind == "patient":
        kind = "child"
    return NamedPerson(match.span(), kind, is_full=last is not None)


def _is_no_name(word: str) -> bool:
    return word.lower().removesuffix("'s").removesuffix("’s") in word_list("not_names")


def _places(pattern: re.Pattern[str], text: str) -> list[Span]:
    found = []
    for match in pattern.finditer(text):
        words = match.group().split()
        start = match.start()
        while len(words) > 1 and _is_no_name(words[0]) and words[0].lower() != "ward":  # "The Larch Ward"
            start += len(words[0]) + 1
            words = words[1:]
        if len(words) > 1 and not any(place in match.group() for place in _PUBLIC_PLACES):
            found.append((start, match.end()))
    return found


def _either(words: frozenset[str]) -> str:
    return "|".join(re.escape(word).replace(r"\-", r"[\s-]") for word in sorted(words, key=lambda w: (-len(w), w)))


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]

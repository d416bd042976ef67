"""Numbers, addresses and dates that lead to one person. Pure searches over a folded text."""

from __future__ import annotations

import re
from collections.abc import Container

from comments.screening.findings import Span

Place = tuple[int, int]

# Helplines that people are meant to pass on, as digits only. Others can be added in the check's options.
HELPLINES = frozenset(
    {
        "999", "111", "112", "101", "116123", "85258",
        "08001111",     # Childline
        "08088005000",  # NSPCC
        "0800585858",   # CALM
        "08000684141",  # Papyrus
        "03003047000",  # SANEline
        "03001233393", "03001021234",  # Mind
        "03005000927",  # Rethink Mental Illness
        "08088081677",  # Cruse
        "03001115065",  # Survivors of Bereavement by Suicide
        "08082000247",  # National Domestic Abuse Helpline
        "0800132737",   # C.A.L.L., Wales
        "0800838587",   # Breathing Space, Scotland
        "08088088000",  # Lifeline, Northern Ireland
        "08088025544",  # YoungMinds, for parents
        "08088087777",  # Carers UK
        "08006781602",  # Age UK
        "03331503456",  # Alzheimer's Society
    }
)  # fmt: skip
_TELEPHONE = re.compile(
    r"(?<![\w£$€.,/-])(?:(?:\+|00)44[\s.-]{0,2}(?:\(0\))?[\s.-]{0,2}|\(?0)(?:\d[\s().-]{0,2}){8,10}\d(?![\w])"
    r"|(?<![\w£$€.,/-])\+(?!44)\d{1,3}[\s.-]?(?:\d[\s().-]{0,2}){6,12}\d(?!\w)"
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|[(\[]\s?at\s?[)\]])\s?"
    r"(?:[\w-]{1,63}\s?(?:\.|[(\[]\s?dot\s?[)\]])\s?){1,4}[a-z]{2,24}(?![\w])"
    r"|(?<![\w.+-])[\w.+-]{2,64}\s+at\s+(?:gmail|hotmail|outlook|yahoo|icloud|live|btinternet|googlemail|nhs)\s*"
    r"(?:dot|\.)\s*(?:com|co|net|org|uk)\b"
)
_HANDLE = re.compile(
    r"\b(?:add|follow|find|message|dm|msg)\s+me\s+on\s+(?:insta|instagram|snap|snapchat|facebook|fb|tiktok|twitter|x|"
    r"discord|whatsapp|telegram)\b|(?<![\w@.])@[a-z0-9_.]{3,30}\s+on\s+(?:insta|instagram|snap|snapchat|tiktok|twitter|x)\b"
    r"|\b(?:my\s+)?(?:insta|instagram|snap|snapchat|discord|tiktok)\s*(?:is|:)\s*@?[\w.]{3,30}"
)
# Find, not validate: the shape of a full UK postcode, from the public description of the format.
_POSTCODE = re.compile(
    r"\b(?:gir ?0aa|(?:[a-pr-uwyz](?:\d{1,2}|[a-hk-y]\d(?:\d|[abehmnprv-y])?|\d[a-hjkps-uw]))"
    r"[ ]{0,2}\d[abd-hjlnp-uw-z]{2})\b"
)
_TEN_DIGITS = re.compile(r"(?<![\d+])(?:\d{3}[ -]\d{3}[ -]\d{4}|\d{10})(?!\d)")
_NHS_CONTEXT = re.compile(r"\bnhs\s*(?:no|number|num|#|id)\b|\bhospital\s+(?:no|number)\b")
_HOSPITAL_NUMBER = re.compile(
    r"\b(?:nhs|hospital|patient|rio|case)\s+(?:no|number|id)\b[\s.:#is]{0,6}[a-z]{0,3}\d{5,10}\b"
)
_NATIONAL_INSURANCE = re.compile(
    r"\b(?!bg|gb|kn|nk|nt|tn|zz)[a-ceghj-prtw-z][a-ceghj-nprtw-z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d]\b"
)
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?)"
)
DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}\b(?:\s(?:19|20)\d{{2}})?"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s(?:19|20)\d{{2}})?)"
)
_BIRTH = re.compile(
    rf"\b(?:d\.?o\.?b\.?|date\s+of\s+birth|born(?:\s+on)?(?:\s+the)?|birthday\s+is)\b[\s:is]{{0,6}}{DATE}"
)
DATED = re.compile(rf"\b{DATE}")

_SURE_STREET = "street|road|avenue|lane|crescent|gardens|terrace|st|rd|ave"
# These are everyday words too, so they count with capitals, or after "lives at", only.
_MAYBE_STREET = (
    "close|drive|way|court|rise|place|view|park|green|hill|walk|grove|square|row|mews|house|croft|heights|parade|quay"
)
_WORD = r"[a-z'][a-z'-]{1,20}"
_SMALL_WORDS = (
    "the|a|an|my|our|your|his|her|their|this|that|down|of|in|on|at|for|from|to|by|and|or|years?|months?|weeks?|days?|"
    "hours?|hrs?|mins?|minutes?|miles?|people|times?|times|steps?|more|other|different|long|full|beds?|doors?|with|social|"
    "mental|nurses?|patients?|ward|minute|mile|up|off|per|into|across"
)
_SURE_ADDRESS = re.compile(
    rf"(?<![\w£.:/-])\d{{1,4}}[a-z]?,?\s(?:(?!(?:{_SMALL_WORDS})\b){_WORD}\s){{1,3}}(?:{_SURE_STREET})(?![\w'])"
)
_CAPITAL = r"[A-Z][a-z']{1,20}(?:-[A-Z][a-z]{1,20})?"
_CAPITAL_ADDRESS = re.compile(
    rf"(?<![\w£.:/-])\d{{1,4}}[A-Za-z]?,?\s(?:{_CAPITAL}\s){{1,3}}"
    rf"(?:{_MAYBE_STREET.title()}|Street|Road)(?![\w'])"
    rf"|(?<![\w£.:/-])\d{{1,4}}[A-Za-z]?,?\s(?:Quay|Park|Station|Church|Mill|High|Hill)\s{_CAPITAL}(?![\w'])"
)
_MAYBE_ADDRESS = re.compile(
    r"\b(?:live|lives|living|lived|stay|stays|staying|alone|me|him|her|i'?m|address\s+is|address:|visit)"
    r"\s(?:\w{1,8}\s){0,2}(?:at|is)?"
    rf"\s?\d{{1,4}}[a-z]?,?\s(?:(?!(?:{_SMALL_WORDS})\b){_WORD}\s){{1,3}}(?:{_MAYBE_STREET})(?![\w'])"
)
_FLAT = re.compile(
    r"\b(?:flat|apartment|apt|room)\s(?:no\.?\s|number\s)?\d{1,4}[a-z]?,\s\d{0,4}\s?[a-z]{2,20}"
    r"|\bflat\s\d{1,4}[a-z]?\s(?:at|in|on)\s[a-z]{2,20}"
)


def telephone_numbers(text: str, *, helplines: Container[str] = HELPLINES) -> list[Place]:
    """Numbers in UK or international form; ``helplines`` (digits only) are left out."""
    return [m.span() for m in _TELEPHONE.finditer(text) if _national(m.group()) not in helplines]


def email_addresses(text: str) -> list[Place]:
    return _spans(_EMAIL, text)


def handles(text: str) -> list[Place]:
    """Invitations to find somebody on another service."""
    return _spans(_HANDLE, text)


def postcodes(text: str) -> list[Place]:
    return _spans(_POSTCODE, text)


def nhs_numbers(text: str) -> list[Place]:
    """Ten digits that pass the check and are grouped 3-3-4 or named as an NHS number.

    About 9 in 100 runs of ten digits pass by chance, so a bare run needs the words beside it.
    """
    found = []
    has_context = bool(_NHS_CONTEXT.search(text))
    for match in _TEN_DIGITS.finditer(text):
        is_grouped = len(match.group()) == 12
        if (is_grouped or has_context) and passes_nhs_check(match.group()):
            found.append(match.span())
    return found or [m.span() for m in _HOSPITAL_NUMBER.finditer(text)]


def passes_nhs_check(number: str) -> bool:
    """NHS Data Dictionary: weights 10 to 2; check digit 11 - sum modulo 11; 11 is 0, 10 is not valid."""
    digits = [int(character) for character in number if character in "0123456789"]
    if len(digits) != 10:
        return False
    remainder = sum(digit * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return (11 - remainder) % 11 == digits[9] and remainder != 1


def national_insurance_numbers(text: str) -> list[Place]:
    return _spans(_NATIONAL_INSURANCE, text)


def dates_of_birth(text: str) -> list[Place]:
    return _spans(_BIRTH, text)


def street_addresses(text: str, cased: str) -> list[Place]:
    """House or flat number with a street. ``cased`` is the same text with its capitals."""
    return [
        *_spans(_SURE_ADDRESS, text),
        *_spans(_CAPITAL_ADDRESS, cased),
        *_spans(_MAYBE_ADDRESS, text),
        *_spans(_FLAT, text),
    ]


def merged(spans: list[Span]) -> tuple[Span, ...]:
    """Sort spans and join those that overlap."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def _national(number: str) -> str:
    digits = "".join(character for character in number.replace("(0)", "") if character in "0123456789")
    for prefix in ("0044", "44"):
        if digits.startswith(prefix) and not number.startswith("0" + prefix):
            return "0" + digits.removeprefix(prefix)
    return digits


def _spans(pattern: re.Pattern[str], text: str) -> list[Place]:
    return [match.span() for match in pattern.finditer(text)]

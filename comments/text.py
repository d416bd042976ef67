"""What was typed: made safe to keep, safe to show, and counted as people count.

Keeping and showing are apart on purpose. What is kept is what the sender typed, so that a decision can be
explained later; only what cannot be stored at all is dropped. What is shown has its tricks taken out.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

MAX_MARKS_SHOWN = 3  # Vietnamese and Hebrew stack two, Tibetan and Arabic with vowels up to three

# PostgreSQL stores no NUL, and UTF-8 has no lone surrogates.
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
_NEWLINE = re.compile("\r\n|\r|\x85|\u2028|\u2029")
_CONTROL = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f]")
_BIDI_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_STACKED = re.compile(f"([{_MARKS}]{{{MAX_MARKS_SHOWN}}})[{_MARKS}]+")
_ALWAYS_HIDDEN = re.compile(
    "[\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\u034f\u115f\u1160\u3164\uffa0\u180e\U000e0001]"
)
_JOINER = re.compile("[\u200c\u200d]")
_TAGS = re.compile("(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f)|[\U000e0020-\U000e007f]+")
_NOT_LETTER_OR_DIGIT = re.compile(r"[\W_]+")
_DIGIT = re.compile(r"\d")
_SYMBOL_BEFORE_JOINER = "\ufe0f\ufe0e"
_LATIN_GREEK_CYRILLIC = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1eff0-9]")


def clean_submitted_text(text: str) -> str:
    """Return ``text`` fit for the database: no NUL or lone surrogates, one kind of line end.

    Nothing else is lost or changed, not even spaces at the ends.
    """
    return _NEWLINE.sub("\n", _NOT_STORABLE.sub("", text))


def count_characters(text: str) -> int:
    """How many characters a person sees: a line end is one, an accent is part of its letter.

    Browsers send a line end as two characters; a limit that counted both would refuse what the page's own
    counter allowed. Accents typed as separate marks count with their letter as far as NFC joins them.
    """
    return len(unicodedata.normalize("NFC", clean_submitted_text(text)))


def display_text(text: str) -> str:
    """Return ``text`` without characters that disturb or deceive where it is shown.

    Takes out controls, bidirectional overrides, invisible characters and hidden tags, and bounds the marks
    on one letter. Joiners stay where they mean something: in emoji and in scripts that join their letters.
    Markup is not touched: templates escape it.
    """
    text = clean_submitted_text(text)
    if text.isascii():
        return _CONTROL.sub("", text)
    text = _CONTROL.sub("", _BIDI_CONTROL.sub("", text))
    text = _TAGS.sub(lambda match: match.group(1) or "", _ALWAYS_HIDDEN.sub("", text))
    text = _JOINER.sub(_joiner_with_meaning, text)
    return _STACKED.sub(r"\1", text)


def _joiner_with_meaning(match: re.Match[str]) -> str:
    """Keep a joiner between two characters that it can join."""
    text, place = match.string, match.start()
    if place == 0 or place + 1 == len(text):
        return ""
    return match.group() if _can_be_joined(text[place - 1]) and _can_be_joined(text[place + 1]) else ""


def _can_be_joined(character: str) -> bool:
    if character in _SYMBOL_BEFORE_JOINER:
        return True
    if _LATIN_GREEK_CYRILLIC.match(character):
        return False
    return unicodedata.category(character) in {"Lo", "Mn", "Mc", "So", "Sk"}


def normalised_hash(text: str) -> str:
    """A hash that stays the same when only case, spacing, punctuation, accents' form or digits change.

    Hexadecimal SHA-256. A text without any letter or digit is hashed as it stands.
    """
    folded = unicodedata.normalize("NFKC", clean_submitted_text(text)).casefold()
    kept = _DIGIT.sub("0", _NOT_LETTER_OR_DIGIT.sub("", folded))
    return hashlib.sha256((kept or folded).encode("utf-8")).hexdigest()

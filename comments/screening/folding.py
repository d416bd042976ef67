"""Folds a text so that look-alikes read alike, and leads each place back to the text as it was sent.

People who hide words use full-width letters, invisible characters, letters of other alphabets or stretched
and spelled-out words. Checks read the folded text; spans they report must point into the original.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from comments.screening.findings import Span

# Characters that show nothing: format controls are added by category below.
_INVISIBLE = frozenset("\x00\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {chr(c) for c in range(0xFE00, 0xFE10)}
_APOSTROPHES = frozenset("\u2018\u2019\u201b\u02bc\u2032\uff07`\u00b4")
_MAX_MARKS = 3  # more combining marks on one letter than any written language stacks
_CLUSTER = re.compile(r"(?s).[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]*")

# Cyrillic and Greek letters that pass for Latin ones (a small part of Unicode TR 39's confusables).
LOOKALIKES = {
    "а": "a", "в": "b", "е": "e", "ѕ": "s", "і": "i", "ј": "j", "к": "k", "м": "m", "н": "h", "о": "o",
    "р": "p", "с": "c", "т": "t", "у": "y", "х": "x", "ԁ": "d", "ԛ": "q", "ԝ": "w", "ӏ": "l",
    "А": "A", "В": "B", "Е": "E", "Ѕ": "S", "І": "I", "Ј": "J", "К": "K", "М": "M", "Н": "H", "О": "O",
    "Р": "P", "С": "C", "Т": "T", "У": "Y", "Х": "X",
    "α": "a", "ε": "e", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "υ": "u", "χ": "x",
    "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O",
    "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X",
}  # fmt: skip
_LOOKALIKE_TABLE = str.maketrans(LOOKALIKES)
_WORD = re.compile(r"\w+")
_ASCII_LETTER = re.compile(r"[A-Za-z]")
_DIGIT_FOR_LETTER = str.maketrans("013457@$", "oieastas")
_DIGIT_IN_WORD = re.compile(r"(?<=[a-z])[013457@$](?=[a-z])")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_SPELLED_OUT = re.compile(r"(?<!\w)[a-z]([ .\-_*])[a-z](?:\1[a-z]){2,60}(?!\w)")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. ``origin`` gives each character's place in the original; None: one to one."""

    text: str
    origin: tuple[Span, ...] | None = None

    def span(self, start: int, end: int) -> Span:
        """Lead a passage of the folded text back to the original."""
        if self.origin is None or start >= end:
            return (start, end)
        return (self.origin[start][0], self.origin[end - 1][1])


@lru_cache(maxsize=8)  # several checks read the same text; the pipeline empties this after each comment
def fold(text: str, *, keep_case: bool = False, unmask: bool = False) -> Folded:
    """Fold ``text``: NFKC, invisible characters dropped, straight apostrophes, small letters.

    ``keep_case`` leaves capitals alone. ``unmask`` also undoes stretched words ("dieee"), digits for
    letters ("su1cide") and spelled-out words ("s u i c i d e").
    """
    if unmask:
        return _unmask(fold(text))
    if text.isascii() and "\x00" not in text and "`" not in text:
        return Folded(text if keep_case else text.lower())
    return _fold_unicode(text, keep_case=keep_case)


def _fold_unicode(text: str, *, keep_case: bool) -> Folded:
    characters: list[str] = []
    origin: list[Span] = []
    for match in _CLUSTER.finditer(text):
        cluster = match.group()
        if not cluster.isascii():
            if cluster[0] in _INVISIBLE or unicodedata.category(cluster[0]) == "Cf":
                continue
            cluster = unicodedata.normalize("NFKC", cluster[: 1 + _MAX_MARKS])
        elif cluster == "\x00":
            continue
        if cluster in _APOSTROPHES:
            cluster = "'"
        if not keep_case:
            cluster = cluster.casefold()
        characters.append(cluster)
        origin.extend([match.span()] * len(cluster))
    return Folded(_WORD.sub(_latin_word, "".join(characters)), tuple(origin))


def _latin_word(match: re.Match[str]) -> str:
    """Swap look-alikes for Latin letters in a word that mixes alphabets; length is kept."""
    word = match.group()
    if word.isascii() or not _ASCII_LETTER.search(word):
        return word
    return word.translate(_LOOKALIKE_TABLE)


def _unmask(folded: Folded) -> Folded:
    text = _DIGIT_IN_WORD.sub(lambda match: match.group().translate(_DIGIT_FOR_LETTER), folded.text)
    dropped: set[int] = set()
    for match in _SPELLED_OUT.finditer(text):
        dropped.update(range(match.start() + 1, match.end(), 2))
    for match in _STRETCHED.finditer(text):
        kept = 1 if match.group(1) in "aeiou" else 2  # "dieeee" is "die", "killlll" is "kill"
        dropped.update(range(match.start() + kept, match.end()))
    if not dropped:
        return Folded(text, folded.origin)
    kept_places = [place for place in range(len(text)) if place not in dropped]
    return Folded(
        "".join(text[place] for place in kept_places),
        tuple(folded.span(place, place + 1) for place in kept_places),
    )

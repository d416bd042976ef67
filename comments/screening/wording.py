"""Phrases that a reviewer can read, turned into patterns that cannot hang.

The lists under ``data/`` are read by people who do not write code: clinicians, moderators, editors.
They write phrases in small letters, and this file turns them into regular expressions:

==================  ==================================================================================
``want to die``     these words, whatever stands between them: spaces, commas, line breaks
``(a|b c)``         one of these
``word?``           may be left out; also behind brackets
``...``             up to 4 other words in the same sentence
``cut*``            any ending: cut, cuts, cutting
``*``               any one word
``can't``           with or without the apostrophe
``#``               a number, such as 500 or 1,000 or 49.99
``{name}``          the group of that name from the list's ``words``
==================  ==================================================================================

Every repetition has an upper bound, so matching time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
_SEPARATOR = r"[\W_]{1,5}"
_GAP = r"(?:[^\w.!?]{1,4}[\w'£%]{1,30}){0,4}?"
_NUMBER = r"\d[\d,]{0,9}(?:\.\d{1,2})?k?"
_TOKEN = re.compile(r"\.\.\.|\{[a-z_]+\}|[()|?]|[^\s()|?{}]+|\s+")


class WordingError(ValueError):
    """A phrase that cannot be read, or a list that lacks something."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a list: what to look for, what it means and proof that it does what it says."""

    id: str
    kind: str
    why: str
    score: float
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    found: tuple[str, ...]
    left_alone: tuple[str, ...]

    def matches(self, text: str) -> list[re.Match[str]]:
        """Places in a folded ``text`` where the rule speaks and no exception covers them."""
        matches = list(self.pattern.finditer(text))
        if not matches or self.unless is None:
            return matches
        exceptions = [match.span() for match in self.unless.finditer(text)]
        return [match for match in matches if not _is_covered(match.span(), exceptions)]


@dataclass(frozen=True, slots=True)
class _Item:
    regex: str
    optional: bool = False
    is_gap: bool = False


@cache
def load_rules(name: str) -> tuple[Rule, ...]:
    """Read ``data/<name>.yaml``. Raises WordingError when an entry is not well formed."""
    content = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    words = {key: str(value) for key, value in content.get("words", {}).items()}
    rules = tuple(_rule(entry, words) for entry in content["rules"])
    if len({rule.id for rule in rules}) != len(rules):
        raise WordingError(f"{name}: two rules share an id")
    return rules


def _rule(entry: Mapping[str, Any], words: Mapping[str, str]) -> Rule:
    try:
        return Rule(
            id=entry["id"],
            kind=entry["kind"],
            why=entry["why"],
            score=float(entry.get("score", 1)),
            pattern=compile_phrases(entry["phrases"], words),
            unless=compile_phrases(entry["unless"], words) if entry.get("unless") else None,
            found=tuple(entry["examples"]["found"]),
            left_alone=tuple(entry["examples"]["left_alone"]),
        )
    except KeyError as error:
        raise WordingError(f"The rule {entry.get('id', '?')} lacks {error}") from error


def compile_phrases(phrases: Iterable[str], words: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """Turn phrases into one pattern for folded text. Raises WordingError."""
    branches = "|".join(_to_regex(phrase, words or {}) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{branches})(?!\w)")


def _to_regex(phrase: str, words: Mapping[str, str]) -> str:
    pieces = [piece for piece in _TOKEN.findall(phrase) if not piece.isspace()]
    regex, rest = _alternatives(pieces, phrase, words)
    if rest:
        raise WordingError(f"Unexpected “{rest[0]}” in “{phrase}”")
    return regex


def _alternatives(pieces: list[str], phrase: str, words: Mapping[str, str]) -> tuple[str, list[str]]:
    """Read ``a b|c`` up to a closing bracket or the end; return the pattern and what is left."""
    branches: list[str] = []
    items: list[_Item] = []
    while pieces and pieces[0] != ")":
        piece, pieces = pieces[0], pieces[1:]
        if piece == "|":
            branches.append(_joined(items, phrase))
            items = []
        elif piece == "?":
            if not items:
                raise WordingError(f"Nothing stands before “?” in “{phrase}”")
            items[-1] = _Item(items[-1].regex, optional=True)
        elif piece == "(":
            inner, pieces = _alternatives(pieces, phrase, words)
            if not pieces:
                raise WordingError(f"A bracket is left open in “{phrase}”")
            pieces = pieces[1:]
            items.append(_Item(inner))
        elif piece == "...":
            items.append(_Item(_GAP, is_gap=True))
        elif piece.startswith("{"):
            if piece[1:-1] not in words:
                raise WordingError(f"No words are given for {piece} in “{phrase}”")
            items.append(_Item(f"(?:{_to_regex(words[piece[1:-1]], words)})"))
        else:
            items.append(_Item(_word(piece)))
    branches.append(_joined(items, phrase))
    return f"(?:{'|'.join(branches)})", pieces


def _joined(items: list[_Item], phrase: str) -> str:
    """Put separators between items, inside those that may be left out."""
    regex = ""
    has_word = False
    for item in items:
        if item.is_gap:
            if not has_word:
                raise WordingError(f"“{phrase}” must begin with a word")
            regex += item.regex
        elif has_word:
            part = _SEPARATOR + item.regex
            regex += f"(?:{part})?" if item.optional else part
        elif item.optional:
            regex += f"(?:{item.regex}{_SEPARATOR})?"
        else:
            regex += item.regex
            has_word = True
    if not has_word:
        raise WordingError(f"“{phrase}” has a part without any word that must be there")
    return regex


def _word(piece: str) -> str:
    if piece == "*":
        return r"\w{1,30}"
    stem = piece.removesuffix("*")
    if not stem or "*" in stem:
        raise WordingError(f"“{piece}”: a star stands at the end of a word")
    regex = re.escape(stem).replace("'", "'?").replace(re.escape("#"), _NUMBER)
    return regex + (r"\w{0,20}" if piece.endswith("*") else "")


def _is_covered(span: tuple[int, int], exceptions: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in exceptions)

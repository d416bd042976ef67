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
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
_SEPARATOR = r"[\W_]{1,5}"
_GAP = r"(?:[^\w.!?]{1,4}[\w'£%]{1,30}){0,4}?"
_NUMBER = r"\d[\d,]{0,9}(?:\.\d{1,2})?k?"
_MOST_PLACES = 10
_WORD_IN_TEXT = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"\.\.\.|\{[a-z_]+\}|[()|?]|[^\s()|?{}]+|\s+")


class WordingError(ValueError):
    """A phrase that cannot be read, or a list that lacks something."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as a pattern, and the words it can begin with."""

    pattern: re.Pattern[str]
    first_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a list: what to look for, what it means and proof that it does what it says."""

    id: str
    kind: str
    why: str
    score: float
    phrases: tuple[Phrase, ...]
    unless: re.Pattern[str] | None
    found: tuple[str, ...]
    left_alone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    regex: str
    first_words: frozenset[str] = frozenset()
    optional: bool = False
    is_gap: bool = False


class WordList:
    """All rules of one list, indexed by the words their phrases begin with.

    Trying every phrase at every word would cost more than all other checks together.
    """

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self._by_word: dict[str, list[tuple[int, re.Pattern[str]]]] = {}
        for number, rule in enumerate(rules):
            for phrase in rule.phrases:
                for word in phrase.first_words:
                    self._by_word.setdefault(word, []).append((number, phrase.pattern))
        self._stems = tuple(word[:-1] for word in self._by_word if word.endswith("*"))

    def find(self, text: str) -> list[tuple[Rule, list[re.Match[str]]]]:
        """The rules that speak in a folded ``text``, each with its places; at most 10 for each rule."""
        places: dict[int, list[re.Match[str]]] = {}
        for word in _WORD_IN_TEXT.finditer(text):
            for number, pattern in self._candidates(word.group()):
                so_far = places.get(number, [])
                if len(so_far) >= _MOST_PLACES or (so_far and so_far[-1].end() > word.start()):
                    continue
                match = pattern.match(text, word.start())
                if match:
                    places.setdefault(number, []).append(match)
        found = []
        for number in sorted(places):
            matches = _without_exceptions(self.rules[number], places[number], text)
            if matches:
                found.append((self.rules[number], matches))
        return found

    def _candidates(self, word: str) -> list[tuple[int, re.Pattern[str]]]:
        candidates = self._by_word.get(word, [])
        if word[0].isdecimal():
            candidates = candidates + self._by_word.get("#", [])
        for stem in self._stems:
            if word.startswith(stem):
                candidates = candidates + self._by_word[stem + "*"]
        return candidates


@cache
def load_words(name: str) -> WordList:
    """Read ``data/<name>.yaml``. Raises WordingError when an entry is not well formed."""
    content = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    words = {key: str(value) for key, value in content.get("words", {}).items()}
    rules = tuple(_rule(entry, words) for entry in content["rules"])
    if len({rule.id for rule in rules}) != len(rules):
        raise WordingError(f"{name}: two rules share an id")
    return WordList(rules)


def _without_exceptions(rule: Rule, matches: list[re.Match[str]], text: str) -> list[re.Match[str]]:
    if rule.unless is None:
        return matches
    exceptions = [match.span() for match in rule.unless.finditer(text)]
    return [match for match in matches if not _is_covered(match.span(), exceptions)]


def _rule(entry: Mapping[str, Any], words: Mapping[str, str]) -> Rule:
    try:
        return Rule(
            id=entry["id"],
            kind=entry["kind"],
            why=entry["why"],
            score=float(entry.get("score", 1)),
            phrases=tuple(_phrase(phrase, words) for phrase in entry["phrases"]),
            unless=compile_phrases(entry["unless"], words) if entry.get("unless") else None,
            found=tuple(entry["examples"]["found"]),
            left_alone=tuple(entry["examples"]["left_alone"]),
        )
    except KeyError as error:
        raise WordingError(f"The rule {entry.get('id', '?')} lacks {error}") from error


def compile_phrases(phrases: Iterable[str], words: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """Turn phrases into one pattern for folded text. Raises WordingError."""
    branches = "|".join(_parsed(phrase, words or {}).regex for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{branches})(?!\w)")


def _phrase(phrase: str, words: Mapping[str, str]) -> Phrase:
    parsed = _parsed(phrase, words)
    if not parsed.first_words or "" in parsed.first_words:
        raise WordingError(f"“{phrase}” must begin with a word")
    return Phrase(re.compile(rf"(?<!\w){parsed.regex}(?!\w)"), parsed.first_words)


def _parsed(phrase: str, words: Mapping[str, str]) -> _Item:
    pieces = [piece for piece in _TOKEN.findall(phrase) if not piece.isspace()]
    item, rest = _alternatives(pieces, phrase, words)
    if rest:
        raise WordingError(f"Unexpected “{rest[0]}” in “{phrase}”")
    return item


def _alternatives(pieces: list[str], phrase: str, words: Mapping[str, str]) -> tuple[_Item, list[str]]:
    """Read ``a b|c`` up to a closing bracket or the end; return the pattern and what is left."""
    branches: list[_Item] = []
    items: list[_Item] = []
    while pieces and pieces[0] != ")":
        piece, pieces = pieces[0], pieces[1:]
        if piece == "|":
            branches.append(_joined(items, phrase))
            items = []
        elif piece == "?":
            if not items:
                raise WordingError(f"Nothing stands before “?” in “{phrase}”")
            items[-1] = replace(items[-1], optional=True)
        elif piece == "(":
            inner, pieces = _alternatives(pieces, phrase, words)
            if not pieces:
                raise WordingError(f"A bracket is left open in “{phrase}”")
            pieces = pieces[1:]
            items.append(inner)
        elif piece == "...":
            items.append(_Item(_GAP, is_gap=True))
        elif piece.startswith("{"):
            if piece[1:-1] not in words:
                raise WordingError(f"No words are given for {piece} in “{phrase}”")
            items.append(_parsed(words[piece[1:-1]], words))
        else:
            items.append(_word(piece))
    branches.append(_joined(items, phrase))
    first_words = frozenset(word for branch in branches for word in branch.first_words)
    return _Item(f"(?:{'|'.join(branch.regex for branch in branches)})", first_words), pieces


def _joined(items: list[_Item], phrase: str) -> _Item:
    """Put separators between items, inside those that may be left out."""
    regex = ""
    first_words: frozenset[str] = frozenset()
    has_word = False
    for item in items:
        if item.is_gap:
            if not has_word:
                raise WordingError(f"“{phrase}” must begin with a word")
            regex += item.regex
        elif has_word:
            part = _SEPARATOR + item.regex
            regex += f"(?:{part})?" if item.optional else part
        else:
            first_words |= item.first_words
            regex += f"(?:{item.regex}{_SEPARATOR})?" if item.optional else item.regex
            has_word = not item.optional
    if not has_word:
        raise WordingError(f"“{phrase}” has a part without any word that must be there")
    return _Item(regex, first_words)


def _word(piece: str) -> _Item:
    if piece == "*":
        return _Item(r"\w{1,30}", frozenset({""}))
    stem = piece.removesuffix("*")
    if not stem or "*" in stem:
        raise WordingError(f"“{piece}”: a star stands at the end of a word")
    regex = re.escape(stem).replace("'", "'?").replace(re.escape("#"), _NUMBER)
    if stem[0] == "#":
        return _Item(regex, frozenset({"#"}))
    stem = stem.lstrip("'")
    start = re.match(r"[^\W_]*", stem)
    first = start.group() if start else ""
    if piece.endswith("*"):
        return _Item(regex + r"\w{0,20}", frozenset({first + "*"}))
    return _Item(regex, frozenset({first, stem.replace("'", "")} if "'" in stem else {first}))


def _is_covered(span: tuple[int, int], exceptions: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in exceptions)

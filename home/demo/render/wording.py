"""Sentences, caption pieces and lines: pure text work."""

from __future__ import annotations

import re
from itertools import pairwise

LINE_CHARS = 37
CUE_LINES = 2
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
CLAUSE_END = re.compile(r"[,:;.?!]$")
# A line or a cue reads better when it breaks before one of these than in the middle of a phrase.
BREAK_BEFORE = {
    "and", "or", "but", "so", "that", "which", "who", "what", "where", "when", "while", "because", "if",
    "of", "for", "with", "to", "in", "on", "at", "from", "by", "about", "as", "the", "than", "not", "whether",
    "under",
}  # fmt: skip


def sentences(text: str) -> list[str]:
    return SENTENCE_END.split(text.strip())


def fits(words: list[str]) -> bool:
    return _best_lines(words) is not None


def lines(words: list[str]) -> str:
    """The words as one or two lines of at most ``LINE_CHARS``; raises ValueError when they cannot fit."""
    best = _best_lines(words)
    if best is None:
        raise ValueError(f"Too long for one caption: {' '.join(words)}")
    return "\n".join(best)


def _best_lines(words: list[str]) -> list[str] | None:
    whole = " ".join(words)
    if len(whole) <= LINE_CHARS:
        return [whole]
    best: tuple[float, list[str]] | None = None
    for cut in range(1, len(words)):
        top, bottom = " ".join(words[:cut]), " ".join(words[cut:])
        if max(len(top), len(bottom)) > LINE_CHARS:
            continue
        cost = abs(len(top) - len(bottom)) + _break_cost(words, cut)
        if best is None or cost < best[0]:
            best = (cost, [top, bottom])
    return best[1] if best else None


def _break_cost(words: list[str], cut: int) -> float:
    before, after = words[cut - 1], words[cut]
    if CLAUSE_END.search(before):
        return 0
    if before.lower() in BREAK_BEFORE or before.lower() in {
        "a",
        "an",
        "my",
        "your",
        "their",
        "his",
        "her",
        "i",
    }:
        return 30
    return 8 if after.lower() in BREAK_BEFORE else 18


def pieces(sentence: str) -> list[list[str]]:
    """A sentence as caption pieces (lists of words), each of which fits on screen at once."""
    words = sentence.split()
    count = len(words)
    best: list[tuple[float, list[int]] | None] = [None] * (count + 1)
    best[0] = (0.0, [])
    for end in range(1, count + 1):
        for start in range(end):
            so_far = best[start]
            if so_far is None or not fits(words[start:end]):
                continue
            length = len(" ".join(words[start:end]))
            cost = so_far[0] + 40 + max(0, 24 - length) * 1.5
            if end < count:
                cost += 2 * _break_cost(words, end)
            known = best[end]
            if known is None or cost < known[0]:
                best[end] = (cost, [*so_far[1], end])
    final = best[count]
    if final is None:
        raise ValueError(f"A word is longer than a caption line: {sentence}")
    return [words[a:b] for a, b in pairwise([0, *final[1]])]


NUMBERS = {"1": "one", "2": "two", "3": "three", "4": "four", "60": "sixty"}


def spoken(text: str) -> list[str]:
    """The words of a text as heard, for comparison: lower case, figures as words, no marks."""
    text = text.lower().replace("’", "'").replace("o'clock", "oclock").replace("o 'clock", "oclock")
    text = text.replace("amhp", "amp").replace("-", " ").replace("center", "centre")
    words = re.findall(r"[a-z0-9']+", text)
    return [NUMBERS.get(w, w.replace("'", "")) for w in words]

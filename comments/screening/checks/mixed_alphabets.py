"""Letters of two alphabets inside one word, as in "fr\u043em" with a Cyrillic o."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from comments.screening.findings import Concern, Finding, Submission
from comments.screening.folding import LOOKALIKES

_WORD = re.compile(r"[^\W\d_]{2,200}")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_LOOKALIKE = re.compile(f"[{''.join(LOOKALIKES)}]")


@dataclass(frozen=True, slots=True)
class MixedAlphabets:
    """Spam check. A whole word in Greek, Cyrillic or any other script is simply another language."""

    score: float = 0.6
    name: ClassVar[str] = "mixed_alphabets"
    looks_for: ClassVar[Concern] = Concern.SPAM

    def inspect(self, submission: Submission) -> list[Finding]:
        if submission.body.isascii() and submission.author_name.isascii():
            return []
        spans = tuple(match.span() for match in _WORD.finditer(submission.body) if _is_mixed(match.group()))
        in_name = any(_is_mixed(word) for word in _WORD.findall(submission.author_name))
        if not spans and not in_name:
            return []
        reason = "Letters of two alphabets inside one word, which hides words from filters."
        return [Finding(Concern.SPAM, self.score, reason, signal="mixed_alphabets", spans=spans)]


def _is_mixed(word: str) -> bool:
    return not word.isascii() and bool(_LATIN.search(word)) and bool(_LOOKALIKE.search(word))

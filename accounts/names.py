"""Names as other services and readers write them, fit to be shown."""

from __future__ import annotations

import unicodedata
from typing import Any

MAX_NAME = 60
# Control characters, halves of characters, and marks that turn the direction of the text around them.
_UNWANTED = {"Cc", "Cs", "Co", "Cn"}
_DIRECTIONS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def clean_name(text: Any) -> str:
    """One line without characters that hide or deceive, at most ``MAX_NAME`` long; "" for what is no text."""
    if not isinstance(text, str):
        return ""
    spaced = " ".join(text[:1000].split())
    kept = (char for char in spaced if unicodedata.category(char) not in _UNWANTED and char not in _DIRECTIONS)
    return " ".join("".join(kept).split())[:MAX_NAME].strip()

"""Where a cue stands in the picture: WebVTT cue settings and regions.

Follows "parse the WebVTT cue settings" and "collect WebVTT region settings" (W3C WebVTT, 6.2, 6.3):
a setting that does not fit its rule counts for nothing, and the rest of the line still does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

_PERCENTAGE = re.compile(r"([0-9]+)(?:\.([0-9]+))?%")
_LINE_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_SPACES = re.compile(r"[\t\n\f\r ]+")
_ALIGNMENTS = frozenset({"start", "center", "end", "left", "right"})


def split_on_spaces(text: str) -> list[str]:
    """Tokens between ASCII whitespace; other Unicode spaces are part of a token, as WebVTT says."""
    return [token for token in _SPACES.split(text) if token]


def is_percentage(text: str) -> bool:
    """Whether ``text`` is a WebVTT percentage from 0 to 100."""
    match = _PERCENTAGE.fullmatch(text)
    if match is None:
        return False
    whole = match[1].lstrip("0") or "0"
    if len(whole) <= 2:
        return True
    return whole == "100" and not (match[2] or "").strip("0")


def _is_line(value: str) -> bool:
    place, comma, align = value.partition(",")
    if comma and align not in {"start", "center", "end"}:
        return False
    return is_percentage(place) if place.endswith("%") else _LINE_NUMBER.fullmatch(place) is not None


def _is_position(value: str) -> bool:
    place, comma, align = value.partition(",")
    return is_percentage(place) and (not comma or align in {"line-left", "center", "line-right"})


def _is_anchor(value: str) -> bool:
    across, comma, down = value.partition(",")
    return bool(comma) and is_percentage(across) and is_percentage(down)


_CUE_RULES: dict[str, Callable[[str], bool]] = {
    "vertical": lambda value: value in {"rl", "lr"},
    "line": _is_line,
    "position": _is_position,
    "size": is_percentage,
    "align": lambda value: value in _ALIGNMENTS,
}
_REGION_RULES: dict[str, Callable[[str], bool]] = {
    "id": lambda value: True,
    "width": is_percentage,
    "lines": lambda value: value.isascii() and value.isdigit(),
    "regionanchor": _is_anchor,
    "viewportanchor": _is_anchor,
    "scroll": lambda value: value == "up",
}


def _is_valid(setting: str, rules: dict[str, Callable[[str], bool]]) -> bool:
    name, colon, value = setting.partition(":")
    rule = rules.get(name)
    return bool(colon and value) and rule is not None and rule(value)


def check_cue_settings(text: str, regions: Collection[str]) -> tuple[str, list[str]]:
    """Split cue settings into those that count, joined by single spaces, and a list of those that do not.

    ``regions`` are the identifiers of the regions the file defines.
    """
    kept: list[str] = []
    refused: list[str] = []
    for setting in split_on_spaces(text):
        is_known_region = setting.startswith("region:") and setting[len("region:") :] in regions
        (kept if is_known_region or _is_valid(setting, _CUE_RULES) else refused).append(setting)
    return " ".join(kept), refused


def check_region(text: str) -> tuple[str, str, list[str]]:
    """Read a REGION block: its text without settings that do not count, its identifier, and those settings.

    Where a region names itself twice, the last name counts; without one it is "".
    """
    lines: list[str] = []
    refused: list[str] = []
    identifier = ""
    for line in text.split("\n"):
        kept = []
        for setting in split_on_spaces(line):
            if not _is_valid(setting, _REGION_RULES):
                refused.append(setting)
                continue
            kept.append(setting)
            if setting.startswith("id:"):
                identifier = setting[len("id:") :]
        if kept:
            lines.append(" ".join(kept))
    return "\n".join(lines), identifier, refused

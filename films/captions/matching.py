"""Which captions of a new version are the lines of the old one, so that links to a line outlive a new file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from films.captions.cues import TimedText

# How far a line may have moved and still be the same one: the same short words are often said twice.
NEAR_MS = 10_000
# How alike the words of a mended line are, from 0 to 1.
ALIKE = 0.6
# As many neighbours as a line is compared with, so that a hostile file costs no more than a long one.
MOST_COMPARED = 12


def match(old: Sequence[TimedText], new: Sequence[TimedText]) -> dict[int, int]:
    """The place in ``new`` of each line kept, to its place in ``old``; both are in order of start time.

    A line is kept when the same words are said near the same time, and when words almost the same are shown while
    the old ones were. No line is kept twice.
    """
    kept: dict[int, int] = {}
    _pair(_same_words(old, new), kept)
    _pair(_mended(old, new, kept), kept)
    return kept


def _pair(found: list[tuple[float, int, int]], kept: dict[int, int]) -> None:
    """Take the nearest pairs first. ``found`` holds (distance, place in new, place in old)."""
    taken = set(kept.values())
    for _, new_place, old_place in sorted(found):
        if new_place not in kept and old_place not in taken:
            kept[new_place] = old_place
            taken.add(old_place)


def _same_words(old: Sequence[TimedText], new: Sequence[TimedText]) -> list[tuple[float, int, int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, cue in enumerate(old):
        places[_words(cue)].append(place)
    starts = {words: [old[place].start_ms for place in found] for words, found in places.items()}
    pairs = []
    for place, cue in enumerate(new):
        words = _words(cue)
        if words not in places:
            continue
        at = bisect_left(starts[words], cue.start_ms)
        for index in range(max(0, at - MOST_COMPARED // 2), min(len(starts[words]), at + MOST_COMPARED // 2)):
            apart = abs(starts[words][index] - cue.start_ms)
            if apart <= NEAR_MS:
                pairs.append((float(apart), place, places[words][index]))
    return pairs


def _mended(old: Sequence[TimedText], new: Sequence[TimedText], kept: dict[int, int]) -> list[tuple[float, int, int]]:
    """Pairs of what is left, on screen at one time and much alike."""
    taken = set(kept.values())
    left = [place for place in range(len(old)) if place not in taken]
    starts = [old[place].start_ms for place in left]
    pairs = []
    for place, cue in enumerate(new):
        if place in kept:
            continue
        until = bisect_right(starts, cue.end_ms)
        for old_place in left[max(0, until - MOST_COMPARED) : until]:
            if old[old_place].end_ms > cue.start_ms:
                alike = SequenceMatcher(None, _words(old[old_place]), _words(cue), autojunk=False).ratio()
                if alike >= ALIKE:
                    pairs.append((1 - alike, place, old_place))
    return pairs


def _words(cue: TimedText) -> str:
    return " ".join(cue.plain_text.split()).casefold()

"""What a careful subtitler would change, by the numbers of the BBC Subtitle Guidelines.

Section numbers below are those of the guidelines (bbc.co.uk/accessibility/forproducts/guides/subtitles).
An error makes captions unusable for somebody; a warning may have a good reason; info is a hint.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from films.captions.cue_text import SPAN_TAGS, Tag, tokens
from films.captions.cues import TimedText
from films.captions.times import format_clock, read_vtt_time

MAX_LINE_LENGTH = 37  # 3.1
MAX_LINE_LENGTH_PORTRAIT = 25  # 3.1, for upright pictures
MAX_LINES = 2  # 3.3
MAX_LINES_PORTRAIT = 3  # 3.3
MAX_WORDS_PER_MINUTE = 180  # 4
MIN_MS_PER_WORD = 300  # 4.1
# Our own: captions of quick speech, word for word, run faster than the guidelines. Past 300 words a minute they
# are gone before they are read.
LEAST_MS_PER_WORD = 200
PAST_END_MS = 1000  # ours: containers round the length of a film, and a caption may outlast the last picture by a blink
MIN_GAP_MS = 1000  # 4.5
READABLE_COLOURS = ("white", "yellow", "cyan", "lime")  # 8.3, by WebVTT's class names
OTHER_COLOURS = frozenset({"red", "magenta", "blue", "black"})  # WebVTT, 5.1


class CaptionText(TimedText, Protocol):
    """A cue with its marked-up text."""

    @property
    def payload(self) -> str: ...


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. ``cue`` is the place of the cue in the list that was checked, from 0."""

    cue: int
    severity: Severity
    message: str
    rule: str


def check(cues: Sequence[CaptionText], *, is_portrait: bool = False, duration_ms: int | None = None) -> list[Finding]:
    """Check all cues of a film, given in order of start time; findings come in the order of the cues.

    ``is_portrait`` is for pictures taller than wide, which fit shorter lines and one line more. ``duration_ms`` is
    the film's length; without it nothing is said of its end.
    """
    findings: list[Finding] = []
    names_speakers = any(cue.speaker for cue in cues)
    previous: CaptionText | None = None
    for index, cue in enumerate(cues):
        text = cue.plain_text
        checks = [
            _check_words(cue, text),
            _check_layout(text, is_portrait),
            _check_marks(cue.payload),
            _check_speaker(cue, text, names_speakers),
            _check_spacing(previous, cue) if previous is not None else (),
            _check_end(cue, duration_ms) if duration_ms is not None else (),
        ]
        findings += [Finding(index, severity, message, rule) for found in checks for severity, message, rule in found]
        if previous is None or cue.end_ms >= previous.end_ms:
            previous = cue
    return findings


Found = tuple[Severity, str, str]


def _check_words(cue: TimedText, text: str) -> Iterator[Found]:
    """Reading time. At the least time on screen the speed is 200 words a minute, so one finding is enough.

    Somebody who talks quickly leaves less; it is an error only where nobody could read it.
    """
    words = len(text.split())
    if not words:
        yield Severity.ERROR, "This caption has no words. Write them or delete the caption.", "empty"
        return
    shown_ms = cue.end_ms - cue.start_ms
    needed_ms = words * MIN_MS_PER_WORD
    speed = words * 60_000 / shown_ms
    counted = "1 word needs" if words == 1 else f"{words} words need"
    if shown_ms < needed_ms:
        message = (
            f"{counted} at least {_seconds(needed_ms)} on screen. "
            f"This caption shows for {_seconds(shown_ms)} ({speed:,.0f} words a minute)."
        )
        is_unreadable = shown_ms < words * LEAST_MS_PER_WORD
        yield Severity.ERROR if is_unreadable else Severity.WARNING, message, "minimum-time"
    elif speed > MAX_WORDS_PER_MINUTE:
        limit = MAX_WORDS_PER_MINUTE
        message = f"This caption has to be read at {speed:.0f} words a minute. Keep to {limit} or fewer."
        yield Severity.WARNING, message, "speed"


def _check_layout(text: str, is_portrait: bool) -> Iterator[Found]:
    longest_allowed = MAX_LINE_LENGTH_PORTRAIT if is_portrait else MAX_LINE_LENGTH
    lines_allowed = MAX_LINES_PORTRAIT if is_portrait else MAX_LINES
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    longest = max(map(len, lines), default=0)
    if longest > longest_allowed:
        message = f"A line has {longest} characters. Keep lines to {longest_allowed} or fewer."
        yield Severity.WARNING, message, "line-length"
    if len(lines) > lines_allowed:
        message = f"This caption has {len(lines)} lines. Keep captions to {lines_allowed} or fewer."
        yield Severity.WARNING, message, "lines"


def _check_marks(payload: str) -> Iterator[Found]:
    """Tags that hide words, and colours that are hard to read on black."""
    if "<" not in payload:
        return
    tags = [token for token in tokens(payload) if isinstance(token, Tag)]
    if not all(map(_is_understood, tags)):
        message = "A “<” in this caption may hide the words after it. If you mean the sign itself, write “&lt;”."
        yield Severity.WARNING, message, "unknown-tag"
    colours = sorted({name for tag in tags for name in tag.classes if name in OTHER_COLOURS})
    if colours:
        allowed = ", ".join(READABLE_COLOURS)
        message = f"The colour {colours[0]} is hard to read on black. Use one of these: {allowed}."
        yield Severity.ERROR, message, "colour"


def _is_understood(tag: Tag) -> bool:
    if tag.kind == "timestamp":
        return read_vtt_time(tag.name) is not None
    return tag.name in SPAN_TAGS


def _check_speaker(cue: TimedText, text: str, names_speakers: bool) -> Iterator[Found]:
    """In a file that names its speakers, speech without a name looks like the last speaker's (7.8)."""
    if names_speakers and not cue.speaker and text.strip() and not _is_sound(text):
        message = "This caption does not say who speaks, though others do."
        yield Severity.WARNING, message, "speaker"


def _is_sound(text: str) -> bool:
    """Whether the text describes a sound or a song and is not speech: ``[door shuts]``, ``♪ la la ♪``."""
    text = text.strip()
    return (text[0], text[-1]) in {("[", "]"), ("(", ")"), ("♪", "♪"), ("#", "#")}


def _check_spacing(previous: TimedText, cue: TimedText) -> Iterator[Found]:
    if cue.start_ms < previous.start_ms:
        yield Severity.WARNING, "This caption starts before the one above it. Put them in order.", "order"
    elif cue.start_ms < previous.end_ms:
        overlap = _seconds(previous.end_ms - cue.start_ms)
        message = f"This caption starts {overlap} before the one above it ends, so both show at once."
        yield Severity.WARNING, message, "overlap"
    elif 0 < cue.start_ms - previous.end_ms < MIN_GAP_MS:
        gap = _seconds(cue.start_ms - previous.end_ms)
        message = f"There is a gap of {gap} before this caption. Close it, or make it 1 second or more."
        yield Severity.WARNING, message, "gap"


def _check_end(cue: TimedText, duration_ms: int) -> Iterator[Found]:
    if cue.start_ms >= duration_ms:
        message = f"The film is over at {format_clock(duration_ms)}, before this caption starts. Nobody sees it."
        yield Severity.ERROR, message, "past-end"
    elif cue.end_ms > duration_ms + PAST_END_MS:
        message = f"This caption is to stay until {format_clock(cue.end_ms)}, after the film is over."
        yield Severity.ERROR, message, "past-end"


def _seconds(ms: int) -> str:
    """``1 second``, ``0.4 seconds``, ``1.25 seconds``."""
    number = f"{ms / 1000:.3f}".rstrip("0").rstrip(".")
    return f"{number} second" if number == "1" else f"{number} seconds"

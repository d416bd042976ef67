"""Cues as a transcript to read: who speaks, in paragraphs, each line with its time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from films.captions.cue_text import spoken_parts
from films.captions.cues import TimedText

# A silence this long starts a new paragraph.
PAUSE_MS = 2000
# A paragraph with as many letters as this ends with its sentence: about half a minute of speech, so that a text
# does not become a wall, and the next time to start from is never far.
LONG_PARAGRAPH = 420
_SENTENCE_ENDS = (".", "!", "?", "…", "]", ")")
_CLOSING_QUOTES = "\"'’”»"


@dataclass(frozen=True, slots=True)
class Line:
    """What a cue, or one voice in it, says, on one line.

    ``cue_id`` is the row's key, None without a row; ``voice`` counts the voices of one cue from 0.
    """

    start_ms: int
    end_ms: int
    text: str
    cue_id: int | str | None = None
    voice: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """A paragraph of one speaker, "" where nobody is named.

    ``is_new_speaker`` is False where the same person goes on in a new paragraph, so that a page need not
    repeat the name. ``chapter`` is the index of the chapter that opens here, None elsewhere.
    """

    speaker: str
    lines: tuple[Line, ...]
    is_new_speaker: bool = True
    chapter: int | None = None

    @property
    def start_ms(self) -> int:
        return self.lines[0].start_ms

    @property
    def end_ms(self) -> int:
        return max(line.end_ms for line in self.lines)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def turns(cues: Iterable[TimedText], chapter_starts_ms: Sequence[int] = ()) -> tuple[Turn, ...]:
    """Group cues, given in the order they are said, into turns.

    A new turn starts where the speaker changes, after a pause of ``PAUSE_MS``, after the sentence that
    brings a turn to ``LONG_PARAGRAPH``, and with the first words of a chapter. Cues without words are
    passed over; a cue in which two voices speak is shared out between them where the cue carries its
    ``payload``.
    """
    chapters = sorted(chapter_starts_ms)
    finished: list[Turn] = []
    lines: list[Line] = []
    speaker, chapter, spoken_until, opens = "", -1, 0, None
    for part_speaker, line in _lines(cues):
        line_chapter = bisect_right(chapters, line.start_ms) - 1
        is_new_chapter = line_chapter > chapter
        is_pause = line.start_ms - spoken_until >= PAUSE_MS
        if lines and (part_speaker != speaker or is_pause or is_new_chapter or _is_full(lines)):
            finished.append(_turn(speaker, lines, finished, opens))
            lines = []
        if not lines:
            opens = line_chapter if is_new_chapter else None
        speaker = part_speaker
        chapter = max(chapter, line_chapter)
        spoken_until = max(spoken_until, line.end_ms)
        lines.append(line)
    if lines:
        finished.append(_turn(speaker, lines, finished, opens))
    return tuple(finished)


def _turn(speaker: str, lines: list[Line], before: list[Turn], chapter: int | None) -> Turn:
    goes_on = bool(before) and before[-1].speaker == speaker
    return Turn(speaker, tuple(lines), is_new_speaker=not goes_on, chapter=chapter)


def _is_full(lines: list[Line]) -> bool:
    ends_here = lines[-1].text.rstrip(_CLOSING_QUOTES).endswith(_SENTENCE_ENDS)
    return ends_here and sum(len(line.text) + 1 for line in lines) > LONG_PARAGRAPH


def _lines(cues: Iterable[TimedText]) -> Iterator[tuple[str, Line]]:
    """(speaker, line) for every voice of every cue that says something."""
    for cue in cues:
        cue_id = getattr(cue, "pk", None)
        payload = getattr(cue, "payload", "")
        parts: Sequence[tuple[str, str]] = ((cue.speaker, cue.plain_text),)
        if payload.count("<v") > 1:
            parts = spoken_parts(payload)
        for voice, (speaker, text) in enumerate(parts):
            words = " ".join(text.split())
            if words:
                yield speaker, Line(cue.start_ms, cue.end_ms, words, cue_id, voice)

"""Captions as a plain text transcript, to download, print or quote from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from films.captions.cues import TimedText
from films.captions.times import format_clock
from films.captions.transcript import turns


@dataclass(frozen=True, slots=True)
class ChapterHeading:
    """A chapter as the transcript names it; milliseconds from the first frame."""

    start_ms: int
    title: str


def to_text(
    cues: Iterable[TimedText],
    *,
    title: str = "",
    chapters: Sequence[ChapterHeading] = (),
    has_times: bool = True,
) -> str:
    """A transcript as text with LF line ends: a paragraph a turn, headed by time and speaker.

    ``title`` stands on top. Titles of chapters stand where their first words are said.
    """
    ordered = sorted(chapters, key=lambda chapter: chapter.start_ms)
    paragraphs = [_one_line(title)] if title else []
    for turn in turns(cues, [chapter.start_ms for chapter in ordered]):
        if turn.chapter is not None:
            paragraphs.append(_one_line(ordered[turn.chapter].title))
        heading = [format_clock(turn.start_ms)] if has_times else []
        if turn.speaker and (has_times or turn.is_new_speaker):
            heading.append(_one_line(turn.speaker))
        paragraphs.append("\n".join(filter(None, [" ".join(heading), turn.text])))
    return "\n\n".join(paragraphs) + "\n" if paragraphs else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())

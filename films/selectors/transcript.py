"""A film's words as its page and its text file show them: what is said, and what is to be seen, in paragraphs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from films.captions.times import format_clock
from films.captions.transcript import Turn, turns
from films.models import CaptionTrack, Cue
from films.selectors.addresses import at_moment

# The name of the voice that says what is to be seen.
DESCRIPTION = "In the picture"


@dataclass(frozen=True, slots=True)
class LineView:
    """What one caption says, a part of a paragraph; ``url`` opens the film and the page there."""

    id: str
    start_ms: int
    end_ms: int
    start_text: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class TurnView:
    """The paragraphs of one person until another speaks; ``speaker`` and ``role`` are "" where nobody is named."""

    speaker: str
    role: str
    paragraphs: tuple[tuple[LineView, ...], ...]
    is_description: bool = False


@dataclass(frozen=True, slots=True)
class SectionView:
    """A chapter's part of the transcript; ``title`` is "" before the first chapter."""

    title: str
    turns: tuple[TurnView, ...]

    @property
    def lines(self) -> Iterable[LineView]:
        return (line for turn in self.turns for paragraph in turn.paragraphs for line in paragraph)


def said_and_seen(track: CaptionTrack, description: CaptionTrack | None) -> list[Cue]:
    """The cues of both in the order of the film, in one query; what is seen has ``DESCRIPTION`` for its speaker."""
    cues = list(Cue.objects.filter(track__in=[track, description] if description else [track]).in_order())
    for cue in cues:
        if cue.track_id != track.pk:
            cue.speaker, cue.payload = DESCRIPTION, ""
    return cues


def sections(
    cues: Iterable[Cue], chapters: list[tuple[int, str]], roles: dict[str, str], url: str
) -> list[SectionView]:
    """The words by chapter. ``chapters`` are (milliseconds, title) in order, ``roles`` by name, ``url`` the film's."""
    parts: list[tuple[str, list[list[Turn]]]] = []
    for turn in turns(cues, [start for start, _ in chapters]):
        if turn.chapter is not None or not parts:
            parts.append((chapters[turn.chapter][1] if turn.chapter is not None else "", []))
        said = parts[-1][1]
        if said and said[-1][-1].speaker == turn.speaker:
            said[-1].append(turn)
        else:
            said.append([turn])
    return [SectionView(title, tuple(_turn_view(group, roles, url) for group in said)) for title, said in parts]


def _turn_view(group: list[Turn], roles: dict[str, str], url: str) -> TurnView:
    speaker = group[0].speaker
    return TurnView(
        speaker=speaker,
        role=roles.get(speaker, ""),
        paragraphs=tuple(_paragraph(turn, url) for turn in group),
        is_description=speaker == DESCRIPTION,
    )


def _paragraph(turn: Turn, url: str) -> tuple[LineView, ...]:
    lines: list[LineView] = []
    for line in turn.lines:
        anchor = f"line-{line.cue_id}{'' if line.voice == 0 else f'-{line.voice + 1}'}"
        address = f"{at_moment(url, line.start_ms)}#{anchor}"
        lines.append(LineView(anchor, line.start_ms, line.end_ms, format_clock(line.start_ms), line.text, address))
    return tuple(lines)

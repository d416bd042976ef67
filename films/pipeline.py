"""The steps that prepare a film, and their order, as data.

A step reads the master and makes files in a folder of its own. It writes nothing to the database and nothing to the
site's storage: ``films.services.steps`` publishes what it made, all at once, and only if nobody has taken over.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from films.fields import format_clock
from films.models import Rendition, Video
from films.processing.limits import Limits
from films.processing.poster import choose_poster, frame_at
from films.processing.probe import probe
from films.processing.results import Container, Facts, Poster, Source
from films.processing.web_mp4 import make_web_mp4

# Where in a film the further stills lie that an editor may choose from, as shares of its length.
FURTHER_FRAMES = (0.1, 0.35, 0.6, 0.85)
# Two stills closer than this look alike.
FRAMES_APART_MS = 400


@dataclass(frozen=True, slots=True)
class Work:
    """What a step is given. ``folder`` is empty, and gone when the attempt ends; ``report`` takes per cent."""

    video: Video
    source: Source
    folder: Path
    limits: Limits
    report: Callable[[int], None]
    is_cancelled: Callable[[], bool]

    @property
    def facts(self) -> Facts:
        """What the first step found out."""
        return facts_from_json(self.video.facts)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A finished file. ``filename`` is how readers see it at the end of its address; other fields as in Rendition."""

    path: Path
    kind: Rendition.Kind
    filename: str
    label: str = ""
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    bits_per_second: int | None = None
    codecs: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What a step hands back: files, the kinds they replace altogether, and fields of the video."""

    files: tuple[MadeFile, ...] = ()
    replaces: tuple[Rendition.Kind, ...] = ()
    video_fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the pipeline.

    ``needs`` are steps that must be done before. ``is_needed_to_watch`` says that without it there is no film;
    ``makes_watchable``, that with it there is one.
    """

    name: str
    label: str
    run: Callable[[Work], Made]
    needs: tuple[str, ...] = ()
    is_needed_to_watch: bool = False
    makes_watchable: bool = False


def look_at(work: Work) -> Made:
    """Length, picture size, sound, and everything the other steps want to know."""
    facts = probe(work.source, work.limits)
    return Made(
        video_fields={
            "duration_ms": facts.duration_ms,
            "width": facts.width,
            "height": facts.height,
            "has_sound": facts.has_audio,
            "facts": facts_to_json(facts),
        }
    )


def take_stills(work: Work) -> Made:
    """Pictures an editor may choose the poster from. The first is the one we would take."""
    facts = work.facts
    stills = [
        choose_poster(
            work.source,
            facts,
            out_folder=work.folder,
            limits=work.limits,
            name="still-0.jpg",
            is_cancelled=work.is_cancelled,
        )
    ]
    for number, share in enumerate(FURTHER_FRAMES, start=1):
        work.report(100 * number // (len(FURTHER_FRAMES) + 1))
        at_ms = round(facts.duration_ms * share)
        if all(abs(at_ms - still.at_ms) >= FRAMES_APART_MS for still in stills):
            stills.append(
                frame_at(
                    work.source,
                    facts,
                    at_ms,
                    out_folder=work.folder,
                    limits=work.limits,
                    name=f"still-{number}.jpg",
                    is_cancelled=work.is_cancelled,
                )
            )
    by_label = {format_clock(still.at_ms): still for still in reversed(stills)}
    files = [_still_file(label, still) for label, still in reversed(by_label.items())]
    return Made(files=tuple(files), replaces=(Rendition.Kind.POSTER,))


def make_mp4(work: Work) -> Made:
    """The plain film file that plays everywhere."""
    facts = work.facts
    made = make_web_mp4(
        work.source,
        facts,
        out_folder=work.folder,
        limits=work.limits,
        on_progress=lambda done_ms: work.report(min(99, 100 * done_ms // max(1, facts.duration_ms))),
        is_cancelled=work.is_cancelled,
    )
    film = MadeFile(
        path=made.path,
        kind=Rendition.Kind.MP4,
        filename="film.mp4",
        width=made.width,
        height=made.height,
        duration_ms=made.duration_ms,
        bits_per_second=made.bitrate,
        codecs=made.codecs,
    )
    return Made(files=(film,), replaces=(Rendition.Kind.MP4,))


STEPS: tuple[Step, ...] = (
    Step("probe", "Look at the film", look_at, is_needed_to_watch=True),
    Step("poster", "Take stills for the poster", take_stills, needs=("probe",)),
    Step(
        "mp4",
        "Make the film that plays everywhere",
        make_mp4,
        needs=("probe",),
        is_needed_to_watch=True,
        makes_watchable=True,
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def label_of(name: str) -> str:
    """For people; a step that is no longer part of the pipeline keeps its name."""
    return BY_NAME[name].label if name in BY_NAME else name


def facts_to_json(facts: Facts) -> dict[str, Any]:
    return {**dataclasses.asdict(facts), "container": facts.container.name}


def facts_from_json(stored: dict[str, Any]) -> Facts:
    """Raises ``KeyError`` or ``TypeError`` on facts that an older probe left: the first step has to run again."""
    return Facts(**{**stored, "container": Container[stored["container"]]})


def _still_file(label: str, still: Poster) -> MadeFile:
    return MadeFile(
        path=still.path,
        kind=Rendition.Kind.POSTER,
        filename="still.jpg",
        label=label,
        width=still.width,
        height=still.height,
    )

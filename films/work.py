"""What a step of preparing a film is given, and what it hands back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from films.models import Rendition, Video
from films.processing.limits import Limits
from films.processing.results import Container, Facts, Loudness, Source

# Kept beside the facts: how loud the film is, None where nothing can be heard.
LOUDNESS = "loudness"


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

    @property
    def loudness(self) -> Loudness | None:
        """How loud the first step found the film; None where nothing can be heard."""
        return loudness_from_json(self.video.facts)

    def report_ms(self, done_ms: int) -> None:
        """Progress as the place in the film that was reached."""
        self.report(min(99, 100 * done_ms // max(1, self.video.duration_ms or 1)))


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
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """What a step hands back: files, the kinds they replace altogether, and fields of the video."""

    files: tuple[MadeFile, ...] = ()
    replaces: tuple[Rendition.Kind, ...] = ()
    video_fields: Mapping[str, Any] = field(default_factory=dict)


def facts_to_json(facts: Facts, loudness: Loudness | None) -> dict[str, Any]:
    return {
        **dataclasses.asdict(facts),
        "container": facts.container.name,
        LOUDNESS: dataclasses.asdict(loudness) if loudness else None,
    }


def facts_from_json(stored: Mapping[str, Any]) -> Facts:
    """Raises ``KeyError`` or ``TypeError`` on facts that an older probe left: the first step has to run again."""
    facts = {name: value for name, value in stored.items() if name != LOUDNESS}
    return Facts(**{**facts, "container": Container[facts["container"]]})


def loudness_from_json(stored: Mapping[str, Any]) -> Loudness | None:
    """Raises ``KeyError`` or ``TypeError`` as ``facts_from_json`` does."""
    return Loudness(**stored[LOUDNESS]) if stored[LOUDNESS] is not None else None


def is_current(stored: Mapping[str, Any]) -> bool:
    """Whether the first step has looked at the film as it looks today."""
    try:
        facts_from_json(stored), loudness_from_json(stored)
    except (KeyError, TypeError):
        return False
    return True

"""The script of the demo films, read from ``demo_content.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

DEMO = Path(__file__).resolve().parent.parent
CONTENT = DEMO / "demo_content.yaml"
MEDIA = DEMO / "media"
NARRATOR = "narrator"


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    role: str
    voice: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One turn of one speaker; ``speaker`` is a contributor's id or ``narrator``."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Film:
    slug: str
    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Script:
    notice: str
    gap_between_segments_ms: int
    gap_between_chapters_ms: int
    people: dict[str, Person]
    films: tuple[Film, ...]

    def name_of(self, speaker: str) -> str:
        return "Narrator" if speaker == NARRATOR else self.people[speaker].name


def read_script(path: Path = CONTENT) -> Script:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    films = tuple(
        Film(
            slug=film["slug"],
            title=film["title"],
            chapters=tuple(
                Chapter(c["title"], tuple(Segment(s["speaker"], s["text"]) for s in c["segments"]))
                for c in film["chapters"]
            ),
        )
        for film in data["films"]
    )
    people = {
        p["id"]: Person(id=p["id"], name=p["name"], role=p["role"], voice=p["voice"]) for p in data["contributors"]
    }
    narration = data["narration"]
    return Script(
        notice=data["demo_notice"],
        gap_between_segments_ms=narration["gap_between_segments_ms"],
        gap_between_chapters_ms=narration["gap_between_chapters_ms"],
        people=people,
        films=films,
    )

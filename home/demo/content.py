"""The demo's own data: invented films, people and comments, and the files rendered for them."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from films.captions import webvtt
from films.captions.cue_text import escape_text
from films.captions.cues import CaptionFile, ParsedCue

FOLDER = Path(__file__).parent
MEDIA = FOLDER / "media"
# Networks kept for documentation (RFC 5737), so that no demo comment has a real sender.
DEMO_NETWORK = "203.0.113."


_TYPED_APOSTROPHE = re.compile(r"(?<=\w)'")
AS_TYPED = {"comments"}  # what readers send stays as they typed it


def with_apostrophes(text: str) -> str:
    """``it's`` as a printer sets it: it’s."""
    return _TYPED_APOSTROPHE.sub("’", text)


def _as_printed(value: Any) -> Any:
    """Every text of a nested structure, except below ``AS_TYPED``."""
    if isinstance(value, dict):
        return {key: each if key in AS_TYPED else _as_printed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_printed(each) for each in value]
    return with_apostrophes(value) if isinstance(value, str) else value


@cache
def demo_content() -> dict[str, Any]:
    """``demo_content.yaml``, with apostrophes as they are printed outside comments."""
    return _as_printed(yaml.safe_load((FOLDER / "demo_content.yaml").read_text(encoding="utf-8")))


@cache
def teaching() -> dict[str, Any]:
    """Trainers' questions and poster descriptions by film slug."""
    return _as_printed(yaml.safe_load((FOLDER / "teaching.yaml").read_text(encoding="utf-8")))


@cache
def timings(film_slug: str) -> dict[str, Any]:
    """Chapters and cues of a film, measured in its rendered sound: ``chapters`` [{title, start_ms}], ``cues``."""
    return _as_printed(json.loads((MEDIA / f"{film_slug}.json").read_text(encoding="utf-8")))


def captions_file(film_slug: str) -> tuple[str, bytes]:
    """Name and content of a film's WebVTT file."""
    file = MEDIA / f"{film_slug}.en.vtt"
    return file.name, with_apostrophes(file.read_text(encoding="utf-8")).encode()


def description_file(film_slug: str, seen: list[dict[str, str]]) -> bytes:
    """What is to be seen in a film as WebVTT: each description has the times of the words it is seen with."""
    said = {" ".join(cue["text"].split()): cue for cue in timings(film_slug)["cues"]}
    cues = ((said[entry["while_said"]], entry["text"]) for entry in seen)
    return webvtt.write(
        CaptionFile(tuple(ParsedCue(cue["start_ms"], cue["end_ms"], escape_text(text)) for cue, text in cues))
    ).encode()


def in_london(value: str | dt.datetime | dt.date) -> dt.datetime:
    """A date or a time of the demo content as a moment in UK time; dates mean 9am."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    if not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time(9, 0))
    return timezone.make_aware(value) if timezone.is_naive(value) else value

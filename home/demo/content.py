"""The demo's own data: invented films, people and comments, and the files rendered for them."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

FOLDER = Path(__file__).parent
MEDIA = FOLDER / "media"
# Networks kept for documentation (RFC 5737), so that no demo comment has a real sender.
DEMO_NETWORK = "203.0.113."


@cache
def demo_content() -> dict[str, Any]:
    """``demo_content.yaml`` as it stands."""
    return yaml.safe_load((FOLDER / "demo_content.yaml").read_text(encoding="utf-8"))


@cache
def teaching() -> dict[str, Any]:
    """Trainers' questions and poster descriptions by film slug."""
    return yaml.safe_load((FOLDER / "teaching.yaml").read_text(encoding="utf-8"))


@cache
def timings(film_slug: str) -> dict[str, Any]:
    """Chapters and cues of a film, measured in its rendered sound: ``chapters`` [{title, start_ms}], ``cues``."""
    return json.loads((MEDIA / f"{film_slug}.json").read_text(encoding="utf-8"))


def in_london(value: str | dt.datetime | dt.date) -> dt.datetime:
    """A date or a time of the demo content as a moment in UK time; dates mean 9am."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    if not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time(9, 0))
    return timezone.make_aware(value) if timezone.is_naive(value) else value

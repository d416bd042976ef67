"""The shape in which other apps tell what they hold about a reader."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Held:
    """One thing, as a reader sees it on the account page. ``record`` is the same in full, for the download."""

    label: str
    href: str
    state: str
    at: dt.datetime
    record: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Holding:
    """All things of one kind. ``name`` is their key in the download; ``total`` counts those not listed, too."""

    name: str
    heading: str
    empty_text: str
    items: tuple[Held, ...]
    total: int

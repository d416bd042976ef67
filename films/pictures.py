"""The sizes and formats in which pages show posters and portraits, and making them before anybody asks.

The names are those that ``{% picture %}`` makes in ``components/poster.html`` and ``components/portrait.html``.
"""

from __future__ import annotations

from cms.models import Picture
from cms.seo import SHARE_SPEC

FORMATS = ("webp", "jpeg")
POSTER = "format-webp|fill-1280x720"
POSTER_JPEG = "format-jpeg|fill-1280x720"
UPRIGHT_POSTER = "max-1280x1280|format-webp"
POSTERS = tuple(f"format-{kind}|fill-{size}" for kind in FORMATS for size in ("480x270", "800x450", "1280x720"))
PORTRAITS = tuple(f"format-{kind}|fill-{size}" for kind in FORMATS for size in ("160x160", "320x320", "640x640"))


def make_poster_sizes(picture: Picture) -> None:
    """All that pages show of a film's poster; what is there already is not made again."""
    picture.get_renditions(*POSTERS, SHARE_SPEC)


def make_portrait_sizes(picture: Picture) -> None:
    """All that pages show of a portrait."""
    picture.get_renditions(*PORTRAITS)

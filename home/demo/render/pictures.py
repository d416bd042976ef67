"""Portraits, posters and further pictures as JPEG files."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image

from .drawing import portraits, raster, scenes
from .drawing.ink import picture
from .script import MEDIA, Script
from .storyboard import FURTHER, POSTERS

PORTRAIT_BYTES = 40_000
POSTER_BYTES = 95_000


def save_within(image: Image.Image, path: Path, limit: int) -> None:
    """Save as JPEG, at the best quality that fits ``limit`` bytes; raises ValueError when none does."""
    for quality in range(88, 48, -3):
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
        if buffer.tell() <= limit:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(buffer.getvalue())
            return
    raise ValueError(f"{path.name} does not fit into {limit} bytes")


def still(scene: str, width: int = 1600, height: int = 900, grain: float = 1.1) -> Image.Image:
    return raster.on_paper(raster.draw(picture(scenes.drawing(scene)), width, height), grain)


def render_pictures(script: Script) -> None:
    for person in script.people:
        image = raster.on_paper(raster.draw(portraits.portrait(person), portraits.SIDE, portraits.SIDE), 1.0)
        save_within(image, MEDIA / "portraits" / f"{person}.jpg", PORTRAIT_BYTES)
    for film in script.films:
        save_within(still(POSTERS[film.slug]), MEDIA / f"{film.slug}.poster.jpg", POSTER_BYTES)
    for name in FURTHER:
        save_within(still(name), MEDIA / "scenes" / f"{name.replace('_', '-')}.jpg", POSTER_BYTES)

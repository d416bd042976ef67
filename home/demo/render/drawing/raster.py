"""From SVG to pixels, with a paper grain."""

from __future__ import annotations

import io
import tempfile
from functools import lru_cache
from pathlib import Path

import numpy as np
import resvg_py
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from PIL import Image, ImageFilter

from .ink import WEIGHT_NAMES

FONT = Path(__file__).resolve().parent.parent / "fonts" / "atkinson-hyperlegible-next-latin-wght-normal.woff2"
WEIGHTS = tuple(WEIGHT_NAMES)


@lru_cache(maxsize=1)
def font_files() -> list[str]:
    """One plain font file a weight: the rasteriser reads neither woff2 nor variable weights."""
    folder = Path(tempfile.mkdtemp(prefix="demo-fonts-"))
    files = []
    for weight in WEIGHTS:
        font = instancer.instantiateVariableFont(TTFont(FONT), {"wght": weight})
        font.flavor = None
        for record in font["name"].names:
            if record.nameID in (1, 4, 16):
                record.string = f"Demo{WEIGHT_NAMES[weight]}"
        font["OS/2"].usWeightClass = 400
        file = folder / f"demo-{weight}.ttf"
        font.save(file)
        files.append(str(file))
    return files


def draw(svg: str, width: int, height: int) -> Image.Image:
    data = resvg_py.svg_to_bytes(
        svg_string=svg, width=width, height=height, skip_system_fonts=True, font_files=font_files()
    )
    return Image.open(io.BytesIO(bytes(data)))


@lru_cache(maxsize=4)
def _grain(width: int, height: int, strength: float) -> np.ndarray:
    noise = np.random.default_rng(7).normal(0, 1, (height, width))
    soft = Image.fromarray(np.uint8(np.clip(noise * 40 + 128, 0, 255))).filter(ImageFilter.GaussianBlur(0.8))
    fibre = Image.fromarray(np.uint8(np.clip(noise * 60 + 128, 0, 255))).filter(ImageFilter.BoxBlur(3))
    mixed = (np.asarray(soft, float) - 128) / 18 + (np.asarray(fibre, float) - 128) / 10
    return (mixed * strength)[..., None]


def on_paper(image: Image.Image, strength: float = 2.2) -> Image.Image:
    """The picture with an even, barely visible grain."""
    pixels = np.asarray(image.convert("RGB"), float)
    return Image.fromarray(np.uint8(np.clip(pixels + _grain(image.width, image.height, strength), 0, 255)))

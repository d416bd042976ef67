"""Title, chapter and end cards, and lower thirds: 1280 by 720, in the site's typeface."""

from __future__ import annotations

from functools import lru_cache

from PIL import ImageFont

from .ink import (
    DEEP,
    MARIGOLD,
    MIST,
    PAPER,
    PLUM,
    TEAL,
    circle,
    clipped,
    group,
    mix,
    oval,
    path,
    picture,
    rect,
    text,
)
from .raster import WEIGHTS, font_files

WIDE, HIGH = 1280, 720
CAMPAIGN = "Mental health social work in the NHS – short films"
FIELD = 600  # width of the plum field that carries words
GROUNDS = (PLUM, TEAL, "#7A2A22", "#5B3566", DEEP)


@lru_cache(maxsize=64)
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_files()[WEIGHTS.index(weight)], size)


def width_of(words: str, size: int, weight: int) -> float:
    return _font(size, weight).getlength(words)


def wrapped(words: str, size: int, weight: int, room: float) -> list[str]:
    """The words in lines no wider than ``room`` pixels."""
    out = [""]
    for word in words.split():
        longer = f"{out[-1]} {word}".strip()
        if out[-1] and width_of(longer, size, weight) > room:
            out.append(word)
        else:
            out[-1] = longer
    return out


def _block(
    words: str, x: float, y: float, size: int, weight: int, fill: str, room: float, leading: float = 1.18
) -> tuple[str, float]:
    """A block of lines whose first baseline is y; also the baseline after the last line."""
    rows = wrapped(words.replace("'", "’"), size, weight, room)
    return "".join(text(x, y + i * size * leading, row, size, fill, weight) for i, row in enumerate(rows)), y + len(
        rows
    ) * size * leading


def _field(ground: str, right: bool) -> str:
    """The coloured field that carries words, at the left or the right, its edge a long soft curve."""
    shape = f"M0,0 L{FIELD + 50},0 C{FIELD - 30},220 {FIELD + 70},480 {FIELD - 10},720 L0,720 Z"
    parts = path(shape, ground) + clipped(
        shape,
        oval(60, 760, 420, 250, mix(ground, "#FFFFFF", 0.05)),
        circle(FIELD + 10, 60, 150, mix(ground, "#FFFFFF", 0.05)),
    )
    return group(parts, x=WIDE if right else 0, flip=right)


def _left(right: bool) -> float:
    return 752 if right else 64


def title_card(title: str, notice: str, right: bool) -> str:
    """Laid over the film's still: campaign, title and the demo notice, on the left or the right."""
    x = _left(right)
    head, after = _block(title, x, 258, 56, 750, PAPER, 480, 1.12)
    campaign, _ = _block(CAMPAIGN, x, 96, 22, 400, mix(PAPER, PLUM, 0.12), 330, 1.35)
    words, _ = _block(notice, x + 26, 607, 24, 650, "#1F1A24", 420, 1.3)
    box = rect(x, 566, 464, 90, MARIGOLD, 2)
    return picture(
        _field(PLUM, right),
        campaign,
        head,
        rect(x, after - 34, 84, 8, MARIGOLD),
        box,
        words,
        view=(0, 0, WIDE, HIGH),
    )


def chapter_card(title: str, number: int, total: int, right: bool) -> str:
    x, ground = _left(right), GROUNDS[number % len(GROUNDS)]
    rows = len(wrapped(title, 60, 750, 470))
    top = 400 - (rows - 1) * 34
    head, after = _block(title, x, top, 60, 750, PAPER, 470, 1.12)
    small = text(x, top - 82, f"Part {number + 1} of {total}", 26, MARIGOLD, 650)
    return picture(_field(ground, right), small, head, rect(x, after - 36, 84, 8, MARIGOLD), view=(0, 0, WIDE, HIGH))


def end_card(title: str, notice: str, right: bool) -> str:
    x = _left(right)
    head, after = _block(title, x, 252, 44, 750, PAPER, 480, 1.15)
    onward = "Read the transcript, meet the people and find help on this film’s page."
    more, _ = _block(onward, x, after + 30, 26, 400, MIST, 460, 1.4)
    words, _ = _block(notice, x, 616, 22, 400, mix(PAPER, PLUM, 0.12), 460, 1.35)
    return picture(_field(DEEP, right), rect(x, 176, 84, 8, MARIGOLD), head, more, words, view=(0, 0, WIDE, HIGH))


def lower_third(name: str, role: str) -> str:
    """Name and role at the lower left, clear of the captions' place at the foot of the picture."""
    rows = wrapped(role, 23, 400, 560)
    wide = 56 + max(width_of(name, 33, 650), *(width_of(row, 23, 400) for row in rows))
    high = 84 + 29 * (len(rows) - 1)
    y = 572 - high
    words = text(88, y + 40, name, 33, "#1F1A24", 650) + "".join(
        text(88, y + 70 + i * 29, row, 23, "#5B5160", 400) for i, row in enumerate(rows)
    )
    return picture(rect(56, y, wide, high, PAPER, 2), rect(56, y, 9, high, MARIGOLD), words, view=(0, 0, WIDE, HIGH))

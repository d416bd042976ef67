"""The seventeen portraits."""

from __future__ import annotations

from .ink import INK, circle, glow, mix, oval, path, picture, rect
from .looks import CAST, Look
from .people import bust

SIDE = 800


def portrait(person: str) -> str:
    look = CAST[person]
    return picture(_ground(look, sum(map(ord, person)) % 4), _placed(look), view=(0, 0, SIDE, SIDE))


def _placed(look: Look) -> str:
    lift = 356 if look.hair in {"headwrap", "flat_top", "braids_bun", "locs", "bun"} else 330
    return f'<g transform="translate({400 - look.turn * 14:g} {lift}) scale(1.84)">{bust(look)}</g>'


def _ground(look: Look, kind: int) -> str:
    base = rect(0, 0, SIDE, SIDE, look.ground)
    tint = mix(look.ground, look.shape, 0.75)
    if kind == 0:  # an arch
        shape = path("M110,800 L110,400 C110,220 240,96 400,96 C560,96 690,220 690,400 L690,800 Z", tint)
    elif kind == 1:  # a low sun
        shape = circle(400, 400, 318, tint)
    elif kind == 2:  # a hill and sky
        shape = path("M0,520 C160,420 320,400 470,470 C600,530 700,500 800,440 L800,800 L0,800 Z", tint) + circle(
            640, 190, 84, mix(look.ground, look.shape, 0.5)
        )
    else:  # window light
        shape = path("M150,40 L560,40 L720,800 L250,800 Z", mix(look.ground, "#FFFFFF", 0.55)) + path(
            "M340,40 L356,40 L470,800 L450,800 Z", look.ground
        )
        shape += rect(0, 0, SIDE, SIDE, tint, opacity=0.35)
    return base + shape + glow(180, 120, 520, "#FFF4DC", 0.5) + oval(400, 850, 420, 120, INK, opacity=0.05)

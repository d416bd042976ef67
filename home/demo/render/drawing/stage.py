"""Placing people in a scene."""

from __future__ import annotations

from .ink import INK, group, oval
from .looks import CAST
from .people import arm, bust, standing


def sits(
    who: str,
    x: float,
    y: float,
    scale: float = 1.15,
    flip: bool = False,
    tilt: float = 0,
    length: float = 560,
    **face,
) -> str:
    """Someone from the waist up, head at x,y; draw ``hands`` after the table they rest on."""
    return group(bust(CAST[who], length, **face), x=x, y=y, scale=scale, turn=tilt, flip=flip)


def hands(who: str, x: float, y: float, scale: float = 1.15, pose: str = "table", flip: bool = False) -> str:
    """The arms of someone who ``sits`` at the same place. Poses: table, mug, lap, open, both_open, phone, write."""
    look = CAST[who]
    left, right = _ARMS[pose]
    parts = []
    for side, (d, hand) in ((1, right), (-1, left)):
        k = side * look.shoulders / 172
        parts.append(
            arm(
                look,
                _across(d, k),
                (k * hand[0], hand[1], hand[2] if side < 0 else 180 - hand[2]),
                lit=side < 0,
            )
        )
    return group(*parts, x=x, y=y, scale=scale, flip=flip)


def _across(points: tuple[float, ...], k: float) -> str:
    """Path data of one curve, its x scaled by ``k``."""
    x = [f"{v * k:.1f}" if i % 2 == 0 else f"{v:g}" for i, v in enumerate(points)]
    return f"M{x[0]},{x[1]} C{x[2]},{x[3]} {x[4]},{x[5]} {x[6]},{x[7]}"


# Right arms seen from the front: shoulder, two handles and wrist, then the hand (x, y, angle); left ones mirror them.
_Arm = tuple[tuple[float, ...], tuple[float, float, float]]
_LOW: _Arm = ((140, 224, 186, 300, 190, 372, 112, 386), (94, 390, 6))
_IN: _Arm = ((140, 224, 192, 310, 186, 372, 66, 368), (50, 366, 2))
_LAP: _Arm = ((140, 224, 184, 310, 176, 420, 92, 448), (76, 452, 12))
_OPEN: _Arm = ((140, 224, 190, 320, 230, 340, 248, 262), (252, 244, 112))
_EAR: _Arm = ((140, 224, 200, 360, 230, 300, 128, 142), (116, 122, 56))
_WRITE: _Arm = ((140, 224, 190, 310, 170, 380, 60, 396), (42, 400, -8))
_ARMS: dict[str, tuple[_Arm, _Arm]] = {  # left (as we see it), right
    "table": (_LOW, _LOW),
    "mug": (_IN, _IN),
    "lap": (_LAP, _LAP),
    "open": (_LOW, _OPEN),
    "both_open": (_OPEN, _OPEN),
    "phone": (_LOW, _EAR),
    "write": (_WRITE, _LOW),
}


def stands(who: str, x: float, feet: float, scale: float = 0.5, flip: bool = False, shadow: bool = True, **more) -> str:
    """A whole figure with its feet at y = ``feet``."""
    ground = oval(x + 26 * scale, feet + 4, 190 * scale, 24 * scale, INK, opacity=0.16) if shadow else ""
    return ground + group(standing(CAST[who], **more), x=x, y=feet - 950 * scale, scale=scale, flip=flip)

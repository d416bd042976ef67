"""Hair and head coverings: each style gives what lies behind the head and what lies before it.

Drawn around a head whose middle is 0,0: crown at -104, brows at -26, chin near 98.
"""

from __future__ import annotations

# fmt: off
# A shape a line: drawings are read along their lines, and path data is long.

from collections.abc import Callable
from math import cos, pi, sin

from .ink import circle, clipped, line, mix, oval, path
from .looks import Look

Layers = tuple[str, str]
STYLES: dict[str, Callable[[Look], Layers]] = {}


def style(draw: Callable[[Look], Layers]) -> Callable[[Look], Layers]:
    STYLES[draw.__name__] = draw
    return draw


def hair(look: Look) -> Layers:
    return STYLES[look.hair](look)


def _light(look: Look, share: float = 0.18) -> str:
    return mix(look.hair_colour, "#F2C79A", share)


def _dark(look: Look, share: float = 0.25) -> str:
    return mix(look.hair_colour, "#120810", share)


def _ring(x: float, y: float, rx: float, ry: float, r: float, start: float, end: float, n: int, fill: str) -> str:
    """Round curls set along part of an oval; angles in turns, 0 at the right, 0.25 at the bottom."""
    out = []
    for i in range(n):
        a = 2 * pi * (start + (end - start) * i / max(1, n - 1))
        out.append(circle(x + rx * cos(a), y + ry * sin(a), r * (1 + 0.13 * sin(i * 2.3)), fill))
    return "".join(out)


@style
def crop(look: Look) -> Layers:
    w, c = look.width, look.hair_colour
    cap = (
        f"M{-w - 2},-6 C{-w - 9},-74 -56,-117 0,-117 C58,-117 {w + 9},-74 {w + 2},-6 L{w - 7},-14 "
        f"C{w - 6},-44 {w - 14},-62 36,-69 C10,-74 -22,-73 -40,-67 C{-w + 12},-60 {-w + 7},-42 {-w + 7},-14 Z"
    )
    shine = clipped(cap, line("M-52,-84 C-30,-108 10,-112 34,-104", _light(look), 9, opacity=0.45))
    fade = path(f"M{-w - 2},-6 L{-w + 7},-14 L{-w + 8},-38 L{-w - 4},-36 Z", look.skin.shade, opacity=0.55)
    fade += path(f"M{w + 2},-6 L{w - 7},-14 L{w - 8},-38 L{w + 4},-36 Z", look.skin.shade, opacity=0.55)
    return "", path(cap, c) + shine + fade


@style
def flat_top(look: Look) -> Layers:
    w, c = look.width, look.hair_colour
    cap = (
        f"M{-w - 1},-12 L{-w - 3},-60 C{-w - 4},-112 -66,-140 -44,-143 C-16,-148 22,-148 46,-142 C68,-138 {w + 5},-112 "
        f"{w + 3},-60 L{w + 1},-12 L{w - 7},-16 L{w - 8},-52 C{w - 18},-66 20,-68 0,-68 C-24,-68 {-w + 18},-66 "
        f"{-w + 8},-52 L{-w + 7},-16 Z"
    )
    side = "".join(
        path(f"M{s * (w + 1)},-12 L{s * (w - 7)},-16 L{s * (w - 8)},-56 L{s * (w + 3)},-62 Z", look.skin.shade, opacity=0.6)
        for s in (-1, 1)
    )
    shine = clipped(cap, _ring(-10, -112, 46, 20, 8, 0.5, 0.95, 8, _light(look, 0.1)))
    return "", path(cap, c) + shine + side


@style
def afro(look: Look) -> Layers:
    c = look.hair_colour
    back = oval(0, -52, 112, 104, c) + _ring(0, -52, 104, 96, 20, 0.36, 1.14, 22, c)
    back += _ring(-14, -62, 72, 66, 15, 0.52, 0.8, 8, _light(look, 0.1))
    w = look.width
    front = path(
        f"M{-w - 3},-2 C{-w - 12},-56 -54,-92 0,-92 C54,-92 {w + 12},-56 {w + 3},-2 C{w - 2},-34 {w - 16},-58 30,-64 "
        f"C8,-67 -20,-67 -36,-62 C{-w + 14},-54 {-w + 4},-32 {-w - 3},-2 Z", c)
    if "band" in look.extras:
        front += path(f"M{-w - 10},-58 C-50,-98 50,-98 {w + 10},-58 L{w + 12},-84 C50,-124 -50,-124 {-w - 12},-84 Z", "#F2B134")
        front += line("M-60,-80 C-30,-100 20,-104 52,-90", "#CF9223", 3, opacity=0.7)
    return back, front


@style
def puffs(look: Look) -> Layers:
    c = look.hair_colour
    back = "".join(circle(s * 74, -96, 48, c) + _ring(s * 74, -96, 42, 42, 13, 0, 1, 12, c) for s in (-1, 1))
    return back, crop(look)[1]


@style
def side_part(look: Look) -> Layers:
    w, c = look.width, look.hair_colour
    cap = (
        f"M{-w - 3},4 C{-w - 12},-70 -60,-122 -6,-124 C54,-128 {w + 14},-84 {w + 3},4 L{w - 6},-10 C{w - 4},-36 "
        f"{w - 12},-52 44,-62 C14,-58 -16,-66 -36,-84 C-44,-66 {-w + 10},-52 {-w + 6},-10 Z"
    )
    strands = line("M-34,-86 C-10,-104 30,-106 56,-84", _light(look), 5, opacity=0.5)
    strands += line("M-30,-80 C-4,-92 24,-92 48,-74", _dark(look), 3, opacity=0.35)
    grey = ""
    if "temples" in look.extras:
        grey = "".join(path(f"M{s * (w + 3)},4 L{s * (w - 6)},-10 L{s * (w - 8)},-40 L{s * (w + 4)},-40 Z", "#A9A0A0") for s in (-1, 1))
    return "", path(cap, c) + clipped(cap, strands) + grey


@style
def waves_short(look: Look) -> Layers:
    w, c = look.width, look.hair_colour
    back = oval(0, -50, w + 10, 66, c)
    top = _ring(0, -66, w - 2, 46, 22, 0.48, 1.02, 11, c)
    cap = path(
        f"M{-w - 5},0 C{-w - 12},-60 -50,-104 0,-106 C52,-106 {w + 12},-60 {w + 5},0 L{w - 6},-14 C{w - 8},-44 40,-58 "
        f"18,-60 C8,-52 -6,-54 -16,-62 C-30,-52 {-w + 8},-50 {-w + 6},-14 Z", c)
    shine = line("M-48,-92 C-40,-108 -22,-112 -12,-100 C-2,-112 18,-112 26,-98", _light(look), 5, opacity=0.55)
    return back, top + cap + shine


@style
def bald_sides(look: Look) -> Layers:
    w, c = look.width, look.hair_colour
    tufts = "".join(
        path(f"M{s * (w - 4)},-52 C{s * (w + 12)},-50 {s * (w + 18)},-12 {s * (w + 8)},18 C{s * (w + 2)},24 {s * (w - 2)},10 "
             f"{s * (w - 5)},-8 C{s * (w - 1)},-24 {s * (w - 2)},-40 {s * (w - 4)},-52 Z", c)
        for s in (-1, 1)
    )
    shine = oval(-24, -78, 20, 9, "#FFFFFF", opacity=0.22, transform="rotate(-24 -24 -78)")
    return "", shine + tufts


@style
def bob(look: Look) -> Layers:
    w, c = look.width, look.hair_colour
    back = path(
        f"M{-w - 16},72 C{-w - 30},-40 -78,-122 0,-124 C78,-122 {w + 30},-40 {w + 16},72 C{w - 4},84 {-w + 4},84 {-w - 16},72 Z",
        _dark(look, 0.12))
    front = path(
        f"M{-w - 16},72 C{-w - 30},-30 -80,-124 0,-126 C80,-124 {w + 30},-30 {w + 16},72 C{w + 2},72 {w - 6},62 {w - 4},40 "
        f"C{w + 4},0 {w - 8},-42 30,-66 C-4,-58 -40,-40 {-w + 4},6 C{-w + 2},30 {-w + 8},56 {-w + 4},70 Z", c)
    front += line("M-58,-84 C-34,-112 6,-116 34,-104", _light(look, 0.25), 8, opacity=0.55)
    front += line(f"M26,-66 C56,-46 {w + 4},-10 {w + 6},40", _dark(look), 3, opacity=0.3)
    return back, front


@style
def silver_bob(look: Look) -> Layers:
    return bob(look)


@style
def white_bob(look: Look) -> Layers:
    w, c = look.width, look.hair_colour
    back = oval(0, -32, w + 24, 94, _dark(look, 0.08))
    front = path(
        f"M{-w - 18},40 C{-w - 34},-40 -76,-122 0,-122 C76,-122 {w + 34},-40 {w + 18},40 C{w + 8},48 {w - 4},36 {w - 4},18 "
        f"C{w},-20 46,-62 -18,-64 C-44,-54 {-w + 2},-20 {-w + 4},18 C{-w + 4},36 {-w - 8},48 {-w - 18},40 Z", c)
    return back, front + line("M-60,-70 C-40,-102 6,-110 40,-94", "#FFFFFF", 8, opacity=0.6)


@style
def fringe(look: Look) -> Layers:
    w, c = look.width, look.hair_colour
    back = oval(0, -36, w + 18, 84, _dark(look, 0.1))
    front = path(
        f"M{-w - 12},34 C{-w - 26},-50 -70,-124 0,-124 C70,-124 {w + 26},-50 {w + 12},34 L{w - 6},18 C{w},-10 {w - 6},-30 "
        f"{w - 18},-40 C20,-28 -24,-26 -54,-44 C{-w + 4},-24 {-w + 2},0 {-w + 6},18 Z", c)
    return back, front + line("M-50,-84 C-24,-108 14,-110 38,-98", _light(look, 0.25), 7, opacity=0.5)


@style
def wavy(look: Look) -> Layers:
    w, c = look.width, look.hair_colour
    back = path(
        f"M0,-126 C88,-126 {w + 34},-62 {w + 28},-4 C{w + 24},28 {w + 52},50 {w + 40},92 C{w + 30},122 {w + 44},146 "
        f"{w + 20},178 C60,196 -60,196 {-w - 20},178 C{-w - 46},146 {-w - 28},122 {-w - 40},92 C{-w - 52},50 {-w - 24},28 "
        f"{-w - 28},-4 C{-w - 34},-62 -88,-126 0,-126 Z", _dark(look, 0.14))
    front = ""
    for s in (-1, 1):
        front += path(
            f"M{s * -14},-120 C{s * 60},-136 {s * (w + 36)},-66 {s * (w + 26)},0 C{s * (w + 18)},34 {s * (w + 44)},60 "
            f"{s * (w + 30)},104 C{s * (w + 22)},134 {s * (w + 26)},150 {s * (w + 8)},172 C{s * (w - 6)},150 {s * (w - 14)},116 "
            f"{s * (w - 6)},84 C{s * (w + 2)},50 {s * (w - 4)},20 {s * (w - 4)},-8 C{s * (w - 4)},-44 {s * 38},-66 {s * -8},-84 Z", c)
    for s, o in ((-1, 0.5), (1, 0.28)):
        front += line(f"M{s * 24},-108 C{s * 70},-92 {s * (w + 16)},-50 {s * (w + 12)},-4 C{s * (w + 8)},40 {s * (w + 28)},64 "
                      f"{s * (w + 16)},110", _light(look, 0.3), 5, opacity=o)
    return back, front


@style
def long_side(look: Look) -> Layers:
    w, c = look.width, look.hair_colour
    back = oval(0, -38, w + 22, 90, c) + path(f"M{w - 10},-40 C{w + 40},0 {w + 24},70 {w + 4},120 L20,140 L10,0 Z", c)
    front = oval(20, -94, 30, 24, c) + path(
        f"M18,-92 C60,-118 {w + 26},-60 {w + 12},22 C{w + 8},0 {w},-34 34,-64 C6,-66 2,-80 18,-92 Z", c)
    front += path(
        f"M24,-116 C-50,-134 {-w - 38},-70 {-w - 20},16 C{-w - 14},56 {-w - 40},94 {-w - 30},150 C{-w - 24},196 {-w + 4},232 "
        f"{-w + 26},252 C{-w + 50},216 {-w + 44},170 {-w + 24},130 C{-w + 6},90 {-w + 4},50 {-w + 4},10 C{-w + 8},-30 "
        f"{-w + 30},-60 20,-84 Z", c)
    front += line(f"M-4,-108 C-50,-96 {-w - 14},-50 {-w - 8},10 C{-w - 6},60 {-w - 24},100 {-w - 10},160", _light(look, 0.3), 5, opacity=0.45)
    front += line(f"M{-w + 4},50 C{-w + 2},110 {-w + 24},150 {-w + 22},214", _light(look, 0.3), 4, opacity=0.3)
    return back, front


@style
def ponytail(look: Look) -> Layers:
    w, c = look.width, look.hair_colour
    back = path("M34,-96 C110,-120 148,-50 128,20 C122,56 136,84 112,118 C98,84 84,50 88,10 C92,-40 70,-60 40,-70 Z", _dark(look, 0.08))
    back += line("M70,-94 C116,-90 124,-30 112,30 C108,60 114,84 110,104", _light(look, 0.3), 4, opacity=0.5)
    front = path(
        f"M{-w - 6},14 C{-w - 18},-64 -62,-120 0,-121 C62,-120 {w + 16},-66 {w + 4},10 L{w - 5},-4 C{w - 4},-30 {w - 16},-44 "
        f"40,-54 C30,-46 -18,-34 -50,-40 C{-w + 8},-30 {-w + 4},0 {-w + 2},26 Z", c)
    front += line("M-52,-76 C-28,-106 14,-110 42,-92", _light(look, 0.35), 6, opacity=0.6)
    front += line("M-40,-48 C-20,-62 10,-74 36,-78", _dark(look), 3, opacity=0.25)
    return back, front


@style
def bun(look: Look) -> Layers:
    c = look.hair_colour
    back = circle(22, -126, 42, c) + line("M0,-142 C14,-160 42,-156 50,-134", _light(look, 0.2), 4, opacity=0.5)
    w = look.width
    front = path(
        f"M{-w - 3},2 C{-w - 12},-66 -58,-117 0,-118 C58,-117 {w + 12},-66 {w + 3},2 C{w - 2},-34 36,-66 0,-70 "
        f"C-36,-66 {-w + 2},-34 {-w - 3},2 Z", c)
    return back, front + line("M-46,-84 C-24,-104 10,-108 32,-98", _light(look, 0.25), 5, opacity=0.5)


@style
def braids_bun(look: Look) -> Layers:
    c = look.hair_colour
    back = oval(14, -138, 58, 44, c)
    for i in range(5):
        back += line(f"M{-34 + i * 20},-118 C{-30 + i * 18},-150 {-6 + i * 14},-176 {20 + i * 10},-172", _light(look, 0.22), 4, opacity=0.6)
    w = look.width
    cap = (
        f"M{-w - 3},0 C{-w - 11},-66 -58,-119 0,-120 C58,-119 {w + 11},-66 {w + 3},0 C{w - 3},-36 34,-70 0,-73 "
        f"C-34,-70 {-w + 3},-36 {-w - 3},0 Z"
    )
    rows = "".join(line(f"M{x},{y} C{x * 0.8},-92 {x * 0.5 + 8},-110 {x * 0.25 + 10},-122", _light(look, 0.3), 3.2, opacity=0.7)
                   for x, y in ((-62, -30), (-44, -58), (-20, -70), (6, -72), (32, -66), (54, -48)))
    return back, path(cap, c) + clipped(cap, rows)


@style
def locs(look: Look) -> Layers:
    w, c = look.width, look.hair_colour
    back = ""
    for i, (dx, end) in enumerate(((96, 92), (84, 118), (70, 132), (-92, 84), (-80, 112), (-66, 128))):
        tone = c if i % 2 else mix(c, "#7A4A30", 0.28)
        side = 1 if dx > 0 else -1
        back += line(f"M{side * 44},-84 C{dx},-60 {dx + side * 6},20 {dx - side * 4},{end}", tone, 18)
    cap = f"M{-w - 4},0 C{-w - 12},-68 -60,-120 0,-122 C60,-120 {w + 12},-68 {w + 4},0 C{w - 4},-40 36,-66 0,-68 C-36,-66 {-w + 4},-40 {-w - 4},0 Z"
    rows = "".join(line(f"M{x},-62 C{x * 1.1},-92 {x * 0.7},-124 {x * 0.5},-138", mix(c, "#7A4A30", 0.35 if i % 2 else 0.1), 13)
                   for i, x in enumerate((-54, -34, -14, 8, 28, 48)))
    knot = oval(4, -138, 46, 30, c) + "".join(
        line(f"M{x},-126 C{x - 4},-160 {x + 16},-168 {x + 22},-146", mix(c, "#7A4A30", 0.3), 9) for x in (-28, -8, 12))
    return back + knot, path(cap, c) + clipped(cap, rows)


@style
def curly_bob(look: Look) -> Layers:
    w, c = look.width, look.hair_colour
    back = _ring(0, -24, w + 22, 84, 30, 0.36, 1.14, 17, _dark(look, 0.1)) + oval(0, -34, w + 22, 86, _dark(look, 0.1))
    front = _ring(0, -70, 62, 40, 25, 0.5, 1.0, 8, c)
    front += _ring(0, -4, w + 16, 84, 24, 0.42, 0.66, 6, c) + _ring(0, -4, w + 16, 84, 24, 0.84, 1.08, 6, c)
    front += path("M-62,-66 C-30,-88 34,-90 62,-66 L58,-100 L-56,-100 Z", c)
    for x, y in ((-58, -92), (-30, -112), (4, -116), (-84, -40), (-92, 0)):
        front += line(f"M{x - 10},{y + 6} C{x - 8},{y - 10} {x + 8},{y - 12} {x + 12},{y}", _light(look, 0.35), 4, opacity=0.6)
    return back, front


@style
def grey_curls(look: Look) -> Layers:
    w, c = look.width, look.hair_colour
    back = oval(0, -44, w + 22, 76, _dark(look, 0.1)) + _ring(0, -40, w + 14, 66, 24, 0.44, 1.06, 13, _dark(look, 0.1))
    front = _ring(0, -74, 60, 34, 25, 0.48, 1.02, 8, c) + _ring(0, -30, w + 10, 62, 21, 0.47, 0.62, 4, c)
    front += _ring(0, -30, w + 10, 62, 21, 0.88, 1.03, 4, c) + oval(0, -92, 58, 28, c)
    for x, y in ((-54, -92), (-28, -110), (2, -114), (34, -106), (-78, -44)):
        front += line(f"M{x - 10},{y + 6} C{x - 8},{y - 10} {x + 8},{y - 12} {x + 12},{y}", "#FFFFFF", 4, opacity=0.55)
    return back, front


@style
def headwrap(look: Look) -> Layers:
    w, c = look.width, look.hair_colour
    back = path("M10,-110 C60,-190 130,-160 104,-112 C140,-104 120,-58 78,-66 Z", _dark(look, 0.22))
    back += path("M30,-116 C64,-160 104,-150 88,-114 C72,-98 48,-96 30,-116 Z", c)
    cap = (
        f"M{-w - 7},-22 C{-w - 18},-84 -60,-146 6,-146 C74,-146 {w + 20},-86 {w + 7},-22 C{w - 6},-50 36,-66 0,-67 "
        f"C-36,-66 {-w + 6},-50 {-w - 7},-22 Z"
    )
    folds = "".join(
        line(f"M{-w - 12},{-38 + i * -22} C-40,{-84 - i * 18} 30,{-92 - i * 18} {w + 14},{-58 - i * 20}", tone, 9, opacity=0.75)
        for i, tone in enumerate(("#4A1D4F", "#B65A42", "#4A1D4F")))
    front = path(cap, c) + clipped(cap, folds, path("M20,-160 C60,-120 70,-60 60,0 L120,0 L120,-160 Z", "#7E3B1E", opacity=0.16))
    return back, front


@style
def headscarf(look: Look) -> Layers:
    w, c = look.width, look.hair_colour
    back = path(
        f"M0,-130 C92,-130 {w + 44},-50 {w + 34},40 C{w + 40},110 {w + 70},160 {w + 90},214 C60,262 -60,262 {-w - 90},214 "
        f"C{-w - 70},160 {-w - 40},110 {-w - 34},40 C{-w - 44},-50 -92,-130 0,-130 Z", _dark(look, 0.16))
    rim = (
        f"M0,-130 C92,-130 {w + 40},-50 {w + 26},30 C{w + 20},84 66,126 8,138 C-58,128 {-w - 18},86 {-w - 24},30 "
        f"C{-w - 40},-50 -92,-130 0,-130 Z M0,-80 C-48,-80 {-w + 1},-46 {-w + 1},4 C{-w + 1},54 -46,98 0,101 "
        f"C46,98 {w - 1},54 {w - 1},4 C{w - 1},-46 48,-80 0,-80 Z"
    )
    front = path(rim, c, fill_rule="evenodd")
    under = ""
    if look.age > 50:
        under = path(f"M{-w + 3},-20 C{-w + 6},-62 -40,-82 0,-82 C40,-82 {w - 6},-62 {w - 3},-20 C{w - 16},-52 34,-66 6,-68 "
                     f"C-30,-66 {-w + 16},-50 {-w + 3},-20 Z", "#5A4A4C")
    drape = path(f"M{-w - 6},84 C-30,140 40,150 {w + 14},74 C{w + 40},130 {w + 30},190 20,206 C-50,210 {-w - 30},160 {-w - 6},84 Z", c)
    drape += line(f"M{-w + 2},112 C-20,162 50,160 {w + 20},104", _dark(look, 0.25), 4, opacity=0.5)
    drape += line(f"M{-w - 2},140 C-20,190 40,190 {w + 22},140", _dark(look, 0.25), 4, opacity=0.4)
    front += line("M-64,-72 C-40,-112 20,-122 58,-98", _light(look, 0.5), 7, opacity=0.45)
    return back, under + front + drape

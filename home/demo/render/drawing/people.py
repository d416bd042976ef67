"""People in flat shapes: a head with a face, and bodies for portraits, for sitting and for standing."""

from __future__ import annotations

# fmt: off
# A shape a line: drawings are read along their lines, and path data is long.

from .hair import hair
from .ink import glow as soft
from .ink import BRICK, INK, MARIGOLD, PAPER, PLUM, circle, clipped, group, line, mix, oval, path, rect
from .looks import Look


def head(look: Look, turn: float | None = None, mood: str = "", gaze: float = 0, blink: bool = False) -> tuple[str, str]:
    """What lies behind the neck, and the head itself; ``turn`` runs from -1 (to our left) to 1."""
    turn = look.turn if turn is None else turn
    t, skin = turn * 13, look.skin
    behind, before = hair(look)
    shape = face_shape(look, turn)
    ears = "".join(_ear(look, side) for side in (-1, 1) if "headscarf" not in look.hair)
    light_from_left = path("M36,-120 C50,-50 46,20 20,120 L130,120 L130,-120 Z", skin.shade, opacity=0.42)
    brow_shadow = path("M-90,-64 C-40,-48 40,-48 90,-64 L90,-130 L-90,-130 Z", skin.shade, opacity=0.35)
    face = path(shape, skin.base) + clipped(shape, brow_shadow, light_from_left, _cheeks(look, t), _beard(look, t))
    features = _eyes(look, t, gaze, blink) + _nose(look, t, turn) + _age(look, t) + _mouth(look, t, mood or look.mouth)
    features += _moustache(look, t) + _glasses(look, t)
    return behind, ears + face + features + before + _ear_extras(look)


def face_shape(look: Look, turn: float = 0) -> str:
    w, j, c, s = look.width, look.jaw, look.chin, turn * 5
    return (
        f"M{-w},-20 C{-w},-76 {-w * 0.62},-106 0,-106 C{w * 0.62},-106 {w},-76 {w},-20 C{w},16 {w * 0.97 + s},36 {j + s},60 "
        f"C{j * 0.84 + s},82 {24 + s},{c} {s},{c} C{-24 + s},{c} {-j * 0.84 + s},82 {-j + s},60 "
        f"C{-w * 0.97 + s},36 {-w},16 {-w},-20 Z"
    )


def _ear(look: Look, side: int) -> str:
    x = side * (look.width + 3)
    return oval(x, 8, 13, 21, look.skin.base if side < 0 else mix(look.skin.base, look.skin.shade, 0.5)) + line(
        f"M{x - side * 1},-2 C{x + side * 7},0 {x + side * 6},16 {x - side * 1},18", look.skin.shade, 3)


def _ear_extras(look: Look) -> str:
    out, w = "", look.width + 4
    if "hoops" in look.extras:
        out += "".join(f'<circle cx="{s * w}" cy="46" r="15" fill="none" stroke="{MARIGOLD}" stroke-width="5"/>' for s in (-1, 1))
    if "studs" in look.extras:
        out += "".join(circle(s * w, 31, 5, MARIGOLD) for s in (-1, 1))
    if "hearing_aid" in look.extras:  # worn on the side that faces us
        side = -1
        x = side * (look.width + 3)
        out += oval(x, 8, 13, 21, look.skin.base) + line(f"M{x - side * 2},-2 C{x + side * 7},0 {x + side * 6},16 {x - side * 2},18", look.skin.shade, 3)
        out += path(f"M{x + side * 1},-22 C{x + side * 18},-26 {x + side * 22},0 {x + side * 16},20 C{x + side * 11},24 "
                    f"{x + side * 8},16 {x + side * 10},4 C{x + side * 11},-8 {x + side * 8},-14 {x + side * 1},-14 Z", PLUM)
        out += line(f"M{x + side * 1},-18 C{x - side * 8},-16 {x - side * 6},0 {x - side * 3},8", "#B598B6", 3.2)
    return out


def _cheeks(look: Look, t: float) -> str:
    cheeks = "".join(soft(t + s * 41, 33, 30, look.skin.blush, 0.5) for s in (-1, 1))
    if "freckles" in look.extras:
        spots = ((-46, 22), (-36, 30), (-28, 22), (-40, 38), (-18, 28), (22, 26), (34, 20), (40, 32), (50, 24), (30, 36), (2, 20))
        cheeks += "".join(circle(t + x, y, 2.4, look.skin.blush, opacity=0.8) for x, y in spots)
    return cheeks


def _eyes(look: Look, t: float, gaze: float, blink: bool) -> str:
    out = ""
    brow_colour = mix(look.hair_colour, look.skin.shade, 0.25)
    if look.hair in {"headscarf", "headwrap"}:
        brow_colour = "#2B1A18"
    if look.age > 55:
        brow_colour = mix(brow_colour, "#8A7F80", 0.3)
    for s in (-1, 1):
        near = 1 if s * t <= 0 else 0.9
        x = t + s * 28 * (1 if s * t <= 0 else 0.94)
        if blink:
            out += line(f"M{x - 12 * near},0 C{x - 5},8 {x + 5},8 {x + 12 * near},0", look.eyes, 4)
        else:
            almond = f"M{x - 13 * near},1 C{x - 7},-9 {x + 7},-9 {x + 13 * near},1 C{x + 7},8 {x - 7},8 {x - 13 * near},1 Z"
            out += path(almond, "#FFF6EC") + clipped(almond, circle(x + t * 0.16 + gaze, -1, 7.4, look.eyes), circle(x + t * 0.16 + gaze - 2.4, -4, 2, "#FFF6EC"))
            out += line(f"M{x - 14 * near},1 C{x - 7},-10 {x + 7},-10 {x + 14 * near},0", mix(look.eyes, look.skin.shade, 0.15), 3.8)
        out += line(f"M{x - 15 * near},{-22 - (2 if s < 0 else 0)} C{x - 6},{-31} {x + 7},{-31} {x + 15 * near},{-24 + (0 if s < 0 else 2)}", brow_colour, look.brow)
    return out


def _nose(look: Look, t: float, turn: float) -> str:
    s = 1 if turn >= 0 else -1
    x = t * 1.35
    bridge = path(f"M{x + s * 3},-14 C{x + s * 8},6 {x + s * 17},20 {x + s * 15},30 C{x + s * 10},37 {x - s * 4},38 {x - s * 9},33 "
                  f"C{x + s * 2},28 {x + s * 4},8 {x + s * 3},-14 Z", look.skin.shade, opacity=0.55)
    return bridge + line(f"M{x - s * 10},32 C{x - s * 3},38 {x + s * 8},38 {x + s * 15},31", mix(look.skin.shade, "#3A1512", 0.22), 3.2)


def _mouth(look: Look, t: float, mood: str) -> str:
    lip, dark = look.skin.lip, mix(look.skin.lip, "#2A0A10", 0.35)
    y = 60
    if mood == "grin":
        shape = f"M{t - 25},{y - 5} C{t - 10},{y - 1} {t + 10},{y - 1} {t + 25},{y - 5} C{t + 19},{y + 18} {t - 19},{y + 18} {t - 25},{y - 5} Z"
        return path(shape, dark) + clipped(shape, rect(t - 24, y - 8, 48, 12, "#FFF8F0", 3)) + line(
            f"M{t - 28},{y - 7} C{t - 11},{y - 1} {t + 11},{y - 1} {t + 28},{y - 7}", lip, 4.2)
    if mood == "talk":
        shape = f"M{t - 17},{y - 1} C{t - 8},{y - 7} {t + 8},{y - 7} {t + 17},{y - 1} C{t + 11},{y + 15} {t - 11},{y + 15} {t - 17},{y - 1} Z"
        return path(shape, dark) + clipped(shape, rect(t - 14, y - 9, 28, 9, "#FFF8F0", 3), oval(t, y + 13, 10, 6, lip)) + line(
            f"M{t - 19},{y - 1} C{t - 8},{y - 8} {t + 8},{y - 8} {t + 19},{y - 1}", lip, 4)
    rise = 7 if mood == "smile" else 3
    lower = path(f"M{t - 14},{y + 3} C{t - 6},{y + 14} {t + 6},{y + 14} {t + 14},{y + 3} Z", lip, opacity=0.55)
    return lower + line(f"M{t - 22},{y - rise / 2} C{t - 9},{y + rise} {t + 9},{y + rise} {t + 22},{y - rise / 2 - 1}", dark, 4)


def _beard(look: Look, t: float) -> str:
    w, j, c = look.width + 8, look.jaw + 12, look.chin + 10
    colour = {"white_moustache": "", "moustache": "", "goatee": look.hair_colour, "white_short": "#D9D3CF"}.get(look.beard, look.hair_colour)
    if look.beard in {"full", "short", "white_short"}:
        top = 14 if look.beard == "full" else 22
        shape = (f"M{-w},-8 C{-w},40 {-j},74 -40,{c} L40,{c} C{j},74 {w},40 {w},-8 C{w - 14},{top + 6} {w - 18},36 {t + 34},43 "
                 f"C{t + 16},41 {t - 16},41 {t - 34},43 C{-w + 18},36 {-w + 14},{top + 6} {-w},-8 Z")
        gap = path(f"M{t - 23},60 C{t - 12},52 {t + 12},52 {t + 23},60 C{t + 12},74 {t - 12},74 {t - 23},60 Z", look.skin.base)
        return path(shape, colour, opacity=0.95 if look.beard == "full" else 0.72) + (gap if look.beard == "full" else "")
    if look.beard == "goatee":
        return path(f"M{t - 22},72 C{t - 10},70 {t + 10},70 {t + 22},72 C{t + 22},96 {t - 22},96 {t - 22},72 Z", colour, opacity=0.8)
    return path(f"M{-w},0 C{-w},50 {-j},80 0,{c} C{j},80 {w},50 {w},0 C{w - 16},40 {t + 40},42 {t},44 C{t - 40},42 {-w + 16},40 {-w},0 Z",
                look.hair_colour, opacity=0.2) if look.beard == "moustache" else ""


def _moustache(look: Look, t: float) -> str:
    colour = {"white_moustache": "#E9E5E1", "moustache": look.hair_colour, "full": mix(look.hair_colour, "#000000", 0.08), "goatee": look.hair_colour}.get(look.beard)
    if not colour:
        return ""
    if look.beard == "goatee":
        return line(f"M{t - 22},50 C{t - 8},44 {t + 8},44 {t + 22},50", colour, 4.5, opacity=0.75)
    return path(f"M{t},43 C{t - 12},39 {t - 27},45 {t - 32},57 C{t - 18},54 {t - 8},55 {t},52 C{t + 8},55 {t + 18},54 {t + 32},57 "
                f"C{t + 27},45 {t + 12},39 {t},43 Z", colour)


def _age(look: Look, t: float) -> str:
    if look.age < 41:
        return ""
    o = min(0.75, (look.age - 35) / 45)
    tone = mix(look.skin.shade, "#5A2A20", 0.12)
    out = ""
    for s in (-1, 1):
        out += line(f"M{t + s * 25},37 C{t + s * 32},44 {t + s * 35},52 {t + s * 33},58", tone, 2.8, opacity=o)
        out += line(f"M{t + s * 17},13 C{t + s * 24},17 {t + s * 34},16 {t + s * 39},11", tone, 2.6, opacity=o)
        if look.age > 50:
            out += line(f"M{t + s * 46},-4 L{t + s * 54},-9 M{t + s * 46},3 L{t + s * 55},3", tone, 2.4, opacity=o)
    if look.age > 65:
        out += line(f"M{t - 26},-50 C{t - 8},-55 {t + 10},-55 {t + 28},-50 M{t - 20},-62 C{t - 6},-66 {t + 8},-66 {t + 22},-62", tone, 2.4, opacity=o * 0.8)
    return out


def _glasses(look: Look, t: float) -> str:
    if not look.glasses:
        return ""
    colour, w = (PLUM if look.glasses == "round" else "#2A1A2C"), look.width
    if look.glasses == "half":
        colour = "#8C4A3A"
    out = ""
    for s in (-1, 1):
        x = t + s * 29
        if look.glasses == "round":
            lens = f'<circle cx="{x}" cy="1" r="23"'
        else:
            lens = f'<rect x="{x - 24}" y="{-15 if look.glasses == "square" else -8}" width="48" height="{35 if look.glasses == "square" else 29}" rx="11"'
        out += f'{lens} fill="#FFFFFF" fill-opacity="0.16" stroke="{colour}" stroke-width="4.4"/>'
        out += line(f"M{x + s * 24},-4 L{s * (w + 1)},-6", colour, 4.2)
    return out + line(f"M{t - 6},-3 C{t - 3},-7 {t + 3},-7 {t + 6},-3", colour, 4.2)


# Bodies -----------------------------------------------------------------------------------------------------------


def torso_shape(look: Look, length: float = 560) -> str:
    s, n = look.shoulders, look.neck
    return (
        f"M{-n - 4},128 C{-n - 26},146 {-s + 44},152 {-s + 16},186 C{-s - 6},212 {-s - 12},300 {-s - 10},{length} L{s + 10},{length} "
        f"C{s + 12},300 {s + 6},212 {s - 16},186 C{s - 44},152 {n + 26},146 {n + 4},128 C{n - 6},150 {-n + 6},150 {-n - 4},128 Z"
    )


def body(look: Look, length: float = 560) -> str:
    """Neck, clothes and what is worn over them; the head goes on top at 0,0."""
    skin, n, s, c = look.skin, look.neck, look.shoulders, look.top_colour
    dark, light = mix(c, INK, 0.22), mix(c, "#FFFFFF", 0.14)
    shape = torso_shape(look, length)
    neck = path(f"M{-n},60 L{-n - 2},140 C{-n - 8},176 {n + 8},176 {n + 2},140 L{n},60 Z", mix(skin.base, skin.shade, 0.35))
    neck += path(f"M{-n},70 C{-n + 4},112 {n - 10},124 {n + 1},104 L{n},70 Z", skin.shade, opacity=0.85)
    shade = path(f"M40,120 C70,240 60,420 70,{length} L{s + 60},{length} L{s + 60},120 Z", dark, opacity=0.5)
    folds = line(f"M{-s + 52},250 C{-s + 40},320 {-s + 46},420 {-s + 40},{length}", dark, 5, opacity=0.45)
    folds += line(f"M{s - 52},250 C{s - 40},320 {s - 46},420 {s - 40},{length}", dark, 5, opacity=0.7)
    folds += line(f"M{-s + 30},196 C{-s + 60},176 {-n - 50},168 {-n - 24},158", light, 6, opacity=0.7)
    return neck + path(shape, c) + clipped(shape, shade, _pattern(look, length), folds) + _collar(look) + _worn(look)


def _pattern(look: Look, length: float) -> str:
    if look.top == "stripes":
        return "".join(line(f"M-240,{y} C-100,{y + 16} 100,{y + 16} 240,{y}", look.under, 13, opacity=0.9) for y in range(176, int(length), 44))
    if look.top == "kurta":
        dots = "".join(circle(x + (y // 46 % 2) * 23, y, 4.2, look.under, opacity=0.55) for y in range(190, int(length), 46) for x in range(-210, 230, 46))
        return dots
    return ""


def _collar(look: Look) -> str:
    n, c, u = look.neck, look.top_colour, look.under
    dark, light = mix(c, INK, 0.28), mix(c, "#FFFFFF", 0.16)
    v = f"M{-n - 6},126 C{-n + 4},150 -14,190 0,236 C14,190 {n - 4},150 {n + 6},126 C{n - 4},152 {-n + 4},152 {-n - 6},126 Z"
    if look.top in {"jumper", "stripes"}:
        return line(f"M{-n - 8},130 C{-n + 4},168 {n - 4},168 {n + 8},130", dark if look.top == "jumper" else look.under, 15)
    if look.top == "roll":
        return path(f"M{-n - 8},92 C{-n + 6},108 {n - 6},108 {n + 8},92 L{n + 14},140 C{n - 2},164 {-n + 2},164 {-n - 14},140 Z", light) + line(
            f"M{-n - 10},116 C{-n + 4},134 {n - 4},134 {n + 10},116", dark, 3.5, opacity=0.6)
    if look.top == "hoodie":
        hood = path(f"M{-n - 6},112 C{-n - 52},128 {-n - 46},176 -8,206 L0,196 L8,206 C{n + 46},176 {n + 52},128 {n + 6},112 C{n + 10},150 "
                    f"{n - 8},168 0,176 C{-n + 8},168 {-n - 10},150 {-n - 6},112 Z", mix(c, INK, 0.14))
        return hood + line("M-16,196 L-20,276", PAPER, 5) + line("M16,196 L20,268", PAPER, 5)
    if look.top == "kurta":
        return path(v, u) + line(f"M{-n - 4},132 C{-n + 8},158 -12,196 0,240 C12,196 {n - 8},158 {n + 4},132", light, 7) + line("M0,240 L0,330", light, 6)
    # An open front: what is worn below, then lapels, a collar or a cardigan's edge
    deep = f"M{-n - 8},126 L-34,560 L34,560 L{n + 8},126 C{n - 4},152 {-n + 4},152 {-n - 8},126 Z"
    inner = path(deep, u) if look.top in {"blazer", "cardigan", "bomber"} else ""
    if inner:
        inner += path(f"M6,150 C20,300 24,440 26,560 L34,560 L{n + 8},126 C{n},142 20,150 6,150 Z", INK, opacity=0.08)
    if look.top == "blazer":
        return inner + _shirt_collar(n, u) + "".join(
            path(f"M{s * (n + 4)},122 C{s * (n + 30)},136 {s * (n + 52)},156 {s * (n + 46)},214 L{s * (n + 66)},230 L{s * 34},430 L{s * 26},430 "
                 f"C{s * 30},300 {s * (n + 4)},200 {s * (n + 4)},122 Z", light if s < 0 else dark) for s in (-1, 1))
    if look.top == "cardigan":
        inner += _shirt_collar(n, u) if "tie" in look.extras else line(f"M{-n - 4},132 C{-n + 6},162 {n - 6},162 {n + 4},132", mix(u, INK, 0.12), 6)
        return inner + "".join(line(f"M{s * (n + 10)},126 C{s * (n + 18)},190 {s * 46},300 {s * 40},560", dark, 13) for s in (-1, 1)) + "".join(
            circle(44 - i * 1.5, 280 + i * 70, 6, light) for i in range(4))
    if look.top == "bomber":
        return inner + line(f"M{-n - 6},130 C{-n + 6},162 {n - 6},162 {n + 6},130", mix(u, INK, 0.15), 6) + "".join(
            line(f"M{s * (n + 12)},120 C{s * (n + 22)},150 {s * (n + 10)},176 {s * 36},200 L{s * 36},560", dark, 12) for s in (-1, 1))
    if look.top == "tunic":
        return path(v, mix(look.skin.base, look.skin.shade, 0.3)) + line(f"M{-n - 4},130 C{-n + 6},158 -12,196 0,236 C12,196 {n - 6},158 {n + 4},130", light, 8)
    return path(v, u) + _shirt_collar(n, light) + line("M0,236 L0,560", dark, 4) + "".join(circle(0, 270 + i * 66, 5, light) for i in range(5))


def _shirt_collar(n: float, colour: str) -> str:
    return "".join(path(f"M{s * (n + 2)},112 L{s * (n + 26)},138 L{s * (n - 4)},196 L{s * 3},158 C{s * 16},152 {s * (n - 4)},136 {s * (n + 2)},112 Z",
                        colour if s < 0 else mix(colour, INK, 0.12)) for s in (-1, 1))


def _worn(look: Look) -> str:
    out, n = "", look.neck
    if "tie" in look.extras:
        out += path("M-11,158 L11,158 L8,182 L20,380 L0,404 L-20,380 L-8,182 Z", BRICK) + path("M0,158 L11,158 L8,182 L20,380 L0,404 Z", INK, opacity=0.16)
    if "lanyard" in look.extras:
        out += line(f"M{-n - 10},140 C-30,250 -8,330 0,372 C8,330 30,250 {n + 10},140", MARIGOLD, 7)
        out += rect(-28, 372, 56, 76, PAPER, 6) + circle(0, 400, 13, "#B598B6") + rect(-17, 424, 34, 5, "#8A7F8C", 2) + rect(-17, 434, 24, 4, "#CDBFB2", 2)
    if "beads" in look.extras:
        out += "".join(circle(x, 148 + (1 - (x / 52) ** 2) * 46, 6.5, MARIGOLD if i % 2 else BRICK) for i, x in enumerate(range(-48, 52, 12)))
    return out


def bust(look: Look, length: float = 560, **head_options) -> str:
    behind, top = head(look, **head_options)
    return behind + body(look, length) + top


def arm(look: Look, points: str, hand: tuple[float, float, float] | None = None, width: float = 62, lit: bool = True) -> str:
    """A sleeve along path data, and a hand at (x, y, turn in degrees)."""
    colour = mix(look.top_colour, "#FFFFFF", 0.05) if lit else mix(look.top_colour, INK, 0.14)
    sleeve = line(points, colour, width)
    cuff = ""
    if look.top == "stripes":
        sleeve += f'<path d="{points}" fill="none" stroke="{look.under}" stroke-width="{width}" stroke-dasharray="12 34" stroke-dashoffset="-30"/>'
    if hand is None:
        return sleeve
    x, y, turn = hand
    return _hand(look, x, y, turn, width / 70) + sleeve + cuff


def _hand(look: Look, x: float, y: float, turn: float, scale: float = 1) -> str:
    """A loose hand, fingers along the x axis, seen from above."""
    skin = look.skin
    palm = path("M-20,-24 C8,-32 44,-28 66,-20 C82,-14 84,-4 70,-2 C84,2 84,14 70,14 C80,20 74,30 60,28 C40,32 4,32 -20,24 Z", skin.base)
    lines_ = line("M34,-4 L70,-2 M34,13 L66,14", skin.shade, 3, opacity=0.8)
    thumb = line("M6,-20 C22,-38 38,-42 52,-40", skin.base, 17) + line("M14,-18 C26,-30 38,-33 48,-33", skin.shade, 2.6, opacity=0.7)
    return group(palm, lines_, thumb, x=x, y=y, turn=turn, scale=scale)


def standing(
    look: Look,
    legs: str = "#3A2E4A",
    shoes: str = "#2A1A2C",
    stride: float = 0,
    coat: bool = False,
    arms: tuple[str, str] | None = None,
    skirt: bool = False,
    back: bool = False,
    **head_options,
) -> str:
    """A whole figure of about six heads, the soles near y=956, the neck at 0,110. ``back``: seen from behind."""
    hip, s, n = 500, look.shoulders * 0.8, look.neck * 0.82
    c = look.top_colour
    dark, lit = mix(c, INK, 0.25), mix(c, "#FFFFFF", 0.07)
    limbs = ""
    for sd in (1, -1):
        x = sd * 42 + stride * sd * 88
        tone = legs if sd < 0 else mix(legs, INK, 0.3)
        limbs += line(f"M{sd * 42},{hip} C{sd * 44 + stride * sd * 26},640 {sd * 42 + stride * sd * 46},760 {x},908", tone, 74)
        limbs += path(f"M{x - 38},956 L{x - 36},918 C{x - 10},912 {x + 22},916 {x + 40},936 C{x + 66},940 {x + 70},956 {x + 66},956 Z", shoes)
    hem = 690 if coat or skirt else 545
    flare = 26 if skirt else 0
    trunk = (
        f"M{-n - 4},116 C{-n - 26},140 {-s + 40},146 {-s + 10},188 C{-s},300 {-s + 30},420 {-s + 16 - flare},{hem} "
        f"L{s - 16 + flare},{hem} C{s - 30},420 {s},300 {s - 10},188 C{s - 40},146 {n + 26},140 {n + 4},116 Z"
    )
    shade = path("M34,110 C64,260 52,420 64,720 L260,720 L260,110 Z", dark, opacity=0.5)
    open_coat = "" if not coat else line(f"M8,180 C12,320 6,480 4,{hem}", dark, 5, opacity=0.8)
    neck = path(f"M{-n},60 L{-n - 2},150 L{n + 2},150 L{n},60 Z", look.skin.shade)
    left, right = arms or (
        f"M{-s + 26},202 C{-s - 8},300 {-s - 8},370 {-s + 6},462",
        f"M{s - 26},202 C{s + 8},300 {s + 8},370 {s - 6},462",
    )
    away = _fist(right, look.skin.shade) + line(right, dark, 54)
    near = _fist(left, look.skin.base) + line(left, lit, 54)
    if back:
        face = group(_head_from_behind(look), y=34, scale=0.76)
        return away + limbs + path(trunk, c) + clipped(trunk, shade, _pattern(look, hem)) + near + neck + face
    behind, top = head(look, **head_options)
    return (
        group(behind, y=34, scale=0.76) + away + limbs + neck + path(trunk, c)
        + clipped(trunk, shade, _pattern(look, hem), open_coat) + _collar_short(look) + near + group(top, y=34, scale=0.76)
    )


def _head_from_behind(look: Look) -> str:
    """Only the hair (or scarf), with the ears at its sides."""
    behind, before = hair(look)
    ears = "".join(_ear(look, side) for side in (-1, 1) if look.hair != "headscarf")
    tone = look.hair_colour
    if look.hair == "bald_sides":
        return oval(0, -14, look.width, 90, look.skin.base) + ears + path(
            f"M{-look.width},-20 C-60,10 60,10 {look.width},-20 C{look.width + 6},30 50,74 0,76 C-50,74 {-look.width - 6},30 {-look.width},-20 Z", tone)
    return behind + ears + before + path(
        f"M{-look.width - 3},-40 C{-look.width - 6},40 -50,88 0,90 C50,88 {look.width + 6},40 {look.width + 3},-40 C40,-90 -40,-90 {-look.width - 3},-40 Z", tone)


def _fist(points: str, skin: str) -> str:
    """A hand hanging out of the sleeve that ends where ``points`` end, along the sleeve's last direction."""
    numbers = [float(v) for v in points.replace("M", " ").replace("C", " ").replace(",", " ").split()]
    bx, by, x, y = numbers[-4:]
    length = max(1.0, ((x - bx) ** 2 + (y - by) ** 2) ** 0.5)
    dx, dy = (x - bx) / length, (y - by) / length
    return line(f"M{x},{y} L{x + dx * 36:.1f},{y + dy * 36:.1f}", skin, 36)


def _collar_short(look: Look) -> str:
    n = look.neck * 0.82
    tone = look.under if look.top in {"blazer", "cardigan", "bomber", "shirt"} else mix(look.top_colour, INK, 0.2)
    return line(f"M{-n - 4},124 C{-n + 4},152 {n - 4},152 {n + 4},124", tone, 13)

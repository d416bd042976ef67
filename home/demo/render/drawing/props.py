"""Things: plants, mugs, windows, furniture, paper."""

from __future__ import annotations

# fmt: off
# A shape a line: drawings are read along their lines, and path data is long.

from math import cos, pi, sin

from .ink import BRICK, CLAY, CREAM, DARK_WOOD, INK, LEAF, MARIGOLD, MAUVE, MIST, OCHRE, PALE_TEAL, PAPER, PLUM, ROSE
from .ink import SAGE, SEA, SKY, STONE, TEAL, WOOD, circle, clipped, fade, glow, group, line, mix, oval, path, poly, rect


def plant(x: float, y: float, size: float = 1, pot: str = CLAY, leaf: str = LEAF, kind: str = "round") -> str:
    """A plant whose pot stands on y."""
    out = []
    if kind == "long":
        for i, a in enumerate((-62, -38, -16, 8, 30, 56)):
            tone = mix(leaf, "#FFFFFF" if i % 2 else INK, 0.14)
            out.append(group(path("M0,0 C-16,-50 -14,-110 4,-150 C20,-110 18,-50 0,0 Z", tone), line("M0,0 C2,-50 3,-100 4,-140", mix(tone, INK, 0.2), 2, opacity=0.6), y=-72, turn=a))
    elif kind == "trail":
        for dx, drop in ((-34, 70), (-14, 40), (16, 90), (36, 54)):
            out.append(line(f"M{dx * 0.5},-70 C{dx},-84 {dx * 1.5},-50 {dx * 1.5},{drop - 60}", leaf, 4))
            out.extend(oval(dx * 1.5 + (6 if k % 2 else -6), -56 + k * (drop / 4), 11, 8, mix(leaf, "#FFFFFF", 0.1 * (k % 3))) for k in range(4))
    else:
        for i in range(9):
            a = -pi * (0.08 + 0.84 * i / 8)
            tone = mix(leaf, "#FFFFFF" if i % 2 else INK, 0.13)
            px, py = 58 * cos(a), -76 + 66 * sin(a)
            out.append(line(f"M0,-66 L{px * 0.7:.0f},{py:.0f}", mix(leaf, INK, 0.2), 4))
            out.append(f'<ellipse cx="{px:.0f}" cy="{py:.0f}" rx="31" ry="19" fill="{tone}" transform="rotate({a * 57.3 + 8:.0f} {px:.0f} {py:.0f})"/>')
    pot_shape = "M-38,-72 L38,-72 L29,0 L-29,0 Z"
    out.append(path(pot_shape, pot) + clipped(pot_shape, rect(6, -80, 60, 90, INK, opacity=0.14)) + rect(-43, -84, 86, 18, mix(pot, "#FFFFFF", 0.12), 4))
    return group(*out, x=x, y=y, scale=size)


def mug(x: float, y: float, colour: str = BRICK, size: float = 1, steam: bool = True) -> str:
    shape = "M-26,-52 L26,-52 L23,0 C23,6 -23,6 -23,0 Z"
    out = f'<path d="M24,-42 C50,-44 48,-8 22,-10" fill="none" stroke="{colour}" stroke-width="9"/>'
    out += path(shape, colour) + clipped(shape, rect(6, -60, 40, 80, INK, opacity=0.16)) + oval(0, -52, 26, 7, mix(colour, INK, 0.35))
    if steam:
        out += line("M-8,-66 C-16,-80 0,-88 -8,-104 M9,-66 C2,-80 17,-88 8,-104", "#FFFFFF", 4, opacity=0.5)
    return group(out, x=x, y=y, scale=size)


def papers(x: float, y: float, size: float = 1, turn: float = -6, marked: bool = False) -> str:
    sheet = rect(0, 0, 130, 84, PAPER, 2) + "".join(rect(12, 14 + i * 13, (104, 92, 100, 64, 84)[i], 4, STONE, 2) for i in range(5))
    under = group(rect(0, 0, 130, 84, MIST, 2), x=14, y=-8, turn=7)
    stamp = rect(84, 8, 34, 12, BRICK, 2) if marked else ""
    return group(under, sheet, stamp, x=x, y=y, scale=size, turn=turn)


def window(x: float, y: float, w: float, h: float, view: str = "", frame: str = PAPER, sky: tuple[str, str] = (SKY, "#F8EBD2"),
           bars: tuple[int, int] = (2, 2), sill: bool = True) -> str:
    """A window with a view; ``view`` is drawn with 0,0 at the window's lower left corner."""
    defs, fill = fade((0, sky[0], 1), (1, sky[1], 1))
    out = defs + rect(x, y, w, h, fill) + clipped(f"M{x},{y} h{w} v{h} h{-w} Z", group(view, x=x, y=y + h))
    out += poly(f"{x + w * 0.1},{y + h} {x + w * 0.42},{y} {x + w * 0.56},{y} {x + w * 0.24},{y + h}", "#FFFFFF", opacity=0.16)
    out += f'<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="none" stroke="{frame}" stroke-width="16"/>'
    out += "".join(rect(x + w * i / bars[0] - 4, y, 8, h, frame) for i in range(1, bars[0]))
    out += "".join(rect(x, y + h * i / bars[1] - 4, w, 8, frame) for i in range(1, bars[1]))
    if sill:
        out += rect(x - 22, y + h + 4, w + 44, 20, frame) + rect(x - 22, y + h + 22, w + 44, 7, mix(frame, INK, 0.16))
    return out


def hills(w: float = 700, far: str = SAGE, near: str = LEAF) -> str:
    """A view for a window: rolling hills and a few trees, y=0 at the bottom."""
    trees = "".join(circle(cx, -70 - r * 0.6, r, mix(near, INK, 0.12)) + rect(cx - 3, -70, 6, 24, DARK_WOOD) for cx, r in ((w * 0.16, 30), (w * 0.24, 22), (w * 0.78, 34)))
    return (path(f"M0,-120 C{w * 0.2},-190 {w * 0.4},-160 {w * 0.6},-130 C{w * 0.8},-105 {w * 0.9},-170 {w},-160 L{w},0 L0,0 Z", mix(far, "#FFFFFF", 0.3))
            + path(f"M0,-60 C{w * 0.3},-110 {w * 0.6},-90 {w},-50 L{w},0 L0,0 Z", far) + trees + path(f"M0,-30 C{w * 0.3},-56 {w * 0.7},-20 {w},-36 L{w},0 L0,0 Z", near))


def roofs(w: float = 700, lit: bool = False) -> str:
    """A view for a window: roofs of a town, y=0 at the bottom."""
    tones = (CLAY, MAUVE, ROSE, PLUM, OCHRE) if not lit else ("#4A3160", "#3B264F", "#573A66", "#33204A", "#4A3160")
    out = ""
    for i in range(int(w // 90) + 1):
        x, h = i * 90, (120, 158, 104, 140, 126)[i % 5]
        out += rect(x, -h, 88, h, mix(tones[i % 5], PAPER, 0.25 if not lit else 0)) + poly(f"{x - 6},{-h} {x + 44},{-h - 46} {x + 94},{-h}", tones[i % 5])
        out += rect(x + 60, -h - 50, 14, 32, mix(tones[i % 5], INK, 0.2))
        out += "".join(rect(x + 16 + k * 34, -h + 24, 20, 28, MARIGOLD if lit and (i + k) % 2 else mix(tones[i % 5], INK, 0.35)) for k in (0, 1))
    return out


def light_shaft(x: float, y: float, w: float, h: float, slant: float = 340, strength: float = 0.34) -> str:
    """Light falling through a window onto the room, downwards to the right."""
    defs, fill = fade((0, "#FFF3D6", strength), (1, "#FFF3D6", 0))
    return defs + poly(f"{x},{y} {x + w},{y} {x + w + slant},{y + h} {x + slant * 0.7},{y + h}", fill)


def table(y: float, colour: str = WOOD, x: float = -60, w: float = 1720, depth: float = 300) -> str:
    """A table in the foreground, its far edge at y."""
    defs, fill = fade((0, mix(colour, "#FFFFFF", 0.2), 1), (1, colour, 1))
    grain = "".join(line(f"M{x + 40 + i * 90},{y + 40 + i * 29 % 150} C{x + 400},{y + 30 + i * 31 % 160} {x + 900},{y + 56 + i * 23 % 150} {x + w},{y + 40 + i * 37 % 150}",
                         mix(colour, INK, 0.2), 2.4, opacity=0.28) for i in range(6))
    return defs + rect(x, y, w, depth, fill, 6) + grain + rect(x, y, w, 9, mix(colour, "#FFFFFF", 0.42), 4)


def frame(x: float, y: float, w: float, h: float, kind: int = 0, edge: str = DARK_WOOD) -> str:
    inside = (
        rect(0, 0, w, h, CREAM) + circle(w * 0.66, h * 0.36, h * 0.16, MARIGOLD) + path(f"M0,{h * 0.7} C{w * 0.3},{h * 0.5} {w * 0.6},{h * 0.8} {w},{h * 0.6} L{w},{h} L0,{h} Z", SEA),
        rect(0, 0, w, h, PALE_TEAL) + circle(w * 0.37, h * 0.42, h * 0.14, ROSE) + circle(w * 0.64, h * 0.46, h * 0.12, CLAY) + path(f"M{w * 0.12},{h} C{w * 0.14},{h * 0.55} {w * 0.6},{h * 0.55} {w * 0.6},{h} Z", PLUM) + path(f"M{w * 0.46},{h} C{w * 0.48},{h * 0.58} {w * 0.84},{h * 0.58} {w * 0.86},{h} Z", TEAL),
        rect(0, 0, w, h, MIST) + path(f"M{w * 0.5},{h * 0.9} C{w * 0.44},{h * 0.6} {w * 0.3},{h * 0.5} {w * 0.3},{h * 0.3} M{w * 0.5},{h * 0.7} C{w * 0.6},{h * 0.5} {w * 0.7},{h * 0.4} {w * 0.68},{h * 0.22}", "none", stroke=LEAF, stroke_width=5) + circle(w * 0.3, h * 0.28, w * 0.1, BRICK) + circle(w * 0.68, h * 0.22, w * 0.09, OCHRE),
    )[kind % 3]
    return group(inside, f'<rect width="{w}" height="{h}" fill="none" stroke="{edge}" stroke-width="9"/>', x=x, y=y)


def noticeboard(x: float, y: float, w: float, h: float) -> str:
    notes = ""
    colours = (PAPER, CREAM, "#F6D9CB", PALE_TEAL, "#E6D9E4", MARIGOLD)
    for i in range(int(w // 92)):
        for k in range(int(h // 96)):
            c = colours[(i * 2 + k * 3) % 6]
            notes += group(rect(0, 0, 66, 72, c) + "".join(rect(9, 14 + m * 13, 46 - (m * 17 + i * 7) % 22, 4, mix(c, INK, 0.3)) for m in range(4)) + circle(33, 4, 5, BRICK),
                           x=x + 22 + i * 92, y=y + 20 + k * 96, turn=((i * 5 + k * 7) % 9) - 4)
    return rect(x - 8, y - 8, w + 16, h + 16, DARK_WOOD, 3) + rect(x, y, w, h, "#D9B88A") + notes


def lamp(x: float, y: float, height: float = 420, shade: str = CREAM, lit: bool = True) -> str:
    """A standing lamp with its foot at y."""
    out = glow(x, y - height + 40, 330, "#FFD98A", 0.55) if lit else ""
    return out + rect(x - 4, y - height, 8, height, DARK_WOOD) + oval(x, y, 56, 12, DARK_WOOD) + poly(
        f"{x - 44},{y - height - 70} {x + 44},{y - height - 70} {x + 80},{y - height + 40} {x - 80},{y - height + 40}", shade)


def pendant(x: float, drop: float, colour: str = TEAL, lit: bool = True) -> str:
    out = line(f"M{x},-10 L{x},{drop - 60}", INK, 4)
    out += path(f"M{x - 20},{drop - 62} L{x + 20},{drop - 62} C{x + 70},{drop - 40} {x + 92},{drop - 8} {x + 94},{drop + 8} L{x - 94},{drop + 8} C{x - 92},{drop - 8} {x - 70},{drop - 40} {x - 20},{drop - 62} Z", colour)
    out += path(f"M{x + 10},{drop - 62} L{x + 20},{drop - 62} C{x + 70},{drop - 40} {x + 92},{drop - 8} {x + 94},{drop + 8} L{x + 40},{drop + 8} C{x + 40},{drop - 30} {x + 26},{drop - 50} {x + 10},{drop - 62} Z", INK, opacity=0.16)
    return out + oval(x, drop + 8, 94, 9, "#FFE7B0") + (glow(x, drop + 60, 380, "#FFE0A0", 0.4) if lit else "")


def sofa(x: float, y: float, w: float, colour: str = TEAL) -> str:
    """A sofa with its feet at y."""
    dark, light = mix(colour, INK, 0.22), mix(colour, "#FFFFFF", 0.12)
    out = rect(x + 30, y - 26, 18, 30, DARK_WOOD) + rect(x + w - 48, y - 26, 18, 30, DARK_WOOD)
    out += rect(x + 20, y - 280, w - 40, 230, colour, 34) + rect(x + w / 2 - 3, y - 264, 6, 150, dark, opacity=0.6)
    out += rect(x + 34, y - 136, w - 68, 100, light, 24) + rect(x + 30, y - 70, w - 60, 48, dark, 14)
    return out + rect(x - 24, y - 200, 86, 180, mix(colour, "#FFFFFF", 0.05), 36) + rect(x + w - 62, y - 200, 86, 180, dark, 36)


def cushion(x: float, y: float, colour: str, turn: float = 12, size: float = 110) -> str:
    h = size / 2
    return group(path(f"M{-h},{-h} C{-h / 2},{-h + 12} {h / 2},{-h + 12} {h},{-h} C{h - 12},{-h / 2} {h - 12},{h / 2} {h},{h} C{h / 2},{h - 12} {-h / 2},{h - 12} {-h},{h} C{-h + 12},{h / 2} {-h + 12},{-h / 2} {-h},{-h} Z", colour)
                 + line(f"M{-h + 26},{h - 30} C0,{h - 20} 10,0 {h - 26},{-h + 26}", mix(colour, INK, 0.22), 3, opacity=0.6), x=x, y=y, turn=turn)


def chair(x: float, y: float, colour: str = WOOD, size: float = 1, flip: bool = False) -> str:
    """A plain chair in three-quarter view, front feet at y."""
    dark, light = mix(colour, INK, 0.3), mix(colour, "#FFFFFF", 0.14)
    back = rect(66, -296, 13, 270, dark) + rect(-6, -306, 12, 160, dark) + path("M-12,-318 C10,-330 66,-316 84,-300 L82,-240 C60,-254 10,-262 -10,-256 Z", colour)
    legs = rect(-76, -140, 13, 128, dark) + rect(-30, -112, 13, 112, colour) + rect(72, -120, 13, 108, dark)
    seat = path("M-84,-150 L8,-168 L92,-140 L-22,-116 Z", light) + path("M-84,-150 L-22,-116 L-22,-100 L-84,-134 Z M-22,-116 L92,-140 L92,-126 L-22,-100 Z", dark)
    return group(back, legs, seat, x=x, y=y, scale=size, flip=flip)


def wheelchair(x: float, y: float, size: float = 1, colour: str = PLUM) -> str:
    """A wheelchair seen from the front quarter; the seat is at y - 210, the wheels stand on y."""
    def wheel(cx: float, cy: float, rx: float, ry: float) -> str:
        spokes = "".join(line(f"M{cx},{cy} L{cx + rx * cos(a * pi / 4):.0f},{cy + ry * sin(a * pi / 4):.0f}", STONE, 3) for a in range(8))
        return spokes + f'<ellipse cx="{cx}" cy="{cy}" rx="{rx}" ry="{ry}" fill="none" stroke="{INK}" stroke-width="15"/><ellipse cx="{cx}" cy="{cy}" rx="{rx - 18}" ry="{ry - 22}" fill="none" stroke="{STONE}" stroke-width="5"/>' + oval(cx, cy, 12, 14, colour)
    return group(wheel(-196, -170, 74, 170), wheel(196, -170, 74, 170), rect(-180, -420, 360, 230, mix(colour, INK, 0.1), 26),
                 line("M-178,-400 L-196,-446 M178,-400 L196,-446", INK, 17), x=x, y=y, scale=size)


def phone(x: float, y: float, turn: float = 0, size: float = 1) -> str:
    return group(rect(-22, -44, 44, 88, INK, 8) + rect(-17, -36, 34, 68, PALE_TEAL, 3), x=x, y=y, turn=turn, scale=size)


def notebook(x: float, y: float, turn: float = -8, size: float = 1, colour: str = TEAL) -> str:
    pages = path("M0,0 C30,-12 60,-12 86,0 L86,96 C60,84 30,84 0,96 Z M0,0 C-30,-12 -60,-12 -86,0 L-86,96 C-60,84 -30,84 0,96 Z", PAPER)
    rules = "".join(line(f"M{s * 16},{18 + i * 15} C{s * 36},{12 + i * 15} {s * 54},{12 + i * 15} {s * (70 - i * 5)},{18 + i * 15}", STONE, 3) for s in (-1, 1) for i in range(4))
    return group(path("M-94,4 L94,4 L94,106 L-94,106 Z", colour) + pages + rules, x=x, y=y, turn=turn, scale=size)


def tree(x: float, y: float, size: float = 1, leaf: str = LEAF, trunk: str = DARK_WOOD) -> str:
    light = mix(leaf, "#F6E4A8", 0.28)
    crown = circle(0, -250, 110, leaf) + circle(-84, -190, 80, leaf) + circle(88, -190, 84, mix(leaf, INK, 0.12)) + circle(-30, -300, 70, light) + circle(-86, -220, 46, light, opacity=0.7) + circle(56, -140, 66, mix(leaf, INK, 0.16))
    return group(path("M-16,0 C-10,-60 -12,-120 -6,-190 L10,-190 C10,-120 14,-60 22,0 Z", trunk) + line("M0,-120 C20,-150 40,-160 54,-176", trunk, 9), crown, x=x, y=y, scale=size)


def clock(x: float, y: float, r: float, hour: float, minute: float, rim: str = PLUM) -> str:
    a, b = (hour + minute / 60) / 12 * 2 * pi - pi / 2, minute / 60 * 2 * pi - pi / 2
    ticks = "".join(circle(x + r * 0.78 * cos(k * pi / 6), y + r * 0.78 * sin(k * pi / 6), r * 0.05, INK) for k in range(12))
    return circle(x, y, r * 1.14, rim) + circle(x, y, r, PAPER) + ticks + line(f"M{x},{y} L{x + r * 0.48 * cos(a):.1f},{y + r * 0.48 * sin(a):.1f}", INK, r * 0.1) + line(
        f"M{x},{y} L{x + r * 0.7 * cos(b):.1f},{y + r * 0.7 * sin(b):.1f}", INK, r * 0.07) + circle(x, y, r * 0.08, BRICK)


def bag(x: float, y: float, colour: str = PLUM, size: float = 1) -> str:
    shape = "M-110,-120 C-116,-150 116,-150 110,-120 L122,0 C60,10 -60,10 -122,0 Z"
    return group(f'<path d="M-60,-130 C-60,-210 60,-210 60,-130" fill="none" stroke="{mix(colour, INK, 0.3)}" stroke-width="13"/>' + path(shape, colour)
                 + clipped(shape, rect(30, -160, 140, 200, INK, opacity=0.18), rect(-130, -96, 260, 9, mix(colour, "#FFFFFF", 0.25))), x=x, y=y, scale=size)


def plan_sheet(x: float, y: float, w: float = 120, h: float = 160, turn: float = -3) -> str:
    """A hand-written plan: a title, ticks and lines, held by two magnets."""
    rows = "".join(rect(w * 0.1, h * (0.26 + i * 0.14), w * 0.09, w * 0.09, (TEAL, MARIGOLD, BRICK, TEAL, MAUVE)[i], 2) + rect(w * 0.26, h * (0.275 + i * 0.14), w * (0.6, 0.5, 0.62, 0.4, 0.54)[i], h * 0.03, mix(INK, PAPER, 0.45), 2) for i in range(5))
    return group(rect(4, 6, w, h, INK, 2, opacity=0.14) + rect(0, 0, w, h, PAPER, 2) + rect(w * 0.1, h * 0.1, w * 0.64, h * 0.055, PLUM, 2) + rows + circle(w * 0.08, 0, w * 0.06, BRICK) + circle(w * 0.92, 2, w * 0.06, MARIGOLD), x=x, y=y, turn=turn)


def chips(x: float, y: float, size: float = 1) -> str:
    fries = "".join(group(rect(-6, -58, 12, 60, (MARIGOLD, OCHRE, "#F7C65B")[i % 3], 3), x=-40 + i * 11, y=-22 - (i * 13) % 17, turn=-22 + i * 6) for i in range(8))
    return group(oval(4, 6, 84, 16, INK, opacity=0.16), fries, path("M-72,-30 L72,-30 L54,8 C20,16 -20,16 -54,8 Z", PAPER), path("M20,-30 L72,-30 L54,8 C44,11 30,13 16,14 Z", INK, opacity=0.1),
                 "".join(line(f"M{-62 + i * 31},-18 L{-50 + i * 26},4", BRICK, 4, opacity=0.7) for i in range(5)), x=x, y=y, scale=size)

"""Places under the sky: backgrounds of 1600 by 900, light from the upper left."""

from __future__ import annotations

# fmt: off
# A shape a line: drawings are read along their lines, and path data is long.

from math import sin

from .ink import BRICK, CLAY, DARK_WOOD, DUSK, INK, LEAF, LILAC, MARIGOLD, MAUVE, NIGHT, OCHRE, PALE_TEAL
from .ink import PAPER, PLUM, ROSE, SAGE, SAND, SEA, SKY, STONE, TEAL, WOOD
from .ink import circle, fade, glow, group, line, mix, oval, path, poly, rect
from .props import clock, plant, tree

MORNING = (SKY, "#FBE9CC")
EVENING = ("#6C5A8C", "#F0B48C")
NIGHTFALL = ("#33204A", "#8A6A98")


def sky(tones: tuple[str, str] = MORNING, sun: tuple[float, float, float] | None = None, clouds: bool = True) -> str:
    defs, fill = fade((0, tones[0], 1), (1, tones[1], 1))
    out = defs + rect(0, 0, 1600, 900, fill)
    if sun:
        x, y, r = sun
        out += glow(x, y, r * 5, "#FFE6A8", 0.7) + circle(x, y, r, "#FBD27A" if tones is not NIGHTFALL else "#FBE8B8")
    if clouds:
        tone = mix(tones[1], "#FFFFFF", 0.6)
        out += "".join(group(oval(0, 0, 110, 24, tone), oval(-40, -18, 54, 26, tone), oval(30, -24, 62, 32, tone), x=x, y=y, scale=s, opacity=0.75) for x, y, s in ((560, 130, 0.9), (1010, 84, 0.66), (1330, 190, 1.15)))
    return out


def far_hills(y: float = 480, tone: str = SAGE) -> str:
    return path(f"M0,{y} C200,{y - 110} 420,{y - 120} 640,{y - 30} C860,{y - 130} 1100,{y - 150} 1600,{y - 40} L1600,900 L0,900 Z", mix(tone, PAPER, 0.45)) + path(
        f"M0,{y + 60} C300,{y - 30} 700,{y + 10} 1000,{y + 40} C1250,{y - 10} 1450,{y} 1600,{y + 40} L1600,900 L0,900 Z", mix(tone, PAPER, 0.15))


def house(x: float, ground: float, w: float = 230, h: float = 330, tone: str = CLAY, door: str = TEAL, lit: bool = False) -> str:
    glass = MARIGOLD if lit else mix(PALE_TEAL, tone, 0.2)
    out = rect(x, ground - h, w, h, tone) + rect(x + w * 0.7, ground - h, w * 0.3, h, INK, opacity=0.09)
    out += poly(f"{x - 12},{ground - h} {x + w / 2},{ground - h - 110} {x + w + 12},{ground - h}", mix(tone, PLUM, 0.55)) + rect(x + w * 0.74, ground - h - 118, 34, 84, mix(tone, INK, 0.25)) + rect(x + w * 0.74 - 4, ground - h - 124, 42, 12, mix(tone, INK, 0.4))
    for wx, wy, on in ((0.14, 0.13, lit), (0.58, 0.13, False), (0.56, 0.52, lit)):
        ww, wh = w * 0.29, h * 0.24
        px, py = x + w * wx, ground - h + h * wy
        pane = glass if on or not lit else mix(NIGHT, tone, 0.3)
        out += rect(px - 6, py - 6, ww + 12, wh + 12, PAPER) + rect(px, py, ww, wh, pane) + rect(px + ww / 2 - 2, py, 4, wh, PAPER) + rect(px, py + wh / 2 - 2, ww, 4, PAPER) + rect(px - 12, py + wh + 6, ww + 24, 8, PAPER)
        if not lit:
            out += poly(f"{px + 6},{py + wh} {px + ww * 0.5},{py} {px + ww * 0.75},{py} {px + ww * 0.3},{py + wh}", "#FFFFFF", opacity=0.25)
    dx, dh = x + w * 0.14, h * 0.42
    return out + rect(dx - 7, ground - dh - 7, w * 0.28 + 14, dh + 7, PAPER) + rect(dx, ground - dh, w * 0.28, dh, door) + rect(dx + 10, ground - dh + 12, w * 0.28 - 20, dh * 0.26, glass) + circle(dx + w * 0.24, ground - dh * 0.48, 5, MARIGOLD) + rect(dx - 14, ground - 10, w * 0.28 + 28, 12, STONE)


def pavement(y: float, road: str = "#8D8294", kerb: str = STONE) -> str:
    return rect(0, y, 1600, 900 - y, mix(SAND, STONE, 0.5)) + "".join(line(f"M{x},{y} L{x - 60},{y + 90}", mix(STONE, INK, 0.15), 2.5, opacity=0.5) for x in range(40, 1700, 130)) + rect(0, y + 90, 1600, 14, kerb) + rect(0, y + 104, 1600, 900, road) + "".join(rect(x, y + 158, 120, 10, mix(road, PAPER, 0.5), 4) for x in range(40, 1700, 260))


def bus_stop(x: float, y: float) -> str:
    """A shelter standing on y."""
    out = rect(x, y - 330, 420, 22, PLUM, 4) + rect(x + 14, y - 310, 12, 310, PLUM) + rect(x + 394, y - 310, 12, 310, PLUM) + rect(x + 26, y - 300, 368, 230, "#FFFFFF", opacity=0.28) + poly(f"{x + 60},{y - 70} {x + 200},{y - 300} {x + 270},{y - 300} {x + 130},{y - 70}", "#FFFFFF", opacity=0.25)
    out += rect(x + 60, y - 96, 260, 16, WOOD, 4) + rect(x + 84, y - 80, 10, 80, INK) + rect(x + 286, y - 80, 10, 80, INK) + rect(x + 330, y - 270, 50, 74, PAPER) + "".join(rect(x + 337, y - 258 + i * 12, 36 - i * 4, 4, STONE) for i in range(5))
    return out + rect(x + 456, y - 380, 9, 380, STONE) + circle(x + 460, y - 392, 38, MARIGOLD) + rect(x + 440, y - 402, 42, 20, PLUM, 4) + rect(x + 436, y - 340, 50, 70, PAPER, 3)


def street(tones: tuple[str, str] = MORNING, stop: bool = True, lit: bool = False) -> str:
    row = "".join(house(x, 690, 226, h, mix(t, NIGHT, 0.35) if lit else t, d, lit) for x, h, t, d in (
        (-60, 330, CLAY, TEAL), (166, 350, mix(ROSE, PAPER, 0.25), PLUM), (392, 326, mix(OCHRE, PAPER, 0.4), BRICK), (1020, 340, mix(SEA, PAPER, 0.3), MARIGOLD), (1246, 356, mix(MAUVE, PAPER, 0.35), TEAL), (1472, 330, CLAY, PLUM)))
    ground = mix(SAGE, DUSK, 0.5) if lit else SAGE
    out = sky(tones, (900, 250, 54) if not lit else (800, 160, 40)) + far_hills(500, ground) + row + tree(780, 700, 0.86, LEAF if not lit else mix(LEAF, NIGHT, 0.4)) + pavement(690, "#8D8294" if not lit else "#4F4362")
    if lit:
        out += "".join(line(f"M{x},760 L{x},330 C{x},300 {x + 60},300 {x + 70},322", INK, 9) + circle(x + 72, 330, 16, "#FFE3A0") + glow(x + 72, 350, 250, "#FFD98A", 0.6) for x in (690, 1180))
    return out + (bus_stop(560, 760) if stop else "")


def allotment() -> str:
    shed = rect(1130, 400, 270, 250, mix(WOOD, PAPER, 0.1)) + "".join(rect(1130 + i * 34, 400, 3, 250, DARK_WOOD, opacity=0.4) for i in range(8)) + poly("1106,404 1265,310 1424,404", PLUM) + rect(1160, 470, 80, 180, TEAL) + rect(1280, 460, 84, 74, PALE_TEAL) + rect(1318, 460, 6, 74, PAPER) + rect(1276, 530, 92, 10, PAPER)
    canes = "".join(line(f"M{x},680 L{x + 50},420 L{x + 100},680", WOOD, 6) + "".join(oval(x + 22 + (k % 2) * 54 + sin(k) * 8, 650 - k * 32, 19, 13, mix(LEAF, PAPER, 0.1 * (k % 3))) for k in range(7)) + circle(x + 40, 560, 7, BRICK) + circle(x + 66, 500, 7, BRICK) for x in (120, 250, 380))
    beds = ""
    for r in range(3):
        y = 720 + r * 74
        beds += path(f"M-20,{y} C400,{y - 18} 1200,{y - 18} 1620,{y} L1620,{y + 40} L-20,{y + 40} Z", mix(DARK_WOOD, PLUM, 0.25))
        for i in range(16):
            x = 40 + i * 104 + r * 40
            beds += group(path("M0,0 C-30,-10 -34,-44 -8,-46 C-4,-60 18,-58 16,-42 C40,-40 34,-8 0,0 Z", (LEAF, SAGE, mix(LEAF, MARIGOLD, 0.3))[(i + r) % 3]), circle(0, -24, 8, (mix(LEAF, PAPER, 0.35), BRICK, MARIGOLD)[(i + r) % 3]) if (i + r) % 3 else "", x=x, y=y + 10, scale=0.9 + r * 0.16)
    flowers = "".join(line(f"M{x},690 C{x + 4},640 {x - 4},600 {x},{570 - i % 3 * 26}", LEAF, 6) + circle(x, 560 - i % 3 * 26, 30, MARIGOLD) + circle(x, 560 - i % 3 * 26, 14, DARK_WOOD) for i, x in enumerate((1450, 1510, 1568)))
    return sky(MORNING, (260, 190, 56)) + far_hills(480) + "".join(tree(x, 600, s) for x, s in ((700, 0.9), (860, 0.7), (1020, 0.6))) + rect(0, 590, 1600, 320, mix(SAGE, LEAF, 0.4)) + shed + canes + flowers + beds


def garden(bench: bool = True) -> str:
    """A care home's garden: a winding path, borders, a bench, trees."""
    lawn = rect(0, 540, 1600, 360, mix(SAGE, LEAF, 0.3)) + path("M0,560 C400,520 1200,520 1600,570 L1600,640 C1200,580 400,580 0,630 Z", mix(SAGE, MARIGOLD, 0.12))
    way = path("M500,920 C640,800 980,760 960,680 C944,620 700,610 760,560 C780,548 800,544 820,542 L868,542 C830,560 810,574 850,592 C960,630 1180,660 1120,760 C1080,830 980,870 960,920 Z", SAND) + path("M700,920 C760,840 1010,790 1010,700 C1004,640 800,600 800,566", "none", stroke=mix(SAND, "#FFFFFF", 0.4), stroke_width=12, opacity=0.6)
    home = rect(1080, 330, 560, 230, mix(CLAY, PAPER, 0.2)) + poly("1050,334 1180,240 1640,240 1640,334", mix(CLAY, PLUM, 0.55)) + "".join(rect(x, 380, 84, 100, PAPER) + rect(x + 8, 388, 68, 84, PALE_TEAL) + rect(x + 40, 388, 5, 84, PAPER) for x in (1120, 1250, 1510)) + rect(1376, 370, 96, 190, PAPER) + rect(1384, 378, 80, 182, TEAL)
    borders = ""
    for x0, x1, y0 in ((0, 520, 700), (1180, 1600, 720)):
        for i in range(int((x1 - x0) / 30)):
            x = x0 + i * 30 + 10
            y = y0 + 40 * sin(i * 1.3) + (i % 3) * 26
            c = (ROSE, MARIGOLD, LILAC, BRICK, PAPER, PLUM)[i % 6]
            borders += oval(x, y + 20, 34, 40, mix(LEAF, INK if i % 2 else PAPER, 0.12)) + circle(x - 8, y - 14, 14, c) + circle(x + 14, y - 2, 11, mix(c, PAPER, 0.3))
    seat = rect(250, 560, 230, 14, WOOD, 4) + rect(250, 510, 230, 12, WOOD, 4) + rect(250, 534, 230, 12, WOOD, 4) + rect(262, 500, 10, 124, DARK_WOOD) + rect(458, 500, 10, 124, DARK_WOOD) if bench else ""
    return sky(MORNING, (420, 170, 54)) + far_hills(500) + home + tree(140, 580, 1.15) + tree(560, 552, 0.62, mix(LEAF, SEA, 0.4)) + lawn + way + seat + borders


def school_gate() -> str:
    school = rect(420, 250, 860, 400, mix(CLAY, PAPER, 0.12)) + poly("390,254 520,150 1180,150 1310,254", mix(CLAY, PLUM, 0.6)) + rect(760, 110, 180, 300, mix(CLAY, PAPER, 0.22)) + poly("744,112 850,20 956,112", PLUM) + clock(850, 190, 50, 4, 0)
    for x in (460, 570, 670, 970, 1070, 1180):
        school += rect(x, 310, 74, 110, PAPER) + rect(x + 7, 317, 60, 96, PALE_TEAL) + rect(x + 34, 317, 5, 96, PAPER) + rect(x, 480, 74, 110, PAPER) + rect(x + 7, 487, 60, 96, MARIGOLD if x in {670, 1070} else PALE_TEAL) + rect(x + 34, 487, 5, 96, PAPER)
    school += path("M790,650 L790,500 C790,440 910,440 910,500 L910,650 Z", TEAL) + line("M850,460 L850,650", PAPER, 4)
    yard = rect(0, 640, 1600, 270, mix(SAND, STONE, 0.45)) + path("M790,650 L910,650 L1160,900 L540,900 Z", mix(SAND, PAPER, 0.3))
    rails = ""
    for start, end in ((-10, 500), (1200, 1610)):
        rails += rect(start, 470, end - start, 10, PLUM) + rect(start, 690, end - start, 10, PLUM) + "".join(rect(x, 450, 8, 290, PLUM) + circle(x + 4, 446, 8, PLUM) for x in range(start + 10, end, 34))
    posts = "".join(rect(x, 400, 54, 350, mix(CLAY, INK, 0.12)) + rect(x - 8, 386, 70, 24, STONE) + circle(x + 27, 366, 24, STONE) for x in (490, 1150))
    gates = poly("544,450 640,480 640,790 544,740", PLUM, opacity=0.92) + "".join(line(f"M{556 + i * 17},{468 + i * 5} L{556 + i * 17},{736 + i * 9}", mix(PLUM, LILAC, 0.35), 4) for i in range(5))
    gates += poly("1150,450 1060,480 1060,790 1150,740", PLUM, opacity=0.92) + "".join(line(f"M{1074 + i * 17},{490 - i * 5} L{1074 + i * 17},{772 - i * 9}", mix(PLUM, LILAC, 0.35), 4) for i in range(5))
    return sky(MORNING, (300, 160, 50)) + far_hills(500) + tree(210, 660, 1.05) + tree(1460, 660, 1.2, mix(LEAF, OCHRE, 0.3)) + school + yard + rails + posts + gates


def campus() -> str:
    wall = rect(0, 120, 1600, 540, mix(CLAY, PAPER, 0.3))
    bricks = "".join(line(f"M{(x * 97) % 1600},{150 + (x * 53) % 480} h44", mix(CLAY, INK, 0.06), 7, opacity=0.3) for x in range(70))
    arches = "".join(path(f"M{x},660 L{x},380 C{x},270 {x + 200},270 {x + 200},380 L{x + 200},660 Z", c) + path(f"M{x},660 L{x},380 C{x},270 {x + 200},270 {x + 200},380 L{x + 200},660", "none", stroke=PAPER, stroke_width=16) for x, c in ((120, mix(SEA, PAPER, 0.2)), (420, mix(MARIGOLD, PAPER, 0.25)), (980, mix(SEA, PAPER, 0.2)), (1280, mix(SEA, PAPER, 0.2))))
    band = rect(0, 200, 1600, 22, PAPER) + rect(0, 222, 1600, 6, INK, opacity=0.1)
    steps = "".join(rect(0, 660 + i * 62, 1600, 64, mix(STONE, PAPER, 0.5 - i * 0.1)) + rect(0, 660 + i * 62, 1600, 10, mix(STONE, PAPER, 0.8)) for i in range(4))
    posters = rect(700, 330, 220, 160, DARK_WOOD) + rect(708, 338, 204, 144, "#D9B88A") + rect(724, 354, 54, 74, MARIGOLD) + rect(790, 350, 48, 66, TEAL) + rect(850, 362, 48, 80, PAPER) + circle(812, 446, 24, BRICK)
    shade = poly("0,120 420,120 0,900", "#FFF3D6", opacity=0.22)
    return sky(MORNING) + wall + bricks + arches + band + posters + steps + shade + plant(70, 720, 1.2, TEAL) + tree(1560, 760, 1.25)


def corner_shop() -> str:
    front = rect(700, 150, 900, 560, mix(MAUVE, NIGHT, 0.1)) + rect(700, 120, 900, 60, PLUM) + rect(760, 400, 470, 270, "#FFE3A0") + rect(1310, 370, 190, 340, TEAL) + rect(1330, 392, 150, 200, "#FFE9B8")
    awning = "".join(path(f"M{740 + i * 54},300 L{794 + i * 54},300 L{790 + i * 56},384 C{776 + i * 56},400 {750 + i * 56},400 {734 + i * 56},384 Z", BRICK if i % 2 == 0 else PAPER) for i in range(9))
    crates = "".join(rect(770 + i * 150, 600, 130, 74, WOOD, 4) + "".join(circle(790 + i * 150 + k * 30, 594, 19, c) for k in range(4)) + rect(770 + i * 150, 630, 130, 6, DARK_WOOD) for i, c in enumerate((BRICK, MARIGOLD, LEAF)))
    jars = "".join(rect(790 + i * 62, 470 - (i % 3) * 10, 38, 70 + (i % 3) * 10, (CLAY, SEA, MAUVE, OCHRE)[i % 4], 4) for i in range(7)) + rect(770, 540, 450, 10, DARK_WOOD)
    windows = "".join(rect(x, 196, 90, 84, "#FFD98A" if on else mix(NIGHT, MAUVE, 0.3)) + rect(x + 42, 196, 6, 84, PLUM) for x, on in ((780, True), (960, False), (1140, False), (1330, True)))
    row = "".join(house(x, 690, 226, 330, mix(t, NIGHT, 0.4), d, True) for x, t, d in ((-100, CLAY, TEAL), (126, OCHRE, PLUM), (352, SEA, BRICK)))
    lamp = line("M640,770 L640,300 C640,264 560,264 548,296", INK, 11) + circle(546, 306, 19, "#FFE9B8") + glow(546, 340, 330, "#FFD98A", 0.6)
    return sky(EVENING, None) + row + rect(578, 250, 130, 450, mix(ROSE, NIGHT, 0.4)) + front + windows + jars + awning + crates + pavement(700, "#4F4362") + glow(1000, 620, 520, "#FFD98A", 0.4) + lamp

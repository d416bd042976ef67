"""Rooms: backgrounds of 1600 by 900, light from the upper left."""

from __future__ import annotations

# fmt: off
# A shape a line: drawings are read along their lines, and path data is long.

from .ink import BLUSH, BRICK, CLAY, CREAM, DARK_WOOD, DUSK, INK, LILAC, MARIGOLD, MAUVE, NIGHT, OCHRE
from .ink import PALE_LILAC, PALE_TEAL, PAPER, PLUM, ROSE, SAGE, SAND, SEA, SKY, STONE, TEAL, WOOD
from .ink import circle, clipped, fade, glow, line, mix, oval, path, poly, rect
from .props import clock, cushion, frame, hills, lamp, light_shaft, mug, noticeboard, pendant, plan_sheet, plant, roofs, sofa, window

NIGHT_SKY = ("#33204A", "#6C5A8C")


def wall(top: str, floor: str, skirting: str = PAPER, horizon: float = 660) -> str:
    defs, fill = fade((0, mix(top, "#FFFFFF", 0.2), 1), (1, top, 1))
    return defs + rect(0, 0, 1600, 900, fill) + rect(0, horizon, 1600, 900 - horizon, floor) + rect(0, horizon - 26, 1600, 26, skirting) + rect(0, horizon, 1600, 10, INK, opacity=0.12)


def kitchen(plan: bool = False, night: bool = False, view: str = "") -> str:
    tone = CREAM if not night else mix(CREAM, DUSK, 0.3)
    tiles = "".join(line(f"M0,{y} L1600,{y}", mix(tone, OCHRE, 0.16), 2) for y in range(360, 520, 40)) + "".join(
        line(f"M{x},{360 + (x // 60 % 2) * 0} L{x},500", mix(tone, OCHRE, 0.16), 2) for x in range(30, 1180, 60))
    sky = NIGHT_SKY if night else (SKY, "#FBEFD8")
    glass = window(110, 70, 400, 290, view or (roofs(400, lit=True) if night else hills(400)), sky=sky)
    shelf = rect(620, 250, 360, 16, DARK_WOOD) + rect(650, 266, 10, 26, DARK_WOOD) + rect(940, 266, 10, 26, DARK_WOOD)
    jars = "".join(rect(x, 250 - h, 44, h, c, 6) + rect(x + 4, 242 - h, 36, 14, DARK_WOOD, 3) + rect(x + 6, 250 - h * 0.6, 32, h * 0.6, mix(c, INK, 0.2), 3)
                   for x, h, c in ((640, 76, PALE_TEAL), (696, 62, BLUSH), (752, 84, PALE_LILAC)))
    cups = mug(840, 250, TEAL, 0.8, False) + mug(908, 250, ROSE, 0.8, False)
    counter = rect(0, 500, 1190, 22, mix(STONE, PAPER, 0.4)) + rect(0, 522, 1190, 380, mix(TEAL, PAPER, 0.32)) + "".join(
        rect(x, 546, 262, 350, mix(TEAL, PAPER, 0.24), 4) + rect(x + 116, 574, 34, 9, MARIGOLD, 4) for x in (14, 294, 574, 854))
    kettle = path("M690,500 C684,450 700,420 730,418 C760,420 776,450 770,500 Z", BRICK) + line("M704,430 C716,388 748,388 758,430", INK, 9) + path("M690,470 L664,440 L674,434 L698,452 Z", BRICK)
    board = rect(1030, 404, 84, 98, WOOD, 8) + circle(1072, 424, 7, DARK_WOOD) + oval(980, 488, 52, 14, PAPER) + circle(962, 470, 19, OCHRE) + circle(996, 472, 18, BRICK)
    fridge = rect(1210, 120, 320, 800, mix(PALE_TEAL, PAPER, 0.4), 22) + rect(1440, 120, 90, 800, mix(PALE_TEAL, INK, 0.12), 22, opacity=0.6) + rect(1210, 380, 320, 6, mix(PALE_TEAL, INK, 0.25)) + rect(1232, 270, 12, 80, STONE, 6) + rect(1232, 410, 12, 130, STONE, 6)
    on_door = plan_sheet(1290, 160, 150, 200) if plan else frame(1300, 190, 84, 64, 0, PAPER) + rect(1410, 210, 60, 76, MARIGOLD, 2)
    warmth = light_shaft(120, 370, 380, 540) if not night else glow(800, 200, 760, "#FFD890", 0.45)
    return wall(tone, WOOD) + tiles + glass + plant(170, 362, 0.62, CLAY) + plant(440, 362, 0.5, PLUM, kind="trail") + shelf + jars + cups + counter + kettle + board + fridge + on_door + (pendant(1090, 150, BRICK) if night else "") + warmth


def hallway(open_door: bool = False) -> str:
    paper = "".join(line(f"M{x},0 L{x},640", mix(BLUSH, PAPER, 0.35), 16, opacity=0.5) for x in range(30, 1600, 84))
    light = "#FFE9BE" if not open_door else "#FFF6DF"
    door = rect(136, 110, 300, 560, PAPER) + rect(156, 130, 260, 540, light if open_door else TEAL)
    if open_door:
        door += clipped("M156,130 h260 v540 h-260 Z", path("M156,520 C240,480 340,500 416,470 L416,670 L156,670 Z", SAGE), path("M230,670 C260,590 290,560 300,490 L316,490 C324,560 350,600 390,670 Z", SAND), circle(360, 250, 50, "#FFE3A0"))
        door += poly("416,130 516,70 516,740 416,670", TEAL) + circle(500, 430, 9, MARIGOLD)
    else:
        door += rect(190, 160, 192, 170, PALE_TEAL, 6) + poly("190,330 286,160 382,330", MARIGOLD, opacity=0.75) + circle(286, 262, 36, BRICK, opacity=0.8) + line("M286,160 L286,330 M190,245 L382,245", PAPER, 6)
        door += rect(200, 380, 80, 200, mix(TEAL, INK, 0.16), 4) + rect(296, 380, 80, 200, mix(TEAL, INK, 0.16), 4) + circle(392, 430, 10, MARIGOLD)
    hooks = rect(500, 250, 220, 14, DARK_WOOD) + "".join(circle(x, 264, 7, MARIGOLD) for x in (530, 590, 650, 700))
    coats = path("M512,268 C520,258 540,258 548,268 L572,480 L496,480 Z", PLUM) + path("M572,268 C584,256 600,258 610,268 L630,440 L560,440 Z", OCHRE) + line("M690,270 C700,350 672,420 690,470", BRICK, 15)
    stairs = ""
    for i in range(8):
        x, y = 880 + i * 94, 670 - i * 74
        stairs += rect(x, y, 1600, 76, mix(WOOD, PAPER, 0.14 + 0.03 * i)) + rect(x - 12, y - 6, 1600, 16, mix(WOOD, "#FFFFFF", 0.34)) + rect(x + 26, y - 6, 60, 16, CLAY) + rect(x, y + 10, 1600, 5, INK, opacity=0.14)
    # the runner of carpet is seen on the treads only; the banister stands in front of the lower steps
    rail = line("M836,470 L1500,-56", DARK_WOOD, 20)
    posts = "".join(line(f"M{866 + i * 47},{452 - i * 37} L{866 + i * 47},{664 - i * 37}", PAPER, 9) for i in range(14))
    newel = rect(812, 420, 34, 270, DARK_WOOD, 4) + circle(829, 408, 26, DARK_WOOD)
    rug = path("M90,760 L600,740 L760,900 L40,900 Z", BRICK) + path("M130,778 L584,760 L700,884 L100,884 Z", "none", stroke=MARIGOLD, stroke_width=6)
    return wall(BLUSH, mix(WOOD, PAPER, 0.1), horizon=670) + paper + rect(0, 644, 880, 26, PAPER) + door + hooks + coats + frame(560, 70, 110, 130, 1) + stairs + posts + rail + newel + rug + light_shaft(170, 150 if open_door else 340, 250, 700, 420, 0.4)


def living_room(night: bool = False, colour: str = TEAL, records: bool = False) -> str:
    tone = mix(SAGE, PAPER, 0.5) if not night else mix(MAUVE, PAPER, 0.42)
    glass = window(90, 90, 330, 340, roofs(330, lit=night), sky=NIGHT_SKY if night else (SKY, "#FBEFD8"))
    curtain = "".join(path(f"M{x},60 C{x + 10},200 {x - 14},380 {x + 4},560 L{x + 96},560 C{x + 80},380 {x + 92},200 {x + 84},60 Z", OCHRE) + line(f"M{x + 30},66 C{x + 40},240 {x + 22},400 {x + 36},556 M{x + 60},66 C{x + 66},240 {x + 52},400 {x + 68},556", mix(OCHRE, INK, 0.2), 4, opacity=0.5) for x in (24, 400))
    rail = line("M10,58 L512,58", DARK_WOOD, 12)
    pictures = frame(640, 130, 130, 160, 0) + frame(800, 96, 170, 120, 1) + frame(806, 244, 104, 104, 2)
    shelf = rect(1290, 150, 270, 14, DARK_WOOD) + "".join(rect(1300 + i * 24, 150 - h, 20, h, c, 2) for i, (h, c) in enumerate(((96, PLUM), (84, BRICK), (100, TEAL), (76, MARIGOLD), (92, ROSE), (88, MAUVE)))) + plant(1500, 150, 0.6, CLAY, kind="trail")
    deck = ""
    if records:
        deck = rect(1210, 470, 360, 200, DARK_WOOD, 6) + rect(1240, 440, 190, 34, PLUM, 6) + oval(1320, 440, 76, 12, INK) + oval(1320, 438, 22, 5, BRICK) + line("M1410,446 L1410,420 L1366,432", STONE, 6)
        deck += "".join(rect(1226 + i * 15, 500, 12, 150, (BRICK, MARIGOLD, TEAL, PAPER, ROSE, PLUM, SAGE)[i % 7]) for i in range(21))
    out = wall(tone, mix(WOOD, PAPER, 0.16)) + glass + rail + curtain + pictures + shelf + lamp(1130, 690, 440, CREAM, True) + deck
    return out + oval(800, 800, 760, 120, mix(BRICK, ROSE, 0.5), opacity=0.5) + sofa(470, 740, 600, colour) + plant(60, 800, 1.1, PLUM, kind="long") + (light_shaft(100, 430, 330, 480) if not night else "")


def hall() -> str:
    """The community centre: tall windows, bunting, stacked chairs, a hatch."""
    panes = "".join(window(x, 120, 190, 380, hills(190), bars=(2, 3)) for x in (110, 400, 690))
    flags = line("M-20,40 C400,130 1200,130 1620,40", DARK_WOOD, 4) + "".join(
        poly(f"{x},{y} {x + 66},{y2} {x + 36},{(y + y2) / 2 + 62}", c)
        for i, c in enumerate((BRICK, MARIGOLD, TEAL, ROSE, PLUM, SAGE) * 3)
        for x, y, y2 in ((20 + i * 90, 46 + 68 * (1 - ((20 + i * 90 - 800) / 800) ** 2), 46 + 68 * (1 - ((86 + i * 90 - 800) / 800) ** 2)),))
    stack = "".join(path(f"M1440,{640 - i * 30} L1560,{640 - i * 30} L1566,{616 - i * 30} L1434,{616 - i * 30} Z", (TEAL, mix(TEAL, PAPER, 0.25))[i % 2]) for i in range(6)) + line("M1448,640 L1440,700 M1552,640 L1560,700", STONE, 9)
    boards = "".join(line(f"M0,{690 + i * 34} L1600,{690 + i * 34}", mix(WOOD, INK, 0.16), 2.5, opacity=0.5) for i in range(6))
    dado = rect(0, 520, 1600, 140, mix(SEA, PAPER, 0.35)) + rect(0, 514, 1600, 12, PAPER)
    return wall(mix(PALE_TEAL, PAPER, 0.35), mix(WOOD, "#FFFFFF", 0.16)) + boards + dado + panes + noticeboard(1010, 160, 360, 240) + flags + stack + "".join(light_shaft(x, 500, 180, 400, 260, 0.34) for x in (115, 405, 695))


def office(long_table: bool = False) -> str:
    glass = window(90, 80, 620, 350, roofs(620), bars=(3, 1))
    board = noticeboard(860, 110, 560, 300)
    cabinet = rect(1300, 470, 250, 220, mix(PLUM, PAPER, 0.22), 6) + rect(1316, 490, 218, 84, mix(PLUM, PAPER, 0.32), 4) + rect(1316, 588, 218, 84, mix(PLUM, PAPER, 0.32), 4) + rect(1400, 524, 50, 10, MARIGOLD, 5) + rect(1400, 622, 50, 10, MARIGOLD, 5)
    out = wall(mix(PALE_LILAC, PAPER, 0.4), mix(MAUVE, STONE, 0.6)) + glass + board + cabinet + plant(1370, 470, 0.8, CLAY) + plant(1496, 470, 0.7, TEAL, kind="long") + light_shaft(100, 430, 600, 480)
    if long_table:
        people = ""
        tones = ("#8D7A94", "#7A6A86", "#9A8698", "#857490", "#A08E9E", "#7F6F8A")
        for i in range(6):
            x, c = 640 + i * 158, tones[i]
            people += circle(x, 420, 44, mix(c, PAPER, 0.35)) + path(f"M{x - 40},{404} C{x - 52},350 {x + 52},350 {x + 40},404 C{x + 20},386 {x - 20},386 {x - 40},404 Z", mix(c, INK, 0.35)) + path(f"M{x - 78},640 C{x - 84},500 {x - 50},474 {x},472 C{x + 50},474 {x + 84},500 {x + 78},640 Z", c)
        out += people + path("M520,580 L1600,560 L1600,660 L440,690 Z", mix(WOOD, PAPER, 0.2)) + path("M440,690 L1600,660 L1600,690 L440,722 Z", DARK_WOOD) + "".join(rect(640 + i * 158, 584, 66, 36, PAPER, 2, transform=f"skewX(-18) translate({190} 0)") for i in range(6))
    return out


def ward_corridor() -> str:
    vx = 980
    floor = path(f"M-100,900 L{vx - 110},520 L{vx + 110},520 L1750,900 Z", mix(PALE_TEAL, SAND, 0.35))
    left = path(f"M0,0 L{vx - 110},190 L{vx - 110},520 L-100,900 L0,900 Z", mix(PALE_TEAL, PAPER, 0.4))
    right = path(f"M1600,0 L{vx + 110},190 L{vx + 110},520 L1750,900 L1600,900 Z", mix(PALE_TEAL, SEA, 0.24))
    ceiling = path(f"M0,0 L1600,0 L{vx + 110},190 L{vx - 110},190 Z", PAPER)
    end = rect(vx - 110, 190, 220, 330, mix(CREAM, PAPER, 0.3)) + window(vx - 70, 226, 140, 180, hills(140), bars=(2, 1), sill=False)
    lights = "".join(poly(f"{vx - a},{y} {vx + a},{y} {vx + a * 1.35},{y - h} {vx - a * 1.35},{y - h}", "#FFF6DE") for a, y, h in ((46, 168, 14), (84, 128, 24), (150, 60, 38)))
    doors = path("M560,250 L690,268 L690,586 L560,636 Z", TEAL) + path("M584,286 L624,290 L624,400 L584,404 Z", PALE_TEAL) + path("M220,196 L420,230 L420,692 L220,768 Z", TEAL) + path("M262,250 L330,260 L330,430 L262,440 Z", PALE_TEAL)
    doors += path("M1190,256 L1300,232 L1300,640 L1190,584 Z", mix(TEAL, INK, 0.14)) + path("M1390,210 L1570,172 L1570,770 L1390,682 Z", mix(TEAL, INK, 0.14)) + path("M1420,260 L1480,250 L1480,430 L1420,424 Z", SAGE)
    rail = path("M0,600 L870,424 L870,436 L0,626 Z", WOOD) + path("M1600,596 L1090,424 L1090,436 L1600,622 Z", mix(WOOD, INK, 0.2))
    art = path("M450,300 L540,308 L540,400 L450,404 Z", MARIGOLD) + path("M462,316 L528,322 L528,386 L462,392 Z", CREAM) + path("M470,384 C486,350 510,352 520,384 Z", BRICK)
    pools = "".join(path(f"M{vx - a},{y} L{vx + a},{y} L{vx + a * 1.8},{y + a * 0.6} L{vx - a * 1.8},{y + a * 0.6} Z", "#FFFFFF", opacity=0.32) for a, y in ((60, 545), (130, 610), (240, 720)))
    return rect(0, 0, 1600, 900, PALE_TEAL) + ceiling + left + right + floor + end + lights + pools + doors + rail + art + glow(vx, 340, 420, "#FFF2CF", 0.7)


def ward_room() -> str:
    glass = window(620, 90, 460, 350, roofs(460), bars=(2, 1), sky=("#F6D9B4", "#FBEFD8"))
    bed = rect(120, 560, 620, 70, PAPER, 22) + rect(110, 600, 660, 90, mix(SEA, PAPER, 0.2), 18) + path("M330,566 C460,540 640,550 760,570 L770,690 L330,690 Z", MAUVE) + rect(150, 520, 170, 70, "#FFFFFF", 30) + rect(90, 430, 26, 330, STONE, 8) + rect(770, 540, 22, 220, STONE, 8) + rect(110, 690, 660, 14, STONE)
    locker = rect(860, 540, 170, 210, mix(WOOD, PAPER, 0.3), 8) + rect(876, 560, 138, 76, mix(WOOD, PAPER, 0.45), 4) + rect(930, 590, 34, 9, DARK_WOOD, 4)
    return wall(mix(BLUSH, PAPER, 0.45), mix(SAND, PAPER, 0.2)) + glass + frame(250, 170, 150, 120, 0, PAPER) + locker + plant(930, 540, 0.6, TEAL) + bed + light_shaft(640, 450, 430, 460, 320, 0.5)


def emergency_bay() -> str:
    night = window(110, 100, 280, 260, roofs(280, lit=True), sky=NIGHT_SKY, bars=(2, 1))
    rail = line("M440,70 L1600,70", STONE, 10)
    folds = "".join(path(f"M{x},72 C{x + 10},300 {x - 8},560 {x + 4},760 L{x + 62},760 C{x + 54},560 {x + 66},300 {x + 56},72 Z", mix(SEA, PAPER, 0.34 if i % 2 else 0.48)) for i, x in enumerate(range(960, 1620, 58)))
    trolley = rect(470, 560, 500, 54, PAPER, 24) + rect(460, 600, 520, 34, STONE, 10) + rect(500, 634, 16, 110, STONE) + rect(930, 634, 16, 110, STONE) + circle(508, 756, 20, INK) + circle(938, 756, 20, INK) + path("M470,560 C480,500 560,470 610,480 L640,562 Z", "#FFFFFF")
    screen = rect(470, 200, 190, 130, INK, 10) + rect(482, 212, 166, 106, "#24535A", 4) + line("M490,268 L530,268 L542,244 L556,290 L570,262 L582,268 L640,268", MARIGOLD, 4) + rect(556, 330, 14, 60, STONE)
    return wall(mix(PALE_TEAL, LILAC, 0.3), mix(STONE, LILAC, 0.3)) + night + clock(800, 190, 66, 2, 20, PLUM) + screen + rail + trolley + folds + glow(700, 120, 700, "#FFF0C8", 0.4)


def bedroom() -> str:
    glass = window(900, 90, 360, 330, roofs(360, lit=True) + circle(250, -270, 38, "#FBE8B8"), sky=("#2B1C46", "#7A6299"), bars=(2, 2), frame=mix(PAPER, DUSK, 0.25))
    waves = "".join(line(f"M-40,{150 + i * 54} C{240},{60 + i * 50} {420},{260 + i * 46} {720},{150 + i * 52} C{940},{76 + i * 60} {1240},{250 + i * 40} 1660,{140 + i * 56}", c, 15, opacity=0.34) for i, c in enumerate((LILAC, ROSE, MARIGOLD, SEA, LILAC)))
    bed = rect(60, 600, 760, 220, mix(TEAL, NIGHT, 0.3), 26) + path("M60,640 C300,600 560,620 820,650 L820,900 L60,900 Z", mix(MAUVE, NIGHT, 0.12)) + "".join(line(f"M{140 + i * 130},640 C{150 + i * 130},720 {130 + i * 130},800 {150 + i * 130},880", mix(MAUVE, NIGHT, 0.4), 5, opacity=0.5) for i in range(5))
    desk = rect(1000, 600, 520, 24, DARK_WOOD) + rect(1030, 624, 20, 240, DARK_WOOD) + rect(1470, 624, 20, 240, DARK_WOOD) + line("M1400,600 L1400,500 L1330,440", INK, 9) + path("M1290,470 L1340,410 L1372,436 L1340,500 Z", MARIGOLD) + glow(1290, 560, 330, "#FFD27A", 0.7) + "".join(rect(1080 + i * 4, 584 - i * 16, 130 - i * 10, 16, c, 2) for i, c in enumerate((BRICK, PAPER, SEA)))
    posters = rect(150, 170, 170, 230, CLAY, 2, transform="rotate(-3 235 285)") + circle(235, 262, 52, MARIGOLD) + rect(380, 210, 150, 190, SEA, 2, transform="rotate(2 450 300)") + line("M410,350 C430,260 470,320 500,250", PAPER, 9)
    return wall(mix(DUSK, LILAC, 0.2), mix(NIGHT, DARK_WOOD, 0.4), skirting=mix(DUSK, PAPER, 0.35)) + glass + posters + waves + bed + desk


def care_corridor() -> str:
    """A care home's hall: a locked garden door with a keypad, a clock at four, armchairs."""
    garden = hills(260) + "".join(circle(30 + i * 40, -44 - (i % 2) * 12, 13, c) for i, c in enumerate((ROSE, MARIGOLD, PAPER, BRICK, LILAC, MARIGOLD)))
    door = rect(176, 110, 340, 570, PAPER) + window(210, 150, 270, 380, garden, bars=(2, 2), sill=False, frame=TEAL) + rect(202, 530, 286, 140, TEAL) + rect(196, 140, 300, 14, TEAL) + rect(468, 430, 14, 60, MARIGOLD, 6)
    pad = rect(550, 400, 70, 110, INK, 8) + "".join(circle(567 + (i % 3) * 18, 432 + (i // 3) * 22, 6, PALE_TEAL) for i in range(9)) + circle(604, 412, 5, BRICK)
    papered = "".join(circle(x + (y // 80 % 2) * 40, y, 5, mix(ROSE, PAPER, 0.3), opacity=0.7) for y in range(40, 620, 80) for x in range(20, 1620, 80))
    armchair = rect(1260, 470, 260, 250, CLAY, 50) + rect(1290, 590, 200, 90, mix(CLAY, "#FFFFFF", 0.14), 24) + rect(1232, 570, 70, 170, mix(CLAY, INK, 0.14), 30) + rect(1478, 570, 70, 170, mix(CLAY, INK, 0.2), 30)
    return wall(mix(BLUSH, CREAM, 0.5), mix(TEAL, SAGE, 0.55)) + papered + door + pad + clock(700, 190, 72, 4, 0) + frame(1040, 140, 150, 180, 2) + frame(1230, 120, 190, 140, 1) + armchair + plant(1130, 700, 1.0, PLUM, kind="long") + light_shaft(214, 150, 270, 700, 430, 0.45)


def lounge() -> str:
    glass = window(180, 90, 520, 400, hills(520), bars=(3, 2))
    return wall(mix(PALE_TEAL, PAPER, 0.3), mix(WOOD, PAPER, 0.14)) + glass + frame(860, 130, 190, 150, 1) + frame(1090, 110, 130, 170, 2) + lamp(1450, 720, 470, BLUSH) + plant(120, 760, 1.2, CLAY) + light_shaft(190, 500, 500, 420)


def quiet_room() -> str:
    """An empty room with two chairs and an open door: time to talk."""
    glass = window(640, 80, 420, 400, hills(420), bars=(2, 2), sky=("#F3D9C0", "#FBEFD8"))
    door = rect(1200, 120, 260, 560, mix(CREAM, "#FFFFFF", 0.4)) + path("M1200,560 C1280,520 1380,540 1460,500 L1460,680 L1200,680 Z", SAGE) + circle(1380, 240, 48, "#FFDF98") + poly("1460,120 1570,60 1570,760 1460,680", TEAL) + circle(1550, 430, 9, MARIGOLD)
    return wall(mix(LILAC, PAPER, 0.55), mix(WOOD, PAPER, 0.2)) + glass + door + frame(330, 150, 160, 190, 0) + plant(560, 690, 1.0, CLAY, kind="long") + light_shaft(660, 490, 390, 430, 420, 0.5) + poly("1200,680 1460,680 1330,900 860,900", "#FFF3D6", opacity=0.4)


def cushions(*spots: tuple[float, float, str]) -> str:
    return "".join(cushion(x, y, c, 14 if i % 2 else -10) for i, (x, y, c) in enumerate(spots))

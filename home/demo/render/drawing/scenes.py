"""What is seen while each turn of each film is spoken: two or three shots over thirty-odd drawings."""

from __future__ import annotations

# fmt: off
# A shape a line: drawings are read along their lines, and path data is long.

from collections.abc import Callable
from functools import lru_cache

from . import outdoors, places, props
from .ink import BRICK, CLAY, DARK_WOOD, INK, LILAC, MARIGOLD, MAUVE, MIST, PAPER, PLUM
from .ink import SEA, STONE, TEAL, WOOD
from .ink import circle, glow, group, line, mix, oval, path, rect
from .looks import CAST
from .people import bust
from .stage import hands, sits, stands

SCENES: dict[str, Callable[[], str]] = {}


def scene(draw: Callable[[], str]) -> Callable[[], str]:
    SCENES[draw.__name__] = draw
    return draw


@lru_cache(maxsize=64)
def drawing(name: str) -> str:
    return SCENES[name]()


def _at_table(who: str, x: float, pose: str = "table", y: float = 330, scale: float = 1.18, top: float = 690, **face) -> tuple[str, str]:
    return sits(who, x, y, scale, **face), hands(who, x, y, scale, pose)


# What do mental health social workers do? -------------------------------------------------------------------------


@scene
def town() -> str:
    people = stands("x-elder", 640, 770, 0.3) + stands("x-scarf", 760, 772, 0.29) + stands("x-teen2", 860, 772, 0.27)
    passer = stands("c-amara", 1270, 806, 0.36, stride=0.5, coat=True, flip=True) + stands("x-man", 270, 800, 0.35, stride=0.6)
    return outdoors.street() + people + passer


@scene
def amara_kitchen() -> str:
    body, arms = _at_table("c-amara", 560, "open", mood="talk", turn=0.7)
    other, other_arms = sits("x-man", 1120, 356, 1.14, turn=-0.8, gaze=-2), hands("x-man", 1120, 356, 1.14, "phone")
    letters = props.papers(720, 760, 1.3, -8, True) + props.papers(900, 800, 1.1, 9) + props.mug(420, 830, BRICK, 1.2) + props.phone(1258, 470, 14, 1.1)
    return places.kitchen() + body + other + props.table(700) + arms + other_arms + letters


@scene
def daniel_doorstep() -> str:
    who = sits("c-daniel", 860, 340, 1.25, mood="talk", turn=-0.5)
    return places.hallway() + who + hands("c-daniel", 860, 340, 1.25, "open") + props.bag(480, 900, DARK_WOOD, 1.1)


@scene
def priya_circle() -> str:
    ring = "".join(props.chair(x, y, WOOD, s, flip) for x, y, s, flip in ((180, 780, 0.82, True), (390, 730, 0.7, True), (1180, 730, 0.7, False), (1400, 780, 0.84, False)))
    who = sits("c-priya", 800, 330, 1.24, mood="grin", turn=0.3)
    table = props.table(760, mix(WOOD, PAPER, 0.1), 360, 900, 300)
    return places.hall() + ring + who + table + hands("c-priya", 800, 330, 1.24, "write") + props.notebook(700, 806, -6, 1.1) + props.mug(1080, 850, MARIGOLD, 1.2)


@scene
def ruth_office() -> str:
    colleague = sits("x-woman", 1190, 372, 1.12, turn=-0.8)
    body, arms = _at_table("c-ruth", 600, "open", mood="talk", turn=0.6)
    things = props.notebook(1010, 800, 10, 1.1, MARIGOLD) + props.mug(820, 800, TEAL, 1.2) + props.plant(140, 850, 0.9, PLUM)
    return places.office() + colleague + body + props.table(700, mix(WOOD, PLUM, 0.1)) + arms + hands("x-woman", 1190, 372, 1.12, "mug") + things


@scene
def allotment_together() -> str:
    cans = group(path("M-44,-70 L44,-70 L38,0 L-38,0 Z", TEAL) + line("M40,-40 L92,-84", TEAL, 13) + path("M80,-96 L108,-84 L100,-66 L78,-80 Z", TEAL) + line("M-40,-60 C-88,-60 -84,-10 -38,-14", TEAL, 9), x=1010, y=800)
    folk = stands("x-elder", 660, 800, 0.46, mood="grin", arms=("M-128,202 C-170,300 -170,370 -150,452", "M128,202 C180,280 220,310 262,280")) + stands("x-scarf", 880, 806, 0.44, skirt=True)
    return outdoors.allotment() + folk + stands("c-amara", 460, 816, 0.46, coat=True) + cans


# Inside a Mental Health Act assessment ------------------------------------------------------------------------------


@scene
def house_at_dusk() -> str:
    return outdoors.street(outdoors.NIGHTFALL, stop=False, lit=True) + stands("c-tom", 470, 764, 0.32)


@scene
def daniel_and_doctors() -> str:
    doctors = sits("x-doctor1", 330, 380, 1.02, turn=0.6) + sits("x-doctor2", 1310, 370, 1.02, turn=-0.6)
    return places.hallway(True) + doctors + sits("c-daniel", 830, 332, 1.26, mood="talk", turn=-0.3) + hands("c-daniel", 830, 332, 1.26, "table")


@scene
def on_the_stairs() -> str:
    daniel = group(_seated("c-daniel"), x=1084, y=300, scale=0.7)
    lowri = sits("c-lowri", 470, 372, 1.26, turn=0.75, mood="soft", gaze=2)
    return places.hallway() + daniel + lowri + hands("c-lowri", 470, 372, 1.26, "lap")


def _seated(who: str, legs: str = "#33263F") -> str:
    """Someone on a low step: the upper body with knees drawn up, hands together."""
    look = CAST[who]
    knees = "".join(line(f"M{s * 70},470 C{s * 120},430 {s * 130},420 {s * 120},450 L{s * 104},690", legs if s < 0 else mix(legs, INK, 0.3), 92) + path(f"M{s * 104 - 50},740 L{s * 104 - 48},706 L{s * 104 + 50},706 L{s * 104 + 64},740 Z", INK) for s in (1, -1))
    lap = path("M-158,440 C-100,424 100,424 158,440 L160,568 L-160,568 Z", mix(legs, INK, 0.15))
    return bust(look, 500, mood="talk", turn=-0.8, gaze=-2) + lap + knees + hands(who, 0, 0, 1, "lap")


@scene
def daniel_at_table() -> str:
    body, arms = _at_table("c-daniel", 640, "both_open", y=336, mood="talk", turn=0.4)
    return places.kitchen(night=True) + body + props.table(714) + arms + props.notebook(930, 800, 8, 1.2, PLUM) + props.mug(1180, 850, MARIGOLD, 1.2) + props.mug(330, 850, TEAL, 1.2)


@scene
def tom_on_the_phone() -> str:
    who = sits("c-tom", 860, 380, 1.24, turn=-0.5, mood="soft")
    return places.living_room(True, PLUM) + who + props.phone(1010, 420, 16, 1.25) + hands("c-tom", 860, 380, 1.24, "phone") + props.table(840, DARK_WOOD, 200, 420) + props.mug(420, 850, PAPER, 1.2)


@scene
def two_chairs() -> str:
    return places.quiet_room() + props.chair(520, 800, TEAL, 1.15, True) + props.chair(900, 790, PLUM, 1.15) + oval(710, 830, 330, 30, INK, opacity=0.08)


# Around the table -------------------------------------------------------------------------------------------------


@scene
def strangers() -> str:
    return places.office(True) + sits("c-priya", 330, 350, 1.26, mood="talk", turn=0.5) + hands("c-priya", 330, 350, 1.26, "open")


@scene
def chips_at_the_centre() -> str:
    back = props.wheelchair(380, 960, 1.3) + sits("c-denise", 380, 386, 1.08, turn=0.8, mood="grin")
    back += sits("x-mate", 1130, 374, 1.06, turn=-0.7) + sits("x-boss", 1430, 392, 1.04, turn=-0.9)
    body, arms = _at_table("c-marcus", 760, "open", mood="grin", turn=0.2)
    food = props.chips(560, 800, 1.25) + props.chips(1010, 812, 1.25) + props.chips(1290, 790, 1.1) + props.mug(240, 820, TEAL, 1.1) + props.mug(1180, 860, MARIGOLD, 1.1)
    return places.hall() + back + body + props.table(704) + arms + hands("c-denise", 380, 386, 1.08, "mug") + food


@scene
def getting_ready() -> str:
    sister = sits("c-denise", 1150, 392, 1.1, turn=-0.8)
    return (places.living_room(False, SEA) + props.wheelchair(1150, 1000, 1.3, MAUVE) + sister + hands("c-denise", 1150, 392, 1.1, "lap")
            + sits("c-priya", 640, 362, 1.22, mood="talk", turn=0.6) + hands("c-priya", 640, 362, 1.22, "write") + props.notebook(570, 846, -4, 1.15))


@scene
def denise_after_they_left() -> str:
    door = rect(1130, 150, 250, 520, PAPER) + rect(1148, 168, 214, 502, "#FFF1D0") + path("M1362,168 L1460,120 L1460,720 L1362,670 Z", TEAL) + circle(1444, 440, 9, MARIGOLD)
    leaving = stands("x-doctor1", 1230, 690, 0.38, shadow=False, coat=True, back=True) + stands("x-doctor2", 1320, 700, 0.39, shadow=False, back=True)
    who = props.wheelchair(600, 1000, 1.4) + sits("c-denise", 600, 352, 1.24, turn=0.3, mood="talk")
    marcus = sits("c-marcus", 210, 400, 1.1, turn=0.8)
    return places.hall() + door + leaving + who + marcus + props.table(722) + hands("c-denise", 600, 352, 1.24, "open") + hands("c-marcus", 210, 400, 1.1, "mug") + props.papers(820, 790, 1.3, 6) + props.chips(1080, 830, 1.2)


@scene
def plan_on_the_fridge() -> str:
    who = sits("c-marcus", 940, 352, 1.26, turn=0.6, mood="smile")
    return places.kitchen(plan=True) + who + hands("c-marcus", 940, 352, 1.26, "open")


@scene
def met_again() -> str:
    group_ = props.wheelchair(300, 1000, 1.2, CLAY) + sits("c-denise", 300, 430, 0.98, turn=0.7) + sits("c-marcus", 660, 400, 1.02, turn=0.4, mood="grin")
    group_ += sits("c-priya", 1000, 408, 0.98, turn=-0.5) + sits("x-mate", 1330, 414, 1.0, turn=-0.8)
    month = rect(1180, 90, 200, 190, PAPER, 4) + rect(1180, 90, 200, 46, BRICK, 4) + "".join(circle(1208 + i % 6 * 29, 164 + i // 6 * 32, 7, TEAL if i == 15 else STONE) for i in range(20)) + circle(1295, 228, 15, "none", stroke=MARIGOLD, stroke_width=5)
    return places.lounge() + month + group_ + props.table(716) + "".join(hands(w, x, y, s, p) for w, x, y, s, p in (("c-denise", 300, 430, 0.98, "mug"), ("c-marcus", 660, 400, 1.02, "table"), ("c-priya", 1000, 408, 0.98, "write"), ("x-mate", 1330, 414, 1.0, "mug"))) + props.plan_sheet(600, 790, 110, 96, -8) + props.chips(850, 830, 1.1) + props.mug(1180, 850, TEAL, 1.1)


# Home again -------------------------------------------------------------------------------------------------------


@scene
def bethan_on_the_ward() -> str:
    walkers = stands("x-carer", 1060, 640, 0.21, shadow=False, back=True) + stands("x-elder", 1130, 640, 0.205, shadow=False)
    return places.ward_corridor() + walkers + sits("c-bethan", 640, 342, 1.28, mood="talk", turn=0.4) + hands("c-bethan", 640, 342, 1.28, "open")


@scene
def bag_on_the_bed() -> str:
    return places.ward_room() + props.bag(560, 590, BRICK, 0.95) + sits("x-woman", 1250, 372, 1.2, turn=-0.8, mood="soft", gaze=-2) + hands("x-woman", 1250, 372, 1.2, "lap")


@scene
def yusuf_to_the_shop() -> str:
    return outdoors.corner_shop() + stands("x-man", 590, 782, 0.5, stride=0.45, coat=True, turn=-0.7) + stands("c-yusuf", 360, 788, 0.52, stride=0.45, mood="talk", turn=0.7, arms=("M-128,202 C-170,300 -170,370 -150,452", "M128,202 C178,280 200,330 262,322"))


@scene
def yusuf_close() -> str:
    return outdoors.corner_shop() + sits("c-yusuf", 620, 346, 1.28, mood="talk", turn=0.4) + hands("c-yusuf", 620, 346, 1.28, "open")


@scene
def grace_in_the_emergency_department() -> str:
    patient = sits("x-woman", 1150, 420, 1.1, turn=-0.7, mood="soft") + path("M900,900 C930,800 1010,768 1150,772 C1300,768 1380,800 1420,900 Z", mix(LILAC, PAPER, 0.2)) + hands("x-woman", 1150, 420, 1.1, "mug") + props.mug(1150, 830, MARIGOLD, 1.2)
    return places.emergency_bay() + patient + sits("c-grace", 560, 356, 1.26, mood="talk", turn=0.6) + hands("c-grace", 560, 356, 1.26, "lap")


@scene
def who_does_what() -> str:
    board = rect(980, 90, 480, 480, PAPER, 6) + rect(980, 90, 480, 70, TEAL, 6)
    for i, c in enumerate((BRICK, MARIGOLD, SEA, MAUVE)):
        y = 196 + i * 92
        board += circle(1040, y + 26, 28, mix(c, PAPER, 0.35)) + circle(1040, y + 17, 11, c) + path(f"M1020,{y + 46} C1022,{y + 24} 1058,{y + 24} 1060,{y + 46} Z", c) + rect(1090, y + 6, 230 - i * 26, 12, STONE, 5) + rect(1090, y + 32, 170 + i * 20, 10, MIST, 5) + line(f"M1388,{y + 26} l14,15 l26,-32", TEAL, 9)
    return places.lounge() + board + sits("c-bethan", 560, 344, 1.26, mood="talk", turn=0.6) + hands("c-bethan", 560, 344, 1.26, "open")


@scene
def home_with_keys() -> str:
    return outdoors.street(outdoors.EVENING, stop=False) + stands("x-woman", 470, 778, 0.44, coat=True, back=True) + stands("c-yusuf", 640, 786, 0.45, turn=-0.7, mood="grin") + props.bag(372, 784, BRICK, 0.5)


# Early help -------------------------------------------------------------------------------------------------------


@scene
def sofia_at_school() -> str:
    kids = stands("x-teen2", 760, 720, 0.27, stride=0.4, shadow=False) + stands("x-man", 900, 716, 0.26, shadow=False) + stands("x-scarf", 980, 724, 0.26, stride=-0.4, shadow=False)
    return outdoors.school_gate() + kids + sits("c-sofia", 470, 350, 1.26, mood="talk", turn=0.5) + hands("c-sofia", 470, 350, 1.26, "open")


@scene
def unreal() -> str:
    teen = sits("x-teen", 520, 380, 1.05, turn=0.6, mood="soft", gaze=2, length=420)
    blanket = path("M-20,900 C60,790 260,742 420,748 C620,752 900,800 1000,900 Z", mix(SEA, "#33204A", 0.35)) + line("M120,850 C260,780 420,776 520,790", PAPER, 5, opacity=0.2) + line("M560,800 C680,806 780,830 860,870", PAPER, 5, opacity=0.14)
    pillow = rect(300, 560, 460, 200, mix(LILAC, PAPER, 0.3), 60)
    return places.bedroom() + pillow + teen + blanket + hands("x-teen", 520, 380, 1.05, "lap")


@scene
def kwame_at_college() -> str:
    friends = stands("x-teen2", 1120, 742, 0.33, shadow=False) + stands("x-son", 1240, 742, 0.35, shadow=False, mood="grin") + stands("x-scarf", 430, 720, 0.3, shadow=False)
    return outdoors.campus() + friends + sits("c-kwame", 720, 350, 1.28, mood="talk", turn=0.3) + rect(590, 760, 270, 150, MARIGOLD, 6) + rect(612, 744, 226, 20, PAPER, 3) + hands("c-kwame", 720, 350, 1.28, "mug")


@scene
def anita_and_the_music() -> str:
    pair = sits("x-son", 1010, 420, 0.86, turn=0.4, mood="grin") + hands("x-son", 1010, 420, 0.86, "lap") + sits("c-kwame", 1300, 410, 0.88, turn=-0.6, mood="grin") + hands("c-kwame", 1300, 410, 0.88, "open")
    notes = "".join(group(oval(0, 0, 15, 11, INK) + line("M13,-2 L13,-62", INK, 5) + line("M13,-62 C34,-54 34,-40 30,-30", INK, 5), x=x, y=y, turn=t, opacity=0.55) for x, y, t in ((1180, 190, -8), (1250, 150, 8)))
    return places.living_room(True, PLUM, records=True) + pair + notes + sits("c-anita", 440, 350, 1.32, mood="soft", turn=0.5) + hands("c-anita", 440, 350, 1.32, "mug") + props.mug(440, 850, MARIGOLD, 1.3)


@scene
def anita_close() -> str:
    return places.kitchen() + sits("c-anita", 620, 340, 1.3, mood="smile", turn=0.4) + props.table(720) + hands("c-anita", 620, 340, 1.3, "mug") + props.mug(620, 836, MARIGOLD, 1.3) + props.papers(950, 800, 1.1, 8)


@scene
def no_surprises() -> str:
    teen = sits("x-teen", 1130, 410, 1.08, turn=-0.7) + hands("x-teen", 1130, 410, 1.08, "lap")
    beanbag = path("M880,900 C860,700 960,600 1130,600 C1310,600 1420,700 1390,900 Z", MARIGOLD)
    art = props.noticeboard(900, 110, 380, 200) + props.cushion(330, 760, BRICK, -10) + props.frame(1370, 120, 140, 170, 2)
    return places.lounge() + art + beanbag + teen + sits("c-sofia", 560, 356, 1.24, mood="talk", turn=0.6) + hands("c-sofia", 560, 356, 1.24, "both_open")


# Still me ---------------------------------------------------------------------------------------------------------


@scene
def margaret_and_a_friend() -> str:
    armchair = rect(980, 400, 470, 480, CLAY, 90) + rect(940, 600, 130, 330, mix(CLAY, INK, 0.14), 50) + rect(1360, 600, 130, 330, mix(CLAY, INK, 0.2), 50)
    return places.lounge() + armchair + sits("x-wife", 1210, 390, 1.1, mood="grin", turn=-0.7) + rect(940, 640, 120, 260, mix(CLAY, "#FFFFFF", 0.08), 46) + rect(1366, 640, 120, 260, mix(CLAY, INK, 0.12), 46) + hands("x-wife", 1210, 390, 1.1, "lap") + sits("c-margaret", 560, 360, 1.26, mood="talk", turn=0.6) + hands("c-margaret", 560, 360, 1.26, "open")


@scene
def own_choice() -> str:
    """An older man who will go on digging in the rain boots, whatever anyone says."""
    spade = line("M0,0 L0,-330", WOOD, 13) + rect(-34, -350, 68, 15, WOOD, 6) + path("M-34,0 L34,0 L30,70 C16,96 -16,96 -30,70 Z", STONE)
    return outdoors.allotment() + group(spade, x=900, y=770, turn=7) + stands("x-elder", 780, 830, 0.62, mood="grin", shoes=TEAL, arms=("M-130,202 C-190,300 -190,360 -150,440", "M130,202 C190,290 180,350 196,300"))


@scene
def imran_in_the_care_home() -> str:
    return places.care_corridor() + sits("c-imran", 920, 352, 1.26, mood="talk", turn=-0.5) + hands("c-imran", 920, 352, 1.26, "write") + props.notebook(850, 850, -5, 1.15, PLUM)


@scene
def peter() -> str:
    return places.care_corridor() + sits("c-peter", 960, 352, 1.28, mood="talk", turn=-0.4) + hands("c-peter", 960, 352, 1.28, "lap")


@scene
def late_for_the_children() -> str:
    return outdoors.school_gate() + stands("x-teen2", 790, 740, 0.28, shadow=False, stride=0.4) + stands("x-teen", 900, 746, 0.28, shadow=False, stride=-0.4) + stands("x-scarf", 1010, 752, 0.29, shadow=False) + glow(800, 500, 760, "#FFE9B8", 0.3)


@scene
def round_the_garden() -> str:
    return outdoors.garden() + stands("x-wife", 830, 800, 0.44, stride=0.35, skirt=True, arms=("M-118,202 C-160,290 -150,360 -110,440", "M118,202 C170,290 190,330 214,352")) + stands("x-carer", 960, 806, 0.47, stride=0.35, turn=-0.6, mood="grin")


@scene
def margaret_in_the_garden() -> str:
    return outdoors.garden(False) + sits("c-margaret", 760, 346, 1.28, mood="smile", turn=0.4) + hands("c-margaret", 760, 346, 1.28, "mug") + props.mug(760, 842, TEAL, 1.25)


@scene
def bench_for_two() -> str:
    return outdoors.garden() + stands("c-peter", 1010, 790, 0.42, stride=0.3, turn=-0.7, arms=("M-150,202 C-200,290 -220,330 -236,380", "M130,202 C170,290 170,360 130,440")) + stands("x-wife", 870, 794, 0.4, stride=0.3, skirt=True, turn=0.6, mood="grin")


# Further pictures for the site's own pages -------------------------------------------------------------------------


@scene
def at_the_bus_stop() -> str:
    return outdoors.street() + stands("c-lowri", 640, 786, 0.41, coat=True) + stands("x-scarf", 772, 784, 0.4, skirt=True, turn=-0.7, mood="grin") + stands("c-peter", 900, 786, 0.41, turn=-0.6) + stands("c-kwame", 1210, 796, 0.45, stride=0.4, turn=-0.7) + stands("x-woman", 330, 796, 0.43, stride=0.4, turn=0.6)


@scene
def everyone() -> str:
    back = "".join(sits(w, x, 380, 0.8, turn=t, length=720) for w, x, t in (("c-kwame", 190, 0.5), ("c-bethan", 480, 0.4), ("c-daniel", 790, 0.2), ("c-grace", 1110, -0.4), ("c-tom", 1410, -0.6)))
    front = "".join(sits(w, x, 560, 0.9, turn=t) for w, x, t in (("c-amara", 330, 0.6), ("c-imran", 640, 0.4), ("c-margaret", 960, -0.3), ("c-yusuf", 1270, -0.6)))
    return outdoors.sky(outdoors.MORNING, (800, 250, 120)) + outdoors.far_hills(480) + back + front


@scene
def on_the_doorstep() -> str:
    return places.hallway(True) + stands("c-amara", 300, 800, 0.66, mood="grin", coat=True) + stands("x-elder", 760, 860, 0.72, turn=-0.8)

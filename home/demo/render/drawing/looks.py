"""What each person looks like. All are invented; none is drawn from life."""

from __future__ import annotations

# fmt: off
# A shape a line: drawings are read along their lines, and path data is long.

from dataclasses import dataclass

from .ink import BLUSH, BRICK, CLAY, CREAM, DEEP, LEAF, LILAC, MARIGOLD, MAUVE, MIST, OCHRE, PALE_LILAC, PALE_TEAL
from .ink import PAPER, PLUM, ROSE, SAGE, SAND, SEA, STONE, TEAL


@dataclass(frozen=True, slots=True)
class Skin:
    base: str
    shade: str
    blush: str
    lip: str


FAIR = Skin("#F3CDB2", "#DDA488", "#E48E78", "#B9584C")
LIGHT = Skin("#EBBE9C", "#CF9671", "#DC8566", "#A94F40")
OLIVE = Skin("#D9A57C", "#B67F57", "#C9744F", "#96463A")
BROWN = Skin("#B9805A", "#915C3C", "#A9583F", "#7C352C")
DEEP_BROWN = Skin("#8F5B3E", "#6B3F2A", "#8C4231", "#5E2522")
DARK = Skin("#6E432F", "#4E2C20", "#7A3A2C", "#45191A")


@dataclass(frozen=True, slots=True)
class Look:
    skin: Skin
    hair: str  # style, see hair.py
    hair_colour: str
    top: str  # style, see people.py
    top_colour: str
    under: str = PAPER
    width: float = 70  # half the face at the temples
    jaw: float = 54
    chin: float = 98
    neck: float = 34
    shoulders: float = 172
    age: int = 35
    brow: float = 6
    eyes: str = "#2A1712"
    mouth: str = "smile"
    glasses: str = ""
    beard: str = ""
    extras: tuple[str, ...] = ()
    ground: str = MIST
    shape: str = BLUSH
    turn: float = 0.4


CAST: dict[str, Look] = {
    "c-amara": Look(BROWN, "afro", "#2C1A17", "jumper", TEAL, extras=("band", "hoops"), width=67, jaw=50,
        ground=CREAM, shape=MARIGOLD, mouth="grin"),
    "c-daniel": Look(DARK, "crop", "#1B1215", "blazer", PLUM, width=71, jaw=60, neck=40, shoulders=200, age=44,
        brow=7.5, beard="short", extras=("lanyard",), ground=PALE_TEAL, shape=SAGE, turn=-0.4, mouth="soft"),
    "c-priya": Look(BROWN, "long_side", "#1E1418", "kurta", OCHRE, under=CREAM, width=66, jaw=48,
        extras=("studs",), ground=PALE_LILAC, shape=LILAC),
    "c-ruth": Look(FAIR, "silver_bob", "#B9B2B4", "roll", BRICK, width=68, jaw=54, age=60, glasses="round",
        extras=("hearing_aid",), ground=SAND, shape=CREAM, turn=-0.4),
    "c-lowri": Look(FAIR, "wavy", "#A4502E", "cardigan", LEAF, under=CREAM, width=67, jaw=50,
        extras=("freckles",), ground=BLUSH, shape=ROSE, mouth="soft"),
    "c-tom": Look(LIGHT, "side_part", "#B98A54", "shirt", SEA, under=PAPER, width=70, jaw=60, neck=39,
        shoulders=196, age=42, beard="full", ground=MIST, shape=SAND, turn=-0.35),
    "c-marcus": Look(DEEP_BROWN, "locs", "#23161A", "hoodie", MARIGOLD, width=69, jaw=56, neck=39, shoulders=194,
        age=31, brow=7, ground=PALE_TEAL, shape=SEA, mouth="grin", beard="goatee"),
    "c-denise": Look(DEEP_BROWN, "braids_bun", "#23161A", "jumper", CLAY, width=67, jaw=51, extras=("hoops",),
        ground=CREAM, shape=BLUSH, turn=-0.4, age=38),
    "c-bethan": Look(FAIR, "ponytail", "#C99A55", "shirt", TEAL, under=PALE_TEAL, width=66, jaw=50, age=29,
        extras=("lanyard",), ground=PALE_LILAC, shape=MAUVE),
    "c-yusuf": Look(OLIVE, "waves_short", "#241A1B", "jumper", OCHRE, width=70, jaw=58, neck=39, shoulders=194,
        age=33, brow=8, beard="full", ground=PALE_TEAL, shape=TEAL, turn=-0.4, mouth="grin"),
    "c-grace": Look(DARK, "headwrap", MARIGOLD, "blazer", TEAL, under=CREAM, width=68, jaw=53, age=46,
        extras=("hoops", "lanyard"), ground=BLUSH, shape=CLAY),
    "c-sofia": Look(OLIVE, "curly_bob", "#3B221C", "stripes", PAPER, under=TEAL, width=67, jaw=50, age=32,
        ground=CREAM, shape=MARIGOLD, turn=-0.4, mouth="grin"),
    "c-kwame": Look(DARK, "flat_top", "#181014", "bomber", LEAF, under=MIST, width=68, jaw=56, neck=38,
        shoulders=194, age=28, brow=7, glasses="square", ground=PALE_LILAC, shape=LILAC),
    "c-anita": Look(BROWN, "headscarf", ROSE, "kurta", PLUM, under=ROSE, width=66, jaw=51, age=56,
        ground=SAND, shape=MARIGOLD, turn=-0.35, mouth="soft"),
    "c-margaret": Look(LIGHT, "grey_curls", "#D2CBC9", "cardigan", MAUVE, under=CREAM, width=69, jaw=56, age=63,
        glasses="half", extras=("beads",), ground=PALE_TEAL, shape=SAGE),
    "c-imran": Look(BROWN, "side_part", "#2B2224", "blazer", CLAY, under=SAND, width=69, jaw=58, neck=39,
        shoulders=196, age=48, brow=8, beard="moustache", glasses="square", ground=MIST, shape=STONE, turn=-0.35,
        extras=("temples",), mouth="soft"),
    "c-peter": Look(FAIR, "bald_sides", "#DAD4D1", "cardigan", TEAL, under=PAPER, width=70, jaw=59, neck=38,
        shoulders=186, age=77, brow=7, beard="white_moustache", extras=("tie", "hearing_aid"), ground=CREAM,
        shape=SAND, mouth="soft"),
    # People who are seen but not heard.
    "x-wife": Look(FAIR, "white_bob", "#E9E4DF", "cardigan", ROSE, under=CREAM, age=76, extras=("beads",), turn=-0.4),
    "x-carer": Look(DEEP_BROWN, "bun", "#22151A", "tunic", SEA, age=34),
    "x-teen": Look(LIGHT, "fringe", "#4B2E23", "hoodie", MAUVE, age=16, width=66, jaw=50, mouth="soft"),
    "x-teen2": Look(DEEP_BROWN, "puffs", "#22151A", "hoodie", MARIGOLD, age=15, width=66, jaw=50),
    "x-son": Look(BROWN, "waves_short", "#221719", "hoodie", TEAL, age=21, neck=36, shoulders=184, mouth="grin"),
    "x-mate": Look(LIGHT, "crop", "#7A4A2A", "stripes", BRICK, under=PAPER, age=32, neck=39, shoulders=194, mouth="grin"),
    "x-boss": Look(FAIR, "bald_sides", "#A79C98", "shirt", SAGE, age=58, neck=40, shoulders=200, beard="white_moustache"),
    "x-doctor1": Look(LIGHT, "bob", "#5B3A28", "blazer", STONE, under=PALE_TEAL, age=45, mouth="soft"),
    "x-doctor2": Look(BROWN, "crop", "#2A2022", "blazer", DEEP, under=PALE_LILAC, age=50, neck=39, shoulders=194,
        glasses="round", mouth="soft"),
    "x-woman": Look(OLIVE, "bun", "#3A2620", "cardigan", CLAY, under=CREAM, age=40, mouth="soft"),
    "x-man": Look(LIGHT, "side_part", "#5A4334", "jumper", SAGE, age=36, neck=38, shoulders=192, mouth="soft", beard="short"),
    "x-scarf": Look(OLIVE, "headscarf", TEAL, "jumper", MARIGOLD, under=TEAL, age=30),
    "x-elder": Look(DARK, "crop", "#CFC8C4", "shirt", MARIGOLD, under=PAPER, age=72, neck=38, shoulders=190,
        beard="white_short", mouth="grin"),
}

# ruff: noqa: E501  (a storyboard is a table, one turn a row)
"""Which drawings are shown while each turn is spoken, and how the camera moves over them."""

from __future__ import annotations

from dataclasses import dataclass

# How wide a piece of the 1600 by 900 drawing the camera takes in, and where it drifts to (across, down).
MOVES: dict[str, tuple[int, tuple[int, int]]] = {
    "wide": (1480, (1, 0)),
    "in": (1360, (-1, 0)),
    "close": (1000, (1, 0)),
    "left": (1420, (-1, 0)),
    "right": (1420, (1, 0)),
    "card": (1240, (0, 0)),  # still, while a card's field covers half of it
    "from_left": (1240, (-1, 0)),  # what the field uncovers: the subject drifts towards the middle
    "from_right": (1240, (1, 0)),
}


@dataclass(frozen=True, slots=True)
class Shot:
    """A piece of a drawing around x, y, and a slow drift over it (see ``MOVES``)."""

    scene: str
    move: str
    x: float = 800
    y: float = 450


# One list a turn, in the order of the script; a turn's time is shared evenly between its shots.
TURNS: dict[str, list[list[Shot]]] = {
    "what-mental-health-social-workers-do": [
        [Shot("town", "right")],
        [Shot("amara_kitchen", "wide", 700), Shot("amara_kitchen", "close", 640, 380)],
        [Shot("daniel_doorstep", "right", 840), Shot("daniel_doorstep", "close", 800, 370)],
        [Shot("priya_circle", "in", 800, 430)],
        [Shot("ruth_office", "left", 820), Shot("ruth_office", "close", 690, 370)],
        [Shot("allotment_together", "wide", 720, 520)],
    ],
    "inside-a-mental-health-act-assessment": [
        [Shot("house_at_dusk", "right")],
        [Shot("daniel_and_doctors", "wide"), Shot("daniel_and_doctors", "close", 820, 370)],
        [Shot("on_the_stairs", "left", 780), Shot("on_the_stairs", "close", 560, 390)],
        [Shot("daniel_at_table", "in", 720, 430), Shot("daniel_at_table", "close", 690, 380)],
        [Shot("tom_on_the_phone", "in", 820, 440)],
        [Shot("two_chairs", "wide", 760, 480), Shot("two_chairs", "right", 840, 470)],
    ],
    "around-the-table": [
        [Shot("strangers", "left", 800), Shot("strangers", "close", 480, 380)],
        [Shot("chips_at_the_centre", "wide", 780), Shot("chips_at_the_centre", "close", 760, 420)],
        [Shot("getting_ready", "in", 840, 440), Shot("getting_ready", "close", 700, 390)],
        [Shot("denise_after_they_left", "right", 800), Shot("denise_after_they_left", "close", 640, 390)],
        [Shot("plan_on_the_fridge", "in", 1000, 420)],
        [Shot("met_again", "wide", 760, 470)],
    ],
    "home-again": [
        [Shot("bethan_on_the_ward", "wide", 740), Shot("bethan_on_the_ward", "close", 700, 370)],
        [Shot("bag_on_the_bed", "right", 800), Shot("bag_on_the_bed", "close", 720, 480)],
        [Shot("yusuf_close", "in", 740, 430), Shot("yusuf_to_the_shop", "right", 780)],
        [Shot("grace_in_the_emergency_department", "in", 820, 440), Shot("grace_in_the_emergency_department", "close", 640, 390)],
        [Shot("who_does_what", "left", 860), Shot("home_with_keys", "wide", 700, 520)],
    ],
    "early-help": [
        [Shot("sofia_at_school", "right", 780), Shot("sofia_at_school", "close", 560, 380)],
        [Shot("unreal", "right", 800), Shot("unreal", "in", 760, 430)],
        [Shot("kwame_at_college", "wide", 760), Shot("kwame_at_college", "close", 740, 380)],
        [Shot("anita_close", "in", 680, 430), Shot("anita_and_the_music", "left", 840)],
        [Shot("no_surprises", "in", 820, 440), Shot("no_surprises", "close", 640, 390)],
    ],
    "still-me": [
        [Shot("margaret_and_a_friend", "left", 840), Shot("margaret_and_a_friend", "close", 640, 380)],
        [Shot("own_choice", "wide", 800, 470)],
        [Shot("imran_in_the_care_home", "right", 760), Shot("imran_in_the_care_home", "close", 860, 370)],
        [Shot("peter", "in", 800, 430), Shot("late_for_the_children", "wide", 860, 430), Shot("round_the_garden", "left", 860)],
        [Shot("margaret_in_the_garden", "in", 700, 430)],
        [Shot("bench_for_two", "wide", 860, 540)],
    ],
}  # fmt: skip

# What to look at in the drawings that are seen beside a card.
SUBJECTS = {
    "allotment_together": (680, 560), "amara_kitchen": (560, 420), "anita_close": (620, 430), "bench_for_two": (940, 600),
    "bethan_on_the_ward": (640, 430), "chips_at_the_centre": (640, 450), "daniel_at_table": (640, 440),
    "daniel_doorstep": (860, 430), "denise_after_they_left": (600, 440), "getting_ready": (640, 440),
    "grace_in_the_emergency_department": (560, 440), "home_with_keys": (560, 560), "house_at_dusk": (520, 560),
    "imran_in_the_care_home": (920, 430), "margaret_and_a_friend": (560, 440), "met_again": (560, 470),
    "no_surprises": (560, 440), "on_the_stairs": (480, 450), "own_choice": (780, 470), "peter": (960, 430),
    "plan_on_the_fridge": (1160, 420), "priya_circle": (800, 430), "round_the_garden": (900, 600), "ruth_office": (600, 430),
    "sofia_at_school": (470, 430), "strangers": (330, 430), "town": (760, 560), "two_chairs": (720, 520), "unreal": (520, 440),
    "who_does_what": (560, 430), "yusuf_close": (620, 430), "yusuf_to_the_shop": (430, 560),
}  # fmt: skip


def beside_card(scene: str) -> tuple[Shot, bool]:
    """The shot of a drawing beside a card, and whether the card's field is at the right.

    The subject stands in the middle of the half that the field leaves free.
    """
    x, y = SUBJECTS[scene]
    right = x < 740
    return Shot(scene, "card", x + 280 if right else x - 280, y), right


POSTERS = {
    "what-mental-health-social-workers-do": "amara_kitchen",
    "inside-a-mental-health-act-assessment": "on_the_stairs",
    "around-the-table": "chips_at_the_centre",
    "home-again": "yusuf_to_the_shop",
    "early-help": "sofia_at_school",
    "still-me": "round_the_garden",
}

# Pictures for the site's own pages.
FURTHER = ("everyone", "at_the_bus_stop", "on_the_doorstep", "allotment_together", "two_chairs", "met_again")

"""The steps that prepare a film, and their order, as data.

A step reads the master and makes files in a folder of its own. It writes nothing to the database and nothing to the
site's storage: ``films.services.steps`` publishes what it made, all at once, and only if nobody has taken over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from films import making
from films.work import Made, MadeFile, Work

__all__ = ["BY_NAME", "STEPS", "Made", "MadeFile", "Step", "Work", "label_of"]


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the pipeline.

    ``needs`` are steps that must be done before. ``is_needed_to_watch`` says that without it there is no film;
    ``makes_watchable``, that with it there is one.
    """

    name: str
    label: str
    run: Callable[[Work], Made]
    needs: tuple[str, ...] = ()
    is_needed_to_watch: bool = False
    makes_watchable: bool = False
    # Made after the film can be watched; without it, it still can.
    is_extra: bool = False


STEPS: tuple[Step, ...] = (
    Step("probe", "Look at the film", making.look_at, is_needed_to_watch=True),
    Step("poster", "Take stills for the poster", making.take_stills, needs=("probe",)),
    Step(
        "mp4",
        "Make the film that plays everywhere",
        making.make_mp4,
        needs=("probe",),
        is_needed_to_watch=True,
        makes_watchable=True,
    ),
    Step("ladder", "Make sizes for fast and slow lines", making.build_ladder, needs=("probe",), is_extra=True),
    Step("storyboard", "Draw small pictures of the film", making.draw_storyboard, needs=("probe",), is_extra=True),
    Step("audio", "Take the sound alone", making.extract_audio, needs=("probe",), is_extra=True),
    Step("waveform", "Draw the sound for captions", making.draw_waveform, needs=("probe",), is_extra=True),
    Step("checks", "Look for flashes, black and silence", making.look_for_faults, needs=("probe",), is_extra=True),
)
BY_NAME = {step.name: step for step in STEPS}


def label_of(name: str) -> str:
    """For people; a step that is no longer part of the pipeline keeps its name."""
    return BY_NAME[name].label if name in BY_NAME else name

"""What an editor should look at or listen to before a film is published, found in one pass at low resolution.

Nothing here stops a film: each finding is a code, a sentence and the places it is about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from . import ffmpeg
from .flashes import flashes, grid_for
from .ladder import steady_rate
from .limits import Limits
from .pictures import fitted, picture_input, to_standard
from .results import CheckFinding, Facts, Loudness, Source

BLACK_MS = 2000
STILL_MS = 10_000
SILENT_MS = 10_000
SILENT_DB = -50
# The side that pictures are made small to first; what is black or still there is so in large.
SMALL_BOX = (90, 160)
# Sound that is brought from there to -16 LUFS brings its hiss along.
QUIET_LUFS = -36.0
# Beyond this, whoever follows a whisper is shouted at later. EBU R 128 s2 asks streams for less than 20 LU; speech
# needs less than music.
WIDE_LU = 18.0
# A second counts as clipped when samples in a row stay at full scale; one such second may be a knock.
FULL_SCALE_DB, FLAT, CLIPPED_SECONDS = -0.1, 10.0, 2
MAX_PLACES = 20
PLACES_NAMED = 3

SPAN = re.compile(r"black_start:(?P<start>-?[\d.]+) black_end:(?P<end>[\d.]+)")
STEP = re.compile(r"(?P<what>freeze|silence)_(?P<edge>start|end): (?P<seconds>-?[\d.]+)")
STAT = re.compile(r"lavfi\.astats\.Overall\.(?P<name>Peak_level|Flat_factor)=(?P<value>-?inf|-?[\d.]+)")


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start_ms`` on, up to ``end_ms``."""

    start_ms: int
    end_ms: int

    @property
    def lasting_ms(self) -> int:
        return self.end_ms - self.start_ms


def check_film(
    source: Source,
    facts: Facts,
    *,
    work_folder: Path,
    limits: Limits,
    loudness: Loudness | None = None,
    on_progress: ffmpeg.OnProgress | None = None,
    is_cancelled: ffmpeg.IsCancelled | None = None,
) -> tuple[CheckFinding, ...]:
    """Findings, the most important first; none is good news.

    ``loudness`` is what ``loudness.measure`` found, None where there is no sound to be heard. What cannot be read is
    passed over: that a film is damaged is for the steps that make it to say. ``work_folder`` is left as it was.
    Raises ``FfmpegFailed`` or one of its subclasses.
    """
    columns, rows = grid_for(facts)
    rate = steady_rate(facts)
    outputs = []
    if facts.has_video:
        raw = ("-map", "[cells]", "-fps_mode", "passthrough", "-c:v", "rawvideo", "-f", "rawvideo")
        outputs.append(ffmpeg.Output(raw, "cells.rgb"))
    if facts.has_audio:
        outputs.append(ffmpeg.Output(("-map", f"0:{facts.audio_index}", "-filter:a", _sound_filters())))
    with ffmpeg.private_folder(work_folder) as folder:
        run = ffmpeg.run(
            source,
            outputs,
            folder=folder,
            limits=limits,
            input_options=("-t", f"{limits.max_duration_ms / 1000:.3f}"),
            filter_graph=_picture_filters(facts, rate, columns, rows) if facts.has_video else "",
            note=("black_start:", "freeze_", "silence_", "lavfi.astats.Overall."),
            on_progress=on_progress,
            is_cancelled=is_cancelled,
        )
        cells = folder / "cells.rgb"
        pictures = _pictures(cells, 3 * columns * rows) if cells.exists() else iter(())
        flashing = flashes(pictures, columns, rows, float(rate))
    black = [Span(_ms(found["start"]), _ms(found["end"])) for found in map(SPAN.search, run.notes) if found]
    still = [
        span
        for span in _spans("freeze", run.notes, facts.duration_ms)
        if not any(span.start_ms < other.end_ms and other.start_ms < span.end_ms for other in black)
    ]
    found = [
        _flashing(flashing),
        _black(black),
        _still(still),
        *_loudness_findings(facts, loudness),
        _silence(_spans("silence", run.notes, facts.duration_ms) if loudness else []),
        _clipping(run.notes),
    ]
    return tuple(finding for finding in found if finding is not None)


def _picture_filters(facts: Facts, rate: Fraction, columns: int, rows: int) -> str:
    width, height = fitted(facts.width, facts.height, SMALL_BOX)
    return (
        f"{picture_input(facts)}{to_standard(facts, width, height)}"
        f",fps={rate.numerator}/{rate.denominator}:start_time=0"
        f",blackdetect=d={BLACK_MS / 1000}:pic_th=0.98:pix_th=0.10,freezedetect=n=0.002:d={STILL_MS / 1000}"
        f",scale={columns}:{rows}:flags=area:in_color_matrix=bt709:in_range=tv,format=rgb24[cells]"
    )


def _sound_filters() -> str:
    """Silence, and for each second its highest sample and how long samples stay there."""
    return (
        "aresample=48000:async=1:first_pts=0"
        f",silencedetect=noise={SILENT_DB}dB:d={SILENT_MS / 1000},asetnsamples=n=48000:p=0"
        ",astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=Peak_level+Flat_factor"
        ",ametadata=mode=print"
    )


def _pictures(path: Path, size_bytes: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        while len(picture := file.read(size_bytes)) == size_bytes:
            yield picture


def _spans(what: str, notes: list[str], duration_ms: int) -> list[Span]:
    """From ffmpeg's notes of starts and ends; one without an end goes on to the end of the film."""
    spans: list[Span] = []
    start: int | None = None
    for found in map(STEP.search, notes):
        if found is None or found["what"] != what:
            continue
        if found["edge"] == "start":
            start = _ms(found["seconds"])
        elif start is not None:
            spans.append(Span(start, _ms(found["seconds"])))
            start = None
    return [*spans, Span(start, duration_ms)] if start is not None else spans


def _flashing(at_ms: list[int]) -> CheckFinding | None:
    if not at_ms:
        return None
    return CheckFinding(
        "flashes",
        f"The picture may flash more than three times a second {_near(at_ms)}. That can bring on a seizure. "
        "Cut or slow down the flashing before you publish this film.",
        tuple(at_ms[:MAX_PLACES]),
    )


def _black(spans: list[Span]) -> CheckFinding | None:
    if not spans:
        return None
    starts = [span.start_ms for span in spans]
    return CheckFinding(
        "black",
        f"The picture is black for {_longest(spans)} {_near(starts)}. Check that nothing is missing.",
        tuple(starts[:MAX_PLACES]),
    )


def _still(spans: list[Span]) -> CheckFinding | None:
    if not spans:
        return None
    starts = [span.start_ms for span in spans]
    return CheckFinding(
        "still",
        f"The picture stands still for {_longest(spans)} {_near(starts)}. If it is not meant to, it may have frozen.",
        tuple(starts[:MAX_PLACES]),
    )


def _loudness_findings(facts: Facts, loudness: Loudness | None) -> Iterator[CheckFinding]:
    if not facts.has_audio:
        return
    if loudness is None:
        yield CheckFinding("no_sound", "There is a sound track, but nothing can be heard. Check the microphone.")
        return
    if loudness.integrated_lufs < QUIET_LUFS:
        yield CheckFinding(
            "quiet",
            f"The sound is very quiet ({loudness.integrated_lufs:.0f} LUFS). We make it louder, and any hiss with it. "
            "Listen before you publish.",
        )
    if loudness.range_lu > WIDE_LU:
        yield CheckFinding(
            "loudness_range",
            f"Quiet and loud parts lie far apart ({loudness.range_lu:.0f} LU). Some speech may be hard to hear.",
        )


def _silence(spans: list[Span]) -> CheckFinding | None:
    if not spans:
        return None
    starts = [span.start_ms for span in spans]
    return CheckFinding(
        "silence",
        f"There is no sound for {_longest(spans)} {_near(starts)}. Check that none is missing.",
        tuple(starts[:MAX_PLACES]),
    )


def _clipping(notes: list[str]) -> CheckFinding | None:
    starts: list[int] = []
    second, told = -1, {"Peak_level": 0.0, "Flat_factor": 0.0}
    for found in map(STAT.search, notes):
        if found is None:
            continue
        told[found["name"]] = float(found["value"])
        if found["name"] == "Flat_factor":  # comes first for each second
            second += 1
        if told["Peak_level"] >= FULL_SCALE_DB and told["Flat_factor"] >= FLAT and found["name"] == "Peak_level":
            starts.append(max(0, second) * 1000)
    if len(starts) < CLIPPED_SECONDS:
        return None
    return CheckFinding(
        "clipping",
        f"The sound is cut off at its loudest {_near(starts)}, and may crackle there. "
        "A recording with a lower level would be better.",
        tuple(starts[:MAX_PLACES]),
    )


def _near(at_ms: list[int]) -> str:
    """ "at 0:12, 1:05 and 2 more places"."""
    named = [_clock(at) for at in at_ms[:PLACES_NAMED]]
    more = len(at_ms) - len(named)
    if more:
        return f"at {', '.join(named)} and {more} more {'place' if more == 1 else 'places'}"
    return "at " + (named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}")


def _longest(spans: list[Span]) -> str:
    seconds = round(max(span.lasting_ms for span in spans) / 1000)
    return f"{'' if len(spans) == 1 else 'up to '}{seconds} {'second' if seconds == 1 else 'seconds'}"


def _clock(at_ms: int) -> str:
    minutes, seconds = divmod(at_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _ms(seconds: str) -> int:
    return max(0, round(float(seconds) * 1000))

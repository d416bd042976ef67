"""Small pictures of the whole film on one sheet, for finding a place by eye."""

import math
import os
import re
from pathlib import Path

from . import ffmpeg
from .errors import FfmpegFailed
from .limits import Limits
from .pictures import JPEG_COLOURS, picture_input, to_standard
from .results import Facts, Source, Storyboard

NAME = "storyboard.jpg"
TILE_WIDTH = 160
# A very tall film would make a sheet that no browser takes.
MAX_TILE_HEIGHT = 320
MAX_TILES = 100
COLUMNS = 10
# Two pictures closer than this look alike.
LEAST_EVERY_MS = 2000
QUALITY = 5  # of ffmpeg's 2 (best) to 31
# Above this length keyframes are tried first: they take a tenth of the time, and most films have enough of them.
KEYFRAMES_FIRST_MS = 60_000
SHOWN = "Parsed_showinfo"
SHOWN_AT = re.compile(r"pts_time:\s*(?P<seconds>\d+(?:\.\d+)?)")


def make_storyboard(
    source: Source,
    facts: Facts,
    *,
    out_folder: Path,
    limits: Limits,
    name: str = NAME,
    on_progress: ffmpeg.OnProgress | None = None,
    is_cancelled: ffmpeg.IsCancelled | None = None,
) -> Storyboard | None:
    """Write the sheet as ``out_folder/name``, whole or not at all; None for a sound recording.

    Tile ``n`` (from 0, row by row) shows the film at ``n * every_ms``; where keyframes were found to be enough, none is
    further off than ``every_ms``. Raises ``FfmpegFailed`` or one of its subclasses.
    """
    if not facts.has_video:
        return None
    every_ms = max(LEAST_EVERY_MS, math.ceil(facts.duration_ms / MAX_TILES))
    count = max(1, math.ceil(facts.duration_ms / every_ms))
    width, height = tile_size(facts)
    columns, rows = min(COLUMNS, count), math.ceil(count / COLUMNS)
    every = every_ms / 1000
    thinned = f"select='isnan(prev_selected_t)+gt(floor(t/{every}),floor(prev_selected_t/{every}))',showinfo=checksum=0"
    sheet = (
        f"{picture_input(facts)}{thinned},fps=1000/{every_ms}:start_time=0:round=down:eof_action=pass"
        f",{to_standard(facts, width, height)},tile={columns}x{rows}:color=black,{JPEG_COLOURS}[sheet]"
    )
    jpeg = ("-map", "[sheet]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", str(QUALITY), "-color_range", "pc")
    with ffmpeg.private_folder(out_folder) as folder:
        for options in _ways_to_read(facts):
            run = ffmpeg.run(
                source,
                [ffmpeg.Output((*jpeg, "-map_metadata", "-1", "-f", "mjpeg"), name)],
                folder=folder,
                limits=limits,
                input_options=(*options, "-t", f"{limits.max_duration_ms / 1000:.3f}"),
                filter_graph=sheet,
                note=SHOWN,
                on_progress=on_progress,
                is_cancelled=is_cancelled,
            )
            found = [round(float(shown["seconds"]) * 1000) for shown in map(SHOWN_AT.search, run.notes) if shown]
            if not options or furthest_off(found, every_ms, count) <= every_ms:
                break
        made = folder / name
        if not made.exists() or made.stat().st_size == 0:
            raise FfmpegFailed(ffmpeg.FAILED, detail="no picture for the storyboard")
        size_bytes = made.stat().st_size
        os.replace(made, out_folder / name)
    return Storyboard(
        path=out_folder / name,
        width=width * columns,
        height=height * rows,
        columns=columns,
        rows=rows,
        tile_width=width,
        tile_height=height,
        every_ms=every_ms,
        count=count,
        size_bytes=size_bytes,
    )


def tile_size(facts: Facts) -> tuple[int, int]:
    """Even sides of one tile in the film's shape: 160 wide, narrower where it would become very tall."""
    scale = min(TILE_WIDTH / facts.width, MAX_TILE_HEIGHT / facts.height)
    return max(2, round(facts.width * scale / 2) * 2), max(2, round(facts.height * scale / 2) * 2)


def furthest_off(found_ms: list[int], every_ms: int, count: int) -> int:
    """How far the picture of any tile lies from its time, in milliseconds, when these pictures were found.

    A tile shows the first picture of its stretch of the film, or one from before where there is none.
    """
    worst, chosen, position = 0, -1, 0
    for number in range(count):
        while position < len(found_ms) and found_ms[position] < (number + 1) * every_ms:
            chosen, position = found_ms[position], position + 1
        worst = max(worst, abs(number * every_ms - chosen) if chosen >= 0 else every_ms * count)
    return worst


def _ways_to_read(facts: Facts) -> tuple[tuple[str, ...], ...]:
    keyframes: tuple[str, ...] = ("-skip_frame", "nokey")
    return (keyframes, ()) if facts.duration_ms > KEYFRAMES_FIRST_MS else ((),)

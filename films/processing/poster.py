"""One good still picture of a film, as a JPEG."""

import os
import re
from pathlib import Path

from . import ffmpeg
from .errors import FfmpegFailed
from .limits import Limits
from .pictures import fitted, to_jpeg
from .results import Facts, Poster, Source

MAX_WIDTH = 1920
BOX = (MAX_WIDTH, MAX_WIDTH)
# Openings say what a film is about and rarely give its end away.
SHARE_LOOKED_AT = 1 / 3
MAX_LOOKED_AT_MS = 5 * 60 * 1000
# The pictures compared; each waits in memory for the choice.
CANDIDATES = 16
# Above this length only keyframes are decoded, which takes a tenth of the time.
KEYFRAMES_ONLY_MS = 60 * 1000
# Mean brightness under which a picture counts as black, of 255; 16 is black itself in limited range.
BLACK = 32
QUALITY = 3  # of ffmpeg's 2 (best) to 31
SHOWN_AT = re.compile(r"pts_time:(?P<seconds>\d+(?:\.\d+)?)")
NO_PICTURE = "We could not take a picture from this film at that time. Choose another moment."


def choose_poster(
    source: Source,
    facts: Facts,
    *,
    out_folder: Path,
    limits: Limits,
    name: str = "poster.jpg",
    is_cancelled: ffmpeg.IsCancelled | None = None,
) -> Poster:
    """The most typical picture of the film's first third that is not black; if all are, the most typical.

    Raises ``FfmpegFailed`` or one of its subclasses.
    """
    looked_at_ms = min(
        MAX_LOOKED_AT_MS, max(1000, int(facts.duration_ms * SHARE_LOOKED_AT)), facts.duration_ms
    )
    every = max(looked_at_ms / CANDIDATES / 1000, 1 / max(1.0, facts.fps))
    width, height = fitted(facts.width, facts.height, BOX)
    depth = "10le" if facts.bit_depth > 8 else ""
    black = BLACK * (4 if depth else 1)
    sampled = f"select='isnan(prev_selected_t)+gte(t-prev_selected_t,{every:.3f})'"
    not_black = (
        f"format=yuv420p{depth},signalstats,"
        f"metadata=mode=select:key=lavfi.signalstats.YAVG:value={black}:function=greater"
    )
    keyframes = ("-skip_frame", "nokey") if facts.duration_ms > KEYFRAMES_ONLY_MS else ()
    options = (*keyframes, "-t", f"{looked_at_ms / 1000:.3f}")
    for filters in (f"{sampled},{not_black}", sampled):
        chain = f"{filters},thumbnail={CANDIDATES},showinfo=checksum=0,{to_jpeg(facts, width, height)}"
        poster = _still(
            source, facts, chain, options, out_folder, limits, name, (width, height), 0, is_cancelled
        )
        if poster is not None:
            return poster
    raise FfmpegFailed(NO_PICTURE, detail="no frame in the first third")


def frame_at(
    source: Source,
    facts: Facts,
    at_ms: int,
    *,
    out_folder: Path,
    limits: Limits,
    name: str = "poster.jpg",
    is_cancelled: ffmpeg.IsCancelled | None = None,
) -> Poster:
    """The picture on screen at ``at_ms``. A time past the end gives the last second's. Raises ``FfmpegFailed``."""
    width, height = fitted(facts.width, facts.height, BOX)
    frame_ms = 1000 / max(1.0, facts.fps)
    start_ms = max(0.0, min(float(at_ms), facts.duration_ms - 2 * frame_ms))
    chain = f"showinfo=checksum=0,{to_jpeg(facts, width, height)}"
    for start in (start_ms, max(0.0, start_ms - 1000)):
        options = ("-ss", f"{start / 1000:.3f}")
        poster = _still(
            source,
            facts,
            chain,
            options,
            out_folder,
            limits,
            name,
            (width, height),
            round(start),
            is_cancelled,
        )
        if poster is not None:
            return poster
    raise FfmpegFailed(NO_PICTURE, detail=f"no frame at {at_ms} ms")


def _still(
    source: Source,
    facts: Facts,
    chain: str,
    options: tuple[str, ...],
    out_folder: Path,
    limits: Limits,
    name: str,
    size: tuple[int, int],
    start_ms: int,
    is_cancelled: ffmpeg.IsCancelled | None,
) -> Poster | None:
    """One JPEG through ``chain``, or None when no picture came out of it."""
    with ffmpeg.private_folder(out_folder) as folder:
        run = ffmpeg.run(
            source,
            [
                ffmpeg.Output(
                    (
                        *("-map", "[still]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", str(QUALITY)),
                        *("-color_range", "pc", "-map_metadata", "-1", "-f", "mjpeg"),
                    ),
                    "still.jpg",
                )
            ],
            folder=folder,
            limits=limits,
            input_options=options,
            filter_graph=f"[0:{facts.video_index}]{chain}[still]",
            note="pts_time:",
            is_cancelled=is_cancelled,
        )
        still = folder / "still.jpg"
        if not still.exists() or still.stat().st_size == 0:
            return None
        shown = SHOWN_AT.search(run.notes[0]) if run.notes else None
        size_bytes = still.stat().st_size
        path = out_folder / name
        os.replace(still, path)
    at_ms = start_ms + round(float(shown["seconds"]) * 1000) if shown else start_ms
    return Poster(path=path, width=size[0], height=size[1], at_ms=at_ms, size_bytes=size_bytes)

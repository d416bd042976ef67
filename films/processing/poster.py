"""One good still picture of a film, as a JPEG."""

import os
import re
from dataclasses import replace
from pathlib import Path

from . import ffmpeg
from .errors import FfmpegFailed
from .limits import Limits
from .pictures import fitted, picture_input, to_jpeg
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
SHOWN_AT = re.compile(r"pts_time:\s*(?P<seconds>\d+(?:\.\d+)?)")
SHOWN = "Parsed_showinfo"
# What ffmpeg says when no picture passed the filters.
NOTHING_CAME = "before EOF"
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
    looked_at_ms = min(MAX_LOOKED_AT_MS, max(1000, int(facts.duration_ms * SHARE_LOOKED_AT)), facts.duration_ms)
    every = max(looked_at_ms / CANDIDATES / 1000, 1 / max(1.0, facts.fps))
    depth = "10le" if facts.bit_depth > 8 else ""
    black = BLACK * (4 if depth else 1)
    sampled = f"select='isnan(prev_selected_t)+gte(t-prev_selected_t,{every:.3f})'"
    # Smaller first, since every candidate is measured and kept. Not with fields: scaling would mix them.
    width, height = fitted(facts.width, facts.height, BOX)
    smaller = "" if facts.is_interlaced else f",scale={width}:{height}:flags=bicubic"
    not_black = (
        f"format=yuv420p{depth},signalstats,"
        f"metadata=mode=select:key=lavfi.signalstats.YAVG:value={black}:function=greater"
    )
    keyframes = ("-skip_frame", "nokey") if facts.duration_ms > KEYFRAMES_ONLY_MS else ()
    options = (*keyframes, "-t", f"{looked_at_ms / 1000:.3f}")
    for filters in (f"{sampled}{smaller},{not_black}", f"{sampled}{smaller}"):
        chain = f"{filters},thumbnail={CANDIDATES},showinfo=checksum=0"
        poster = _still(source, facts, chain, options, out_folder / name, limits, is_cancelled)
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
    """The picture on screen at ``at_ms``. A time past the end gives one of the last.

    Raises ``FfmpegFailed`` or one of its subclasses.
    """
    frame_ms = 1000 / max(1.0, facts.fps)
    wanted_ms = max(0.0, min(float(at_ms), facts.duration_ms - 2 * frame_ms))
    for start_ms in (wanted_ms, max(0.0, wanted_ms - 1000)):
        options = ("-ss", f"{start_ms / 1000:.3f}")
        poster = _still(source, facts, "showinfo=checksum=0", options, out_folder / name, limits, is_cancelled)
        if poster is not None:
            return replace(poster, at_ms=poster.at_ms + round(start_ms))
    raise FfmpegFailed(NO_PICTURE, detail=f"no frame at {at_ms} ms")


def _still(
    source: Source,
    facts: Facts,
    choice: str,
    options: tuple[str, ...],
    path: Path,
    limits: Limits,
    is_cancelled: ffmpeg.IsCancelled | None,
) -> Poster | None:
    """The first picture that passes the filters ``choice``, or None when none does.

    Its time is counted from where the reading began.
    """
    width, height = fitted(facts.width, facts.height, BOX)
    jpeg = (
        *("-map", "[still]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", str(QUALITY)),
        *("-color_range", "pc", "-map_metadata", "-1", "-f", "mjpeg"),
    )
    with ffmpeg.private_folder(path.parent) as folder:
        try:
            run = ffmpeg.run(
                source,
                [ffmpeg.Output(jpeg, "still.jpg")],
                folder=folder,
                limits=limits,
                input_options=options,
                filter_graph=f"{picture_input(facts)}{choice},{to_jpeg(facts, width, height)}[still]",
                note=SHOWN,
                is_cancelled=is_cancelled,
            )
        except FfmpegFailed as error:
            if NOTHING_CAME in error.detail:
                return None
            raise
        still = folder / "still.jpg"
        if not still.exists() or still.stat().st_size == 0:
            return None
        size_bytes = still.stat().st_size
        os.replace(still, path)
    shown = next(filter(None, map(SHOWN_AT.search, run.notes)), None)
    at_ms = round(float(shown["seconds"]) * 1000) if shown else 0
    return Poster(path=path, width=width, height=height, at_ms=at_ms, size_bytes=size_bytes)

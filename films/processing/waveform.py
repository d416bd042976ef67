"""How loud each moment of a film is, as a short list: what a caption editor draws under the film."""

import json
import math
import os
import re
from pathlib import Path

from . import ffmpeg
from .limits import Limits
from .results import Facts, Source, Waveform

NAME = "waveform.json"
MAX_PEAKS = 2000
# Finer than this nobody can point at.
LEAST_EVERY_MS = 20
SAMPLE_RATE = 48_000
PEAK_KEY = "lavfi.astats.Overall.Peak_level"
PEAK = re.compile(rf"{re.escape(PEAK_KEY)}=(?P<decibels>-?inf|-?\d+(?:\.\d+)?)")


def make_waveform(
    source: Source,
    facts: Facts,
    *,
    out_folder: Path,
    limits: Limits,
    name: str = NAME,
    on_progress: ffmpeg.OnProgress | None = None,
    is_cancelled: ffmpeg.IsCancelled | None = None,
) -> Waveform | None:
    """Write the peaks as a JSON list of 0 to 255 into ``out_folder/name``; None for a film without sound.

    Peak ``n`` is the loudest sample of all channels from ``n * every_ms`` on, 255 being full scale. Raises
    ``FfmpegFailed`` or one of its subclasses.
    """
    if not facts.has_audio:
        return None
    every_ms = max(LEAST_EVERY_MS, math.ceil(facts.duration_ms / MAX_PEAKS))
    filters = (
        f"aresample={SAMPLE_RATE}:async=1:first_pts=0,asetnsamples=n={SAMPLE_RATE * every_ms // 1000}:p=0"
        ",astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=Peak_level"
        f",ametadata=mode=print:key={PEAK_KEY}"
    )
    with ffmpeg.private_folder(out_folder) as folder:
        run = ffmpeg.run(
            source,
            [ffmpeg.Output(("-map", f"0:{facts.audio_index}", "-filter:a", filters))],
            folder=folder,
            limits=limits,
            input_options=("-t", f"{limits.max_duration_ms / 1000:.3f}"),
            note=PEAK_KEY,
            on_progress=on_progress,
            is_cancelled=is_cancelled,
        )
        peaks = [_level(float(found["decibels"])) for found in map(PEAK.search, run.notes) if found]
        del peaks[MAX_PEAKS:]
        made = folder / name
        made.write_text(json.dumps(peaks, separators=(",", ":")), encoding="ascii")
        size_bytes = made.stat().st_size
        os.replace(made, out_folder / name)
    return Waveform(path=out_folder / name, every_ms=every_ms, count=len(peaks), size_bytes=size_bytes)


def _level(decibels: float) -> int:
    """0 to 255 for a level in decibels below full scale; sound coded above full scale counts as full."""
    return min(255, round(255 * 10 ** (decibels / 20)))

"""How loud a film is, by EBU R 128, and the filter that brings it to the loudness of the others."""

import re

from . import ffmpeg
from .limits import Limits
from .results import Facts, Loudness, Source

# What streaming services ask of speech: -16 LUFS, with peaks below -1.5 dB (EBU R 128 s2).
TARGET = "I=-16:TP=-1.5:LRA=11"
# Softer than this is hiss, not speech; lifting it by 40 dB would do nobody a favour.
SILENT_LUFS = -60.0
MEASURED = re.compile(
    r'"(?P<name>input_i|input_tp|input_lra|input_thresh|target_offset)" : "(?P<value>-?\d+(?:\.\d+)?)"'
)


def measure(
    source: Source, facts: Facts, *, limits: Limits, is_cancelled: ffmpeg.IsCancelled | None = None
) -> Loudness | None:
    """The loudness of the film's sound; None where it has none or is silent. Raises ``FfmpegFailed``."""
    if not facts.has_audio:
        return None
    with ffmpeg.private_folder() as folder:
        run = ffmpeg.run(
            source,
            [ffmpeg.Output(("-map", f"0:{facts.audio_index}", "-filter:a", f"loudnorm={TARGET}:print_format=json"))],
            folder=folder,
            limits=limits,
            input_options=("-t", f"{limits.max_duration_ms / 1000:.3f}"),
            note='" : "',
            is_cancelled=is_cancelled,
        )
    found = {match["name"]: float(match["value"]) for match in map(MEASURED.search, run.notes) if match}
    if len(found) < 5 or found["input_i"] < SILENT_LUFS:
        return None
    return Loudness(
        integrated_lufs=found["input_i"],
        true_peak_db=found["input_tp"],
        range_lu=found["input_lra"],
        threshold_lufs=found["input_thresh"],
        offset_lu=found["target_offset"],
    )


def levelled(loudness: Loudness) -> str:
    """The filter that brings sound of this loudness to the target, by one steady change if peaks allow."""
    return (
        f"loudnorm={TARGET}:linear=true:measured_I={loudness.integrated_lufs}:measured_TP={loudness.true_peak_db}"
        f":measured_LRA={loudness.range_lu}:measured_thresh={loudness.threshold_lufs}:offset={loudness.offset_lu}"
    )

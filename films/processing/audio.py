"""The sound of a film alone, for listening to on the way: AAC in an M4A file with its index in front."""

import os
from dataclasses import replace
from pathlib import Path

from . import ffmpeg
from .boxes import codecs_of, is_faststart
from .errors import FfmpegFailed
from .limits import Limits
from .results import Container, Facts, Loudness, RenditionResult, Source
from .verify import decode_all, decoded_from, require_enough
from .web_mp4 import NOTHING_ELSE, sound_filters

NAME = "sound.m4a"
BITRATE = 96_000
SAMPLE_RATE = 48_000


def make_audio(
    source: Source,
    facts: Facts,
    *,
    out_folder: Path,
    limits: Limits,
    loudness: Loudness | None = None,
    name: str = NAME,
    on_progress: ffmpeg.OnProgress | None = None,
    is_cancelled: ffmpeg.IsCancelled | None = None,
) -> RenditionResult | None:
    """Write ``out_folder/name``, whole or not at all; None for a film without sound.

    ``loudness`` is what ``loudness.measure`` found; None leaves the sound as loud as it is. The result is decoded to
    its end. ``width`` and ``height`` of the result are 0. Raises ``Damaged`` when less than 95 % of a recording can be
    read; a film may have less sound than pictures. Raises ``FfmpegFailed`` when the work itself fails.
    """
    if not facts.has_audio:
        return None
    sound = (
        *("-map", f"0:{facts.audio_index}", "-filter:a", sound_filters(loudness)),
        *("-c:a", "aac", "-profile:a", "aac_low", "-b:a", str(BITRATE), "-ac", "2"),
        *NOTHING_ELSE,
        *("-movflags", "+faststart", "-f", "ipod"),
    )
    with ffmpeg.private_folder(out_folder) as folder:
        run = ffmpeg.run(
            source,
            [ffmpeg.Output(sound, name)],
            folder=folder,
            limits=limits,
            input_options=("-t", f"{limits.max_duration_ms / 1000:.3f}"),
            on_progress=on_progress,
            is_cancelled=is_cancelled,
        )
        if not facts.has_video:
            require_enough(decoded_from(run, facts))
        made = folder / name
        if not made.exists() or not is_faststart(made) or run.out_time_ms == 0:
            raise FfmpegFailed(ffmpeg.FAILED, detail="no sound came out, or its index is not in front")
        result_facts = _facts_of_result(made, facts, run.out_time_ms)
        decoded = decode_all(
            Source(made, Container.MP4), result_facts, folder=folder, limits=limits, is_cancelled=is_cancelled
        )
        require_enough(decoded)
        codecs = codecs_of(made)
        os.replace(made, out_folder / name)
    return RenditionResult(
        path=out_folder / name,
        width=0,
        height=0,
        duration_ms=result_facts.duration_ms,
        size_bytes=result_facts.size_bytes,
        bitrate=result_facts.bitrate,
        video_codec="",
        audio_codec="aac",
        codecs=codecs,
        is_faststart=True,
        is_copy=False,
        decoded=decoded,
    )


def _facts_of_result(made: Path, facts: Facts, duration_ms: int) -> Facts:
    """Those of a recording, counted in pictures of 25 a second to be held against what is decoded."""
    size_bytes = made.stat().st_size
    return replace(
        facts,
        container=Container.MP4,
        duration_ms=duration_ms,
        has_video=False,
        video_index=-1,
        video_codec="",
        fps=25.0,
        frame_count=0,
        audio_index=0,
        audio_codec="aac",
        audio_profile="LC",
        audio_channels=2,
        audio_sample_rate=SAMPLE_RATE,
        size_bytes=size_bytes,
        bitrate=size_bytes * 8000 // max(1, duration_ms),
        stream_count=1,
    )

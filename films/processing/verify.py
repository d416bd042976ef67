"""Success is decoded frames, not an exit code of zero.

ffmpeg ends with zero on a film cut to a tenth, on flipped bits and on a film without pictures. So every
result is decoded to its end, and what was read from the source is counted against what the source promised.
"""

from pathlib import Path

from . import ffmpeg
from .errors import Damaged
from .limits import Limits
from .probe import length
from .results import Decoded, Facts, Source

# A film may miss a picture at a cut or at its end. Below this share something is wrong with it.
ENOUGH = 0.95
# A short film rounds badly: this many pictures may be missing whatever the share.
SPARE_FRAMES = 2


def decode_all(
    source: Source,
    facts: Facts,
    *,
    folder: Path,
    limits: Limits,
    on_progress: ffmpeg.OnProgress | None = None,
    is_cancelled: ffmpeg.IsCancelled | None = None,
) -> Decoded:
    """Decode every picture of ``source``, of a recording its sound, and throw it away. Raises ``FfmpegFailed``."""
    pictures = ("-map", f"0:{facts.video_index}", "-fps_mode", "passthrough", "-enc_time_base", "demux")
    run = ffmpeg.run(
        source,
        [ffmpeg.Output(pictures if facts.has_video else ("-map", f"0:{facts.audio_index}"))],
        folder=folder,
        limits=limits,
        on_progress=on_progress,
        is_cancelled=is_cancelled,
    )
    return decoded_from(run, facts)


def verify(
    source: Source,
    facts: Facts,
    *,
    folder: Path,
    limits: Limits,
    on_progress: ffmpeg.OnProgress | None = None,
    is_cancelled: ffmpeg.IsCancelled | None = None,
) -> Decoded:
    """Decode ``source`` to its end. Raises ``Damaged`` when less than 95 % of it can be read."""
    decoded = decode_all(
        source, facts, folder=folder, limits=limits, on_progress=on_progress, is_cancelled=is_cancelled
    )
    require_enough(decoded)
    return decoded


def decoded_from(run: ffmpeg.Run, facts: Facts) -> Decoded:
    """What a run that decoded the pictures of a film with ``facts`` came to; of a recording, its sound.

    Sound is counted as the pictures that would go with it.
    """
    expected = expected_frames(facts)
    if not facts.has_video:
        seconds = run.samples_decoded / max(1, facts.audio_sample_rate)
        return Decoded(
            frames=round(seconds * facts.fps),
            expected_frames=expected,
            decode_errors=0,
            readable_ms=min(facts.duration_ms, round(seconds * 1000)),
            duration_ms=facts.duration_ms,
        )
    readable_ms = min(facts.duration_ms, run.out_time_ms) if run.frames_decoded else 0
    return Decoded(
        frames=run.frames_decoded,
        expected_frames=expected,
        decode_errors=run.decode_errors,
        readable_ms=readable_ms,
        duration_ms=facts.duration_ms,
    )


def expected_frames(facts: Facts) -> int:
    """How many pictures a whole film with these facts holds; the smaller figure where file and clock differ.

    A file's own count covers what an edit list hides; its clock covers sound that goes on after the pictures.
    """
    by_clock = round(facts.duration_ms * facts.fps / 1000)
    return min(by_clock, facts.frame_count) if facts.frame_count else by_clock


def require_enough(decoded: Decoded) -> None:
    """Raises ``Damaged``, with how much can be read, when too many pictures are missing."""
    missing = decoded.expected_frames - decoded.frames
    if decoded.share >= ENOUGH or (missing <= SPARE_FRAMES and decoded.frames > 0):
        return
    raise Damaged(
        _sentence(decoded),
        readable_ms=decoded.readable_ms,
        duration_ms=decoded.duration_ms,
        detail=f"{decoded.frames} of {decoded.expected_frames} frames, {decoded.decode_errors} decode errors",
    )


def _sentence(decoded: Decoded) -> str:
    whole = length(decoded.duration_ms)
    advice = "Copy it again from the phone or camera and upload it once more."
    if decoded.frames == 0 or decoded.readable_ms < 1000 <= decoded.duration_ms:
        return f"Hardly anything of this film can be read. {advice}"
    if decoded.readable_ms < decoded.duration_ms * ENOUGH:
        return f"Only the first {length(decoded.readable_ms)} of {whole} can be read. {advice}"
    percent = int(decoded.share * 100)
    return f"Parts of this film are damaged: {percent} % of its pictures can be read. {advice}"

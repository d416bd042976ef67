"""One MP4 that every browser plays: H.264 and AAC, upright, in ordinary colours, with its index in front."""

import math
import os
from pathlib import Path

from . import ffmpeg, loudness
from .boxes import codecs_of, is_faststart
from .errors import FfmpegFailed
from .limits import Limits
from .pictures import FULL_HD, fitted, picture_input, to_standard
from .probe import probe
from .results import Container, Decoded, Facts, Loudness, RenditionResult, Source
from .verify import decoded_from, expected_frames, require_enough, verify

NAME = "film.mp4"

# Above this a source is encoded again, even if it would play: rural wards and phones on a contract.
MAX_COPY_BITRATE = 6_000_000
MAX_FPS = 60.0
# Bits a second for each pixel a second, and the most and least we spend: 1080p25 gets 5 Mb/s, 360p25 0.6.
BITS_PER_PIXEL = 0.1
MAX_BITRATE = 5_000_000
MIN_BITRATE = 300_000
CRF = 22
KEYFRAME_SECONDS = 2
AUDIO_BITRATE = 128_000
AUDIO_RATE = 48_000
# No title, device or place goes along; the index comes first.
NOTHING_ELSE = ("-map_metadata", "-1", "-map_chapters", "-1", "-dn", "-sn", "-fflags", "+bitexact")
WRAPPING = (*NOTHING_ELSE, "-movflags", "+faststart", "-f", "mp4")
# The rates films are made at, for sources whose own rate wanders.
COMMON_RATES = ((24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (50, 1), (60000, 1001), (60, 1))


def make_web_mp4(
    source: Source,
    facts: Facts,
    *,
    out_folder: Path,
    limits: Limits,
    name: str = NAME,
    sound_level: Loudness | None = None,
    on_progress: ffmpeg.OnProgress | None = None,
    is_cancelled: ffmpeg.IsCancelled | None = None,
) -> RenditionResult:
    """Write ``out_folder/name``, whole or not at all.

    A source that is already right is only re-wrapped. ``sound_level`` saves measuring what is known already.
    Raises ``Damaged`` when less than 95 % of the source can be read, ``FfmpegFailed`` or one of its
    subclasses when the work itself fails.
    """
    is_copy = is_web_safe(facts)
    with ffmpeg.private_folder(out_folder) as folder:
        if is_copy:
            coding, graph = _copied(facts), ""
        else:
            level = sound_level or loudness.measure(source, facts, limits=limits, is_cancelled=is_cancelled)
            coding, graph = _encoded(facts, level), _pictures(facts)
        output = ffmpeg.Output((*coding, *WRAPPING), name)
        run = ffmpeg.run(
            source,
            [output],
            folder=folder,
            limits=limits,
            # A header may promise less than the file goes on for.
            input_options=("-t", f"{limits.max_duration_ms / 1000:.3f}"),
            filter_graph=graph,
            on_progress=on_progress,
            is_cancelled=is_cancelled,
        )
        made = Source(folder / name, Container.MP4)
        made_facts = _facts_of_result(made, limits)
        decoded_result = verify(made, made_facts, folder=folder, limits=limits, is_cancelled=is_cancelled)
        decoded = _against_source(decoded_result, facts) if is_copy else decoded_from(run, facts)
        require_enough(decoded)
        return _published(made.path, out_folder / name, made_facts, decoded, is_copy=is_copy)


def is_web_safe(facts: Facts) -> bool:
    """Whether the film plays everywhere as it is, so that re-wrapping is enough and costs no quality."""
    return (
        facts.video_codec == "h264"
        and facts.pixel_format == "yuv420p"
        and facts.color_primaries in ("", "bt709", "bt470bg", "smpte170m")
        and (facts.width, facts.height) == fitted(facts.width, facts.height)
        and facts.rotation == 0
        and facts.has_square_pixels
        and facts.fps <= MAX_FPS
        and not (facts.is_variable_frame_rate or facts.is_interlaced or facts.is_hdr or facts.is_full_range)
        and facts.bitrate <= MAX_COPY_BITRATE
        and (not facts.has_audio or _is_web_safe_audio(facts))
    )


def constant_rate(facts: Facts) -> tuple[int, int] | None:
    """The constant frame rate to write, as a fraction; None where the source's own may stay."""
    if facts.is_variable_frame_rate:
        for top, bottom in COMMON_RATES:
            if facts.fps * 0.98 <= top / bottom:
                return top, bottom
        return COMMON_RATES[-1]
    return COMMON_RATES[-1] if facts.fps > MAX_FPS else None


def max_bitrate(width: int, height: int, fps: float) -> int:
    """The ceiling for the pictures, in bits a second."""
    wanted = math.ceil(width * height * min(fps or 25.0, MAX_FPS) * BITS_PER_PIXEL)
    return max(MIN_BITRATE, min(MAX_BITRATE, wanted))


def _is_web_safe_audio(facts: Facts) -> bool:
    is_plain_aac = facts.audio_codec == "aac" and facts.audio_profile in ("LC", "")
    return is_plain_aac and 1 <= facts.audio_channels <= 2 and facts.audio_sample_rate in (44_100, 48_000)


def sound_filters(sound_level: Loudness | None) -> str:
    """Filters to sound at the common loudness that begins with the pictures and stays with them.

    aresample fills gaps and cuts overlaps in the sound's clock.
    """
    levelled = f"{loudness.levelled(sound_level)}," if sound_level else ""
    return f"aresample=async=1:first_pts=0,{levelled}aresample={AUDIO_RATE}"


def _copied(facts: Facts) -> tuple[str, ...]:
    return ("-map", f"0:{facts.video_index}", *_sound_map(facts), "-c", "copy", "-tag:v", "avc1")


def _sound_map(facts: Facts) -> tuple[str, ...]:
    return ("-map", f"0:{facts.audio_index}") if facts.has_audio else ()


def _pictures(facts: Facts) -> str:
    width, height = fitted(facts.width, facts.height, FULL_HD)
    rate = constant_rate(facts)
    steady = f",fps={rate[0]}/{rate[1]}" if rate else ""
    return f"{picture_input(facts)}{to_standard(facts, width, height)}{steady}[pictures]"


def _encoded(facts: Facts, sound_level: Loudness | None) -> tuple[str, ...]:
    width, height = fitted(facts.width, facts.height, FULL_HD)
    rate = constant_rate(facts)
    fps = rate[0] / rate[1] if rate else facts.fps or 25.0
    ceiling = max_bitrate(width, height, fps)
    pictures = (
        *("-map", "[pictures]", *_sound_map(facts), "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high"),
        *("-crf", str(CRF), "-maxrate", str(ceiling), "-bufsize", str(2 * ceiling)),
        *("-g", str(max(1, round(fps * KEYFRAME_SECONDS))), "-fps_mode", "cfr" if rate else "passthrough"),
        *("-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"),
    )
    if not facts.has_audio:
        return pictures
    sound = sound_filters(sound_level)
    return (
        *pictures,
        *("-filter:a", sound, "-c:a", "aac", "-profile:a", "aac_low", "-b:a", str(AUDIO_BITRATE), "-ac", "2"),
    )


def _facts_of_result(made: Source, limits: Limits) -> Facts:
    if not made.path.exists() or made.path.stat().st_size == 0:
        raise FfmpegFailed(ffmpeg.FAILED, detail="ffmpeg ended well and left no file")
    return probe(made, limits)


def _against_source(decoded: Decoded, facts: Facts) -> Decoded:
    """The decoded copy held against what its source promised: a copy of half a film is a good half film."""
    return Decoded(
        frames=decoded.frames,
        expected_frames=expected_frames(facts),
        decode_errors=decoded.decode_errors,
        readable_ms=min(decoded.readable_ms, facts.duration_ms),
        duration_ms=facts.duration_ms,
    )


def _published(made: Path, path: Path, facts: Facts, decoded: Decoded, *, is_copy: bool) -> RenditionResult:
    """Check the index and move the file to its place in one step."""
    if not is_faststart(made):
        raise FfmpegFailed(ffmpeg.FAILED, detail="the index is not in front of the media data")
    codecs = codecs_of(made)
    os.replace(made, path)
    return RenditionResult(
        path=path,
        width=facts.width,
        height=facts.height,
        duration_ms=facts.duration_ms,
        size_bytes=facts.size_bytes,
        bitrate=facts.bitrate,
        video_codec=facts.video_codec,
        audio_codec=facts.audio_codec,
        codecs=codecs,
        is_faststart=True,
        is_copy=is_copy,
        decoded=decoded,
    )

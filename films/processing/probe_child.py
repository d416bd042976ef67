"""Reads a film's facts with PyAV and prints them as one line of JSON.

Run as a script inside the limits that ``probe`` sets, never imported: a hostile file may crash or hang the
process that opens it. It needs PyAV and the standard library. Arguments: a JSON object with ``descriptor``,
``demuxer``, ``decoders``, ``max_pixels`` and ``max_streams``.
"""

import json
import os
import re
import statistics
import sys
from collections.abc import Iterable
from fractions import Fraction
from itertools import islice, pairwise
from typing import Any

import av
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

# Enough to see a frame rate that wanders, few enough to read in a moment: a minute at 25 a second.
MAX_PACKETS_TIMED = 1500
# Matroska and WebM do not say how many pictures they hold, so these are read to their end: two hours of film
# are about 600 000 packets.
MAX_PACKETS_READ = 1_000_000
# Interlacing and rotation show in the first pictures; some cameras begin with a damaged one.
PICTURES_DECODED = 5
PACKETS_TRIED = 300
# A gap counts as irregular when it is off by more than this share of the usual gap and by more than 2 ms,
# which is what rounding to milliseconds in WebM and Matroska can do.
IRREGULAR_SHARE = 0.2
ROUNDING_SECONDS = 0.0021
WHOLE_SHARE = 0.95


def main() -> None:
    asked = json.loads(sys.argv[1])
    descriptor = int(asked["descriptor"])
    options = {
        "protocol_whitelist": "fd",
        "format_whitelist": asked["demuxer"],
        "codec_whitelist": asked["decoders"],
        "fd": str(descriptor),
    }
    try:
        with av.open("fd:", format=asked["demuxer"], options=options) as film:
            print(json.dumps(facts_of(film, asked, os.fstat(descriptor).st_size)))
    except (av.FFmpegError, ValueError, OverflowError, MemoryError) as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}"[:500]}))


def facts_of(film: Any, asked: dict[str, Any], size_bytes: int) -> dict[str, Any]:
    """Everything ``results.Facts`` needs, as plain values; fewer keys where limits forbid going on."""
    facts: dict[str, Any] = {"stream_count": len(film.streams), "size_bytes": size_bytes}
    if len(film.streams) > asked["max_streams"]:
        return facts
    sound = film.streams.best("audio")
    facts.update(audio_facts(sound))
    pictures = [stream for stream in film.streams.video if not stream.disposition & Disposition.attached_pic]
    facts["has_video"] = bool(pictures)
    if not pictures:
        return facts | recording_facts(film, sound)
    best = film.streams.best("video")
    video = best if best in pictures else pictures[0]
    context = video.codec_context
    facts |= {
        "video_index": video.index,
        "video_codec": canonical_name(context) if context else "",
        "coded_width": context.width if context else 0,
        "coded_height": context.height if context else 0,
        "duration_ms": duration_ms(film, video),
    }
    if not context or not 0 < context.width * context.height <= asked["max_pixels"]:
        return facts
    facts.update(timing_facts(film, video))
    film.seek(0)
    facts.update(picture_facts(film, video))
    return facts


def audio_facts(stream: Any) -> dict[str, Any]:
    if stream is None:
        return {"has_audio": False}
    context = stream.codec_context
    return {
        "has_audio": True,
        "audio_index": stream.index,
        "audio_codec": canonical_name(context) if context else "",
        "audio_profile": str((context and context.profile) or ""),
        "audio_channels": context.channels if context else 0,
        "audio_sample_rate": (context.sample_rate or 0) if context else 0,
    }


def recording_facts(film: Any, sound: Any) -> dict[str, Any]:
    """Facts of a file without moving pictures; ``sounds`` is how many pieces of sound came out of the first."""
    if sound is None or sound.codec_context is None:
        return {}
    facts: dict[str, Any] = {"duration_ms": int(film.duration or 0) // 1000}
    if facts["duration_ms"] <= 0:
        ends = ((packet.pts + (packet.duration or 0)) * packet.time_base for packet in timed_packets(film, sound))
        facts["duration_ms"] = round(max(ends, default=0) * 1000)
        film.seek(0)
    sounds = list(islice(decoded(film, sound), PICTURES_DECODED))
    if sounds:  # what comes out may differ from what the header says: HE-AAC doubles its rate
        facts["audio_sample_rate"] = sounds[0].sample_rate
    return facts | {"sounds": len(sounds)}


def timed_packets(film: Any, stream: Any) -> Iterable[Any]:
    return (packet for packet in islice(film.demux(stream), MAX_PACKETS_READ) if packet.pts is not None)


def canonical_name(context: Any) -> str:
    """The codec's name, not that of the decoder library that happens to read it."""
    return str(getattr(context.codec, "canonical_name", "") or context.name)


def duration_ms(film: Any, video: VideoStream) -> int:
    """From the file; 0 where it does not say, as in recordings made by a browser."""
    if film.duration and film.duration > 0:
        return int(film.duration) // 1000
    return video_duration_ms(video)


def video_duration_ms(video: VideoStream) -> int:
    """How long the pictures alone last, 0 if not told. Matroska keeps it as a tag, "00:01:02.345000000"."""
    if video.duration and video.duration > 0 and video.time_base:
        return round(video.duration * video.time_base * 1000)
    tag = re.fullmatch(r"(\d\d):(\d\d):(\d\d(?:\.\d+)?)", video.metadata.get("DURATION", ""))
    return round((int(tag[1]) * 3600 + int(tag[2]) * 60 + float(tag[3])) * 1000) if tag else 0


def timing_facts(film: Any, video: VideoStream) -> dict[str, Any]:
    """Frame rate and whether it wanders, from the packets' times and not only from what the header says."""
    times: list[Fraction] = []
    last_ms, packets, is_whole = 0, 0, True
    is_duration_known = duration_ms(film, video) > 0
    try:
        for packet in film.demux():
            if packet.pts is None or packet.time_base is None:
                continue
            packets += 1
            last_ms = max(last_ms, round((packet.pts + (packet.duration or 0)) * packet.time_base * 1000))
            if packet.stream_index == video.index:
                times.append(packet.pts * packet.time_base)
            is_enough = is_duration_known and video.frames and len(times) >= MAX_PACKETS_TIMED
            if is_enough or packets >= MAX_PACKETS_READ:
                is_whole = False
                break
    except av.FFmpegError:
        is_whole = False
    average = float(video.average_rate or 0)
    times.sort()
    gaps = [float(later - earlier) for earlier, later in pairwise(times[:MAX_PACKETS_TIMED]) if later > earlier]
    fps = average or (1 / statistics.fmean(gaps) if gaps else 0.0)
    frame_count = video.frames or round(video_duration_ms(video) * fps / 1000)
    is_wandering = is_variable(gaps, average)
    # Counted packets tell how many pictures there should be when none is missing at the end, and when no rate
    # tells it better: at a steady rate a hole in the middle would go unnoticed.
    is_whole = is_whole and last_ms >= duration_ms(film, video) * WHOLE_SHARE
    if is_whole and not video.frames and (is_wandering or not is_duration_known) and len(times) > 1:
        frame_count = len(times)
        fps = float((len(times) - 1) / (times[-1] - times[0])) if times[-1] > times[0] else fps
    facts: dict[str, Any] = {"fps": fps, "is_variable_frame_rate": is_wandering, "frame_count": frame_count}
    if not is_duration_known:
        facts["duration_ms"] = last_ms
    return facts


def is_variable(gaps: list[float], average: float) -> bool:
    """Whether more than one gap in fifty is irregular, or the average rate is not that of the usual gap."""
    if len(gaps) < 2:
        return False
    usual = statistics.median(gaps)
    irregular = sum(abs(gap - usual) > max(ROUNDING_SECONDS, IRREGULAR_SHARE * usual) for gap in gaps)
    # In a very short film the last picture's length alone moves the average, hence the length asked for.
    tolerance = max(0.02 * usual, ROUNDING_SECONDS)
    is_off_average = average > 0 and len(gaps) >= 50 and abs(1 / average - usual) > tolerance
    # One gap alone is a hole or a pause, not a rate.
    return irregular > max(1, len(gaps) / 50) or is_off_average


def picture_facts(film: Any, video: VideoStream) -> dict[str, Any]:
    """Facts of decoded pictures; ``pictures`` is how many came out."""
    context = video.codec_context
    frames: list[VideoFrame] = list(islice(decoded(film, video), PICTURES_DECODED))
    facts: dict[str, Any] = {"pictures": len(frames)}
    if not frames:
        return facts
    first = frames[0]
    aspect = float(video.sample_aspect_ratio or 1) or 1.0
    turned = first.rotation % 360
    components = first.format.components
    return facts | {
        "coded_width": first.width,
        "coded_height": first.height,
        "sample_aspect": aspect,
        "rotation": round((360 - turned) / 90) * 90 % 360,  # PyAV counts anticlockwise
        "pixel_format": first.format.name,
        "bit_depth": components[0].bits if components else 8,
        "is_interlaced": any(frame.interlaced_frame for frame in frames),
        "color_transfer": int(context.color_trc or 2),
        "color_primaries": int(context.color_primaries or 2),
        "color_matrix": int(context.colorspace if context.colorspace is not None else 2),
        "is_full_range": int(context.color_range or 0) == 2 or first.format.name.startswith("yuvj"),
    }


def decoded(film: Any, stream: Any) -> Iterable[Any]:
    """Pictures or sounds from the first packets; one that cannot be decoded is passed over."""
    for packet in islice(film.demux(stream), PACKETS_TRIED):
        try:
            yield from packet.decode()
        except av.FFmpegError:
            continue


if __name__ == "__main__":
    main()

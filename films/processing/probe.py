"""Asks a film for its facts in a contained child process, and holds them against the limits."""

import json
import sys
from pathlib import Path
from typing import Any

from . import child
from .codecs import AUDIO_CODECS, DECODERS, HDR_TRANSFERS, VIDEO_CODECS
from .errors import Refused, Unreadable
from .limits import Limits
from .pictures import STILL_FPS, STILL_HEIGHT, STILL_WIDTH
from .results import Facts, Source

CHILD = Path(__file__).with_name("probe_child.py")

UNREADABLE = (
    "We could not read this file. Save the film again on your phone or ask us for help. Nothing has been published."
)
TOO_HARD = "Reading this file took more time or memory than a film should need. Save the film again as MP4."
NO_STREAMS = "There are neither moving pictures nor sound in this file. Upload the film itself."
ENDLESS = "This film does not say how long it is, and we could not find out. Save the film again as MP4."

# ISO/IEC 23091-2 (H.273) code points, by ffmpeg's names. 2 means "not told".
TRANSFERS = {
    1: "bt709",
    6: "smpte170m",
    13: "iec61966-2-1",
    14: "bt2020-10",
    15: "bt2020-12",
    16: "smpte2084",
}
TRANSFERS |= {4: "bt470m", 5: "bt470bg", 7: "smpte240m", 8: "linear", 18: "arib-std-b67"}
PRIMARIES = {1: "bt709", 5: "bt470bg", 6: "smpte170m", 9: "bt2020", 11: "smpte431", 12: "smpte432"}
MATRICES = {0: "gbr", 1: "bt709", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020nc", 10: "bt2020c"}


def probe(source: Source, limits: Limits) -> Facts:
    """The facts of a film, or of a sound recording, within ``limits``.

    Raises ``Unreadable`` when no picture can be read, ``Refused`` when it is outside the limits or in a codec
    that we do not take.
    """
    size_bytes = source.path.stat().st_size
    if size_bytes > limits.max_size_bytes:
        raise Refused(
            f"This film is {_size(size_bytes)}. The largest we can take is {_size(limits.max_size_bytes)}. "
            "Save it in a smaller size and upload that."
        )
    told = _ask_child(source, limits)
    if "error" in told:
        raise Unreadable(UNREADABLE, detail=str(told["error"]))
    _check_told(told, limits)
    facts = _facts(source, told)
    check_limits(facts, limits)
    return facts


def check_limits(facts: Facts, limits: Limits) -> None:
    """Raises ``Refused`` with the first limit that ``facts`` go past."""
    if facts.duration_ms <= 0:
        raise Refused(ENDLESS)
    if facts.duration_ms > limits.max_duration_ms:
        raise Refused(
            f"This film lasts {length(facts.duration_ms)}. "
            f"The longest film we can take lasts {length(limits.max_duration_ms)}."
        )
    if facts.width * facts.height > limits.max_pixels or max(facts.width, facts.height) > limits.max_side:
        raise Refused(_too_many_pixels(facts.width, facts.height))
    if facts.fps > limits.max_fps:
        raise Refused(
            f"This film has {facts.fps:.0f} pictures a second. The most we can take is {limits.max_fps:.0f}. "
            "Slow-motion recordings can be saved again at normal speed."
        )


def length(milliseconds: int) -> str:
    """A length of time in words: "1 hour 2 minutes", "12 seconds"."""
    seconds = milliseconds // 1000
    hours, minutes, seconds = seconds // 3600, seconds % 3600 // 60, seconds % 60
    parts = [(hours, "hour"), (minutes, "minute"), (seconds if not hours else 0, "second")]
    words = [f"{count} {name}{'' if count == 1 else 's'}" for count, name in parts if count]
    return " ".join(words) or "less than a second"


def _ask_child(source: Source, limits: Limits) -> dict[str, Any]:
    with source.path.open("rb") as film:
        asked = {
            "descriptor": film.fileno(),
            "demuxer": source.container.demuxer,
            "decoders": DECODERS,
            "max_pixels": limits.max_pixels,
            "max_streams": limits.max_streams,
        }
        ended = child.run(
            [sys.executable, "-I", str(CHILD), json.dumps(asked)],
            bounds=child.Bounds(
                memory_bytes=limits.probe_memory_bytes,
                cpu_seconds=limits.probe_cpu_seconds,
                wall_seconds=limits.probe_wall_seconds,
                output_bytes=0,
                open_files=limits.open_files,
                niceness=limits.niceness,
            ),
            folder=Path("/"),
            pass_fds=(film.fileno(),),
        )
    said = "\n".join(ended.errors[-5:])
    detail = f"{ended.ending.value}, code {ended.return_code}, {ended.seconds:.1f} s\n{said}"
    if ended.ending in (child.Ending.TIMED_OUT, child.Ending.OUT_OF_CPU) or "MemoryError" in said:
        raise Unreadable(TOO_HARD, detail=detail)
    try:
        told = json.loads(ended.output)
    except ValueError:
        raise Unreadable(UNREADABLE, detail=detail) from None
    if ended.ending is not child.Ending.EXITED or not isinstance(told, dict):
        raise Unreadable(UNREADABLE, detail=detail)
    return told


def _check_told(told: dict[str, Any], limits: Limits) -> None:
    """What has to hold before the rest was read at all."""
    if told["stream_count"] > limits.max_streams:
        raise Refused(
            f"This file holds {told['stream_count']} tracks. We can take up to {limits.max_streams}. "
            "Save the film again with one picture track and one sound track."
        )
    if not (told["has_video"] or told["has_audio"]):
        raise Refused(NO_STREAMS)
    for kind, allowed in (("video", VIDEO_CODECS), ("audio", AUDIO_CODECS)):
        if told[f"has_{kind}"] and told[f"{kind}_codec"] not in allowed:
            what = "pictures are" if kind == "video" else "sound is"
            raise Refused(
                f"The {what} stored in a form that we cannot take ({told[f'{kind}_codec'] or 'unknown'}). "
                "Save the film as MP4 and upload that.",
            )
    if not told["has_video"]:
        if not told.get("sounds"):
            raise Unreadable(UNREADABLE, detail="no sound could be decoded")
        return
    if told["coded_width"] * told["coded_height"] > limits.max_pixels:
        raise Refused(_too_many_pixels(told["coded_width"], told["coded_height"]))
    if not told.get("pictures"):
        raise Unreadable(UNREADABLE, detail="no picture could be decoded")


def _facts(source: Source, told: dict[str, Any]) -> Facts:
    if not told["has_video"]:
        told = told | _still_picture(told["duration_ms"])
    width, height = round(told["coded_width"] * told["sample_aspect"]), told["coded_height"]
    if told["rotation"] in (90, 270):
        width, height = height, width
    transfer = TRANSFERS.get(told["color_transfer"], "")
    duration_ms = told["duration_ms"]
    return Facts(
        container=source.container,
        duration_ms=duration_ms,
        width=width,
        height=height,
        rotation=told["rotation"],
        fps=round(told["fps"], 3),
        is_variable_frame_rate=told["is_variable_frame_rate"],
        video_codec=told["video_codec"],
        pixel_format=told["pixel_format"],
        bit_depth=told["bit_depth"],
        is_hdr=transfer in HDR_TRANSFERS,
        is_interlaced=told["is_interlaced"],
        has_square_pixels=abs(told["sample_aspect"] - 1) < 0.001,
        color_transfer=transfer,
        color_primaries=PRIMARIES.get(told["color_primaries"], ""),
        color_matrix=MATRICES.get(told["color_matrix"], ""),
        is_full_range=told["is_full_range"],
        has_video=told["has_video"],
        has_audio=told["has_audio"],
        audio_codec=told.get("audio_codec", ""),
        audio_profile=told.get("audio_profile", ""),
        audio_channels=told.get("audio_channels", 0),
        audio_sample_rate=told.get("audio_sample_rate", 0),
        video_index=told["video_index"],
        audio_index=told.get("audio_index", -1),
        frame_count=told["frame_count"],
        bitrate=told["size_bytes"] * 8000 // duration_ms if duration_ms > 0 else 0,
        size_bytes=told["size_bytes"],
        stream_count=told["stream_count"],
    )


def _still_picture(duration_ms: int) -> dict[str, Any]:
    """What is told about the picture that we show with a recording."""
    return {
        "video_index": -1,
        "video_codec": "",
        "coded_width": STILL_WIDTH,
        "coded_height": STILL_HEIGHT,
        "sample_aspect": 1.0,
        "rotation": 0,
        "fps": float(STILL_FPS),
        "is_variable_frame_rate": False,
        "frame_count": round(duration_ms * STILL_FPS / 1000),
        "pixel_format": "yuv420p",
        "bit_depth": 8,
        "is_interlaced": False,
        "color_transfer": 1,
        "color_primaries": 1,
        "color_matrix": 1,
        "is_full_range": False,
    }


def _too_many_pixels(width: int, height: int) -> str:
    return (
        f"The picture is {width} by {height} pixels, larger than we can take. "
        "Save the film in 4K (3840 by 2160) or smaller and upload that."
    )


def _size(size_bytes: int) -> str:
    for unit, name in ((1024**3, "GB"), (1024**2, "MB"), (1024, "KB")):
        if size_bytes >= unit:
            return f"{size_bytes / unit:.1f}".removesuffix(".0") + f" {name}"
    return f"{size_bytes} bytes"

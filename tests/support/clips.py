"""Film clips for tests, made by ffmpeg and never stored.

``make_clip`` writes one where you want it; ``clip`` hands out a shared one that must not be changed. Each
recipe is encoded once a session. This calls the binary directly: it is a test's tool and reads no upload.
"""

import atexit
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from films.processing.ffmpeg import binary_path

VIDEO_ENCODERS = {
    "h264": ("-c:v", "libx264", "-preset", "ultrafast"),
    "hevc": ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"),
    "vp8": ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8"),
    "vp9": ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"),
    "av1": ("-c:v", "libsvtav1", "-preset", "12"),
    "mpeg4": (
        "-c:v",
        "mpeg4",
    ),
    "prores": ("-c:v", "prores_ks", "-profile:v", "0"),
    "mjpeg": ("-c:v", "mjpeg"),
    "ffv1": ("-c:v", "ffv1"),
}
AUDIO_ENCODERS = {
    "aac": ("-c:a", "aac"),
    "opus": ("-c:a", "libopus"),
    "mp3": ("-c:a", "libmp3lame"),
    "pcm": ("-c:a", "pcm_s16le"),
}
PICTURES = {
    "moving": "testsrc2=s={size}:r={fps}:d={seconds}",
    # Red in the top left corner, blue elsewhere: shows which way up a picture is.
    "corner": "color=blue:s={size}:r={fps}:d={seconds},drawbox=w=iw/2:h=ih/2:color=red:t=fill",
    "black": "color=black:s={size}:r={fps}:d={seconds}",
    "black then red": ("color=red:s={size}:r={fps}:d={seconds},drawbox=color=black:t=fill:enable='lt(t,{seconds}/5)'"),
    "flash": "color=black:s={size}:r={fps}:d={seconds},drawbox=color=white:t=fill:enable='between(t,0.99,1.5)'",
    "noise": "color=gray:s={size}:r={fps}:d={seconds},noise=alls=100:allf=t",
    "grey": "color=gray:s={size}:r={fps}:d={seconds}",
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a clip is to be like.

    ``container`` is mp4, mov, webm or mkv. ``rotation`` is how far a player has to turn it clockwise: 0, 90,
    180 or 270. ``volume`` scales a full-scale 440 Hz tone, ``beep_at`` lets it sound for half a second only.
    ``pixel_shape`` is a sample aspect ratio such as "4/3". ``extra`` goes to ffmpeg just before the file's name.
    """

    seconds: float = 3
    size: str = "320x240"
    fps: float = 25
    audio: bool = True
    codec: str = "h264"
    container: str = "mp4"
    rotation: int = 0
    video: bool = True
    pixel_format: str = ""
    audio_codec: str = "aac"
    audio_channels: int = 2
    volume: float = 1.0
    beep_at: float | None = None
    picture: str = "moving"
    is_hdr: bool = False
    is_variable: bool = False
    is_interlaced: bool = False
    has_index_in_front: bool = True
    pixel_shape: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    extra: tuple[str, ...] = ()


def make_clip(
    path: Path | str,
    seconds: float = 3,
    size: str = "320x240",
    fps: float = 25,
    audio: bool = True,
    codec: str = "h264",
    container: str = "mp4",
    rotation: int = 0,
    **more: Any,
) -> Path:
    """Write a clip to ``path`` and return it; ``more`` are the further fields of ``Recipe``."""
    made = _made(Recipe(seconds, size, fps, audio, codec, container, rotation, **more))
    return Path(shutil.copyfile(made, path))


def clip(**wanted: Any) -> Path:
    """A shared clip, by the fields of ``Recipe``; read it, do not change it."""
    return _made(Recipe(**wanted))


@lru_cache(maxsize=1)
def _folder() -> Path:
    folder = tempfile.mkdtemp(prefix="clips-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@lru_cache(maxsize=256)
def _made(recipe: Recipe) -> Path:
    path = _folder() / f"{_made.cache_info().misses:03}.{recipe.container}"
    inputs: list[str] = []
    coding: list[str] = []
    if recipe.video:
        source = PICTURES[recipe.picture].format(size=recipe.size, fps=recipe.fps, seconds=recipe.seconds)
        inputs += ["-f", "lavfi", "-i", source]
        coding += ["-map", "0:v", "-vf", _filters(recipe), *_video_coding(recipe)]
    if recipe.audio:
        # The tone comes at an eighth of full scale.
        tone = f"sine=frequency=440:sample_rate=48000:duration={recipe.seconds},volume={8 * recipe.volume}"
        if recipe.beep_at is not None:
            heard = f"between(t,{recipe.beep_at},{recipe.beep_at + 0.5})"
            tone += f",asetnsamples=48,volume='if({heard},1,0)':eval=frame"
        inputs += ["-f", "lavfi", "-i", tone]
        encoder = AUDIO_ENCODERS["opus" if recipe.container == "webm" else recipe.audio_codec]
        coding += ["-map", "1:a" if recipe.video else "0:a", *encoder, "-ac", str(recipe.audio_channels)]
    for key, value in recipe.metadata:
        coding += ["-metadata", f"{key}={value}"]
    if recipe.container in ("mp4", "mov"):
        front = "+faststart" if recipe.has_index_in_front else ""
        coding += ["-movflags", f"{front}+use_metadata_tags"]
    target = ["-f", "matroska" if recipe.container == "mkv" else recipe.container, str(path)]
    _ffmpeg(*inputs, *coding, *recipe.extra, *target)
    if recipe.rotation:
        upright = path.with_name(f"upright-{path.name}")
        path.rename(upright)
        _ffmpeg("-display_rotation", str(-recipe.rotation), "-i", str(upright), "-map", "0", "-c", "copy", *target)
    return path


def _filters(recipe: Recipe) -> str:
    # Untagged HD is taken for BT.709 by every player; the generated RGB would otherwise become BT.601.
    filters = ["scale=out_color_matrix=bt709"] if int(recipe.size.split("x")[1]) >= 720 else []
    filters += [f"format={recipe.pixel_format or ('yuv420p10le' if recipe.is_hdr else 'yuv420p')}"]
    if recipe.is_variable:
        # Every third picture is dropped in the first half, two of three in the second.
        filters.append(f"select='if(lt(t,{recipe.seconds}/2),mod(n,3),not(mod(n,3)))'")
    if recipe.is_hdr:
        filters.append("setparams=color_trc=smpte2084:color_primaries=bt2020:colorspace=bt2020nc:range=tv")
    if recipe.is_interlaced:
        filters.append("setfield=tff")
    if recipe.pixel_shape:
        filters.append(f"setsar={recipe.pixel_shape}")
    return ",".join(filters)


def _video_coding(recipe: Recipe) -> list[str]:
    codec = recipe.codec
    if recipe.container == "webm" and codec == "h264":
        codec = "vp9"
    coding = list(VIDEO_ENCODERS[codec])
    if recipe.is_hdr and codec == "hevc":
        coding[-1] += ":colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc"
    if recipe.is_interlaced:
        coding += ["-flags", "+ilme+ildct"]
    if codec == "hevc" and recipe.container in ("mp4", "mov"):
        coding += ["-tag:v", "hvc1"]
    return [*coding, "-fps_mode", "vfr" if recipe.is_variable else "auto"]


def _ffmpeg(*arguments: str) -> None:
    command = [binary_path(), "-nostdin", "-v", "error", "-y", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

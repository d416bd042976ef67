"""Puts a film together: drawings, cards and names over the soundtrack, encoded as a web-safe MP4."""

from __future__ import annotations

import subprocess
import tempfile
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from PIL import Image

from .drawing import cards, raster, scenes
from .drawing.ink import picture
from .script import NARRATOR, Film, Script
from .soundtrack import Soundtrack
from .storyboard import POSTERS, TURNS, Shot, View, beside_card
from .voices import SAMPLE_RATE

FPS = 25
SIZE = (cards.WIDE, cards.HIGH)
CRF = 25
LEAD_MS = 250  # a picture changes a little before its speaker is heard
DISSOLVE_MS = 480
CHAPTER_CARD_MS = 2300
NAME_AFTER_MS, NAME_FOR_MS, NAME_FADE_MS = 700, 4600, 320


@dataclass(frozen=True, slots=True)
class Clip:
    """Something on screen from ``start_ms`` on, dissolving in over ``DISSOLVE_MS`` before full."""

    start_ms: int
    end_ms: int
    shot: Shot
    card: str = ""  # SVG laid over the whole shot


@dataclass(frozen=True, slots=True)
class Overlay:
    start_ms: int
    end_ms: int
    svg: str


def plan(script: Script, film: Film, sound: Soundtrack) -> tuple[list[Clip], list[Overlay]]:
    """Every picture of a film in order, and the names laid over them."""
    notice, *turns = sound.turns
    last = turns[-1].end_ms + 700
    clips: list[Clip] = []
    names: list[Overlay] = []
    met: set[str] = set()
    opening_end = notice.end_ms + 450
    first, first_right = beside_card(POSTERS[film.slug])
    final, final_right = beside_card(TURNS[film.slug][-1][-1].scene)
    chapter = -1
    for place, (turn, shots) in enumerate(zip(turns, TURNS[film.slug], strict=True)):
        begin = turn.start_ms - LEAD_MS
        end = turns[place + 1].start_ms - LEAD_MS if place + 1 < len(turns) else last
        if turn.chapter != chapter:
            chapter = turn.chapter
            at = opening_end if chapter == 0 else sound.chapters[chapter].start_ms
            beside, right = beside_card(shots[0].scene)
            card = cards.chapter_card(film.chapters[chapter].title, chapter, len(film.chapters), right)
            if clips:
                clips[-1] = Clip(clips[-1].start_ms, at, clips[-1].shot, clips[-1].card)
            begin = at + CHAPTER_CARD_MS
            clips.append(Clip(at, begin, beside, card))
        for i, shot in enumerate(shots):
            clips.append(Clip(begin + (end - begin) * i // len(shots), begin + (end - begin) * (i + 1) // len(shots), shot))
        if turn.speaker != NARRATOR and turn.speaker not in met:
            met.add(turn.speaker)
            person = script.people[turn.speaker]
            start = begin + NAME_AFTER_MS
            names.append(Overlay(start, min(start + NAME_FOR_MS, end - 200), cards.lower_third(person.name, person.role)))
    opening = Clip(0, opening_end, first, cards.title_card(film.title, script.notice, first_right))
    closing = Clip(last, sound.duration_ms, final, cards.end_card(film.title, script.notice, final_right))
    return [opening, *clips, closing], names


def frames(clips: list[Clip], names: list[Overlay], duration_ms: int) -> Iterator[bytes]:
    """Raw RGB frames."""
    for number in range(round(duration_ms * FPS / 1000)):
        now = number * 1000 / FPS
        index = max(i for i, clip in enumerate(clips) if clip.start_ms <= now)
        image = _picture(clips[index], now)
        into = now - clips[index].start_ms
        if index and into < DISSOLVE_MS:
            share = _ease(into / DISSOLVE_MS)
            image = Image.blend(_picture(clips[index - 1], now), image, share)
        for name in names:
            if name.start_ms <= now < name.end_ms:
                edge = min(now - name.start_ms, name.end_ms - now) / NAME_FADE_MS
                image = _over(image, name.svg, min(1.0, _ease(edge)))
        yield image.tobytes()


def _ease(share: float) -> float:
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


def _picture(clip: Clip, now: float) -> Image.Image:
    length = max(1, clip.end_ms - clip.start_ms)
    image = _seen(clip.shot, (now - clip.start_ms) / length)
    return _over(image, clip.card, 1.0) if clip.card else image


def _seen(shot: Shot, progress: float) -> Image.Image:
    """The shot's drawing through the camera; ``progress`` may run past 1 while the next picture dissolves in."""
    (x0, y0, w0), (x1, y1, w1) = shot.views()
    x, y, w = x0 + (x1 - x0) * progress, y0 + (y1 - y0) * progress, w0 + (w1 - w0) * progress
    x, y = min(max(x, w / 2), 1600 - w / 2), min(max(y, w * 9 / 32), 900 - w * 9 / 32)
    sheet, left, top, scale = _sheet(shot.scene, _bounds(shot.views()))
    box = ((x - w / 2 - left) * scale, (y - w * 9 / 32 - top) * scale, (x + w / 2 - left) * scale, (y + w * 9 / 32 - top) * scale)
    return sheet.resize(SIZE, Image.Resampling.BICUBIC, box=(max(0.0, box[0]), max(0.0, box[1]), min(sheet.width, box[2]), min(sheet.height, box[3])))


def _bounds(views: tuple[View, View]) -> tuple[float, float, float, float, float]:
    """What a move ever shows, with room for the dissolve after it: left, top, right, bottom; and its narrowest width."""
    margin = 40
    left = max(0.0, min(x - w / 2 for x, _, w in views) - margin)
    right = min(1600.0, max(x + w / 2 for x, _, w in views) + margin)
    top = max(0.0, min(y - w * 9 / 32 for _, y, w in views) - margin)
    bottom = min(900.0, max(y + w * 9 / 32 for _, y, w in views) + margin)
    return left, top, right, bottom, min(w for _, _, w in views)


@lru_cache(maxsize=6)
def _sheet(scene: str, bounds: tuple[float, float, float, float, float]) -> tuple[Image.Image, float, float, float]:
    """The part of a drawing that a shot needs, at the shot's own sharpness: image, left, top, pixels a unit."""
    left, top, right, bottom, narrowest = bounds
    scale = cards.WIDE / narrowest
    svg = picture(scenes.drawing(scene), view=(left, top, right - left, bottom - top))
    image = raster.draw(svg, round((right - left) * scale), round((bottom - top) * scale)).convert("RGB")
    return image, left, top, scale


@lru_cache(maxsize=12)
def _layer(svg: str) -> tuple[Image.Image, Image.Image]:
    image = raster.draw(svg, *SIZE).convert("RGBA")
    return image.convert("RGB"), image.getchannel("A")


def _over(image: Image.Image, svg: str, strength: float) -> Image.Image:
    colour, alpha = _layer(svg)
    mask = alpha if strength >= 1 else alpha.point(lambda a: round(a * strength))
    out = image.copy()
    out.paste(colour, (0, 0), mask)
    return out


def write_wav(path: Path, audio: np.ndarray) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE)
        out.writeframes((np.clip(audio, -1, 1) * 32767).astype("<i2").tobytes())


def encode(script: Script, film: Film, sound: Soundtrack, path: Path) -> None:
    """Write the film's MP4; raises subprocess.CalledProcessError when ffmpeg fails."""
    clips, names = plan(script, film, sound)
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "sound.wav"
        write_wav(wav, sound.audio)
        command = [
            imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y",
            "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{SIZE[0]}x{SIZE[1]}", "-r", str(FPS), "-i", "-", "-i", str(wav),
            "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
            "-c:v", "libx264", "-preset", "slow", "-tune", "animation", "-crf", str(CRF), "-profile:v", "high",
            "-g", str(FPS * 4), "-keyint_min", str(FPS), "-colorspace", "bt709", "-color_primaries", "bt709",
            "-color_trc", "bt709", "-color_range", "tv", "-c:a", "aac", "-b:a", "56k", "-ar", "48000", "-ac", "1",
            "-metadata", f"title={film.title}", "-metadata", f"comment={script.notice}", "-metadata", "genre=demo",
            "-metadata:s:a:0", "language=eng", "-movflags", "+faststart", "-shortest", str(path),
        ]  # fmt: skip
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:  # noqa: S603  (fixed command, own files)
            if process.stdin is None:
                raise RuntimeError("ffmpeg takes no frames")
            for frame in frames(clips, names, sound.duration_ms):
                process.stdin.write(frame)
            process.stdin.close()
            if process.wait():
                raise subprocess.CalledProcessError(process.returncode, command[0])

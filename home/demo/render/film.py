"""Puts a film together: drawings, cards and names over the soundtrack, encoded as a web-safe MP4."""

from __future__ import annotations

import subprocess
import tempfile
import wave
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from PIL import Image

from .drawing import cards, raster, scenes
from .drawing.ink import picture
from .script import NARRATOR, Film, Script
from .soundtrack import Soundtrack
from .storyboard import MOVES, POSTERS, TURNS, Shot, beside_card
from .voices import SAMPLE_RATE

FPS = 25
SIZE = (cards.WIDE, cards.HIGH)
CRF = 31  # flat colours stay clean here, and a film stays under 2 MB
FRAMES_PER_PIXEL = 2  # the camera drifts by 12.5 pixels a second
LEAD_MS = 250  # a picture changes a little before its speaker is heard
DISSOLVE_MS = 400
SLIDE_MS = 560  # a chapter card's field leaves sideways
CHAPTER_CARD_MS = 2300
NAME_AFTER_MS, NAME_FOR_MS, NAME_FADE_MS = 700, 4600, 320


@dataclass(frozen=True, slots=True)
class Clip:
    """Something on screen from ``start_ms`` on, dissolving in over ``DISSOLVE_MS`` before full."""

    start_ms: int
    end_ms: int
    shot: Shot
    card: str = ""  # SVG laid over the shot
    card_until_ms: int = 0  # when the card has slid away; 0 keeps it to the end
    card_right: bool = False


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
            beside = replace(beside, move="from_right" if not right else "from_left")
            card = cards.chapter_card(film.chapters[chapter].title, chapter, len(film.chapters), right)
            if clips:
                clips[-1] = replace(clips[-1], end_ms=at)
            # The card's picture goes on as the chapter's first shot once the field has left.
            gone = at + CHAPTER_CARD_MS
            clips.append(Clip(at, gone + (end - gone) // len(shots), beside, card, gone, right))
            begin, remaining = clips[-1].end_ms, shots[1:]
        else:
            remaining = shots
        clips.extend(_shared_out(begin, end, remaining))
        if turn.speaker != NARRATOR and turn.speaker not in met:
            met.add(turn.speaker)
            names.append(_name(script, turn.speaker, clips, turn.start_ms, end))
    opening = Clip(0, opening_end, first, cards.title_card(film.title, script.notice, first_right))
    closing = Clip(last, sound.duration_ms, final, cards.end_card(film.title, script.notice, final_right))
    return [opening, *clips, closing], names


def _shared_out(begin: int, end: int, shots: list[Shot]) -> list[Clip]:
    """The shots one after another, each for the same time."""
    cuts = [begin + (end - begin) * i // len(shots) for i in range(len(shots) + 1)] if shots else []
    return [Clip(a, b, shot) for a, b, shot in zip(cuts, cuts[1:], shots, strict=False)]


def _name(script: Script, speaker: str, clips: list[Clip], start_ms: int, end_ms: int) -> Overlay:
    """Name and role while the speaker is first seen: after a chapter's card, gone when the scene changes."""
    mine = [clip for clip in clips if clip.end_ms > start_ms]
    until = next((clip.start_ms for clip in mine if clip.shot.scene != mine[0].shot.scene), end_ms)
    start = max(start_ms, max(clip.card_until_ms for clip in mine)) + NAME_AFTER_MS
    person = script.people[speaker]
    return Overlay(start, min(start + NAME_FOR_MS, until - 100), cards.lower_third(person.name, person.role))


def frames(clips: list[Clip], names: list[Overlay], duration_ms: int) -> Iterator[bytes]:
    """Raw RGB frames."""
    for number in range(round(duration_ms * FPS / 1000)):
        now = number * 1000 / FPS
        index = max(i for i, clip in enumerate(clips) if clip.start_ms <= now)
        image = _picture(clips[index], now)
        into = now - clips[index].start_ms
        if index and into < DISSOLVE_MS:
            # Even steps, so that the encoder can guess the frames between from the two pictures.
            image = Image.blend(_picture(clips[index - 1], now), image, into / DISSOLVE_MS)
        for name in names:
            if name.start_ms <= now < name.end_ms:
                edge = min(now - name.start_ms, name.end_ms - now) / NAME_FADE_MS
                image = _over(image, name.svg, min(1.0, _ease(edge)))
        yield image.tobytes()


def _ease(share: float) -> float:
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


def _picture(clip: Clip, now: float) -> Image.Image:
    image = _seen(clip, now)
    if not clip.card:
        return image
    if not clip.card_until_ms:
        return _over(image, clip.card, 1.0)
    left = clip.card_until_ms - now
    if left <= 0:
        return image
    away = round(cards.FIELD * 1.15 * (1 - _ease(left / SLIDE_MS)))
    return _over(image, clip.card, 1.0, away if clip.card_right else -away)


def _seen(clip: Clip, now: float) -> Image.Image:
    """The clip's drawing through the camera, which drifts by whole pixels.

    Nothing is resampled, so lines stay sharp, and the encoder, which only moves what it knows,
    needs few bits.
    """
    sheet = _sheet(clip.shot.scene, MOVES[clip.shot.move][0])
    begin, step = _path(clip, sheet)
    since = now - max(clip.start_ms, clip.card_until_ms)
    moved = max(0, int(since * FPS / 1000) // FRAMES_PER_PIXEL)
    left = min(max(0, begin[0] + step[0] * moved), sheet.width - SIZE[0])
    top = min(max(0, begin[1] + step[1] * moved), sheet.height - SIZE[1])
    return sheet.crop((left, top, left + SIZE[0], top + SIZE[1]))


def _path(clip: Clip, sheet: Image.Image) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where the camera's left upper corner starts, in pixels of the sheet, and its step.

    The drift is laid so that its middle is the middle of the shot, and so that it fits into the drawing.
    """
    width, (across, down) = MOVES[clip.shot.move]
    scale = SIZE[0] / width
    travel = int((clip.end_ms - max(clip.start_ms, clip.card_until_ms) + DISSOLVE_MS) * FPS / 1000) // FRAMES_PER_PIXEL
    begin = []
    for middle, size, limit, step in (
        (clip.shot.x * scale, SIZE[0], sheet.width, across),
        (clip.shot.y * scale, SIZE[1], sheet.height, down),
    ):
        # beside a card the picture starts at the card's own framing
        start = round(middle - size / 2 - (0 if clip.card_until_ms else step * travel / 2))
        low, high = (0, limit - size - travel) if step > 0 else (travel if step < 0 else 0, limit - size)
        begin.append(min(max(start, low), max(low, high)))
    return (begin[0], begin[1]), (across, down)


@lru_cache(maxsize=6)
def _sheet(scene: str, width: int) -> Image.Image:
    """A whole drawing at the sharpness at which ``width`` of its 1600 units fill the frame."""
    scale = SIZE[0] / width
    return raster.draw(picture(scenes.drawing(scene)), round(1600 * scale), round(900 * scale)).convert("RGB")


@lru_cache(maxsize=12)
def _layer(svg: str) -> tuple[Image.Image, Image.Image]:
    image = raster.draw(svg, *SIZE).convert("RGBA")
    return image.convert("RGB"), image.getchannel("A")


def _over(image: Image.Image, svg: str, strength: float, across: int = 0) -> Image.Image:
    """``svg`` laid over the picture, ``strength`` from 0 to 1, moved ``across`` pixels."""
    colour, alpha = _layer(svg)
    mask = alpha if strength >= 1 else alpha.point(lambda a: round(a * strength))
    out = image.copy()
    out.paste(colour, (across, 0), mask)
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
            "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{SIZE[0]}x{SIZE[1]}", "-r", str(FPS), "-i", "-",
            "-i", str(wav), "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
            "-c:v", "libx264", "-preset", "faster", "-tune", "animation", "-crf", str(CRF),
            "-profile:v", "high", "-bf", "14", "-sc_threshold", "0",
            "-g", str(FPS * 4), "-keyint_min", str(FPS * 4),
            "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
            "-c:a", "aac", "-b:a", "48k", "-ar", "48000", "-ac", "1",
            "-metadata", f"title={film.title}", "-metadata", f"comment={script.notice}",
            "-metadata", "genre=demo", "-metadata:s:a:0", "language=eng", "-movflags", "+faststart",
            "-shortest", str(path),
        ]  # fmt: skip
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:  # noqa: S603  (fixed command, own files)
            if process.stdin is None:
                raise RuntimeError("ffmpeg takes no frames")
            for frame in frames(clips, names, sound.duration_ms):
                process.stdin.write(frame)
            process.stdin.close()
            if process.wait():
                raise subprocess.CalledProcessError(process.returncode, command[0])

"""Listens to the finished films: how many words does a recogniser get wrong?"""

from __future__ import annotations

import json
import subprocess
from collections import Counter

import imageio_ffmpeg
import numpy as np

from .script import MEDIA, Film, Script
from .soundtrack import recognise, word_errors
from .voices import SAMPLE_RATE
from .wording import spoken

LIMIT = 0.05
# Proper names, which a small recogniser cannot know, are left out on both sides.
NAMES = {"daniel", "kwame", "imran", "marcus"}


def report(script: Script, films: list[Film]) -> None:
    """Print words wrong per film and per speaker; raises SystemExit when a film has more than ``LIMIT``."""
    wrong: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for film in films:
        audio = _audio(film)
        cues = json.loads((MEDIA / f"{film.slug}.json").read_text(encoding="utf-8"))["cues"]
        for speaker, start, end, text in _turns(cues):
            piece = audio[max(0, start - 60) * SAMPLE_RATE // 1000 : (end + 60) * SAMPLE_RATE // 1000]
            wanted = [w for w in spoken(text) if w not in NAMES]
            heard = [w for w, _, _ in recognise(piece) if w not in NAMES]
            errors = word_errors(wanted, heard)
            for key in (film.slug, speaker):
                wrong[key] += errors
                total[key] += len(wanted)
    for key in total:
        print(f"{key:42} {wrong[key]:3} of {total[key]:4} words wrong: {wrong[key] / total[key]:.1%}")
    failed = [film.slug for film in films if wrong[film.slug] / total[film.slug] > LIMIT]
    if failed:
        raise SystemExit(f"Too many words are misheard in: {', '.join(failed)}")


def _audio(film: Film) -> np.ndarray:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(MEDIA / f"{film.slug}.mp4"),
               "-f", "f32le", "-ac", "1", "-ar", str(SAMPLE_RATE), "-"]  # fmt: skip
    found = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603  (fixed command, own files)
    return np.frombuffer(found, np.float32)


def _turns(cues: list[dict]) -> list[tuple[str, int, int, str]]:
    """Cues joined to turns: speaker, start, end, text."""
    turns: list[tuple[str, int, int, str]] = []
    for cue in cues:
        text = cue["text"].replace("\n", " ")
        if turns and turns[-1][0] == cue["speaker"]:
            speaker, start, _, before = turns[-1]
            turns[-1] = (speaker, start, cue["end_ms"], f"{before} {text}")
        else:
            turns.append((cue["speaker"], cue["start_ms"], cue["end_ms"], text))
    return turns

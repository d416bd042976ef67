"""Render the demo films again: ``python -m home.demo.render [slug ...] [--pictures] [--check]``.

Without arguments everything is rendered. ``--keep-sound`` reuses the sound of the last run on this machine,
which is what you want while drawing. Afterwards the words that a recogniser hears in the finished films are
compared with the script.
"""

from __future__ import annotations

import argparse
import json
import pickle
import tempfile
from pathlib import Path

from .check import report
from .film import encode
from .pictures import render_pictures
from .script import MEDIA, read_script
from .soundtrack import Soundtrack, render_soundtrack
from .webvtt import write_webvtt

SOUNDS = Path(tempfile.gettempdir()) / "demo-film-sounds"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m home.demo.render", description="Render the demo films again.")
    parser.add_argument("slugs", nargs="*", help="only these films")
    parser.add_argument("--pictures", action="store_true", help="only portraits, posters and further pictures")
    parser.add_argument("--check", action="store_true", help="only compare the finished films with the script")
    parser.add_argument("--keep-sound", action="store_true", help="reuse the sound of the last run")
    options = parser.parse_args()
    script = read_script()
    films = [film for film in script.films if not options.slugs or film.slug in options.slugs]
    if not options.check:
        render_pictures(script)
    if options.pictures:
        return
    for film in films if not options.check else []:
        sound = _sound(script, film, options.keep_sound)
        timings = json.dumps(sound.timings(), ensure_ascii=False, indent=1)
        (MEDIA / f"{film.slug}.json").write_text(timings + "\n", encoding="utf-8")
        (MEDIA / f"{film.slug}.en.vtt").write_text(write_webvtt(script, sound.cues), encoding="utf-8")
        encode(script, film, sound, MEDIA / f"{film.slug}.mp4")
        print(f"{film.slug}: {sound.duration_ms / 1000:.1f} s", flush=True)
    report(script, films)


def _sound(script, film, keep: bool) -> Soundtrack:
    SOUNDS.mkdir(exist_ok=True)
    stored = SOUNDS / f"{film.slug}.pickle"
    if keep and stored.exists():
        return pickle.loads(stored.read_bytes())  # noqa: S301  (our own file)
    sound = render_soundtrack(script, film)
    stored.write_bytes(pickle.dumps(sound))
    return sound


if __name__ == "__main__":
    main()

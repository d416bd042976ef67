"""The English captions as a WebVTT file."""

from __future__ import annotations

from html import escape

from .script import Script
from .soundtrack import Cue


def write_webvtt(script: Script, cues: list[Cue]) -> str:
    """A WebVTT file with one voice span a cue (W3C WebVTT, 2019)."""
    blocks = ["WEBVTT"]
    for number, cue in enumerate(cues, 1):
        voice, text = escape(script.name_of(cue.speaker), quote=False), escape(cue.text, quote=False)
        times = f"{_clock(cue.start_ms)} --> {_clock(cue.end_ms)}"
        blocks.append(f"{number}\n{times}\n<v {voice}>{text}")
    return "\n\n".join(blocks) + "\n"


def _clock(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"

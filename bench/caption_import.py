"""How long caption files take to read, write and check: ``scripts/bench caption_import``.

Prints seconds for large made-up files in both formats, and for 200 kB of text meant to be slow; ends with 1 when a goal
is missed. ``python -m bench.caption_import 5000`` takes another number of captions than 100,000.
Figures are processor time, so that a busy machine does not change them much.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from time import process_time

from films.captions import cue_text, rules, srt, webvtt
from films.captions.cues import CaptionFile, ParsedCue
from films.captions.export import to_text
from films.captions.times import format_srt_time, format_vtt_time

GOAL_S = 2.0
HOSTILE_GOAL_S = 1.0
HOSTILE_SIZE = 200_000

HOSTILE_PIECES = [
    "<", "<i", "<i>", "<i ", "<v ", "<c.", "</", "</i>", "<ruby><rt>", "<rt>", "<lang a>", "<0",
    "&", "&#", "&#9", "&a", "&amp", "-", "->", "-->", "--> ", "0", "0:", "00:", "00:00:",
    "00:00.000", "00:00.000-->", "0,", " ", "\t", "\n", "\r", "1\n", "{", "{\\", "{\\an8}", "a:b ",
    "line:0 ", "line:0%,", ".", "\0", "NOTE ", "x\n\n", "<v a>b</v>", "-->\n", "00:00.000 --> x\n",
]  # fmt: skip


def make_vtt(count: int) -> bytes:
    """A WebVTT file of ``count`` captions with identifiers, settings, voices and references."""
    parts = ["WEBVTT\n"]
    for number in range(count):
        start, end = format_vtt_time(number * 2000), format_vtt_time(number * 2000 + 1900)
        words = f"<v Amina>Good morning, I am number {number}\nand a <i>mentor</i> &amp; friend."
        parts.append(f"{number}\n{start} --> {end} line:90%\n{words}\n")
    return "\n".join(parts).encode()


def make_srt(count: int) -> bytes:
    """A SubRip file of ``count`` captions with Windows line ends, tags and an ampersand."""
    parts = []
    for number in range(count):
        start, end = format_srt_time(number * 2000), format_srt_time(number * 2000 + 1900)
        words = f"<i>Good</i> morning, I am number {number}\r\nand a mentor & friend."
        parts.append(f"{number + 1}\r\n{start} --> {end}\r\n{words}\r\n")
    return "\r\n".join(parts).encode()


def seconds(call: Callable[[], object]) -> float:
    """Processor seconds that one call takes."""
    start = process_time()
    call()
    return process_time() - start


def slowest_hostile_text() -> tuple[float, str]:
    """The longest any one call takes for 200 kB of a hostile piece over and over, and that piece."""
    return max(
        (seconds(call), piece)
        for piece in HOSTILE_PIECES
        for call in _hostile_calls(piece * (HOSTILE_SIZE // len(piece)))
    )


def _hostile_calls(text: str) -> list[Callable[[], object]]:
    """Every way in for the text: as a block, as settings and words of a caption, as a cue's text."""
    times = "00:00:00.000 --> 00:00:01.000"
    files = [f"WEBVTT\n\n{text}", f"WEBVTT\n\n{times} {text}\n{text}", f"WEBVTT\n\nREGION\nid:a {text}"]
    subrip = [f"1\n{times}\n{text}", f"{text}\n1\n{times} {text}\n"]
    file = CaptionFile((ParsedCue(0, 1000, text, text, text),), text, text)
    return [
        *(partial(webvtt.parse, source) for source in files),
        *(partial(srt.parse_srt, source) for source in subrip),
        *(partial(write, file) for write in (webvtt.write, srt.write_srt)),
        *(partial(read, text) for read in (cue_text.to_safe_html, cue_text.plain_text, cue_text.spoken_parts)),
        partial(rules.check, file.cues),
    ]


def main(count: int = 100_000) -> int:
    """1 when something took longer than its goal."""
    vtt, subrip = make_vtt(count), make_srt(count)
    file = webvtt.parse(vtt).file
    figures = [
        ("read WebVTT", seconds(lambda: webvtt.parse(vtt)), GOAL_S),
        ("read SubRip", seconds(lambda: srt.parse_srt(subrip)), GOAL_S),
        ("write WebVTT", seconds(lambda: webvtt.write(file)), None),
        ("write SubRip", seconds(lambda: srt.write_srt(file)), None),
        ("check the rules", seconds(lambda: rules.check(file.cues)), None),
        ("make a transcript", seconds(lambda: to_text(file.cues)), None),
    ]
    print(f"{count:,} captions, {len(vtt) / 1e6:.1f} MB of WebVTT, {len(subrip) / 1e6:.1f} MB of SubRip")
    for name, taken, goal in figures:
        print(f"{name:<20}{taken:>7.2f} s" + (f"  (goal {goal:.1f} s)" if goal else ""))
    taken, piece = slowest_hostile_text()
    print(f"{'slowest 200 kB text':<20}{taken:>7.2f} s  (goal {HOSTILE_GOAL_S:.1f} s), of {piece!r}")
    is_missed = taken > HOSTILE_GOAL_S or any(goal is not None and took > goal for _, took, goal in figures)
    return 1 if is_missed else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))

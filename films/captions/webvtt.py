"""WebVTT files, read and written.

``parse`` follows the W3C WebVTT parser algorithm (section 6.1), which reads whatever it can. Where
our model is narrower (a cue must end after it starts, and no later than ``MAX_TIME_MS``), the cue is
left out and reported. ``write`` gives back everything ``parse`` kept.
"""

from __future__ import annotations

import re

from films.captions.cue_text import WHITESPACE, clean_payload
from films.captions.cues import (
    Block,
    BlockKind,
    CaptionFile,
    NotACaptionFile,
    ParsedCue,
    ParseResult,
    ProblemLog,
)
from films.captions.decoding import BYTE_ORDER_MARK, REPLACEMENT, decode_utf8, normalise_lines
from films.captions.placement import check_cue_settings, check_region
from films.captions.times import VTT_TIMESTAMP, TimeTooLarge, format_vtt_time, vtt_time_ms

SIGNATURE = "WEBVTT"
ARROW = "-->"

_TIMINGS = re.compile(rf"[\t\f\r ]*{VTT_TIMESTAMP}[\t\f\r ]*-->[\t\f\r ]*{VTT_TIMESTAMP}")
_LINE_ENDS = re.compile(r"[\r\n]+")
# How much of a stranger's setting is repeated in a message.
_QUOTE_LENGTH = 40


def has_signature(text: str) -> bool:
    """Whether text (without its byte order mark) starts as a WebVTT file must."""
    return text.startswith(SIGNATURE) and text[len(SIGNATURE) : len(SIGNATURE) + 1] in {
        "",
        " ",
        "\t",
        "\n",
        "\r",
    }


def parse(source: str | bytes) -> ParseResult:
    """Read a WebVTT file. Bytes are UTF-8; what is not becomes U+FFFD and is reported.

    Raises ``NotACaptionFile`` when the first line does not start with WEBVTT.
    """
    log = ProblemLog()
    text = source.removeprefix(BYTE_ORDER_MARK) if isinstance(source, str) else decode_utf8(source, log)
    text = normalise_lines(text, log)
    if not has_signature(text):
        raise NotACaptionFile("This is not a WebVTT file: its first line does not start with WEBVTT.")
    return _Reader(text.split("\n"), log).read()


class _Reader:
    """One pass over the lines of a file, keeping what the parser algorithm keeps between blocks."""

    def __init__(self, lines: list[str], log: ProblemLog) -> None:
        self.lines = lines
        self.log = log
        self.cues: list[ParsedCue] = []
        self.blocks: list[Block] = []
        self.region_ids: set[str] = set()
        self.has_seen_cue = False

    def read(self) -> ParseResult:
        lines = self.lines
        header = lines[0][len(SIGNATURE) + 1 :]
        position = self._end_of_text(1)
        metadata = "\n".join(lines[1:position])
        count = len(lines)
        while position < count:
            if not lines[position]:
                position += 1
            elif ARROW in lines[position]:
                position = self._read_cue(position, identifier="")
            elif position + 1 < count and ARROW in lines[position + 1]:
                position = self._read_cue(position + 1, identifier=lines[position])
            else:
                end = self._end_of_text(position + 1)
                self._read_other_block(position, end)
                position = end
        return self.log.result(CaptionFile(tuple(self.cues), header, metadata, tuple(self.blocks)))

    def _end_of_text(self, start: int) -> int:
        """Index of the first line from ``start`` that is empty, has an arrow, or is past the end."""
        lines = self.lines
        position, count = start, len(lines)
        while position < count and lines[position] and ARROW not in lines[position]:
            position += 1
        return position

    def _read_cue(self, timings_at: int, identifier: str) -> int:
        """Read the cue whose times are on line ``timings_at`` and return where the next block may start."""
        end = self._end_of_text(timings_at + 1)
        line = self.lines[timings_at]
        match = _TIMINGS.match(line)
        if match is None:
            self.log.caption_left_out(timings_at + 1, "we could not read its times")
            return end
        start = match.groups()
        try:
            start_ms = vtt_time_ms(start[0], start[1], start[2], start[3])
            end_ms = vtt_time_ms(start[4], start[5], start[6], start[7])
        except TimeTooLarge:
            self.has_seen_cue = True
            self.log.caption_left_out(timings_at + 1, "its times are longer than any film")
            return end
        if start_ms is None or end_ms is None:
            self.log.caption_left_out(timings_at + 1, "we could not read its times")
            return end
        self.has_seen_cue = True
        if end_ms < start_ms:
            self.log.caption_left_out(timings_at + 1, "its end time comes before its start time")
            return end
        if end_ms == start_ms:
            self.log.caption_left_out(timings_at + 1, "it ends at the moment it starts")
            return end
        remainder = line[match.end() :].strip(WHITESPACE)
        settings = self._check_settings(remainder, timings_at + 1) if remainder else ""
        payload = "\n".join(self.lines[timings_at + 1 : end])
        self.cues.append(ParsedCue(start_ms, end_ms, payload, identifier, settings))
        return end

    def _check_settings(self, text: str, line: int) -> str:
        settings, refused = check_cue_settings(text, self.region_ids)
        for setting in refused:
            self.log.add(line, f"We left out the setting “{_quote(setting)}” because it is not one WebVTT knows.")
        return settings

    def _read_other_block(self, start: int, end: int) -> None:
        """Keep a note, style or region; report anything else. Lines ``start`` to ``end`` (not included)."""
        first, rest = self.lines[start], "\n".join(self.lines[start + 1 : end])
        if first.startswith("NOTE") and first[4:5] in {"", " ", "\t"}:
            text = "\n".join(filter(None, [first[5:], rest]))
            self.blocks.append(Block(BlockKind.NOTE, text, before_cue=len(self.cues)))
            return
        keyword = first.rstrip(WHITESPACE)
        if keyword not in {BlockKind.STYLE, BlockKind.REGION}:
            self.log.add(start + 1, "We left out this part because it is not a caption: it has no times.")
        elif self.has_seen_cue:
            reason = "it comes after the first caption"
            self.log.add(start + 1, f"We left out this {keyword} part because {reason}.")
        elif keyword == BlockKind.STYLE and rest:
            self.blocks.append(Block(BlockKind.STYLE, rest))
        elif keyword == BlockKind.REGION and rest:
            self._read_region(start + 1, rest)
        else:
            self.log.add(start + 1, f"We left out this {keyword} part because it is empty.")

    def _read_region(self, line: int, text: str) -> None:
        kept, identifier, refused = check_region(text)
        for setting in refused:
            self.log.add(
                line,
                f"We left out “{_quote(setting)}” from this region because it is not one WebVTT knows.",
            )
        if not identifier:
            self.log.add(line, "We left out this region because it has no name, so no caption can use it.")
            return
        self.region_ids.add(identifier)
        self.blocks.append(Block(BlockKind.REGION, kept))


def _quote(text: str) -> str:
    return text if len(text) <= _QUOTE_LENGTH else f"{text[:_QUOTE_LENGTH]}…"


def write(file: CaptionFile) -> str:
    """A WebVTT file with LF line ends. Text that would end a block early is made safe first."""
    # An arrow may stay in the header: it is the one line where it does not start a cue.
    header = " ".join(filter(None, _LINE_ENDS.split(file.header))).replace("\0", REPLACEMENT)
    first = f"{SIGNATURE} {header}" if header else SIGNATURE
    metadata = _lines(file.metadata)
    parts = [f"{first}\n{metadata}" if metadata else first]
    # Taken from the end, so that blocks at one place keep their order.
    waiting = sorted(file.blocks, key=lambda block: block.before_cue)[::-1]
    for index, cue in enumerate(file.cues):
        while waiting and waiting[-1].before_cue <= index:
            parts += _write_block(waiting.pop())
        parts.append(_write_cue(cue))
    while waiting:
        parts += _write_block(waiting.pop())
    return "\n\n".join(parts) + "\n"


def _write_cue(cue: ParsedCue) -> str:
    times = f"{format_vtt_time(cue.start_ms)} {ARROW} {format_vtt_time(cue.end_ms)}"
    if cue.settings:
        times = f"{times} {_one_line(cue.settings)}"
    if cue.identifier:
        times = f"{_one_line(cue.identifier)}\n{times}"
    payload = clean_payload(cue.payload)
    return f"{times}\n{payload}" if payload else times


def _write_block(block: Block) -> list[str]:
    """The block as a list of none or one, since an empty style or region cannot be written."""
    text = _lines(block.text)
    if block.kind is BlockKind.NOTE:
        if not text:
            return [block.kind.value]
        separator = "\n" if "\n" in text else " "
        return [f"{block.kind.value}{separator}{text}"]
    return [f"{block.kind.value}\n{text}"] if text else []


def _one_line(text: str) -> str:
    return _lines(text).replace("\n", " ")


def _lines(text: str) -> str:
    """Text that cannot end its block early: no empty lines, no arrow."""
    return clean_payload(text.replace(ARROW, "-- >"))

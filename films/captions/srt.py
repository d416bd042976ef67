"""SubRip (.srt) files as they are found, read into cues, and written.

SubRip has no standard. What is read here: numbers missing or wrong, comma or dot before the
fraction, one to three digits of it (``2,5`` is two and a half seconds), hours of one digit or left
out, arrows short of a dash, empty lines inside a caption, picture coordinates after the times,
``<i> <b> <u> <font>`` and ``{\\an8}`` marks. What WebVTT cannot say is dropped and reported.
"""

from __future__ import annotations

import re

from films.captions.cue_text import (
    WHITESPACE,
    Span,
    Text,
    clean_payload,
    decode_references,
    escape_text,
    parse_cue_text,
    walk,
)
from films.captions.cues import CaptionFile, NotACaptionFile, ParsedCue, ParseResult, ProblemLog
from films.captions.decoding import BYTE_ORDER_MARK, decode_any, normalise_lines
from films.captions.times import (
    MAX_TIME_MS,
    MS_PER_HOUR,
    MS_PER_MINUTE,
    MS_PER_SECOND,
    format_srt_time,
)

_TIME = r"(-?)(?:([0-9]{1,9}):)?([0-9]{1,2}):([0-9]{1,2})(?:[ ]?[,.:][ ]?([0-9]{1,9}))?"
_TIMINGS = re.compile(rf"[ \t]*{_TIME}[ \t]*-{{1,3}}>[ \t]*{_TIME}(?![0-9:])")
# A line that means to be times but is not, so that its text does not join the caption above.
_LOOKS_LIKE_TIMINGS = re.compile(r"[ \t]*-?[0-9]+[:.,][^>]{0,60}-->")
_NUMBER = re.compile(r"[ \t]*[0-9]{1,9}[ \t]*")
_KNOWN_MARK = re.compile(r"<(/?)(i|b|u|v|font)((?:[ \t][^<>]*)?)>|\{\\[^{}]*\}", re.IGNORECASE)
_PLAIN_MARKS = [(escape_text(mark), mark) for mark in ("<i>", "</i>", "<b>", "</b>", "<u>", "</u>")]
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ARROW_AFTER_A_NUMBER = re.compile(r"((?<=[0-9])[ \t]*-{1,2})>")
_ALIGNMENT = re.compile(r"\{\\an?([0-9]{1,2})\}")

# {\an1} to {\an9} are laid out like a keypad: 7 to 9 at the top, 4 to 6 in the middle.
_PLACES = {
    "1": "align:left",
    "3": "align:right",
    "4": "line:50% align:left",
    "5": "line:50%",
    "6": "line:50% align:right",
    "7": "line:0 align:left",
    "8": "line:0",
    "9": "line:0 align:right",
}


def parse_srt(source: str | bytes) -> ParseResult:
    """Read a SubRip file. Bytes may be UTF-8, UTF-16 with a byte order mark, or Windows-1252.

    Raises ``NotACaptionFile`` when no line holds a start and an end time.
    """
    log = ProblemLog()
    text = source if isinstance(source, str) else decode_any(source, log)
    lines = normalise_lines(text.removeprefix(BYTE_ORDER_MARK), log).split("\n")
    timed = [
        (index, match)
        for index, line in enumerate(lines)
        if "->" in line and ((match := _TIMINGS.match(line)) or _LOOKS_LIKE_TIMINGS.match(line))
    ]
    if not any(match for _, match in timed):
        raise NotACaptionFile("This is not a SubRip file: no line holds a start and an end time.")
    return _Reader(lines, timed, log).read()


class _Reader:
    """Goes from one line of times to the next; whatever stands between is the text of a caption."""

    def __init__(self, lines: list[str], timed: list[tuple[int, re.Match[str] | None]], log: ProblemLog) -> None:
        self.lines = lines
        self.timed = timed
        self.log = log
        self.reported: set[str] = set()

    def read(self) -> ParseResult:
        cues: list[ParsedCue] = []
        first_times = self.timed[0][0]
        before = self._text_end(0, first_times, number=1)
        stray = next((index for index in range(before) if self.lines[index].strip()), None)
        if stray is not None:
            self.log.add(stray + 1, "We left out this part because it is not a caption: it has no times.")
        for place, (at, match) in enumerate(self.timed):
            is_last = place + 1 == len(self.timed)
            limit = len(self.lines) if is_last else self.timed[place + 1][0]
            end = limit if is_last else self._text_end(at + 1, limit, number=place + 2)
            if match is None:
                self.log.caption_left_out(at + 1, "we could not read its times")
                continue
            times = self._times(at + 1, match)
            if times is None:
                continue
            if self.lines[at][match.end() :].strip():
                self._report_once(at + 1, "We left out the places of captions in the picture (X1, Y1).")
            payload, settings = self._payload(at + 1, end)
            cues.append(ParsedCue(times[0], times[1], payload, settings=settings))
        return self.log.result(CaptionFile(tuple(cues)))

    def _text_end(self, start: int, limit: int, number: int) -> int:
        """Where the text before the times at ``limit`` ends, leaving out the number of that caption.

        Digits right above the times are the number. Digits with an empty line between are the number
        only if they continue the count (``number``); otherwise somebody said them.
        """
        last = limit - 1
        if last >= start and _NUMBER.fullmatch(self.lines[last]):
            return last
        while last >= start and not self.lines[last].strip():
            last -= 1
        if last >= start and last < limit - 1 and self.lines[last].strip() == str(number):
            return last
        return last + 1

    def _times(self, line: int, match: re.Match[str]) -> tuple[int, int] | None:
        parts = match.groups()
        if parts[0] or parts[5]:
            self.log.caption_left_out(line, "a time cannot be less than nought")
            return None
        start_ms, end_ms = _time_ms(parts[1:5]), _time_ms(parts[6:10])
        if max(start_ms, end_ms) > MAX_TIME_MS:
            self.log.caption_left_out(line, "its times are longer than any film")
        elif end_ms < start_ms:
            self.log.caption_left_out(line, "its end time comes before its start time")
        elif end_ms == start_ms:
            self.log.caption_left_out(line, "it ends at the moment it starts")
        else:
            return start_ms, end_ms
        return None

    def _payload(self, start: int, end: int) -> tuple[str, str]:
        """WebVTT cue text and settings from the lines of one caption."""
        lines = [stripped for line in self.lines[start:end] if (stripped := line.strip(WHITESPACE))]
        raw = "\n".join(lines)
        if "&" not in raw and "<" not in raw and "{" not in raw and ">" not in raw:
            return raw, ""
        if "{" not in raw and not _REFERENCE.search(raw):
            payload = escape_text(raw)
            for escaped, mark in _PLAIN_MARKS:
                payload = payload.replace(escaped, mark)
            if "&lt;" not in payload:
                return payload, ""  # the common case, and much faster than what follows
        settings = ""
        if "{\\a" in raw and (place := _ALIGNMENT.search(raw)):
            settings = _PLACES.get(place[1], "")
        payload = self._convert(raw, start + 1)
        return "\n".join(filter(None, (line.strip(WHITESPACE) for line in payload.split("\n")))), settings

    def _convert(self, raw: str, line: int) -> str:
        """Text with SubRip marks as WebVTT cue text; anything that is not a known mark stays text."""
        out: list[str] = []
        position = 0
        for mark in _KNOWN_MARK.finditer(raw):
            out.append(_text_to_payload(raw[position : mark.start()]))
            position = mark.end()
            slash, name, rest = mark[1], (mark[2] or "").lower(), (mark[3] or "").strip()
            if name in {"i", "b", "u"}:
                out.append(f"<{slash}{name}>")
            elif name == "v":
                voice = rest.rstrip("-")  # or the end of the tag would read as an arrow
                out.append("</v>" if slash else f"<v {voice}>")
            elif name == "font":
                self._report_once(line, "We left out the letters' colour, size or font (<font>).")
            elif name == "" and not _ALIGNMENT.fullmatch(mark[0]):
                self._report_once(line, "We left out marks in curly brackets, which WebVTT does not know.")
        out.append(_text_to_payload(raw[position:]))
        return "".join(out)

    def _report_once(self, line: int, message: str) -> None:
        if message not in self.reported:
            self.reported.add(message)
            self.log.add(line, message)


def _time_ms(parts: tuple[str | None, ...]) -> int:
    """Milliseconds from hours (or None), minutes, seconds and the digits of a fraction (or None).

    Minutes and seconds past 59 are counted on, since rounding programs write 00:00:60,000.
    """
    hours, minutes, seconds, fraction = parts
    total = int(hours or 0) * MS_PER_HOUR + int(minutes or 0) * MS_PER_MINUTE + int(seconds or 0) * MS_PER_SECOND
    return total + int((fraction or "")[:3].ljust(3, "0"))


def _text_to_payload(text: str) -> str:
    """Escape text for WebVTT. References with a semicolon are read first, as video players do."""
    if "&" in text:
        text = _REFERENCE.sub(lambda match: decode_references(match[0]), text)
    return escape_text(text)


def write_srt(file: CaptionFile) -> str:
    """A SubRip file with LF line ends, numbered from 1.

    Italic, bold and underline stay. A speaker is written in capitals before their words wherever the
    speaker changes: ``AMINA: Good morning.`` Everything else SubRip cannot say is left out.
    """
    parts: list[str] = []
    speaker = ""
    for number, cue in enumerate(file.cues, start=1):
        text, speaker = _srt_text(clean_payload(cue.payload), speaker)
        times = f"{format_srt_time(cue.start_ms)} --> {format_srt_time(cue.end_ms)}"
        parts.append(f"{number}\n{times}\n{text}\n")
    return "\n".join(parts)


def _srt_text(payload: str, previous_speaker: str) -> tuple[str, str]:
    """The text of a cue for SubRip, and who spoke last in it. ``previous_speaker`` needs no new label."""
    if "<" not in payload and "&" not in payload and "->" not in payload:
        return payload, ""
    out: list[str] = []
    voices = [""]
    speaker = previous_speaker
    has_words = False
    for action, node in walk(parse_cue_text(payload)):
        if isinstance(node, Text):
            if voices[-1] != speaker and node.text.strip():
                speaker = voices[-1]
                if speaker:
                    needs_line = has_words and not out[-1].endswith("\n")
                    out.append(("\n" if needs_line else "") + f"{_srt_escape(speaker.upper())}: ")
            has_words = has_words or bool(node.text.strip())
            out.append(_srt_escape(node.text))
        elif isinstance(node, Span) and node.tag == "v":
            voices.append(node.annotation) if action == "enter" else voices.pop()
        elif isinstance(node, Span) and node.tag in {"i", "b", "u"}:
            out.append(f"<{node.tag}>" if action == "enter" else f"</{node.tag}>")
    lines = (line.strip(WHITESPACE) for line in "".join(out).split("\n"))
    return "\n".join(filter(None, lines)), speaker


def _srt_escape(text: str) -> str:
    """Escape only what would otherwise be read back as a mark or a reference."""
    text = _REFERENCE.sub(lambda match: f"&amp;{match[0][1:]}", text)
    if "->" in text:
        text = _ARROW_AFTER_A_NUMBER.sub(r"\1&gt;", text.replace("-->", "--&gt;"))
    return _KNOWN_MARK.sub(lambda match: f"&lt;{match[0][1:]}" if match[0][0] == "<" else match[0], text)

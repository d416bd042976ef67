"""SubRip (.srt) files as they are found, read into cues, and written.

SubRip has no standard. What is read here: numbers missing or wrong, comma or dot before the
fraction, one to three digits of it (``2,5`` is two and a half seconds), hours of one digit or left
out, arrows short of a dash or drawn as one letter, words on the line of the times, empty lines inside
a caption, picture coordinates after the times, ``<i> <b> <u> <font>``, ``{\\an8}`` and ``{\\a6}`` marks.

No word is dropped or moved without a problem that names its line. What nobody can see is tidied
without one: spaces at the ends of lines, empty lines around a caption, byte order marks, a file's
own numbers of its captions, and times finer than a millisecond.
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
_ARROW = "(?:[-\u2013\u2014]{1,3}>|\u2192)"
_TIMINGS = re.compile(rf"[ \t]*{_TIME}[ \t]*{_ARROW}[ \t]*{_TIME}(?![0-9:])")
# A line that means to be times but is not, so that its text does not join the caption above.
_LOOKS_LIKE_TIMINGS = re.compile(r"[ \t]*-?[0-9]+[:.,][^>]{0,60}-->")
# Two times and little else, with something between them that we do not read as an arrow.
_TWO_TIMES = re.compile(
    r"[ \t]*[0-9]{1,2}:[0-9]{2}:[0-9]{2}[^A-Za-z<>]{1,16}?[0-9]{1,2}:[0-9]{2}:[0-9]{2}[0-9.,:]{0,5}[ \t]*"
)
# After the times: picture coordinates (X1:63), or settings as WebVTT has them (line:0).
_PLACE = r"[A-Za-z][A-Za-z0-9]{0,11}[:=][-0-9A-Za-z.,%]+"
_PLACE_IN_PICTURE = re.compile(rf"{_PLACE}(?:[ \t]+{_PLACE})*")
_FRAMES = re.compile(r":[0-9]{2}:[0-9]{2}:[0-9]{2}(?![0-9])")
_EXTRA_RETURNS = re.compile("(?<!\r)\r{2,}\n")
_NUMBER = re.compile(r"[ \t]*[0-9]{1,9}[ \t]*")
_KNOWN_MARK = re.compile(r"<(/?)(i|b|u|v|font)((?:[ \t][^<>]*)?)>|\{\\[^{}]*\}", re.IGNORECASE)
_PLAIN_MARKS = [(escape_text(mark), mark) for mark in ("<i>", "</i>", "<b>", "</b>", "<u>", "</u>")]
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ARROW_AFTER_A_NUMBER = re.compile(r"((?<=[0-9])[ \t]*-{1,2})>")
_ALIGNMENT = re.compile(r"\{\\a(n?)([0-9]{1,2})\}")

# {\an1} to {\an9} are laid out like a keypad: 7 to 9 at the top, 4 to 6 in the middle. The older {\a1} to
# {\a11} count from the left in each row, with 4 added at the top and 8 in the middle.
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
_OLDER_PLACES = {"1": "1", "3": "3", "5": "7", "6": "8", "7": "9", "9": "4", "10": "5", "11": "6"}

_FONT = "We left out the letters' colour, size or font (<font>)"
_MARKS = "We left out marks in curly brackets, which WebVTT does not know"
_FRAMES_READ = "We read the last two digits of a time as hundredths of a second. Check them if they count frames"
_COORDINATES = "We left out the places of captions in the picture (X1, Y1)"


def parse_srt(source: str | bytes) -> ParseResult:
    """Read a SubRip file. Bytes may be UTF-8, UTF-16 with a byte order mark, or Windows-1252.

    Raises ``NotACaptionFile`` when no line holds a start and an end time.
    """
    log = ProblemLog()
    text = source if isinstance(source, str) else decode_any(source, log)
    if "\r\r" in text:
        text = _EXTRA_RETURNS.sub("\n", text)
    lines = normalise_lines(text, log).split("\n")
    if BYTE_ORDER_MARK in text:  # also where files were put one behind the other
        lines = [line.removeprefix(BYTE_ORDER_MARK) for line in lines]
    timed = [
        (index, match)
        for index, line in enumerate(lines)
        if (">" in line or "\u2192" in line) and ((match := _TIMINGS.match(line)) or _LOOKS_LIKE_TIMINGS.match(line))
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
        self.repeated: dict[str, list[int]] = {}

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
            beside = self.lines[at][match.end() :].strip()
            if beside and _PLACE_IN_PICTURE.fullmatch(beside):
                self._report_together(at + 1, _COORDINATES)
                beside = ""
            elif beside:
                self.log.add(at + 1, "There are words on the line of the times. They are now the caption's first line.")
            if not is_last:
                self._check_number(at, end, limit, number=place + 2)
            payload, settings = self._payload(at + 1, end, beside)
            cues.append(ParsedCue(times[0], times[1], payload, settings=settings))
        for message, lines in self.repeated.items():
            others = len(lines) - 1
            more = f", here and in {others:,} other caption{'s' if others > 1 else ''}" if others else ""
            self.log.add(lines[0], f"{message}{more}.")
        return self.log.result(CaptionFile(tuple(cues)))

    def _check_number(self, at: int, end: int, limit: int, number: int) -> None:
        """Digits above the next times may be words, unless they go on counting.

        ``at`` is the line of this caption's times, ``limit`` that of the next one's, whose number should
        be ``number``, or one more than the file gives this one. A file that numbers its captions may
        number them as it likes, with an empty line above each number.
        """
        if end != limit - 1 or not _NUMBER.fullmatch(self.lines[end]):
            return
        expected = {number}
        if at and _NUMBER.fullmatch(self.lines[at - 1]):
            if not self.lines[end - 1].strip():
                return
            expected.add(int(self.lines[at - 1]) + 1)
        found = self.lines[end].strip()
        if int(found) not in expected:
            self.log.add(
                end + 1, f"We took {found} for the number of the next caption. If somebody says it, write it back in."
            )

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
        if match[0].count(":") > 4 and _FRAMES.search(match[0]):
            self._report_together(line, _FRAMES_READ)
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

    def _payload(self, start: int, end: int, beside: str) -> tuple[str, str]:
        """WebVTT cue text and settings from the lines of one caption; ``beside`` stood beside the times."""
        lines = [beside] if beside else []
        filled_at = start - 1
        for at in range(start, end):
            line = self.lines[at].strip(WHITESPACE)
            if not line:
                continue
            if lines and at - filled_at > 1:
                self.log.add(filled_at + 2, _closed_up(line))
            elif _TWO_TIMES.fullmatch(line):
                self.log.add(at + 1, "This line looks like the times of a caption, and we could not read it. Check it.")
            filled_at = at
            lines.append(line)
        if not lines:
            self.log.add(start, "This caption has no words. It is here all the same, so that its times are kept.")
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
            settings = _PLACES.get(place[2] if place[1] else _OLDER_PLACES.get(place[2], ""), "")
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
                self._report_together(line, _FONT)
            elif name == "" and not _ALIGNMENT.fullmatch(mark[0]):
                self._report_together(line, _MARKS)
        out.append(_text_to_payload(raw[position:]))
        return "".join(out)

    def _report_together(self, line: int, message: str) -> None:
        """Note a change of looks, which a file makes in hundreds of captions: named at the first, and counted."""
        lines = self.repeated.setdefault(message, [])
        if line not in lines[-1:]:
            lines.append(line)


def _closed_up(line: str) -> str:
    """What happened where an empty line stood in a caption, before the words of ``line``."""
    if _TWO_TIMES.fullmatch(line):
        return "The next line looks like the times of a caption, and we could not read it. It is now part of this one."
    return "We closed up an empty line in this caption. Check that the words below it belong to it."


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

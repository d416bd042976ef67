"""Reads an uploaded caption file, telling the format by what is in it and not by its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from films.captions.cues import CaptionFileTooLarge, NotACaptionFile, ParseResult, ProblemLog
from films.captions.decoding import BYTE_ORDER_MARK, UTF16_MARKS, decode_any
from films.captions.srt import parse_srt
from films.captions.webvtt import has_signature, parse

MAX_SIZE_BYTES = 20 * 1024 * 1024
# One caption a second for more than a day.
MAX_CUES = 100_000
_SHOWN_NAME_LENGTH = 80


def read_caption_file(data: bytes, filename: str = "") -> ParseResult:
    """Read WebVTT or SubRip. ``filename`` is only used to name the file in messages.

    Raises ``NotACaptionFile`` with a sentence for the sender when the file is neither, or is empty;
    ``CaptionFileTooLarge`` past ``MAX_SIZE_BYTES`` or ``MAX_CUES``.
    """
    name = _shown_name(filename)
    if len(data) > MAX_SIZE_BYTES:
        raise CaptionFileTooLarge(f"{name} is larger than 20 MB. Caption files are much smaller: choose another.")
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n\f"):
        raise NotACaptionFile(f"{name} is empty. Choose a file with captions in it.")
    try:
        result = _read(data)
    except NotACaptionFile:
        raise NotACaptionFile(
            f"{name} is not a caption file we can read. Send captions as WebVTT (.vtt) or SubRip (.srt)."
        ) from None
    if len(result.file.cues) > MAX_CUES:
        raise CaptionFileTooLarge(f"{name} holds more than {MAX_CUES:,} captions. Choose another file.")
    if not result.file.cues and not result.left_out:
        log = ProblemLog(list(result.problems), result.unlisted)
        log.add(1, "We found no captions in this file.")
        return log.result(result.file)
    return result


def _read(data: bytes) -> ParseResult:
    if not data.startswith(UTF16_MARKS):
        start = data.removeprefix(b"\xef\xbb\xbf")[:7].decode("ascii", errors="replace")
        if has_signature(start):
            return parse(data)
        if b"\0" in data:
            raise NotACaptionFile("This is not text.")
        return parse_srt(data)
    log = ProblemLog()
    text = decode_any(data, log).removeprefix(BYTE_ORDER_MARK)
    result = parse(text) if has_signature(text) else parse_srt(text)
    return replace(result, problems=(*log.problems, *result.problems))


def _shown_name(filename: str) -> str:
    """The last part of a file's name, without control characters and not too long."""
    last = PurePath(filename.replace("\\", "/")).name
    shown = "".join(letter for letter in last if letter.isprintable())[:_SHOWN_NAME_LENGTH]
    return f"“{shown}”" if shown else "This file"

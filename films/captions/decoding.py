"""Bytes of a caption file to text, saying so where something had to give."""

from __future__ import annotations

import codecs

from films.captions.cues import ProblemLog

BYTE_ORDER_MARK = "\ufeff"
REPLACEMENT = "\ufffd"
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode_utf8(data: bytes, log: ProblemLog) -> str:
    """UTF-8 as the web reads it: one byte order mark dropped, broken sequences become U+FFFD."""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        log.add(
            _line_of(data, error.start),
            f"We could not read some letters and put {REPLACEMENT} in their place. "
            "Save the file as UTF-8 and try again.",
        )
        return data.decode("utf-8", errors="replace")


def decode_any(data: bytes, log: ProblemLog) -> str:
    """Text from UTF-8, from UTF-16 with a byte order mark, or else from Windows-1252.

    A file that is mostly good UTF-8 with a few broken bytes is still read as UTF-8.
    """
    if data.startswith(UTF16_MARKS):
        log.add(1, "We changed this file from UTF-16 to UTF-8.")
        return _told(data.decode("utf-16", errors="replace"), log)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = _line_of(data, error.start)
    text = data.decode("utf-8", errors="replace")
    broken = text.count(REPLACEMENT)
    good = len(text) - len(text.encode("ascii", errors="ignore")) - broken
    if good > broken:
        return decode_utf8(data, log)
    log.add(line, "We read this file as Windows-1252, because it is not UTF-8. Check letters with accents.")
    return _told(data.decode("windows-1252", errors="replace"), log)


def _told(text: str, log: ProblemLog) -> str:
    """``text``, after saying where its first unreadable letter is."""
    first = text.find(REPLACEMENT)
    if first != -1:
        line = normalise_lines(text[:first], ProblemLog()).count("\n") + 1
        log.add(line, f"We could not read some letters and put {REPLACEMENT} in their place.")
    return text


def normalise_lines(text: str, log: ProblemLog) -> str:
    """Line ends become LF; NUL becomes U+FFFD, as WebVTT asks, and is reported once."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = text.find("\0")
    if first == -1:
        return text
    line = text.count("\n", 0, first) + 1
    log.add(line, f"We put {REPLACEMENT} in place of a character that has no meaning in text (NUL).")
    return text.replace("\0", REPLACEMENT)


def _line_of(data: bytes, offset: int) -> int:
    """Line number, from 1, of a byte, with any of the three line ends."""
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1

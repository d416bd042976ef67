"""Decides by a file's bytes what it is, before any tool is started.

A playlist is a text file that names other files. Given one under a film's name, ffmpeg opens what it names,
which may be somebody's unpublished film or an address inside the network. So nothing reaches a tool that does
not begin as MP4, QuickTime, WebM or Matroska, and each of these is read with its own reader only.
"""

import os
import re
from pathlib import Path
from typing import BinaryIO

from .boxes import Box, top_level
from .errors import Incomplete, NotAFilm
from .results import Container, Source

HEAD_BYTES = 4096
ADVICE = "Save the film as MP4 or MOV and upload that."

# Old QuickTime files have no ftyp box; one of these comes first.
OLD_QUICKTIME = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
PICTURE_BRANDS = {
    b"heic",
    b"heix",
    b"heim",
    b"heis",
    b"hevc",
    b"mif1",
    b"msf1",
    b"avif",
    b"avis",
    b"crx ",
    b"jxl ",
}
# Sound locked to a shop's customer. Open recordings, such as a phone's voice memos (M4A), are taken.
LOCKED_BRANDS = {b"M4P "}

PICTURE = "This is a picture, not a film. Upload the film itself; you can choose its picture later."
SOUND = "This is a sound recording of a kind that we cannot take. Save it as M4A and upload that."
LOCKED = "This is a sound recording with a copy lock, which we cannot open. Upload a recording of your own."
PLAYLIST = "This is a playlist that points to other files. It holds no film itself. Upload the film it points to."
DOCUMENT = "This is a document, not a film. Upload the film itself."
ARCHIVE = "This is a compressed folder, not a film. Open it and upload the film inside."
WEB_PAGE = "This is a web page, not a film. It may be the page you saw the film on. Upload the film file itself."
PROGRAM = "This is a program, not a film. Upload the film itself."
CAPTIONS = "This is a caption file, not a film. Upload the film first, then add this file under captions."
TEXT = "This is a text file, not a film. Upload the film itself."
EMPTY = "This file is empty. The copy may have stopped before it began. Copy it again and upload it once more."
UNKNOWN = f"We do not recognise this file as a film. {ADVICE}"
INCOMPLETE = (
    "The end of this film is missing, and without it no part can be shown. "
    "The recording or the copy stopped too early. Copy it again from the phone or camera and upload that."
)


def _other_film(name: str) -> str:
    return f"This is {name} film, a kind that we cannot take. {ADVICE}"


# (offset, bytes found there, sentence); the first that matches wins.
SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG", PICTURE),
    (0, b"\xff\xd8\xff", PICTURE),
    (0, b"GIF8", PICTURE),
    (0, b"BM", PICTURE),
    (0, b"II*\x00", PICTURE),
    (0, b"MM\x00*", PICTURE),
    (0, b"8BPS", PICTURE),
    (0, b"\x00\x00\x01\x00", PICTURE),
    (0, b"\xff\x0a", PICTURE),
    (4, b"JXL \r\n", PICTURE),
    (4, b"jP  \r\n", PICTURE),
    (8, b"WEBP", PICTURE),
    (8, b"AVI ", _other_film("an AVI")),
    (8, b"WAVE", SOUND),
    (8, b"AIFF", SOUND),
    (8, b"AIFC", SOUND),
    (0, b"ID3", SOUND),
    (0, b"fLaC", SOUND),
    (0, b"#!AMR", SOUND),
    (0, b"OggS", "This is an Ogg recording, a kind that we cannot take. " + ADVICE),
    (0, b"FLV\x01", _other_film("a Flash")),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", _other_film("a Windows Media")),
    (0, b"\x00\x00\x01\xba", _other_film("an MPEG")),
    (0, b"\x00\x00\x01\xb3", _other_film("an MPEG")),
    (0, b"\x06\x0e\x2b\x34", _other_film("an MXF")),
    (0, b".RMF", _other_film("a RealMedia")),
    (0, b"PK\x03\x04", ARCHIVE),
    (0, b"PK\x05\x06", ARCHIVE),
    (0, b"7z\xbc\xaf", ARCHIVE),
    (0, b"Rar!", ARCHIVE),
    (0, b"\x1f\x8b", ARCHIVE),
    (0, b"BZh", ARCHIVE),
    (0, b"\xfd7zXZ", ARCHIVE),
    (257, b"ustar", ARCHIVE),
    (0, b"%PDF", DOCUMENT),
    (0, b"{\\rtf", DOCUMENT),
    (0, b"\xd0\xcf\x11\xe0", DOCUMENT),
    (0, b"MZ", PROGRAM),
    (0, b"\x7fELF", PROGRAM),
    (0, b"#!/", PROGRAM),
)
# (how a text begins, ignoring case and leading space, sentence).
TEXTS: tuple[tuple[str, str], ...] = (
    ("#extm3u", PLAYLIST),
    ("ffconcat", PLAYLIST),
    ("[playlist]", PLAYLIST),
    ("[reference]", PLAYLIST),
    ("<asx", PLAYLIST),
    ("<smil", PLAYLIST),
    ("<mpd", PLAYLIST),
    ("<!doctype html", WEB_PAGE),
    ("<html", WEB_PAGE),
    ("<svg", PICTURE),
    ("webvtt", CAPTIONS),
)
XML_WITHIN: tuple[tuple[str, str], ...] = (
    ("<mpd", PLAYLIST),
    ("<smil", PLAYLIST),
    ("<playlist", PLAYLIST),
    ("<asx", PLAYLIST),
    ("<svg", PICTURE),
    ("<html", WEB_PAGE),
    ("<tt", CAPTIONS),
)
SUBRIP = re.compile(r"\s*\d+\s*\n\d\d:\d\d:\d\d,\d\d\d -->")


def source_at(path: Path) -> Source:
    """The film at ``path``, ready for the other modules. Raises ``NotAFilm`` for everything else."""
    return Source(path, sniff(path))


def sniff(path: Path) -> Container:
    """What a file is, by its bytes. Raises ``NotAFilm``, or its ``Incomplete`` when the index is missing."""
    with path.open("rb") as file:
        size_bytes = os.fstat(file.fileno()).st_size
        head = file.read(HEAD_BYTES)
        if not head:
            raise NotAFilm(EMPTY)
        if head.startswith(b"\x1a\x45\xdf\xa3"):
            return _matroska(head)
        first = next(top_level(file, size_bytes), None)
        if first is not None and (first.kind == b"ftyp" or first.kind in OLD_QUICKTIME):
            return _iso_media(file, head, first, size_bytes)
    raise NotAFilm(_sentence_for(head))


def _iso_media(file: BinaryIO, head: bytes, first: Box, size_bytes: int) -> Container:
    brand = head[first.body : first.body + 4] if first.kind == b"ftyp" else b"qt  "
    if brand in PICTURE_BRANDS:
        raise NotAFilm(PICTURE)
    if brand in LOCKED_BRANDS:
        raise NotAFilm(LOCKED)
    if not any(box.kind == b"moov" and box.start + 16 <= size_bytes for box in top_level(file, size_bytes)):
        raise Incomplete(INCOMPLETE)
    return Container.QUICKTIME if brand == b"qt  " else Container.MP4


def _matroska(head: bytes) -> Container:
    """Reads the EBML header (RFC 8794, 11.2) down to its DocType element, 0x4282."""
    length, at = _ebml_number(head, 4)
    end = min(at + length, len(head))
    while at < end:
        name, at = _ebml_id(head, at)
        length, at = _ebml_number(head, at)
        if name == 0x4282:
            doc_type = head[at : at + length].rstrip(b"\x00")
            if doc_type == b"webm":
                return Container.WEBM
            if doc_type == b"matroska":
                return Container.MATROSKA
            break
        at += length
    raise NotAFilm(UNKNOWN)


def _ebml_id(data: bytes, at: int) -> tuple[int, int]:
    """An element's name, marker bit kept, and the offset behind it; -1 where there is none."""
    width = 9 - data[at].bit_length() if at < len(data) else 9
    if width > 4:
        return -1, len(data)
    return int.from_bytes(data[at : at + width]), at + width


def _ebml_number(data: bytes, at: int) -> tuple[int, int]:
    """A length of one to eight bytes, marker bit removed, and the offset behind it."""
    width = 9 - data[at].bit_length() if at < len(data) else 9
    if width > 8:
        return 0, len(data)
    return int.from_bytes(data[at : at + width]) & (1 << 7 * width) - 1, at + width


def _sentence_for(head: bytes) -> str:
    for offset, mark, sentence in SIGNATURES:
        if head[offset : offset + len(mark)] == mark:
            return sentence
    if head[0] == 0x47 and head[188:189] in (b"\x47", b""):
        return _other_film("an MPEG transport stream")
    if head[0] == 0xFF and len(head) > 1 and head[1] & 0xE0 == 0xE0 and head[1] != 0xFE:
        return SOUND  # MP3 or AAC without a tag: eleven set bits begin a frame
    return _sentence_for_text(head) or UNKNOWN


def _sentence_for_text(head: bytes) -> str:
    """The sentence for a text file, "" for anything else. UTF-16 comes from Windows' Notepad."""
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    if encoding == "utf-8-sig" and b"\x00" in head:
        return ""
    text = head.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n").lower()
    for start, sentence in TEXTS:
        if text.startswith(start):
            return sentence
    if text.startswith(("<?xml", "<!--")):
        for within, sentence in XML_WITHIN:
            if within in text:
                return sentence
    if SUBRIP.match(text.replace("\r\n", "\n")):
        return CAPTIONS
    return TEXT if text.count("\ufffd") * 20 <= len(text) else ""

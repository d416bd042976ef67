"""Reads the boxes an MP4 or QuickTime file is made of (ISO/IEC 14496-12), without trusting their sizes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

# A film has dozens of boxes, a fragmented one thousands; a hostile file could hold millions.
MAX_TOP_LEVEL_BOXES = 50_000
# An hour of film has an index of about 3 MB.
MAX_INDEX_BYTES = 128 * 1024 * 1024

# Boxes that only hold others, on the way from ``moov`` to a codec's settings, with the bytes to skip first.
PARENTS = {b"moov": 0, b"trak": 0, b"mdia": 0, b"minf": 0, b"stbl": 0, b"stsd": 8, b"wave": 0}
VIDEO_ENTRIES = {b"avc1", b"avc3"}
# ISO/IEC 14496-12, 8.5.2: a visual sample entry has 78 bytes before its boxes, an audio one 28.
VISUAL_ENTRY_BYTES = 78
AUDIO_ENTRY_BYTES = 28


@dataclass(frozen=True, slots=True)
class Box:
    """``start`` and ``end`` are offsets in the file; ``body`` is where the content begins."""

    kind: bytes
    start: int
    body: int
    end: int


def top_level(file: BinaryIO, size_bytes: int) -> Iterator[Box]:
    """The boxes of a file in order; stops, without an error, where the sizes make no sense.

    A box that runs past the end of the file is the last one yielded.
    """
    at = 0
    for _ in range(MAX_TOP_LEVEL_BOXES):
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            return
        length, kind, body = int.from_bytes(head[:4]), head[4:8], at + 8
        if length == 1 and len(head) == 16:
            length, body = int.from_bytes(head[8:16]), at + 16
        end = at + length if length else size_bytes
        if end < body or not _is_plain(kind):
            return
        yield Box(kind, at, body, end)
        if end >= size_bytes:
            return
        at = end


def is_faststart(path: Path) -> bool:
    """Whether the index lies in front of the media data, so that playing can start at once."""
    with path.open("rb") as file:
        for box in top_level(file, path.stat().st_size):
            if box.kind in (b"moov", b"mdat"):
                return box.kind == b"moov"
    return False


def codecs_of(path: Path) -> str:
    """RFC 6381 codecs of an MP4 with H.264 and AAC, from its avcC and esds boxes; "" without an index."""
    with path.open("rb") as file:
        size_bytes = path.stat().st_size
        for box in top_level(file, size_bytes):
            length = min(box.end, size_bytes) - box.body
            if box.kind == b"moov" and length <= MAX_INDEX_BYTES:
                file.seek(box.body)
                return ",".join(dict.fromkeys(_codecs_in(file.read(length))))
    return ""


def _is_plain(kind: bytes) -> bool:
    """A box's name is four printable characters; QuickTime also writes the copyright sign."""
    return all(32 <= byte < 127 or byte == 0xA9 for byte in kind)


def children(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each box inside ``data``; stops where a size makes no sense."""
    at = 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        if length < 8 or at + length > len(data):
            return
        yield data[at + 4 : at + 8], data[at + 8 : at + length]
        at += length


def _codecs_in(data: bytes, depth: int = 0) -> Iterator[str]:
    """Codec strings in the order of the tracks. Seven boxes nest at most; deeper is hostile."""
    if depth > len(PARENTS):
        return
    for kind, body in children(data):
        if kind in PARENTS:
            yield from _codecs_in(body[PARENTS[kind] :], depth + 1)
        elif kind in VIDEO_ENTRIES:
            for inner, settings in children(body[VISUAL_ENTRY_BYTES:]):
                if inner == b"avcC" and len(settings) >= 4:
                    yield f"{kind.decode('ascii')}.{settings[1:4].hex()}"
        elif kind == b"mp4a":
            for inner, settings in children(body[AUDIO_ENTRY_BYTES:]):
                if inner == b"esds":
                    yield _audio_codec(settings)


def _audio_codec(esds: bytes) -> str:
    """``mp4a.OTI.AOT`` from an elementary stream descriptor (ISO/IEC 14496-1, 7.2.6)."""
    object_type, audio_type = 0, 0
    at = 4  # version and flags
    while at < len(esds):
        tag, at = esds[at], at + 1
        length = 0
        for _ in range(4):  # a length takes at most four bytes of seven bits
            if at >= len(esds):
                break
            byte, at = esds[at], at + 1
            length = length << 7 | byte & 0x7F
            if not byte & 0x80:
                break
        if tag == 0x03:  # ES_Descriptor: its own three bytes, then more descriptors
            at += 3
        elif tag == 0x04 and at < len(esds):  # DecoderConfigDescriptor: thirteen bytes, then more descriptors
            object_type = esds[at]
            at += 13
        elif tag == 0x05 and at < len(esds):  # DecoderSpecificInfo: five bits of type
            audio_type = esds[at] >> 3
            if audio_type == 31 and at + 1 < len(esds):
                audio_type = 32 + ((esds[at] & 0x07) << 3 | esds[at + 1] >> 5)
            break
        else:
            at += length
    return f"mp4a.{object_type:x}.{audio_type}" if audio_type else f"mp4a.{object_type:x}"

"""Where the pieces of a fragmented MP4 lie and what each holds (ISO/IEC 14496-12, 8.8).

Read from our own results, to index them for playlists and to prove that nothing is missing: a piece counts only
when its boxes lie side by side to the file's last byte.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .boxes import MAX_INDEX_BYTES, Box, children, top_level
from .errors import FfmpegFailed
from .ffmpeg import FAILED

# Flags of tfhd and trun that say which fields follow, and the one of a sample that says "not a keyframe".
BASE_OFFSET, DESCRIPTION, DEFAULT_DURATION, DEFAULT_SIZE, DEFAULT_FLAGS = 0x1, 0x2, 0x8, 0x10, 0x20
DATA_OFFSET, FIRST_FLAGS, DURATIONS, SIZES, FLAGS, OFFSETS = 0x1, 0x4, 0x100, 0x200, 0x400, 0x800
IS_NOT_KEYFRAME = 0x10000


@dataclass(slots=True)
class Part:
    """What one fragment holds of one track; ``start`` and ``duration`` are in units of the track's timescale."""

    start: int = 0
    duration: int = 0
    samples: int = 0
    size_bytes: int = 0
    is_keyframe_first: bool = False
    keyframes: int = 0


@dataclass(frozen=True, slots=True)
class Track:
    """``kind`` is "vide" or "soun"; ``timescale`` is units a second."""

    number: int
    kind: str
    timescale: int


@dataclass(frozen=True, slots=True)
class Fragment:
    """A moof box and its mdat: ``length`` bytes from ``offset``. ``parts`` are by the kind of track."""

    offset: int
    length: int
    parts: dict[str, Part] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Index:
    """A whole file: ``head_length`` bytes that every fragment needs, then the fragments without gaps."""

    head_length: int
    tracks: dict[str, Track]
    fragments: tuple[Fragment, ...]

    def seconds(self, kind: str) -> float:
        """How long the track of this kind lasts; 0 when there is none."""
        return sum(fragment.parts[kind].duration for fragment in self._with(kind)) / self._scale(kind)

    def samples(self, kind: str) -> int:
        """How many pictures, or packets of sound, the track of this kind holds."""
        return sum(fragment.parts[kind].samples for fragment in self._with(kind))

    def starts(self, kind: str) -> list[float]:
        """When each fragment begins, in seconds of the track's clock."""
        return [fragment.parts[kind].start / self._scale(kind) for fragment in self._with(kind)]

    def _with(self, kind: str) -> list[Fragment]:
        return [fragment for fragment in self.fragments if kind in fragment.parts]

    def _scale(self, kind: str) -> int:
        return self.tracks[kind].timescale if kind in self.tracks else 1


def read_index(path: Path) -> Index:
    """Raises ``FfmpegFailed`` when the file is not whole: this is asked of files that we made ourselves."""
    size_bytes = path.stat().st_size
    tracks: dict[int, Track] = {}
    fragments: list[Fragment] = []
    head_length, waiting = 0, None
    with path.open("rb") as file:

        def body_of(box: Box) -> bytes:
            if box.end - box.body > MAX_INDEX_BYTES:
                raise _broken(path, f"a box of {box.end - box.body} bytes")
            file.seek(box.body)
            return file.read(box.end - box.body)

        end = 0
        for box in top_level(file, size_bytes):
            end = box.end
            if box.kind == b"moov":
                tracks = {track.number: track for track in _tracks(body_of(box))}
                head_length = box.end
            elif box.kind == b"moof":
                parts = dict(_parts(body_of(box), tracks))
                waiting = (box.start, parts)
            elif box.kind == b"mdat" and waiting is not None:
                offset, parts = waiting
                if sum(part.size_bytes for part in parts.values()) != box.end - box.body:
                    raise _broken(path, f"the fragment at {offset} is not as long as its samples")
                fragments.append(Fragment(offset, box.end - offset, parts))
                waiting = None
    if end != size_bytes or waiting is not None or not fragments or not head_length:
        raise _broken(path, f"{len(fragments)} fragments, {end} of {size_bytes} bytes")
    expected = head_length
    for fragment in fragments:
        if fragment.offset != expected:
            raise _broken(path, f"something lies in front of the fragment at {fragment.offset}")
        expected += fragment.length
    return Index(head_length, {track.kind: track for track in tracks.values()}, tuple(fragments))


def _tracks(moov: bytes) -> Iterator[Track]:
    for kind, trak in children(moov):
        if kind != b"trak":
            continue
        number, scale, handler = 0, 0, ""
        for inner, body in children(trak):
            if inner == b"tkhd":
                number = int.from_bytes(body[20:24] if body[0] else body[12:16])
            elif inner == b"mdia":
                for part, data in children(body):
                    if part == b"mdhd":
                        scale = int.from_bytes(data[20:24] if data[0] else data[12:16])
                    elif part == b"hdlr":
                        handler = data[8:12].decode("ascii", errors="replace")
        if scale:
            yield Track(number, handler, scale)


def _parts(moof: bytes, tracks: dict[int, Track]) -> Iterator[tuple[str, Part]]:
    for kind, traf in children(moof):
        if kind != b"traf":
            continue
        number, part, defaults = 0, Part(), (0, 0, 0)
        for inner, body in children(traf):
            if inner == b"tfhd":
                number, defaults = _header(body)
            elif inner == b"tfdt":
                part.start = int.from_bytes(body[4:12] if body[0] else body[4:8])
            elif inner == b"trun":
                _add_run(part, body, defaults)
        if number in tracks and part.samples:
            yield tracks[number].kind, part


def _header(body: bytes) -> tuple[int, tuple[int, int, int]]:
    """The track's number, then what holds for samples that say nothing themselves: duration, size, flags."""
    flags, at = int.from_bytes(body[1:4]), 8
    at += 8 * bool(flags & BASE_OFFSET) + 4 * bool(flags & DESCRIPTION)
    found = []
    for flag in (DEFAULT_DURATION, DEFAULT_SIZE, DEFAULT_FLAGS):
        found.append(int.from_bytes(body[at : at + 4]) if flags & flag else 0)
        at += 4 * bool(flags & flag)
    return int.from_bytes(body[4:8]), (found[0], found[1], found[2])


def _add_run(part: Part, body: bytes, defaults: tuple[int, int, int]) -> None:
    flags, count, at = int.from_bytes(body[1:4]), int.from_bytes(body[4:8]), 8
    at += 4 * bool(flags & DATA_OFFSET)
    first_flags = int.from_bytes(body[at : at + 4]) if flags & FIRST_FLAGS else None
    at += 4 * bool(flags & FIRST_FLAGS)
    for number in range(count):
        if at > len(body):
            return
        told = list(defaults)
        for place, flag in enumerate((DURATIONS, SIZES, FLAGS)):
            if flags & flag:
                told[place] = int.from_bytes(body[at : at + 4])
                at += 4
        at += 4 * bool(flags & OFFSETS)
        if number == 0 and first_flags is not None:
            told[2] = first_flags
        is_keyframe = not told[2] & IS_NOT_KEYFRAME
        if part.samples == 0:
            part.is_keyframe_first = is_keyframe
        part.duration += told[0]
        part.size_bytes += told[1]
        part.keyframes += is_keyframe
        part.samples += 1


def _broken(path: Path, detail: str) -> FfmpegFailed:
    return FfmpegFailed(FAILED, detail=f"{path.name} is not whole: {detail}")

"""Bad uploads of many kinds, built the same way every time, for tests and for ``bench/hostile_uploads.py``.

Nothing here harms: playlists point to a film of the same folder (``private.mp4``, plain red) or to an address
that cannot exist, and the damage is done to clips of our own.
"""

import gzip
import io
import random
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from .clips import clip

SEED = 20181  # any number would do, as long as it stays
EXTENSIONS = (".mp4", ".mov", ".m4v", ".webm", ".mkv")


@dataclass(frozen=True, slots=True)
class Upload:
    """One file and what kind of bad it is. ``is_refused_unopened``: no tool may be started for it."""

    kind: str
    path: Path
    is_refused_unopened: bool = False


def build(folder: Path) -> list[Upload]:
    """Write all of them into ``folder``, which is empty, and list them."""
    private = folder / "private.mp4"
    private.write_bytes(clip(picture="black then red", seconds=2, audio=False).read_bytes())
    uploads: list[Upload] = []
    for kind, makers, is_refused_unopened in (
        ("playlist", playlists(private), True),
        ("other type", other_types(), True),
        ("cut off, no index", cut(has_index_in_front=False), True),
        ("cut off", cut(has_index_in_front=True), False),
        ("flipped bits", flipped(), False),
        ("hostile sizes", hostile_sizes(), False),
        ("lies", lies(), False),
        ("polyglot", polyglots(), False),
        ("over the limits", over_limits(), False),
        ("hostile name", hostile_names(), False),
    ):
        for name, data in makers:
            path = folder / name
            path.write_bytes(data)
            uploads.append(Upload(kind, path, is_refused_unopened))
    return uploads


def playlists(target: Path) -> Iterator[tuple[str, bytes]]:
    """Texts that name other films; each is called a film."""
    near, far = target.name, str(target)
    hls = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{}\n#EXT-X-ENDLIST\n"
    texts = {
        "hls-near": hls.format(near),
        "hls-far": hls.format(far),
        "hls-file": hls.format(f"file://{far}"),
        "hls-http": hls.format("http://192.0.2.1/film.ts"),
        "hls-data": hls.format("data:video/mp4;base64,AAAA"),
        "hls-concat": hls.format(f"concat:{far}|{far}"),
        "hls-subfile": hls.format(f"subfile,,start,0,end,0,,:{far}"),
        "hls-key": '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="http://192.0.2.1/key"\n#EXTINF:9,\nprivate.mp4\n',
        "hls-map": f'#EXTM3U\n#EXT-X-MAP:URI="{near}"\n#EXTINF:9,\n{near}\n',
        "hls-master": f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{near}\n",
        "hls-spaces": "\n\n  \t" + hls.format(near),
        "hls-bom": "\ufeff" + hls.format(near),
        "hls-crlf": hls.format(near).replace("\n", "\r\n"),
        "concat-near": f"ffconcat version 1.0\nfile {near}\n",
        "concat-far": f"ffconcat version 1.0\nfile '{far}'\n",
        "concat-bare": f"file '{near}'\nfile '{near}'\n",
        "dash": f'<?xml version="1.0"?><MPD><Period><BaseURL>{near}</BaseURL></Period></MPD>',
        "smil": f'<smil><body><video src="{near}"/></body></smil>',
        "asx": f'<asx version="3.0"><entry><ref href="{near}"/></entry></asx>',
        "pls": f"[playlist]\nFile1={near}\nNumberOfEntries=1\n",
        "xspf": f'<?xml version="1.0"?><playlist><track><location>{near}</location></track></playlist>',
        "quicktime-ref": f"[Reference]\nRef1=http://192.0.2.1/{near}\n",
    }
    for number, (name, text) in enumerate(texts.items()):
        yield f"{name}{EXTENSIONS[number % len(EXTENSIONS)]}", text.encode()
    yield "hls-utf16.mp4", hls.format(near).encode("utf-16")


def picture(kind: str, size: tuple[int, int] = (64, 64)) -> bytes:
    """A small picture, ``kind`` as Pillow names it."""
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, kind)
    return file.getvalue()


def other_types() -> Iterator[tuple[str, bytes]]:
    """Files of another kind behind a film's name."""
    for kind in ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "ICO", "PDF"):
        yield f"{kind.lower()}.mp4", picture(kind)
    yield "heic.mp4", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)
    yield "avif.mp4", b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif" + bytes(64)
    yield "m4a.mp4", b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42" + bytes(64)
    yield "svg.mp4", b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("film.mp4", b"nothing")
    yield "zip.mp4", archive.getvalue()
    yield "gzip.mp4", gzip.compress(b"film", mtime=0)
    starts = {
        "avi": b"RIFF\x00\x10\x00\x00AVI LIST",
        "wav": b"RIFF\x00\x10\x00\x00WAVEfmt ",
        "mp3": b"\xff\xfb\x90\x00" + bytes(400),
        "mp3-tagged": b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(400),
        "aac": b"\xff\xf1\x50\x80" + bytes(400),
        "flac": b"fLaC\x00\x00\x00\x22" + bytes(64),
        "ogg": b"OggS\x00\x02" + bytes(64),
        "flash": b"FLV\x01\x05\x00\x00\x00\x09",
        "windows-media": bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"),
        "transport-stream": (b"\x47\x40\x00\x10" + bytes(184)) * 4,
        "program-stream": b"\x00\x00\x01\xba" + bytes(64),
        "mxf": bytes.fromhex("060e2b34020501010d0102010102"),
        "html": b"<!DOCTYPE html><html><body>The film</body></html>",
        "exe": b"MZ\x90\x00" + bytes(64),
        "elf": b"\x7fELF\x02\x01\x01" + bytes(64),
        "script": b"#!/bin/sh\necho film\n",
        "text": b"This is the film.\n",
        "captions": b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n",
        "subrip": b"1\r\n00:00:01,000 --> 00:00:02,000\r\nHello\r\n",
        "json": b'{"film": true}',
        "empty": b"",
        "one-byte": b"\x00",
        "zeros": bytes(100_000),
        "noise": random.Random(SEED).randbytes(100_000),
        "ebml-other": b"\x1a\x45\xdf\xa3\x84\x42\x82\x81x",
        "ebml-cut": b"\x1a\x45\xdf\xa3",
        "ebml-endless": b"\x1a\x45\xdf\xa3\x01\xff\xff\xff\xff\xff\xff\xff" + bytes(64),
        "only-ftyp": b"\x00\x00\x00\x14ftypisom\x00\x00\x02\x00isom",
        "box-too-long": b"\xff\xff\xff\xffftypisom" + bytes(64),
        "box-too-short": b"\x00\x00\x00\x02ftypisom" + bytes(64),
        "box-64-bit": b"\x00\x00\x00\x01ftyp" + b"\xff" * 8 + bytes(64),
        "million-boxes": b"\x00\x00\x00\x08free" * 1_000_000,
    }
    for name, data in starts.items():
        yield f"{name}.mp4", data


def cut(*, has_index_in_front: bool) -> Iterator[tuple[str, bytes]]:
    """Films that stop early."""
    where = "front" if has_index_in_front else "end"
    whole = clip(seconds=4, has_index_in_front=has_index_in_front).read_bytes()
    for percent in (15, 25, 50, 75, 90):
        yield f"cut-{where}-{percent}.mp4", whole[: len(whole) * percent // 100]
    if has_index_in_front:
        for container in ("webm", "mkv"):
            whole = clip(seconds=4, container=container).read_bytes()
            for percent in (25, 50, 90):
                yield f"cut-{percent}.{container}", whole[: len(whole) * percent // 100]


def flip(data: bytes, share: float, seed: int = SEED) -> bytes:
    """Turn over one bit in each of ``share`` of the bytes, leaving the first 64 alone."""
    chance, flipped_bytes = random.Random(seed), bytearray(data)
    for _ in range(max(1, round(len(data) * share))):
        flipped_bytes[chance.randrange(64, len(data))] ^= 1 << chance.randrange(8)
    return bytes(flipped_bytes)


def flipped() -> Iterator[tuple[str, bytes]]:
    """Films with bits turned over, from a few to one byte in a hundred."""
    for container in ("mp4", "webm", "mov"):
        whole = clip(seconds=2, container=container).read_bytes()
        for number, share in enumerate((0.0001, 0.0005, 0.001, 0.003, 0.01)):
            yield f"flipped-{number}.{container}", flip(whole, share, SEED + number)


def patch(data: bytes, box: bytes, offset: int, new: bytes) -> bytes:
    """Overwrite ``new`` at ``offset`` from the start of the first box of that name inside the index."""
    at = data.index(box, data.index(b"moov")) - 4 + offset
    return data[:at] + new + data[at + len(new) :]


def hostile_sizes() -> Iterator[tuple[str, bytes]]:
    """Boxes of the index whose size or count of entries makes no sense."""
    whole = clip(seconds=1).read_bytes()
    for box in ("mvhd", "trak", "tkhd", "mdhd", "stsd", "avcC", "stts", "stsc", "stsz", "stco"):
        name = box.encode()
        yield f"{box}-size-huge.mp4", patch(whole, name, 0, b"\xff\xff\xff\xff")
        yield f"{box}-size-seven.mp4", patch(whole, name, 0, b"\x00\x00\x00\x07")
    for box, offset in (("stsd", 12), ("stts", 12), ("stsc", 12), ("stsz", 16), ("stco", 12), ("dref", 12)):
        yield f"{box}-count-huge.mp4", patch(whole, box.encode(), offset, b"\xff\xff\xff\xf0")


def lies() -> Iterator[tuple[str, bytes]]:
    """Films whose index says what is not so."""
    whole = clip(seconds=2).read_bytes()
    yield "duration-huge.mp4", patch(whole, b"mvhd", 24, b"\x7f\xff\xff\xff")
    yield "duration-zero.mp4", patch(whole, b"mvhd", 24, bytes(4))
    yield "timescale-zero.mp4", patch(whole, b"mvhd", 20, bytes(4))
    yield "width-65535.mp4", patch(whole, b"avc1", 32, b"\xff\xff\xff\xff")
    yield "width-zero.mp4", patch(whole, b"avc1", 32, bytes(4))
    yield "delta-zero.mp4", patch(whole, b"stts", 20, bytes(4))
    yield "delta-huge.mp4", patch(whole, b"stts", 20, b"\x7f\xff\xff\xff")
    yield "codec-unknown.mp4", patch(whole, b"avc1", 4, b"zzzz")
    yield "external-data.mp4", _with_external_data(whole)
    yield "empty-index.mp4", b"\x00\x00\x00\x14ftypisom\x00\x00\x02\x00isom\x00\x00\x00\x08moov"
    yield (
        "index-of-zeros.mp4",
        b"\x00\x00\x00\x14ftypisom\x00\x00\x02\x00isom\x00\x00\x40\x08moov" + bytes(16384),
    )
    yield "no-pictures.mp4", clip(video=False).read_bytes()
    yield "no-tracks.mkv", clip(container="mkv").read_bytes()[:300] + bytes(100)


def _with_external_data(whole: bytes) -> bytes:
    """Tell the reader that the pictures lie in another file, ``private.mp4``."""
    at = whole.index(b"dref") - 4
    length = struct.unpack(">I", whole[at : at + 4])[0]
    entry = b"url \x00\x00\x00\x00private.mp4\x00"
    dref = b"dref" + bytes(4) + b"\x00\x00\x00\x01" + struct.pack(">I", len(entry) + 4) + entry
    grown = whole[:at] + struct.pack(">I", len(dref) + 4) + dref + whole[at + length :]
    extra = len(dref) + 4 - length
    for parent in (b"moov", b"trak", b"mdia", b"minf", b"dinf"):
        start = grown.index(parent) - 4
        size = struct.unpack(">I", grown[start : start + 4])[0]
        grown = grown[:start] + struct.pack(">I", size + extra) + grown[start + 4 :]
    return grown


def polyglots() -> Iterator[tuple[str, bytes]]:
    """Files that are a film and something else besides."""
    whole = clip(seconds=1).read_bytes()
    playlist = b"\n#EXTM3U\n#EXTINF:9,\nprivate.mp4\n"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("index.html", "<script>alert(1)</script>")
    yield "film-and-zip.mp4", whole + archive.getvalue()
    yield "film-and-playlist.mp4", whole + playlist
    yield "film-and-page.mp4", whole + b"<html><script>alert(1)</script></html>"
    yield "free-playlist.mov", struct.pack(">I", 8 + len(playlist)) + b"free" + playlist + whole
    yield "ftyp-playlist.mp4", b"\x00\x00\x00\x14ftypisom\x00\x00\x02\x00isom" + playlist
    ebml = clip(seconds=1, container="webm").read_bytes()[:40]
    yield "ebml-playlist.webm", ebml + playlist
    yield "two-films.mp4", whole + whole


def over_limits() -> Iterator[tuple[str, bytes]]:
    """Films that ask for more than we give."""
    wide = clip(seconds=0.08, size="100000x16", codec="ffv1", container="mkv", audio=False, picture="grey")
    yield "width-100000.mkv", wide.read_bytes()
    yield "16k.mov", clip(
        seconds=0.04, size="16000x9000", codec="mjpeg", container="mov", audio=False, picture="grey",
        pixel_format="yuvj420p",
    ).read_bytes()  # fmt: skip
    long = clip(seconds=5 * 3600, fps=0.2, size="16x16", audio=False, picture="grey")
    yield "five-hours.mp4", long.read_bytes()
    yield "500-a-second.mp4", clip(fps=500, seconds=1, size="64x64", audio=False).read_bytes()
    many = tuple(word for _ in range(30) for word in ("-map", "0:v"))
    yield "many-tracks.mkv", clip(seconds=1, container="mkv", audio=False, extra=many).read_bytes()
    yield "codec-not-taken.mkv", clip(seconds=1, codec="ffv1", container="mkv", audio=False).read_bytes()


def hostile_names() -> Iterator[tuple[str, bytes]]:
    """Half a film, under names that mean something to a shell, a template or a file system."""
    whole = clip(seconds=4).read_bytes()
    half = whole[: len(whole) // 2]
    for name in (
        "-i.mp4", "%05d.mp4", "a;b.mp4", "$(id).mp4", "`id`.mp4", "a\nb.mp4", "'\".mp4", "concat:private.mp4",
        "http:example.mp4", "\u202e4pm.mp4", "e\u0301" * 60 + ".mp4", "...mp4",
    ):  # fmt: skip
        yield name, half

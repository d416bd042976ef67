"""Files answered in byte ranges, so that a film can be sought in (RFC 9110, section 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import http_date

CHUNK_BYTES = 64 * 1024
RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)")


class _Slice:
    """Bytes ``start`` to ``end`` (both included) of an open file, in chunks; closing it closes the file."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self.file, self.left = file, end - start + 1
        file.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        while self.left > 0 and (chunk := self.file.read(min(CHUNK_BYTES, self.left))):
            self.left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self.file.close()


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for, both included.

    None when the header is to be ignored: absent, another unit, several ranges, or nonsense. Raises ``ValueError``
    when it can be read but lies wholly outside the file.
    """
    match = RANGE.fullmatch(header.strip())
    if match is None or match.group(1) == match.group(2) == "":
        return None
    first, last = match.groups()
    if first == "":
        length = int(last)
        if length == 0 or size == 0:
            raise ValueError("an empty suffix")
        return max(0, size - length), size - 1
    start = int(first)
    end = min(int(last), size - 1) if last else size - 1
    if start >= size:
        raise ValueError("beyond the end")
    return (start, end) if start <= end else None


def ranged_response(request: HttpRequest, path: Path, content_type: str) -> HttpResponseBase:
    """The file, the part of it asked for (206), 304 when the reader has it, or 416. Raises ``FileNotFoundError``."""
    stat = path.stat()
    etag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Last-Modified": http_date(stat.st_mtime),
        "X-Content-Type-Options": "nosniff",
    }
    if _is_known(request, etag, stat.st_mtime):
        return HttpResponse(status=304, headers=headers)
    span = None
    if (asked := request.headers.get("Range")) and _range_still_applies(request, etag, stat.st_mtime):
        try:
            span = parse_range(asked, stat.st_size)
        except ValueError:
            headers["Content-Range"] = f"bytes */{stat.st_size}"
            return HttpResponse(status=416, headers=headers, content_type=content_type)
    start, end = span or (0, stat.st_size - 1)
    headers["Content-Length"] = str(end - start + 1)
    if span:
        headers["Content-Range"] = f"bytes {start}-{end}/{stat.st_size}"
    status = 206 if span else 200
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers, content_type=content_type)
    body = _Slice(path.open("rb"), start, end)
    return StreamingHttpResponse(body, status=status, headers=headers, content_type=content_type)


def _is_known(request: HttpRequest, etag: str, modified: float) -> bool:
    if wanted := request.headers.get("If-None-Match"):
        tags = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
        return etag in tags or "*" in tags
    since = _timestamp(request.headers.get("If-Modified-Since", ""))
    return since is not None and int(modified) <= since


def _range_still_applies(request: HttpRequest, etag: str, modified: float) -> bool:
    """``If-Range``: the part is wanted only if the file is the one the reader knows; else all of it is sent."""
    condition = request.headers.get("If-Range", "").strip()
    if not condition:
        return True
    if condition.startswith(('"', "W/")):
        return condition == etag
    since = _timestamp(condition)
    return since is not None and int(modified) == int(since)


def _timestamp(value: str) -> float | None:
    try:
        return parsedate_to_datetime(value).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None

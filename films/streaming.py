"""Playlists of a film's ladder, written from its rows (RFC 8216, HTTP Live Streaming).

A rung is one fragmented MP4 file, and its segments are byte ranges of it. So playlists need no files: they are made
when they are asked for, by the same rule as the page, and die with it. A saved playlist leads nowhere once a film is
withdrawn.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence

from films.models import Rendition

MEDIA_TYPE = "application/vnd.apple.mpegurl"
# Byte ranges of fragmented MP4 in an ordinary playlist need version 6 (EXT-X-MAP, RFC 8216 section 7).
VERSION = 7


def stream_version(rungs: Iterable[Rendition]) -> str:
    """Names one making of the ladder: another set of rows has another name, so caches never mix two."""
    rows = ",".join(str(pk) for pk in sorted(rung.pk for rung in rungs))
    return hashlib.sha256(rows.encode()).hexdigest()[:12] if rows else ""


def master_playlist(rungs: Sequence[Rendition], addresses: Sequence[str]) -> str:
    """All rungs with what a player needs to choose one; ``addresses`` are those of their playlists, in that order.

    The first is what players start with, before they know the line: the second lowest, where there is one, is
    watchable on a phone and starts fast.
    """
    lines = ["#EXTM3U", f"#EXT-X-VERSION:{VERSION}", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for rung, address in _best_start_first(list(zip(rungs, addresses, strict=True))):
        lines += [_stream_line(rung), address]
    return "\n".join(lines) + "\n"


def media_playlist(rung: Rendition, address: str) -> str:
    """Where in the file at ``address`` each segment lies. Raises ``KeyError`` for a row without its index."""
    segments = rung.details["segments"]
    start, length = rung.details["map"]
    longest = max((duration_ms for duration_ms, _, _ in segments), default=0)
    lines = [
        "#EXTM3U",
        f"#EXT-X-VERSION:{VERSION}",
        f"#EXT-X-TARGETDURATION:{max(1, math.ceil(longest / 1000))}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f'#EXT-X-MAP:URI="{address}",BYTERANGE="{length}@{start}"',
    ]
    for duration_ms, offset, size in segments:
        lines += [f"#EXTINF:{duration_ms / 1000:.3f},", f"#EXT-X-BYTERANGE:{size}@{offset}", address]
    return "\n".join([*lines, "#EXT-X-ENDLIST"]) + "\n"


def _stream_line(rung: Rendition) -> str:
    peak = rung.bits_per_second or 0
    attributes = [f"BANDWIDTH={peak}", f"AVERAGE-BANDWIDTH={rung.details.get('average_bits_per_second', peak)}"]
    if rung.codecs:
        attributes.append(f'CODECS="{rung.codecs}"')
    if rung.width and rung.height:
        attributes.append(f"RESOLUTION={rung.width}x{rung.height}")
    if rate := rung.details.get("frame_rate"):
        attributes.append(f"FRAME-RATE={rate:.3f}")
    return "#EXT-X-STREAM-INF:" + ",".join(attributes)


def _best_start_first(streams: list[tuple[Rendition, str]]) -> list[tuple[Rendition, str]]:
    ordered = sorted(streams, key=lambda pair: (pair[0].bits_per_second or 0, pair[0].pk))
    return ordered[1:2] + ordered[:1] + ordered[2:] if len(ordered) > 1 else ordered

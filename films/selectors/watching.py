"""The ways a player can fetch a film, in words, and the stills that show what happens when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from films import streaming
from films.captions.times import format_clock
from films.models import Rendition, Video
from films.selectors.addresses import at_moment

# By the shorter side; what lies between two of them takes the words of the lower.
WORDS_BY_SIDE = ((1080, "High"), (720, "Good"), (540, "Medium"), (360, "Small"), (0, "Low data"))
LOWEST_WORDS = WORDS_BY_SIDE[-1][1]
MEGABYTE = 1024 * 1024
# Stills of a film without chapters.
MOMENTS = 6


@dataclass(frozen=True, slots=True)
class Quality:
    """One choice in the player's menu.

    ``kind``: stream (a playlist), file (a whole film file) or sound. ``code`` is what a device remembers; "low" is
    what a player that has to save data takes.
    """

    code: str
    label: str
    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Still:
    """One picture of a storyboard: ``box`` is where in the sheet it lies, as an SVG ``viewBox``."""

    sheet_url: str
    sheet_width: int
    sheet_height: int
    box: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A still of a film without chapters, and where it leads to."""

    start_ms: int
    start_text: str
    url: str
    still: Still


def stream_url(video: Video, rungs: Sequence[Rendition]) -> str:
    """Address of the playlist with all rungs; "" without a ladder."""
    version = streaming.stream_version(rungs)
    return reverse("films:master_playlist", args=[video.pk, version]) if version else ""


def qualities(video: Video, renditions: Sequence[Rendition]) -> tuple[Quality, ...]:
    """What the player's menu offers, best first after what is chosen by itself; nothing for a film that is one file.

    Streams and files both stand in it: which of them a reader sees depends on what plays in their browser.
    """
    by_kind = {r.kind: r for r in renditions}
    rungs = video.rungs
    found = []
    if rungs:
        found.append(Quality("auto", "Automatic", stream_url(video, rungs), "stream"))
        version = streaming.stream_version(rungs)
        for rung in reversed(rungs) if len(rungs) > 1 else ():
            code = "low" if rung is rungs[0] else f"{_side(rung)}p"
            url = reverse("films:rung_playlist", args=[video.pk, version, rung.pk])
            found.append(Quality(code, _label(rung, is_lowest=code == "low"), url, "stream"))
    mp4, low = by_kind.get(Rendition.Kind.MP4), by_kind.get(Rendition.Kind.MP4_LOW)
    if mp4 is not None:
        found.append(Quality("auto", _label(mp4), mp4.url, "file"))
    if low is not None:
        found.append(Quality("low", _label(low, is_lowest=True), low.url, "file"))
    if (sound := by_kind.get(Rendition.Kind.AUDIO)) is not None:
        found.append(Quality("sound", f"Sound only{_about(sound.size_bytes)}", sound.url, "sound"))
    return tuple(found) if rungs or len(found) > 1 else ()


def still_at(sheet: Rendition | None, at_ms: int) -> Still | None:
    """The picture of the storyboard that shows a moment: the last one taken up to then.

    None without a storyboard, and for a row that does not say where its pictures lie.
    """
    if sheet is None:
        return None
    details = sheet.details
    try:
        columns, width, height = details["columns"], details["tile_width"], details["tile_height"]
        place = min(at_ms // details["every_ms"], details["count"] - 1)
        rows = details["rows"]
    except (KeyError, ZeroDivisionError):
        return None
    if place < 0:
        return None
    row, column = divmod(place, columns)
    box = f"{column * width} {row * height} {width} {height}"
    return Still(sheet.url, columns * width, rows * height, box)


def moments(sheet: Rendition | None, duration_ms: int | None, url: str) -> tuple[Moment, ...]:
    """Stills spread evenly over a film, the first at its beginning; none without a storyboard."""
    if sheet is None or not duration_ms:
        return ()
    # Whole seconds, as the address says them; a short film has fewer.
    starts = sorted({duration_ms * number // MOMENTS // 1000 * 1000 for number in range(MOMENTS)})
    found = ((start, still_at(sheet, start)) for start in starts)
    return tuple(Moment(at, format_clock(at), at_moment(url, at), still) for at, still in found if still is not None)


def _side(rendition: Rendition) -> int:
    return min(rendition.width or 0, rendition.height or 0)


def _label(rendition: Rendition, *, is_lowest: bool = False) -> str:
    side = _side(rendition)
    words = LOWEST_WORDS if is_lowest else next(words for least, words in WORDS_BY_SIDE if side >= least)
    size = f" ({side}p)" if side else ""
    return f"{words}{size}{_about(rendition.size_bytes)}"


def _about(size_bytes: int) -> str:
    """ ", about 9 MB"; "" when the size is not known."""
    if not size_bytes:
        return ""
    megabytes = round(size_bytes / MEGABYTE)
    return f", about {megabytes} MB" if megabytes else ", under 1 MB"

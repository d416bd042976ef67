"""A film that a browser can really play, with words."""

from __future__ import annotations

import atexit
import io
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from django.core.files.base import ContentFile
from PIL import Image

from films.models import FilmPage, Rendition, Video
from films.processing.ladder import make_ladder
from films.processing.limits import Limits
from films.processing.probe import probe
from films.processing.results import LadderResult
from films.processing.sniff import source_at
from films.services.caption_checks import mark_checked
from films.services.captions import import_captions
from tests.comments.factories import UserFactory
from tests.films.factories import (
    ChapterFactory,
    ContributorFactory,
    CreditFactory,
    FilmPageFactory,
    PictureFactory,
    RenditionFactory,
    VideoFactory,
)
from tests.support.clips import clip

WORDS = [
    (0, 5, "Amara Lindqvist", "I listen to the whole family."),
    (5, 10, "Amara Lindqvist", "Money and housing matter."),
    (10, 20, "Daniel Osei-Marsh", "There is always a kettle."),
    (20, 40, "Daniel Osei-Marsh", "Is there another way?"),
    (40, 59, "Amara Lindqvist", "People choose the life they live."),
]


def film_with_words(size: str = "640x360", **fields) -> FilmPage:
    """A minute of moving pictures and sound, five captions of two speakers, two chapters."""
    video = VideoFactory(ready=True)
    Rendition.objects.filter(video=video).delete()
    # Enough bytes for a browser to fetch it in parts.
    data = _minute(size).read_bytes()
    RenditionFactory(video=video, file=ContentFile(data, name="film.mp4"), size_bytes=len(data), codecs="")
    lines = "\n\n".join(
        f"00:00:{start:02}.000 --> 00:00:{end:02}.000\n<v {who}>{text}" for start, end, who, text in WORDS
    )
    film = FilmPageFactory(
        video=video,
        title="Around the table",
        poster=PictureFactory(),
        poster_description="A kitchen table.",
        audio_description=FilmPage.AudioDescription.NOT_NEEDED,
        **fields,
    )
    video.caption_tracks.all().delete()
    track = import_captions(video, data=f"WEBVTT\n\n{lines}\n".encode(), filename="words.vtt")
    mark_checked(track, by=UserFactory())
    ChapterFactory(film=film, start_ms=0, title="At home")
    ChapterFactory(film=film, start_ms=20_000, title="Another way")
    for name, role in (("Amara Lindqvist", "Social worker"), ("Daniel Osei-Marsh", "AMHP")):
        CreditFactory(film=film, contributor=ContributorFactory(name=name, role=role))
    return film


def film_with_ladder(size: str = "640x360", **fields) -> FilmPage:
    """The same film with a real ladder, the low-data file, its sound alone and a storyboard."""
    film = film_with_words(size, **fields)
    _add_ladder(film.video, _ladder(size))
    return film


def _minute(size: str) -> Path:
    return clip(seconds=60, size=size, extra=("-b:v", "1200k", "-minrate", "1200k"))


def _add_ladder(video: Video, made: LadderResult) -> None:
    for rung in made.rungs:
        RenditionFactory(
            video=video,
            kind=Rendition.Kind.HLS,
            label=rung.label,
            file=ContentFile(rung.path.read_bytes(), name=rung.path.name),
            size_bytes=rung.size_bytes,
            width=rung.width,
            height=rung.height,
            duration_ms=rung.duration_ms,
            bits_per_second=rung.peak_bits_per_second,
            codecs=rung.codecs,
            details={
                "map": list(rung.map),
                "segments": [list(segment) for segment in rung.segments],
                "frame_rate": rung.frame_rate,
                "average_bits_per_second": rung.average_bits_per_second,
            },
        )
    low = made.low_data
    RenditionFactory(
        video=video,
        kind=Rendition.Kind.MP4_LOW,
        file=ContentFile(low.path.read_bytes(), name="low-data.mp4"),
        size_bytes=low.size_bytes,
        width=low.width,
        height=low.height,
        codecs=low.codecs,
    )
    sound = clip(seconds=60, video=False).read_bytes()
    RenditionFactory(
        video=video,
        kind=Rendition.Kind.AUDIO,
        file=ContentFile(sound, name="sound.m4a"),
        size_bytes=len(sound),
        width=None,
        height=None,
        codecs="mp4a.40.2",
    )
    RenditionFactory(
        video=video,
        kind=Rendition.Kind.STORYBOARD,
        file=ContentFile(_storyboard(), name="storyboard.jpg"),
        width=640,
        height=270,
        codecs="",
        details={"columns": 4, "rows": 3, "tile_width": 160, "tile_height": 90, "every_ms": 5000, "count": 12},
    )


@lru_cache
def _ladder(size: str) -> LadderResult:
    """Encoded once a session."""
    folder = Path(tempfile.mkdtemp(prefix="ladder-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    source = source_at(_minute(size))
    return make_ladder(source, probe(source, Limits()), out_folder=folder, limits=Limits())


def _storyboard() -> bytes:
    """Twelve pictures of one colour each, from dark to light."""
    sheet = Image.new("RGB", (640, 270))
    for number in range(12):
        shade = (20 * number, 60, 255 - 20 * number)
        sheet.paste(shade, (number % 4 * 160, number // 4 * 90, number % 4 * 160 + 160, number // 4 * 90 + 90))
    file = io.BytesIO()
    sheet.save(file, "JPEG")
    return file.getvalue()

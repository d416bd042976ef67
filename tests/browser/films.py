"""A film that a browser can really play, with words."""

from __future__ import annotations

from django.core.files.base import ContentFile

from films.models import FilmPage, Rendition
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


def film_with_words(**fields) -> FilmPage:
    """A minute of moving pictures and sound, five captions of two speakers, two chapters."""
    video = VideoFactory(ready=True)
    Rendition.objects.filter(video=video).delete()
    # Enough bytes for a browser to fetch it in parts.
    data = clip(seconds=60, size="640x360", extra=("-b:v", "1200k", "-minrate", "1200k")).read_bytes()
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

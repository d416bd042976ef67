"""Films and what belongs to them, for tests. Each factory states only what a row cannot do without.

``FilmPageFactory()`` makes the site's home and index pages when they are missing, so a test may start with it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.images.tests.utils import get_test_image_file

from cms.models import Picture
from films.models import (
    CaptionTrack,
    ChangeNote,
    Chapter,
    Consent,
    Contributor,
    Credit,
    Cue,
    Fact,
    FilmPage,
    PracticeArea,
    ProcessingStep,
    Rendition,
    SeriesPage,
    Topic,
    Video,
)
from tests.support.pages import site_tree

MINUTE_MS = 60_000


class PictureFactory(DjangoModelFactory):
    class Meta:
        model = Picture

    title = factory.Sequence(lambda n: f"Picture {n}")
    file = factory.LazyFunction(lambda: get_test_image_file(size=(1280, 720)))


class PracticeAreaFactory(DjangoModelFactory):
    class Meta:
        model = PracticeArea
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"area-{n}")
    name = factory.Sequence(lambda n: f"Area {n}")
    description = "What social workers do here, in one sentence."


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"topic-{n}")
    name = factory.Sequence(lambda n: f"Topic {n}")


class FactFactory(DjangoModelFactory):
    class Meta:
        model = Fact

    slug = factory.Sequence(lambda n: f"fact-{n}")
    figure = "about 4,200"
    unit = "people"
    counts = "social workers employed by the NHS"
    describes = "about 2020"
    year = 2020
    source = "A source with a name"
    review_by = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=180))

    class Params:
        past_review = factory.Trait(review_by=factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=1)))


class ContributorFactory(DjangoModelFactory):
    class Meta:
        model = Contributor

    slug = factory.Sequence(lambda n: f"person-{n}")
    name = factory.Sequence(lambda n: f"Person {n}")
    role = "Ward social worker"
    practice_area = factory.SubFactory(PracticeAreaFactory)


class VideoFactory(DjangoModelFactory):
    """An uploaded film whose master is a few bytes. ``ready=True`` gives it an MP4 of a few bytes as well."""

    class Meta:
        model = Video
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Film file {n}")
    original_name = "phone.mov"
    status = Video.Status.PREPARING
    size_bytes = 11
    master = factory.LazyFunction(lambda: ContentFile(b"master film", name="phone.mov"))

    class Params:
        failed = factory.Trait(status=Video.Status.FAILED, problem="The end of this film is missing.")

    @factory.post_generation
    def ready(video: Video, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        if not (create and extracted):
            return
        video.status = Video.Status.READY
        video.duration_ms = video.duration_ms or MINUTE_MS
        video.width, video.height, video.has_sound = 1280, 720, True
        video.save()
        RenditionFactory(video=video)


class RenditionFactory(DjangoModelFactory):
    class Meta:
        model = Rendition

    video = factory.SubFactory(VideoFactory)
    kind = Rendition.Kind.MP4
    file = factory.LazyFunction(lambda: ContentFile(b"a small film", name="film.mp4"))
    size_bytes = 12
    width = 1280
    height = 720
    duration_ms = MINUTE_MS
    codecs = "avc1.64001f,mp4a.40.2"

    class Params:
        rung = factory.Trait(
            kind=Rendition.Kind.HLS,
            label="720p",
            file=factory.LazyFunction(lambda: ContentFile(bytes(1000), name="720p.mp4")),
            size_bytes=1000,
            bits_per_second=2_800_000,
            details={
                "map": [0, 100],
                "segments": [[4000, 100, 500], [2500, 600, 400]],
                "frame_rate": 25.0,
                "average_bits_per_second": 2_000_000,
            },
        )
        poster_frame = factory.Trait(
            kind=Rendition.Kind.POSTER, file=factory.LazyFunction(get_test_image_file), codecs="", duration_ms=None
        )


class ProcessingStepFactory(DjangoModelFactory):
    class Meta:
        model = ProcessingStep

    video = factory.SubFactory(VideoFactory)
    name = "probe"
    token = factory.LazyFunction(uuid.uuid4)


class CaptionTrackFactory(DjangoModelFactory):
    """A track without cues. ``words=["One.", "Two."]`` gives it a cue for each, two seconds long."""

    class Meta:
        model = CaptionTrack
        skip_postgeneration_save = True

    video = factory.SubFactory(VideoFactory)

    class Params:
        checked = factory.Trait(
            status=CaptionTrack.Status.CHECKED,
            checked_by_name="Ann Other",
            checked_at=factory.LazyFunction(timezone.now),
        )

    @factory.post_generation
    def words(track: CaptionTrack, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        if create:
            for position, text in enumerate(extracted or []):
                CueFactory(track=track, position=position, payload=text)


class CueFactory(DjangoModelFactory):
    """Two seconds after the last, unless told when. ``plain_text`` follows the payload unless it is given."""

    class Meta:
        model = Cue

    track = factory.SubFactory(CaptionTrackFactory)
    position = factory.LazyAttribute(lambda cue: cue.track.cues.count())
    start_ms = factory.LazyAttribute(lambda cue: cue.position * 2000)
    end_ms = factory.LazyAttribute(lambda cue: cue.start_ms + 2000)
    payload = "Words that are said."
    plain_text = factory.SelfAttribute("payload")


class SeriesPageFactory(DjangoModelFactory):
    class Meta:
        model = SeriesPage

    title = factory.Sequence(lambda n: f"Series {n}")

    @classmethod
    def _create(cls, model_class: type[SeriesPage], *args: Any, **kwargs: Any) -> SeriesPage:
        return site_tree().films.add_child(instance=model_class(*args, **kwargs))


class FilmPageFactory(DjangoModelFactory):
    """A live film below the film index, with no film file.

    ``ready=True`` gives it a film that can be watched and a checked caption track with two cues; ``publishable=True``
    gives it everything publishing asks for; ``draft=True`` and ``withdrawn=True`` say what they do. Areas and topics
    are given as lists: ``practice_areas=[area]``.
    """

    class Meta:
        model = FilmPage
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Film {n}")
    summary = "What happens in this film, in one line."

    class Params:
        draft = factory.Trait(live=False)
        withdrawn = factory.Trait(withdrawn_at=factory.LazyFunction(timezone.now))
        ready = factory.Trait(video=factory.SubFactory(VideoFactory, ready=True))
        publishable = factory.Trait(
            ready=True,
            poster=factory.SubFactory(PictureFactory),
            poster_description="Two people talk at a kitchen table.",
            audio_description=FilmPage.AudioDescription.NOT_NEEDED,
        )

    @classmethod
    def _create(cls, model_class: type[FilmPage], *args: Any, **kwargs: Any) -> FilmPage:
        parent = kwargs.pop("parent", None) or site_tree().films
        if kwargs.get("live", True):
            kwargs.setdefault("first_published_at", timezone.now())
            kwargs.setdefault("last_published_at", kwargs["first_published_at"])
        return parent.add_child(instance=model_class(*args, **kwargs))

    @factory.post_generation
    def practice_areas(film: FilmPage, create: bool, extracted: list[PracticeArea] | None, **kwargs: Any) -> None:
        if create and extracted:
            film.practice_areas.set(extracted)
            film.save()

    @factory.post_generation
    def topics(film: FilmPage, create: bool, extracted: list[Topic] | None, **kwargs: Any) -> None:
        if create and extracted:
            film.topics.set(extracted)
            film.save()

    @factory.post_generation
    def _words(film: FilmPage, create: bool, extracted: None, **kwargs: Any) -> None:
        """A film that is ready has checked words; one that is publishable has an area as well."""
        if not create or film.video is None or not film.video.is_ready:
            return
        if not film.video.caption_tracks.exists():
            CaptionTrackFactory(video=film.video, checked=True, words=["My name is Ann.", "I am a social worker."])
        if film.audio_description and not film.practice_areas.exists():
            film.practice_areas.set([PracticeAreaFactory()])
            film.save()


class ChapterFactory(DjangoModelFactory):
    class Meta:
        model = Chapter

    film = factory.SubFactory(FilmPageFactory)
    start_ms = factory.Sequence(lambda n: n * 1000)
    title = factory.Sequence(lambda n: f"Chapter {n}")


class ChangeNoteFactory(DjangoModelFactory):
    class Meta:
        model = ChangeNote

    film = factory.SubFactory(FilmPageFactory)
    changed_on = factory.LazyFunction(timezone.localdate)
    note = "Replaced because a figure was out of date."


class CreditFactory(DjangoModelFactory):
    class Meta:
        model = Credit

    film = factory.SubFactory(FilmPageFactory)
    contributor = factory.SubFactory(ContributorFactory)


class ConsentFactory(DjangoModelFactory):
    """In force without an end. ``ending=True`` ends it in 30 days."""

    class Meta:
        model = Consent

    film = factory.SubFactory(FilmPageFactory)
    contributor = factory.SubFactory(ContributorFactory)
    evidence = "Cabinet 3, folder 12"

    class Params:
        ending = factory.Trait(expires_on=factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=30)))
        expired = factory.Trait(
            given_on=factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=400)),
            expires_on=factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=1)),
        )
        withdrawn = factory.Trait(withdrawn_at=factory.LazyFunction(timezone.now))

"""Film pages and the index above them."""

from __future__ import annotations

import logging
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.log_actions import log
from wagtail.models import Orderable, PageManager, PageQuerySet
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cms.models import BasePage, IntroducedPage
from comments.models import Commentable
from films.admin.panels import film_edit_handler
from films.models.consent import Consent
from films.models.contributor import Contributor
from films.models.copies import CopiedAsDraft
from films.models.gone import gone
from films.models.practice_area import PracticeArea, Topic
from films.models.series import SeriesPage
from films.models.video import Video

logger = logging.getLogger(__name__)
# What Wagtail's publish_scheduled command says it is doing.
SCHEDULED = "wagtail.publish.scheduled"


class FilmQuerySet(PageQuerySet):
    def for_readers(self) -> Self:
        """What readers may find and watch: live, not behind a password or log-in, not withdrawn."""
        return self.live().public().filter(withdrawn_at=None)

    def for_listing(self) -> Self:
        """With all that a still in a list shows, in a number of queries that does not grow."""
        return self.select_related("video", "poster", "series").prefetch_related(
            "practice_areas", "video__caption_tracks", "poster__renditions"
        )

    def newest_first(self) -> Self:
        return self.order_by("-first_published_at", "title")


class FilmIndexPage(CopiedAsDraft, IntroducedPage):
    """All films, with facets."""

    introduction = models.CharField(max_length=250, blank=True)

    parent_page_types = ["home.HomePage"]
    subpage_types = ["films.FilmPage", "films.SeriesPage"]
    max_count_per_parent = 1
    private_page_options: list[str] = []  # a film is public or not; its files, feeds and comments know no password
    template = "films/film_index_page.html"

    class Meta:
        verbose_name = "films"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from films.selectors import film_index_context

        return {**super().get_context(request, *args, **kwargs), **film_index_context(request.GET)}


class FilmPage(CopiedAsDraft, Commentable, BasePage):
    """One film: its files, its words, its people, and what is known about them."""

    class AudioDescription(models.TextChoices):
        UNANSWERED = "", "Not answered yet"
        NOT_NEEDED = "not_needed", "Not needed: all key visuals are spoken"
        AVAILABLE = "available", "In words, in the transcript"

    summary = models.CharField("one-line summary", max_length=150, blank=True)
    synopsis = models.TextField(blank=True, max_length=1500)
    content_note = models.CharField(
        max_length=200, blank=True, help_text="Only if people may want to know first. Shown before the film."
    )
    video = models.ForeignKey(
        Video, null=True, blank=True, on_delete=models.PROTECT, related_name="films", verbose_name="film file"
    )
    poster = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    poster_description = models.CharField(
        max_length=250, blank=True, help_text="What the picture shows, for people who do not see it."
    )
    language = models.CharField(max_length=12, choices=[("en-GB", "English"), ("cy", "Cymraeg")], default="en-GB")
    series = models.ForeignKey(SeriesPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="films")
    series_position = models.PositiveSmallIntegerField(
        "place in the series", null=True, blank=True, help_text="1 for the first film."
    )
    practice_areas = ParentalManyToManyField(PracticeArea, blank=True, related_name="films")
    topics = ParentalManyToManyField(Topic, blank=True, related_name="films")

    first_published_elsewhere_on = models.DateField(null=True, blank=True)
    original_publisher = models.CharField(max_length=120, blank=True)

    audio_description = models.CharField(
        max_length=12, choices=AudioDescription.choices, blank=True, default=AudioDescription.UNANSWERED
    )
    pull_quote = models.CharField(max_length=250, blank=True, help_text="Words from the transcript, exactly as spoken.")
    pull_quote_speaker = models.ForeignKey(
        "films.Contributor", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    pull_quote_start_ms = models.PositiveIntegerField(null=True, blank=True, editable=False)

    states_the_law = models.BooleanField("this film states the law", default=False)
    law_checked_on = models.DateField(null=True, blank=True)
    law_checked_by = models.CharField(max_length=120, blank=True)

    trainer_notes = RichTextField(
        "questions for trainers", blank=True, help_text="Questions to ask a class after watching."
    )

    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PageManager.from_queryset(FilmQuerySet)()

    edit_handler = film_edit_handler()

    # A copy is another film page: nobody has agreed to that one yet.
    exclude_fields_in_copy = ["consents", "withdrawn_at"]

    parent_page_types = ["films.FilmIndexPage"]
    subpage_types: list[str] = []
    private_page_options: list[str] = []  # a film is public or not; its files, feeds and comments know no password
    template = "films/film_page.html"
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("synopsis"),
        index.AutocompleteField("summary"),
        index.AutocompleteField("synopsis"),
        index.FilterField("withdrawn_at"),
    ]

    class Meta:
        verbose_name = "film"
        constraints = [
            models.CheckConstraint(
                condition=Q(series_position=None) | Q(series_position__gte=1), name="series_position_from_1"
            ),
        ]

    @property
    def page_description(self) -> str:
        return self.search_description or self.summary

    @property
    def share_image(self) -> Any:
        return self.poster

    @property
    def text_for_screening(self) -> str:
        """What the page says of the film and who is in it, for the checks of comments. One query."""
        people = Contributor.objects.filter(credits__film=self.pk).values_list("name", flat=True)
        return "\n".join([self.title, self.summary, self.synopsis, *people])

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def duration_ms(self) -> int | None:
        return self.video.duration_ms if self.video else None

    @property
    def caption_track(self) -> Any:
        """The checked captions in the film's own language, or None. Uses prefetched tracks when there are any."""
        return next((track for track in self.own_caption_tracks if track.is_checked), None)

    @property
    def own_caption_tracks(self) -> list[Any]:
        """Captions in the film's own language: the checked ones, and those that are still to be checked."""
        tracks = self.video.caption_tracks.all() if self.video else ()
        language = self.language.split("-")[0]
        return [t for t in tracks if t.kind == t.Kind.CAPTIONS and t.language.split("-")[0] == language]

    @property
    def is_described(self) -> bool:
        """Whether a person has checked a description, in words, of what is to be seen, in the film's own language."""
        track = self.caption_track
        return track is not None and track.description_among(self.video.caption_tracks.all()) is not None

    def serializable_data(self) -> dict[str, Any]:
        """What a revision holds: everything but the agreements, which belong to the film and to no draft of it."""
        data = super().serializable_data()
        data.pop("consents", None)
        return data

    def with_content_json(self, content: dict[str, Any]) -> FilmPage:
        """A draft, with agreements and withdrawal as they stand today, and the poster that preparing the film gave.

        A public film keeps its film file, whatever an older draft says, and no draft brings a withdrawn file back.
        """
        film = super().with_content_json({key: value for key, value in content.items() if key != "consents"})
        film.consents = list(Consent.objects.filter(film=self.pk).select_related("contributor"))
        today = type(self).objects.values("withdrawn_at", "poster_id", "video_id", "live").get(pk=self.pk)
        film.withdrawn_at = today["withdrawn_at"]
        is_public = today["live"] and today["video_id"] is not None
        if film.video_id != today["video_id"] and (is_public or (film.video is not None and film.video.is_withdrawn)):
            film.video_id = today["video_id"]
        if film.poster_id is None and film.video_id == today["video_id"]:
            film.poster_id = today["poster_id"]
        return film

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """A withdrawn film keeps its address, to say 410 there; see ``serve``."""
        if not path_components and self.is_withdrawn:
            return RouteResult(self)
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_withdrawn:
            return gone(request)
        response = super().serve(request, *args, **kwargs)
        patch_vary_headers(response, ["Save-Data"])
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from films.selectors import film_page_context

        context = {**super().get_context(request, *args, **kwargs), **film_page_context(self, request)}
        # A browser set to save data asks for less: the small film, and no stills.
        context["is_saving_data"] = request.headers.get("Save-Data", "").lower() == "on"
        return context

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return [] if self.is_withdrawn else super().get_sitemap_urls(request)

    def save(self, *args: Any, **options: Any) -> Any:
        """Store the film. Raises ``films.readiness.NotReady`` when this would make public what must not be.

        Wagtail's form, its API and copying make a page live by saving it, without asking ``publish``; what they have
        in common is that another revision goes live. Wagtail checks a live page here, too. Whether it is withdrawn is
        written by ``films.services.withdrawal`` alone.
        """
        from films.readiness import require_ready

        with transaction.atomic():
            # Somebody may withdraw the film at this moment: whoever comes second waits here, and sees it.
            row = FilmPage.objects.select_for_update().filter(pk=self.pk)
            stored = row.values_list("live", "live_revision_id", "withdrawn_at").first()
            if stored is not None:
                self.withdrawn_at = stored[2]
            is_new_revision = self.live_revision_id and (stored is None or stored[:2] != (True, self.live_revision_id))
            # Read before it was withdrawn: what was public then would be so again.
            is_brought_back = stored is not None and self.is_withdrawn and not stored[0]
            if self.live and (is_new_revision or is_brought_back):
                require_ready(self)
            return super().save(*args, **options)

    def clean(self) -> None:
        super().clean()
        if self.alias_of_id is not None:
            raise ValidationError("A film has one page, with its own consents and comments. Link to that page instead.")

    def publish(self, revision: Any, user: Any = None, **options: Any) -> Any:
        """Publish a revision, now or at its time, if nothing that it must have is missing.

        The workflow, several at once, the clock and code come here; the rest is caught by ``save``. Raises
        ``films.readiness.NotReady`` with a sentence for the editor.
        """
        from films.readiness import NotReady, require_ready

        try:
            require_ready(revision.as_object())
        except NotReady:
            if options.get("log_action") != SCHEDULED:
                raise
            # By the clock: this film stays as it is, the schedule ends, and the next film's turn comes.
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
            log(instance=self, action="wagtail.schedule.cancel", user=user, revision=revision)
            logger.warning("film %s was not ready at its scheduled time", self.pk)
            return None
        return super().publish(revision, user=user, **options)

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        from films.structured_data import film_objects

        return film_objects(self, request)


class ChangeNote(models.Model):
    """What readers are told about a change: "Replaced on … because …"."""

    film = ParentalKey(FilmPage, on_delete=models.CASCADE, related_name="change_notes")
    changed_on = models.DateField()
    note = models.CharField(max_length=250)

    panels = [FieldPanel("changed_on"), FieldPanel("note")]

    class Meta:
        ordering = ["-changed_on", "-pk"]

    def __str__(self) -> str:
        return self.note


class RelatedFilm(Orderable):
    """A film an editor recommends after this one."""

    film = ParentalKey(FilmPage, on_delete=models.CASCADE, related_name="related_films")
    other = models.ForeignKey(FilmPage, on_delete=models.CASCADE, related_name="+", verbose_name="film")

    panels = [PageChooserPanel("other", "films.FilmPage")]

    class Meta(Orderable.Meta):
        pass

    def __str__(self) -> str:
        return str(self.other)

"""Caption tracks and their cues, as rows: so they can be searched, edited, checked and served."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from films.captions.cues import ParsedCue
from films.models.video import Video


class CaptionTrackQuerySet(models.QuerySet["CaptionTrack"]):
    def for_readers(self) -> Self:
        """What readers may get: words that a person has checked."""
        return self.filter(status=CaptionTrack.Status.CHECKED)

    def not_replacements(self) -> Self:
        """One a kind and language: the checked track, or the first draft where nothing has been checked yet."""
        return self.filter(replaces=None)


class CaptionTrack(models.Model):
    """The words of one video in one language.

    Readers get checked tracks only. Words that are to take the place of checked ones wait in a track of their own,
    which ``replaces`` the checked one; checking it hands its words over and ends it.
    """

    class Kind(models.TextChoices):
        CAPTIONS = "captions", "Captions"
        SUBTITLES = "subtitles", "Subtitles"
        DESCRIPTIONS = "descriptions", "Audio description"

    class Status(models.TextChoices):
        IMPORTING = "importing", "Being read in"
        DRAFT = "draft", "Draft. Check every line"
        MACHINE_DRAFT = "machine_draft", "Machine draft. Check every line"
        CHECKED = "checked", "Checked by a person"
        FAILED = "failed", "Could not be read"

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="caption_tracks")
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.CAPTIONS)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="draft", editable=False
    )
    language = models.CharField(max_length=12, default="en-GB", help_text="BCP 47, such as en-GB or cy")
    label = models.CharField(
        max_length=60, blank=True, help_text="What the player's menu says. Empty: the language's name."
    )
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.DRAFT)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_by_name = models.CharField(max_length=150, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    # What a WebVTT file says outside its cues, kept so that an export gives it back.
    header = models.TextField(blank=True)
    styles = models.JSONField(default=list, blank=True)
    regions = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    source_name = models.CharField("file name", max_length=255, blank=True)
    # What was left out or mended on import: [[line number, sentence], …]
    import_problems = models.JSONField(default=list, blank=True)
    # The file as uploaded, kept until it has been read in, so that nothing an editor sent is lost.
    pending_source = models.BinaryField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CaptionTrackQuerySet.as_manager()

    class Meta:
        ordering = ["video", "kind", "language", "pk"]  # a draft after what it replaces
        constraints = [
            models.UniqueConstraint(
                fields=["video", "kind", "language"],
                condition=Q(replaces=None),
                name="one_track_a_kind_and_language",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(status="checked"), name="checked_words_take_their_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"

    @property
    def is_checked(self) -> bool:
        return self.status == self.Status.CHECKED

    @property
    def is_replacement(self) -> bool:
        """Whether checked words stay in use beside these."""
        return self.replaces_id is not None

    @property
    def waiting_draft(self) -> CaptionTrack | None:
        """The words that wait to take the place of these."""
        return getattr(self, "draft", None)

    def take_surroundings(self, other: CaptionTrack) -> None:
        """What ``other`` holds beside its cues: its file's name, and what stood in the file outside them."""
        self.source_name, self.header, self.import_problems = other.source_name, other.header, other.import_problems
        self.styles, self.regions, self.notes = other.styles, other.regions, other.notes

    @property
    def has_words(self) -> bool:
        """Whether there is a cue. Uses the annotation ``has_words_in_database`` when there is one."""
        annotated = getattr(self, "has_words_in_database", None)
        return self.cues.exists() if annotated is None else annotated

    def description_among(self, tracks: Iterable[CaptionTrack]) -> CaptionTrack | None:
        """Of the video's ``tracks``, the checked one that describes in this one's language what is to be seen."""
        language = self.language.split("-")[0]
        described = (t for t in tracks if t.kind == self.Kind.DESCRIPTIONS and t.is_checked)
        return next((t for t in described if t.language.split("-")[0] == language), None)

    @property
    def language_name(self) -> str:
        """For people: English, Cymraeg, or the code itself."""
        return {"en": "English", "cy": "Cymraeg"}.get(self.language.split("-")[0].lower(), self.language)

    @property
    def menu_label(self) -> str:
        return self.label or self.language_name


class CueQuerySet(models.QuerySet["Cue"]):
    def on_screen_at(self, at_ms: int) -> Self:
        """Cues showing at ``at_ms``: the start counts as on screen, the end does not."""
        return self.filter(start_ms__lte=at_ms, end_ms__gt=at_ms)

    def in_order(self) -> Self:
        """As spoken; two that start together stay in the order they were written."""
        return self.order_by("start_ms", "position")


class Cue(models.Model):
    """One timed line of a caption track; times are milliseconds from the first frame."""

    track = models.ForeignKey(CaptionTrack, on_delete=models.CASCADE, related_name="cues")
    position = models.PositiveIntegerField()
    start_ms = models.PositiveIntegerField()
    end_ms = models.PositiveIntegerField()
    # WebVTT cue text, markup and all, exactly as a file would hold it.
    payload = models.TextField()
    identifier = models.CharField(max_length=255, blank=True)
    settings = models.CharField(max_length=255, blank=True)
    # Derived from the payload when it is written, for search and transcripts.
    speaker = models.CharField(max_length=120, blank=True)
    plain_text = models.TextField(blank=True)

    objects = CueQuerySet.as_manager()

    class Meta:
        ordering = ["track", "start_ms", "position"]
        indexes = [models.Index(fields=["track", "start_ms", "position"], name="cue_order")]
        constraints = [
            models.CheckConstraint(condition=Q(end_ms__gt=F("start_ms")), name="cue_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.plain_text[:60]

    def as_parsed(self) -> ParsedCue:
        """As a file holds it."""
        return ParsedCue(self.start_ms, self.end_ms, self.payload, self.identifier, self.settings)

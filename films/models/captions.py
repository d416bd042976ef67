"""Caption tracks and their cues, as rows: so they can be searched, edited, checked and served."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from films.models.video import Video


class CaptionTrack(models.Model):
    """The words of one video in one language."""

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

    class Meta:
        ordering = ["video", "kind", "language"]
        constraints = [
            models.UniqueConstraint(fields=["video", "kind", "language"], name="one_track_a_kind_and_language"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"

    @property
    def is_checked(self) -> bool:
        return self.status == self.Status.CHECKED

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

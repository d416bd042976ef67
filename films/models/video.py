"""A film's file: the master as uploaded, what was made from it, and the steps that made it."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.models import CollectionMember
from wagtail.search import index


def private_storage() -> Storage:
    """Where masters and consent papers live; never served."""
    return storages["private"]


def master_path(video: Video, filename: str) -> str:
    """Our own name for an uploaded master; the person's file name is kept as a field only."""
    return f"masters/{uuid.uuid4().hex}"


def rendition_path(rendition: Rendition, filename: str) -> str:
    """A name never used before, so that a file once served never changes under its address."""
    return f"films/{rendition.video_id}/{uuid.uuid4().hex[:12]}/{filename}"


class VideoQuerySet(models.QuerySet["Video"]):
    def ready(self) -> Self:
        """Watchable."""
        return self.filter(status=Video.Status.READY)

    def unfinished(self) -> Self:
        """Uploaded, but not yet watchable, and not failed."""
        return self.filter(status__in=(Video.Status.UPLOADING, Video.Status.PREPARING))

    def not_withdrawn(self) -> Self:
        """May be used on a page."""
        return self.filter(withdrawn_at=None)


class Video(CollectionMember, index.Indexed, models.Model):
    """One cut of a film. Replacing a film's cut makes another row, so old files cannot come back by accident."""

    class Status(models.TextChoices):
        UPLOADING = "uploading", "Uploading"
        PREPARING = "preparing", "Preparing"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be prepared"

    title = models.CharField(max_length=120, help_text="For finding it again. Readers see the film page’s title.")
    master = models.FileField("film file", upload_to=master_path, storage=private_storage)
    original_name = models.CharField("file name", max_length=255, blank=True, editable=False)
    size_bytes = models.PositiveBigIntegerField(default=0, editable=False)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.UPLOADING, editable=False)
    # What an editor should know or do, in plain words; filled when preparing failed.
    problem = models.TextField(blank=True, editable=False)

    duration_ms = models.PositiveIntegerField(null=True, blank=True, editable=False)
    width = models.PositiveIntegerField(
        null=True, blank=True, editable=False, help_text="Pixels as shown, after rotation."
    )
    height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    has_sound = models.BooleanField(null=True, blank=True, editable=False)
    # Everything the probe said, for people who mend things; nothing reads it to decide.
    facts = models.JSONField(default=dict, blank=True, editable=False)
    # Sentences for the editor about what was seen and heard, as a list of {"code", "sentence"}; see the last step.
    findings = models.JSONField(default=list, blank=True, editable=False)
    # From then on nothing of it is handed to readers, whatever page may show it. The master is kept for a while.
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = VideoQuerySet.as_manager()

    search_fields = [
        *CollectionMember.search_fields,
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.FilterField("status"),
        index.FilterField("withdrawn_at"),
    ]

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "film file"
        permissions = [("choose_video", "Can choose film file")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_ready(self) -> bool:
        return self.status == self.Status.READY

    @property
    def is_portrait(self) -> bool:
        """Taller than wide, as phones film when held upright."""
        return bool(self.width and self.height and self.height > self.width)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def rungs(self) -> list[Rendition]:
        """The steps of the ladder, the lowest bit rate first. Uses prefetched rows when there are any."""
        rungs = (r for r in self.renditions.all() if r.kind == Rendition.Kind.HLS)
        return sorted(rungs, key=lambda rung: (rung.bits_per_second or 0, rung.pk))

    def rendition(self, kind: str) -> Rendition | None:
        """The rendition of ``kind`` in use, or None. Uses prefetched rows when there are any."""
        return next((r for r in self.renditions.all() if r.kind == kind), None)

    @property
    def mp4(self) -> Rendition | None:
        """The plain film file that plays everywhere."""
        return self.rendition(Rendition.Kind.MP4)


class Rendition(models.Model):
    """A file made from a master, as readers fetch it. A row exists only for files that are complete."""

    class Kind(models.TextChoices):
        MP4 = "mp4", "Film (MP4)"
        MP4_LOW = "mp4_low", "Low-data film (MP4)"
        HLS = "hls", "Streaming (HLS)"
        AUDIO = "audio", "Sound only"
        POSTER = "poster", "Poster frame"
        STORYBOARD = "storyboard", "Storyboard"
        WAVEFORM = "waveform", "Waveform"

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # Tells rungs of a ladder and poster candidates apart: "720p", "00:12.4"; "" where there is one only.
    label = models.CharField(max_length=40, blank=True)
    file = models.FileField(upload_to=rendition_path)
    size_bytes = models.PositiveBigIntegerField(default=0)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    duration_ms = models.PositiveIntegerField(null=True, blank=True)
    # The highest of any segment for streaming (RFC 8216, 4.3.4.2: BANDWIDTH), the average for plain files.
    bits_per_second = models.PositiveIntegerField(null=True, blank=True)
    # RFC 6381, as in <source type>: "avc1.64001f,mp4a.40.2"
    codecs = models.CharField(max_length=80, blank=True)
    # What only this kind has. hls: map, segments, frame_rate, average_bits_per_second (see films.streaming);
    # storyboard: columns, rows, tile_width, tile_height, every_ms, count; waveform: every_ms, count.
    details = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["kind", "-height", "label"]
        constraints = [
            models.UniqueConstraint(fields=["video", "kind", "label"], name="one_rendition_a_kind_and_label"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.label}".strip()

    @property
    def url(self) -> str:
        return self.file.url

    @property
    def media_type(self) -> str:
        """For ``<source type>``, with codecs when they are known."""
        base = {
            "mp4": "video/mp4",
            "mp4_low": "video/mp4",
            "hls": "video/mp4",
            "audio": "audio/mp4",
            "waveform": "application/json",
        }
        media_type = base.get(self.kind, "image/jpeg")
        return f'{media_type}; codecs="{self.codecs}"' if self.codecs else media_type


class StepQuerySet(models.QuerySet["ProcessingStep"]):
    def stalled(self, before: object) -> Self:
        """Running, but with no sign of life since ``before``: the worker died."""
        return self.filter(state=ProcessingStep.State.RUNNING, heartbeat_at__lt=before)

    def unfinished(self) -> Self:
        return self.filter(state__in=(ProcessingStep.State.WAITING, ProcessingStep.State.RUNNING))


class ProcessingStep(models.Model):
    """One step of preparing a video. The row is the truth; the task queue only rings the bell.

    A worker claims a step with ``token``; whoever holds another token has been replaced and must write nothing.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    queued_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # For editors, in plain words.
    reason = models.TextField(blank=True)
    # For people who mend things: the end of the tool's own output.
    detail = models.TextField(blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["video", "position"]
        constraints = [
            models.UniqueConstraint(fields=["video", "name"], name="one_step_a_name"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="step_percent_to_100"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_state_display()}"

    @property
    def seconds(self) -> float | None:
        """How long it took, or has been running; None before it starts."""
        if self.started_at is None:
            return None
        return ((self.ended_at or timezone.now()) - self.started_at).total_seconds()

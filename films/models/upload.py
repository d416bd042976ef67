"""A film on its way here, in pieces, until it is whole."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Collection


class FilmUpload(models.Model):
    """One resumable upload (tus 1.0.0). ``offset`` bytes of ``size_bytes`` are safely stored.

    Where storage is on this machine the bytes are in one growing file, ``storage_name``. Where it is S3 they are parts
    of a multipart upload, and what is too short to be a part waits in an object of its own, ``tail_name``.
    """

    class State(models.TextChoices):
        RECEIVING = "receiving", "Uploading"
        COMPLETE = "complete", "Here"
        REFUSED = "refused", "Not accepted"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="+")
    filename = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=120, blank=True)
    size_bytes = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVING)
    # For the person who uploads, in plain words, when the file was refused.
    problem = models.TextField(blank=True)
    video = models.OneToOneField(
        "films.Video", null=True, blank=True, on_delete=models.SET_NULL, related_name="film_upload"
    )

    storage_name = models.CharField(max_length=200)
    multipart_id = models.CharField(max_length=400, blank=True)
    # Of the multipart upload so far: [[number, etag], ...] in order.
    parts = models.JSONField(default=list, blank=True)
    tail_name = models.CharField(max_length=200, blank=True)
    tail_bytes = models.PositiveIntegerField(default=0)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(offset__lte=models.F("size_bytes")), name="upload_offset_in_size"
            ),
        ]

    def __str__(self) -> str:
        return self.filename or str(self.pk)

    @property
    def is_whole(self) -> bool:
        return self.offset == self.size_bytes

"""A film on its way here, in pieces, until it is whole."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from wagtail.models import Collection

MAX_FINGERPRINT = 300


class FilmUploadQuerySet(models.QuerySet["FilmUpload"]):
    def unfinished(self) -> Self:
        """Still on their way, whether somebody is sending or not."""
        return self.filter(state=FilmUpload.State.RECEIVING)

    def of(self, person: object) -> Self:
        return self.filter(owner=person)

    def resumable(self, now: dt.datetime) -> Self:
        """Those it still makes sense to go on with."""
        return self.unfinished().filter(expires_at__gt=now, offset__lt=F("size_bytes"))

    def free(self, now: dt.datetime) -> Self:
        """Nobody adds to them at the moment."""
        return self.filter(Q(lease_until=None) | Q(lease_until__lt=now))

    def expired(self, now: dt.datetime) -> Self:
        return self.filter(expires_at__lte=now)

    def bytes_to_come(self) -> int:
        return self.aggregate(left=Sum(F("size_bytes") - F("offset")))["left"] or 0


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
    # Rows outlive their owner and collection, since they say which bytes wait to be removed.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    collection = models.ForeignKey(Collection, null=True, on_delete=models.SET_NULL, related_name="+")
    filename = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=120, blank=True)
    # By which the sender's browser knows the same file again; means nothing here.
    fingerprint = models.CharField(max_length=MAX_FINGERPRINT, blank=True)
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
    # The first bytes, until they have shown whether this can be a film.
    head = models.BinaryField(blank=True, default=b"")
    # Who is adding to it. A worker that died lets go when the time is over.
    lease = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField()

    objects = FilmUploadQuerySet.as_manager()

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

    @property
    def percent(self) -> int:
        return 100 * self.offset // max(1, self.size_bytes)

"""Who agreed to be shown where, until when."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from modelcluster.fields import ParentalKey

from films.models.contributor import Contributor
from films.models.video import private_storage

# Written by films.services.consents alone.
RECORDED_BY_SERVICES = {"withdrawn_at", "evidence_file", "evidence_type", "warned_days", "not_shown_since"}


def evidence_path(consent: Consent, filename: str) -> str:
    """Our own name for a signed form; the person's file name is not kept, since it often is somebody's name."""
    return f"consents/{uuid.uuid4().hex}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self, on: dt.date | None = None) -> Self:
        """Given, not withdrawn, not expired on the day (today by default)."""
        day = on or timezone.localdate()
        return self.filter(withdrawn_at=None, given_on__lte=day).filter(Q(expires_on=None) | Q(expires_on__gte=day))

    def ending_within(self, days: int) -> Self:
        """In force and still needed, but only for so many days more."""
        return self.in_force().needed().filter(expires_on__lte=timezone.localdate() + dt.timedelta(days=days))

    def needed(self) -> Self:
        """Of people who are in the film as it is now, and not only in a cut that was replaced."""
        return self.filter(not_shown_since=None)

    def ended(self, on: dt.date | None = None) -> Self:
        """Expired, and not renewed, before the day (today by default)."""
        return self.needed().filter(withdrawn_at=None, expires_on__lt=on or timezone.localdate())


class Consent(models.Model):
    """One person's agreement for one film.

    It is edited in the film's form, but is no part of the film's revisions: a draft that was saved before somebody
    withdrew must never give their agreement back (see ``FilmPage.with_content_json``).
    """

    film = ParentalKey("films.FilmPage", on_delete=models.CASCADE, related_name="consents")
    contributor = models.ForeignKey(
        Contributor, on_delete=models.PROTECT, related_name="consents", verbose_name="person"
    )
    may_stream = models.BooleanField("watch on this site", default=True)
    may_download = models.BooleanField("download", default=False)
    may_use_in_class = models.BooleanField("use in a classroom", default=False)
    may_share_on_social_media = models.BooleanField("social media", default=False)
    given_on = models.DateField(default=timezone.localdate)
    review_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    evidence = models.CharField(
        "where the signed form is kept",
        max_length=200,
        blank=True,
        help_text="A place or file number, never a link.",
    )
    # The signed form itself: a PDF or a picture, in the private storage, handed out by films.admin.evidence alone.
    evidence_file = models.FileField(
        "signed form", upload_to=evidence_path, storage=private_storage, blank=True, editable=False
    )
    evidence_type = models.CharField(max_length=20, blank=True, editable=False)
    # The shortest notice of its end that was mailed: 60, 30 or 7 days before.
    warned_days = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    # When a cut without this person took the film's place: the agreement is kept, but no longer asked for.
    not_shown_since = models.DateTimeField(null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    second_sign_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Needed for people who use services, and for carers: a second person who has seen the form.",
    )
    second_sign_off_at = models.DateTimeField(null=True, blank=True, editable=False)
    note = models.TextField(blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["film", "contributor"], name="one_consent_a_person_and_film"),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("given_on")),
                name="consent_expires_after_given",
            ),
        ]
        permissions = [("handle_consent_form", "Can keep and open signed consent forms")]

    def __str__(self) -> str:
        return f"{self.contributor} in {self.film}"

    def save(self, *args: Any, **options: Any) -> None:
        """Store the row. What services record in it is left as it is stored: a form may have been open before that."""
        if not self._state.adding and options.get("update_fields") is None:
            options["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.name not in RECORDED_BY_SERVICES
            ]
        super().save(*args, **options)

    def is_in_force_on(self, day: dt.date) -> bool:
        return (
            self.withdrawn_at is None and self.given_on <= day and (self.expires_on is None or self.expires_on >= day)
        )

    @property
    def is_in_force(self) -> bool:
        return self.is_in_force_on(timezone.localdate())

    @property
    def state(self) -> str:
        """In a word or two, for lists."""
        if self.withdrawn_at is not None:
            return "Withdrawn"
        if self.not_shown_since is not None:
            return "No longer in the film"
        if self.is_in_force:
            return "In force"
        return "Not yet in force" if self.given_on > timezone.localdate() else "Ended"

    @property
    def has_form(self) -> bool:
        """Whether the signed form is kept here."""
        return bool(self.evidence_file)

"""Who agreed to be shown where, until when."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from modelcluster.fields import ParentalKey

from films.models.contributor import Contributor


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self, on: dt.date | None = None) -> Self:
        """Given, not withdrawn, not expired on the day (today by default)."""
        day = on or timezone.localdate()
        return self.filter(withdrawn_at=None, given_on__lte=day).filter(Q(expires_on=None) | Q(expires_on__gte=day))

    def ending_within(self, days: int) -> Self:
        """In force, but only for so many days more."""
        return self.in_force().filter(expires_on__lte=timezone.localdate() + dt.timedelta(days=days))


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

    def __str__(self) -> str:
        return f"{self.contributor} in {self.film}"

    def is_in_force_on(self, day: dt.date) -> bool:
        return (
            self.withdrawn_at is None and self.given_on <= day and (self.expires_on is None or self.expires_on >= day)
        )

    @property
    def is_in_force(self) -> bool:
        return self.is_in_force_on(timezone.localdate())

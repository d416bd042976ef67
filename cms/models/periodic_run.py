"""When each periodic job was last taken by a worker; see ``cms.periodic``."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.utils import timezone


class PeriodicRunQuerySet(models.QuerySet["PeriodicRun"]):
    def take(self, name: str, every: dt.timedelta) -> bool:
        """True for the one caller that may run the job now; from then on it is due again after ``every``."""
        now = timezone.now()
        run, is_new = self.get_or_create(name=name, defaults={"started_at": now})
        if is_new:
            return True
        # One statement, so that of two workers only one changes the row.
        return self.filter(pk=run.pk).due(now - every).update(started_at=now) == 1

    def due(self, since: dt.datetime) -> Self:
        """Jobs last taken at ``since`` or earlier."""
        return self.filter(started_at__lte=since)


class PeriodicRun(models.Model):
    """One row a job. In the database rather than the cache: a job still comes round when Redis is away."""

    name = models.CharField(max_length=150, unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True, help_text="When it last ended well.")

    objects = PeriodicRunQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

"""Fill the search index of spoken lines again, for all tracks."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from films import search
from films.models import CaptionTrack


class Command(BaseCommand):
    help = "Fills the search index of spoken lines again. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        ids = list(CaptionTrack.objects.values_list("pk", flat=True))
        for track_id in ids:
            with transaction.atomic():
                search.index_track(track_id)
        self.stdout.write(f"{len(ids)} tracks indexed.")

"""Queue for older films the steps that came to the site after they were prepared."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from films.models import Video
from films.services import videos


class Command(BaseCommand):
    help = (
        "Queues the steps that films were prepared without, such as sizes for streaming; the worker does them. "
        "Films stay as they are until then. Safe to run at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("videos", nargs="*", type=int, help="ids of film files; all by default")
        parser.add_argument("--failed", action="store_true", help="try steps again that failed or were stopped, too")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = Video.objects.filter(withdrawn_at=None).order_by("pk")
        if options["videos"]:
            chosen = chosen.filter(pk__in=options["videos"])
        films = steps = 0
        for video in chosen.iterator():
            count = videos.try_again(video) if options["failed"] else videos.complete(video)
            films, steps = films + bool(count), steps + count
        self.stdout.write(f"{steps} steps of {films} film files are queued.")

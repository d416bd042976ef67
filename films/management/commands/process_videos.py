"""Prepare waiting films in this process, without a worker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from films import pipeline
from films.models import ProcessingStep, Video
from films.services import steps
from films.tasks import run_step


class Command(BaseCommand):
    help = "Runs the waiting steps of uploaded films here and now, one after the other, until none is left."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("videos", nargs="*", type=int, help="ids of film files; all by default")
        parser.add_argument(
            "--until-watchable",
            action="store_true",
            help="leave what a film can be watched without, such as streaming, to the worker",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        steps.reap()
        waiting = ProcessingStep.objects.filter(state=ProcessingStep.State.WAITING, queued_at__isnull=False)
        if options["videos"]:
            waiting = waiting.filter(video__in=options["videos"])
        if options["until_watchable"]:
            waiting = waiting.exclude(video__status=Video.Status.READY)
        touched: set[int] = set()
        while (step := waiting.order_by("video", "position").first()) is not None:
            touched.add(step.video_id)
            if options["verbosity"] > 1:
                self.stdout.write(f"Film file {step.video_id}: {pipeline.label_of(step.name)}")
            run_step.call(step.pk, str(step.token))
        for video in Video.objects.filter(pk__in=touched).order_by("pk"):
            self.stdout.write(f"{video.title}: {video.get_status_display()}. {video.problem}".strip())

"""``manage.py run_worker``: does the work that waits in the background, and the jobs that come round by the clock."""

from __future__ import annotations

import logging
import signal
import sys
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from cms.periodic import PeriodicThread, periodic_jobs, run_due_jobs

logger = logging.getLogger(__name__)

ALL_QUEUES = "*"


class SiteWorker(Worker):
    """The queue's own worker, with an ending that cannot lose a task.

    The one it stands on leaves from inside the signal handler when idle; between claiming a task and starting it that
    would leave the task marked as running for ever. This one only notes the wish and leaves at the next turn of the
    loop, at most one interval later.
    """

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        # No log line here: the signal may have come in the middle of writing one, which cannot be entered twice.
        if not self.running:
            self.reset_signals()
            sys.exit(1)  # asked a second time: the current task is broken off
        self.running = False

    def configure_signals(self) -> None:
        signal.signal(signal.SIGINT, self.shutdown)
        signal.signal(signal.SIGTERM, self.shutdown)


class Command(BaseCommand):
    help = "Does background work: films, captions, comment checks, mail, and periodic jobs. SIGTERM ends it cleanly."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--queues", default=ALL_QUEUES, help="only these queues, separated by commas, such as comments,mail"
        )
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks at an empty queue")
        parser.add_argument("--batch", action="store_true", help="do what waits, run due jobs once, then end")

    def handle(self, *, queues: str, interval: float, batch: bool, **options: Any) -> None:
        jobs = periodic_jobs()  # a wrong path in PERIODIC_JOBS stops the start, not a job at night
        worker = SiteWorker(
            queue_names=queues.split(","),
            interval=interval,
            batch=batch,
            backend_name="background",
            startup_delay=not batch,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        if batch:
            worker.run()
            run_due_jobs()
            return
        worker.configure_signals()
        logger.info("Worker ready: queues %s, %d periodic jobs", queues, len(jobs))
        periodic = PeriodicThread()
        periodic.start()
        try:
            worker.run()
        finally:
            periodic.stop()
        logger.info("Worker ended")

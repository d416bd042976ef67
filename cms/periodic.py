"""Jobs that run every so often in the background worker: no cron, no second scheduler to look after.

An app writes ``@periodic(seconds=60)`` above a function without arguments and lists the function's dotted path in the
setting ``PERIODIC_JOBS``. Every worker asks regularly which jobs are due, and a row in the database lets one of them
take each. A worker that dies in the middle costs one turn: the job is due again after its own time.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string

from cms.models import PeriodicRun

logger = logging.getLogger(__name__)

TICK_S = 15.0  # how often a worker looks for due jobs
STOP_WAIT_S = 4.0  # how long a stopping worker lets a job finish


@dataclass(frozen=True, slots=True)
class PeriodicJob:
    """``run`` is called when ``seconds`` have passed since a worker last called it. Safe to repeat."""

    name: str
    seconds: int
    run: Callable[[], object]


def periodic(*, seconds: int) -> Callable[[Callable[[], object]], PeriodicJob]:
    """Mark a function as a job that is due every ``seconds``.

    Turns come late when no worker runs, and a long turn may overlap the next in another worker. So a job must be safe
    to repeat and must find its work by state, never by how often it was called.
    """

    def decorate(function: Callable[[], object]) -> PeriodicJob:
        return PeriodicJob(f"{function.__module__}.{function.__qualname__}", seconds, function)

    return decorate


def periodic_jobs() -> list[PeriodicJob]:
    """The jobs that ``PERIODIC_JOBS`` names, in its order. Raises ``ImportError`` for a path that leads nowhere."""
    jobs = [import_string(path) for path in settings.PERIODIC_JOBS]
    for path, job in zip(settings.PERIODIC_JOBS, jobs, strict=True):
        if not isinstance(job, PeriodicJob):
            raise ImportError(f"PERIODIC_JOBS names {path}, which is not marked with @periodic.")
    return jobs


def run_due_jobs() -> list[str]:
    """Run every job that is due and that no other worker has taken; returns the names of those that ended well.

    One failing job is logged and does not keep the others from running; it is tried again when next due.
    """
    done = []
    for job in periodic_jobs():
        if not PeriodicRun.objects.take(job.name, dt.timedelta(seconds=job.seconds)):
            continue
        try:
            job.run()
        except Exception:
            logger.exception("Periodic job %s failed", job.name)
        else:
            PeriodicRun.objects.filter(name=job.name).update(finished_at=timezone.now())
            done.append(job.name)
    return done


class PeriodicThread(threading.Thread):
    """Looks for due jobs beside the worker's tasks, so that an hour of film encoding delays none of them."""

    def __init__(self, tick_s: float = TICK_S) -> None:
        super().__init__(name="periodic", daemon=True)
        self._tick_s = tick_s
        self._stopping = threading.Event()

    def run(self) -> None:
        while True:
            close_old_connections()
            try:
                run_due_jobs()
            except Exception:
                # Such as a database that is away for a moment: the worker itself goes on trying as well.
                logger.exception("Looking for periodic jobs failed")
            close_old_connections()
            if self._stopping.wait(self._tick_s):
                return

    def stop(self) -> None:
        """Ask the thread to end, and give a running job a few seconds to finish."""
        self._stopping.set()
        self.join(STOP_WAIT_S)

"""Background work of the films app: one task a step, which queues the next; caption files and pictures."""

from __future__ import annotations

import contextlib
import errno
import logging
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django_tasks import task

from cms.models import Picture
from films import mail, pictures, pipeline
from films.models import ProcessingStep, Withdrawal
from films.processing.errors import FfmpegCancelled, FfmpegFailed, FfmpegTimedOut, FilmError, TooLarge
from films.processing.ffmpeg import OUT_OF_SPACE
from films.processing.limits import Limits
from films.processing.sniff import source_at
from films.services import captions, leftovers, steps, videos, withdrawal

logger = logging.getLogger(__name__)

UNEXPECTED = (
    "Something went wrong on our side while we prepared this film. Nothing is wrong with the film itself. "
    "Choose “Try again”, or ask us for help. Nothing has been published."
)
MASTER_GONE = "The uploaded file is no longer there. Upload the film again."


@task(backend="background", queue_name="video")
def run_step(step_id: int, token: str) -> None:
    """One try at one step; a second run with the same token changes nothing."""
    step = steps.claim(step_id, token)
    if step is None:
        return  # done, cancelled, or given to another worker since this was queued
    try:
        with Heartbeat(step) as heart, _folder_of(step) as folder:
            made = _made(step, folder, heart)
            if made is not None:
                steps.finish(step, made)
    except steps.Superseded:
        logger.info("step %s was taken over", step.pk)
    else:
        if made is not None and step.name == "poster":
            videos.set_missing_posters(step.video)


def _made(step: ProcessingStep, folder: Path, heart: Heartbeat) -> pipeline.Made | None:
    """Run the step. None when it came to nothing, which its row says by then."""
    try:
        with videos.local_master(step.video, folder) as path:
            return pipeline.BY_NAME[step.name].run(
                pipeline.Work(
                    video=step.video,
                    source=source_at(path),
                    folder=folder,
                    limits=film_limits(),
                    report=heart.report,
                    is_cancelled=heart.is_lost,
                )
            )
    except FfmpegCancelled:
        logger.info("step %s was stopped", step.pk)
    except FilmError as error:
        _fail(step, error.sentence, error.detail, may_try_again=_may_pass(error))
    except FileNotFoundError as error:
        _fail(step, MASTER_GONE, str(error), may_try_again=False)
    except OSError as error:
        is_full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        _fail(step, OUT_OF_SPACE if is_full else UNEXPECTED, str(error), may_try_again=True)
    except Exception as error:  # whatever a step raises, its row must say so: an editor waits for it
        logger.exception("step %s of video %s failed", step.name, step.video_id)
        _fail(step, UNEXPECTED, repr(error), may_try_again=True)
    return None


def _may_pass(error: FilmError) -> bool:
    """Whether another try may end better: not when the film itself is the reason."""
    return isinstance(error, FfmpegFailed) and not isinstance(error, FfmpegTimedOut | TooLarge)


def _fail(step: ProcessingStep, reason: str, detail: str, *, may_try_again: bool) -> None:
    logger.warning("step %s of video %s, try %s: %s", step.name, step.video_id, step.attempt, detail[-500:])
    steps.fail(step, reason, detail=detail, may_try_again=may_try_again)


@contextlib.contextmanager
def _folder_of(step: ProcessingStep) -> Iterator[Path]:
    folder = leftovers.work_folder(step)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Heartbeat:
    """Says every few seconds that a step is being worked on, and notices when it no longer is ours.

    A worker that cannot reach the database for as long as it takes to be thought dead stops as well: by then
    another has the step.
    """

    def __init__(self, step: ProcessingStep) -> None:
        self.step = step
        self.percent = 0
        self._lost = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"step-{step.pk}", daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join(timeout=30)

    def report(self, percent: int) -> None:
        self.percent = percent

    def is_lost(self) -> bool:
        return self._lost.is_set()

    def _run(self) -> None:
        last = time.monotonic()
        try:
            while not self._over.wait(steps.BEAT_EVERY.total_seconds()):
                try:
                    if not steps.beat(self.step, self.percent):
                        self._lost.set()
                        return
                    last = time.monotonic()
                except DatabaseError:
                    logger.warning("no sign of life could be given for step %s", self.step.pk)
                    connection.close()
                    if time.monotonic() - last > steps.DEAD_AFTER.total_seconds():
                        self._lost.set()
                        return
        finally:
            connection.close()


def film_limits() -> Limits:
    """How much one film may ask for, by the site's settings."""
    return Limits(
        max_size_bytes=settings.FILM_MAX_UPLOAD_BYTES,
        max_duration_ms=settings.FILM_MAX_DURATION_MS,
        threads=settings.FILM_ENCODER_THREADS,
    )


@task(backend="background", queue_name="mail")
def mail_failure(video_id: int) -> None:
    """Tell whoever uploaded a film that it could not be prepared, and why."""
    mail.tell_failure(video_id)


@task(backend="background", queue_name="captions")
def read_captions(track_id: int) -> None:
    """Read in a caption file too long for a web request; a second run changes nothing."""
    captions.read_pending(track_id)


@task(backend="background", queue_name="pictures")
def make_picture_sizes(poster_id: int | None, portrait_ids: list[int]) -> None:
    """Make the sizes in which pages show a poster and portraits, so that no reader waits for them."""
    for picture in Picture.objects.filter(pk=poster_id).prefetch_related("renditions"):
        pictures.make_sizes(picture, pictures.SHARED_POSTER)
    for picture in Picture.objects.filter(pk__in=portrait_ids).prefetch_related("renditions"):
        pictures.make_sizes(picture, pictures.PORTRAITS)


@task(backend="background", queue_name="withdrawals")
def clear_withdrawal(withdrawal_id: int) -> None:
    """Delete what a withdrawal takes down; ``films.jobs.finish_withdrawals`` does what this cannot."""
    for unfinished in Withdrawal.objects.unfinished().filter(pk=withdrawal_id):
        withdrawal.clear(unfinished)

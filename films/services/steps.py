"""Who works on which step of preparing a film.

The step's row is the truth and the task queue only a doorbell. A worker holds a step by its token. Whoever finds
that the token has changed has been replaced, and writes nothing more; so a step that two workers run by some
mishap is published once.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import uuid
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from films import pipeline
from films.models import ProcessingStep, Rendition, Video
from films.models.video import rendition_path
from films.services import leftovers

logger = logging.getLogger(__name__)

State = ProcessingStep.State

MAX_TRIES = 3
# A worker counts as dead after so long without a sign of life. With ``reap`` every 15 seconds, what it held is
# under way again within a minute of another worker being there.
DEAD_AFTER = dt.timedelta(seconds=settings.FILM_WORKER_DEAD_AFTER_SECONDS)
# It gives a sign of life this often; on a busy machine some come late.
BEAT_EVERY = min(dt.timedelta(seconds=5), DEAD_AFTER / 4)
# A waiting step that no queue entry stands for is queued again after this long: the worker died before it queued it.
LOST_AFTER = DEAD_AFTER
# Wait before the second and the third try: a full disk or a restarting store needs a moment. The work of a dead worker
# is tried again at once.
TRY_AGAIN_AFTER = (
    dt.timedelta(seconds=settings.FILM_TRY_AGAIN_AFTER_SECONDS),
    2 * dt.timedelta(seconds=settings.FILM_TRY_AGAIN_AFTER_SECONDS),
)
# Films wait for no other film's extras: what makes a film watchable is taken from the queue first.
LATER = -10
WORKER_DIED = (
    "Preparing this film stopped three times without finishing. "
    "Choose “Try again” when the site is quiet, or ask us for help. Nothing has been published."
)


class Superseded(Exception):
    """Somebody else holds this step now, or it was cancelled or removed. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Reaped:
    """What one round of ``reap`` did, as counts."""

    tried_again: int = 0
    given_up: int = 0
    queued_again: int = 0
    folders_removed: int = 0


def dispatch(step: ProcessingStep, *, after: dt.timedelta = dt.timedelta(0)) -> bool:
    """Take ``step`` from whoever holds it and queue it. False when somebody else did so first."""
    token = uuid.uuid4()
    taken = ProcessingStep.objects.filter(pk=step.pk, token=step.token).update(
        token=token,
        state=State.WAITING,
        percent=0,
        queued_at=timezone.now() + after,
        started_at=None,
        heartbeat_at=None,
        ended_at=None,
    )
    if taken:
        step.token = token
        # A bell that does not ring is noticed by ``reap``.
        transaction.on_commit(partial(_ring, step, token, after), robust=True)
    return bool(taken)


def dispatch_next(video: Video) -> None:
    """Queue the first step that has not been queued yet and has all it needs; none, when one is under way."""
    steps = list(video.steps.order_by("position"))
    if any(step.state == State.RUNNING or (step.state == State.WAITING and step.queued_at) for step in steps):
        return
    done = {step.name for step in steps if step.state == State.DONE}
    for step in steps:
        definition = pipeline.BY_NAME.get(step.name)
        if step.state == State.WAITING and definition and done.issuperset(definition.needs):
            dispatch(step)
            return


def claim(step_id: int, token: str) -> ProcessingStep | None:
    """Begin a try at a step; None when the token is not the step's any more, or another worker was faster."""
    now = timezone.now()
    claimed = ProcessingStep.objects.filter(pk=step_id, token=token, state=State.WAITING).update(
        state=State.RUNNING, attempt=F("attempt") + 1, started_at=now, heartbeat_at=now, reason="", detail=""
    )
    if not claimed:
        return None
    return ProcessingStep.objects.select_related("video").filter(pk=step_id, token=token).first()


def beat(step: ProcessingStep, percent: int) -> bool:
    """Give a sign of life. False when the step is no longer ours."""
    return bool(_held(step).update(heartbeat_at=timezone.now(), percent=max(0, min(100, percent))))


def finish(step: ProcessingStep, made: pipeline.Made) -> None:
    """Publish what a step made, and queue the next.

    Files go to storage first, under names never used before; rows appear in one transaction, if the step is still
    ours. Files that are replaced go after that. Raises ``Superseded``, with nothing left behind.
    """
    names: list[str] = []
    try:
        for file in made.files:
            # Noted first: what was half written when the disk filled up goes too.
            names.append(rendition_path(Rendition(video=step.video), file.filename))
            _store(file, names[-1])
        with transaction.atomic():
            transaction.on_commit(names.clear)  # first of all: from here on the files belong to rows
            _end(step, State.DONE, percent=100)
            _publish(step.video, made, names)
            if pipeline.BY_NAME[step.name].makes_watchable:
                Video.objects.filter(pk=step.video_id).update(status=Video.Status.READY, problem="")
            dispatch_next(step.video)
    except BaseException:
        leftovers.remove_files(names)
        raise


def fail(step: ProcessingStep, reason: str, *, detail: str = "", may_try_again: bool, at_once: bool = False) -> None:
    """End a try that came to nothing: queue another, after a while or ``at_once``, or say why there is none.

    Raises ``Superseded`` when the step is no longer ours.
    """
    with transaction.atomic():
        if may_try_again and step.attempt < MAX_TRIES:
            _held_or_raise(step).update(reason=reason, detail=detail[-4000:])
            wait = TRY_AGAIN_AFTER[min(step.attempt, len(TRY_AGAIN_AFTER)) - 1]
            dispatch(step, after=dt.timedelta(0) if at_once else wait)
            return
        _end(step, State.FAILED, reason=reason, detail=detail[-4000:])
        _tell_video(step, reason)
        dispatch_next(step.video)


def reap(now: dt.datetime | None = None) -> Reaped:
    """Put right what dead workers left: steps, queue entries, folders and half-stored files. ``films.jobs`` runs it."""
    now = now or timezone.now()
    tried_again = given_up = 0
    for step in ProcessingStep.objects.stalled(now - DEAD_AFTER).select_related("video"):
        logger.warning("step %s of video %s stalled in try %s", step.name, step.video_id, step.attempt)
        with contextlib.suppress(Superseded):
            fail(step, WORKER_DIED, detail="No sign of life from the worker.", may_try_again=True, at_once=True)
            if step.attempt < MAX_TRIES:
                tried_again += 1
            else:
                given_up += 1
            leftovers.remove_unpublished(step.video_id)
    return Reaped(
        tried_again=tried_again,
        given_up=given_up,
        queued_again=_queue_lost_steps(now),
        folders_removed=leftovers.remove_left_folders(),
    )


def remove_files_of(video: Video) -> None:
    """Delete a video's files, after the transaction that removes its rows."""
    names = [rendition.file.name for rendition in video.renditions.all()]
    transaction.on_commit(partial(leftovers.remove_files, names))


def _ring(step: ProcessingStep, token: uuid.UUID, after: dt.timedelta) -> None:
    from films.tasks import run_step

    definition = pipeline.BY_NAME.get(step.name)
    task = run_step.using(
        run_after=timezone.now() + after if after else None,
        priority=LATER if definition is None or definition.is_extra else 0,
    )
    task.enqueue(step.pk, str(token))


def _held(step: ProcessingStep) -> QuerySet[ProcessingStep]:
    return ProcessingStep.objects.filter(pk=step.pk, token=step.token, state=State.RUNNING)


def _held_or_raise(step: ProcessingStep) -> QuerySet[ProcessingStep]:
    held = _held(step)
    if not held.select_for_update().exists():
        raise Superseded(step.pk)
    return held


def _end(step: ProcessingStep, state: str, **changes: object) -> None:
    if not _held(step).update(state=state, ended_at=timezone.now(), **changes):
        raise Superseded(step.pk)


def _tell_video(step: ProcessingStep, reason: str) -> None:
    """A film without its MP4 has failed; one that can be watched stays watchable."""
    definition = pipeline.BY_NAME.get(step.name)
    if definition and definition.is_needed_to_watch:
        has_failed = (
            Video.objects.filter(pk=step.video_id)
            .exclude(status=Video.Status.READY)
            .update(status=Video.Status.FAILED, problem=reason)
        )
        if has_failed:
            transaction.on_commit(partial(_tell_editor, step.video_id), robust=True)


def _tell_editor(video_id: int) -> None:
    from films.tasks import mail_failure

    mail_failure.enqueue(video_id)


class _Finished(File):
    """A file in our own folder, which storage on the same disk may move instead of copying."""

    def temporary_file_path(self) -> str:
        return self.name


def _store(made: pipeline.MadeFile, name: str) -> None:
    with made.path.open("rb") as content:
        default_storage.save(name, _Finished(content, name=str(made.path)))


def _publish(video: Video, made: pipeline.Made, names: list[str]) -> None:
    replaced = Rendition.objects.filter(video=video, kind__in=made.replaces)
    old_names = [rendition.file.name for rendition in replaced]
    replaced.delete()
    for file, name in zip(made.files, names, strict=True):
        Rendition.objects.create(
            video=video,
            kind=file.kind,
            label=file.label,
            file=name,
            size_bytes=default_storage.size(name),
            width=file.width,
            height=file.height,
            duration_ms=file.duration_ms,
            bits_per_second=file.bits_per_second,
            codecs=file.codecs,
            details=dict(file.details),
        )
    if made.video_fields:
        Video.objects.filter(pk=video.pk).update(**made.video_fields, updated_at=timezone.now())
    transaction.on_commit(partial(leftovers.remove_files, old_names), robust=True)


def _queue_lost_steps(now: dt.datetime) -> int:
    """Queue waiting steps again that no queue entry stands for, and drop entries that stand for nothing."""
    in_queue = _queue_entries()
    count = 0
    lost = ProcessingStep.objects.filter(state=State.WAITING, queued_at__lt=now - LOST_AFTER)
    for step in lost:
        if str(step.token) not in in_queue:
            count += dispatch(step)
    return count


def _queue_entries() -> set[str]:
    """Tokens in the database queue. Entries whose worker died stay "running" there for ever: they are deleted."""
    from django_tasks import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    from films.tasks import run_step

    tokens: set[str] = set()
    states = {str(token): state for token, state in ProcessingStep.objects.unfinished().values_list("token", "state")}
    entries = DBTaskResult.objects.filter(
        Q(status=TaskResultStatus.READY) | Q(status=TaskResultStatus.RUNNING), task_path=run_step.module_path
    )
    long_ago = timezone.now() - DEAD_AFTER
    for entry in entries.only("pk", "status", "args_kwargs", "started_at").iterator():
        token = str(entry.args_kwargs["args"][1])
        is_taken = entry.status == TaskResultStatus.RUNNING
        if is_taken and states.get(token) != State.RUNNING and entry.started_at and entry.started_at < long_ago:
            # The task ended, or its worker died before or after it claimed the step. A live worker that was replaced
            # stops within a beat or two.
            DBTaskResult.objects.filter(pk=entry.pk).delete()
        elif token in states:
            tokens.add(token)
    return tokens

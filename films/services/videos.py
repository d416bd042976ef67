"""Uploading a film, trying a step again, stopping, removing, and its poster."""

from __future__ import annotations

import contextlib
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection

from cms.models import Picture
from films import pipeline
from films.models import FilmPage, ProcessingStep, Rendition, Video
from films.services import steps
from films.work import is_current

MAX_TITLE = 120
UNDER_WAY = (ProcessingStep.State.WAITING, ProcessingStep.State.RUNNING)
STOPPED = "You stopped preparing this film. Choose “Try again” to go on."


@dataclass(frozen=True, slots=True)
class StoredMaster:
    """A master that the private storage has already, under ``storage_name``; ``name`` is what its owner called it."""

    storage_name: str
    name: str
    size: int


class CannotRemove(Exception):
    """A film page still uses the file. The message is a sentence for an editor."""


def create_video(
    *,
    upload: File | StoredMaster,
    title: str = "",
    uploaded_by: Any = None,
    collection: Collection | None = None,
    is_demo: bool = False,
) -> Video:
    """Keep an uploaded master and queue the first step. The caller has looked at the file's first bytes.

    A ``StoredMaster`` is taken over as it lies, without a copy.
    """
    original_name = display_name(upload.name or "")
    with transaction.atomic():
        video = Video(
            title=(title or title_from(original_name))[:MAX_TITLE],
            original_name=original_name,
            size_bytes=upload.size,
            status=Video.Status.PREPARING,
            uploaded_by=uploaded_by,
            collection=collection or Collection.get_first_root_node(),
            is_demo=is_demo,
        )
        if isinstance(upload, StoredMaster):
            video.master = upload.storage_name
            video.save()
        else:
            video.master.save(original_name, upload, save=True)
        add_steps(video)
        steps.dispatch_next(video)
    return video


def describe(video: Video, *, title: str, collection: Collection | None) -> Video:
    """Give a film file the title and collection that its form was sent with."""
    video.title = title[:MAX_TITLE]
    video.collection = collection or video.collection
    # Just these: a worker may be changing the rest.
    video.save(update_fields=["title", "collection", "updated_at"])
    return video


def add_steps(video: Video) -> set[str]:
    """Rows for all steps of the pipeline that ``video`` has none for yet. Returns their names."""
    present = set(video.steps.values_list("name", flat=True))
    ProcessingStep.objects.bulk_create(
        ProcessingStep(video=video, name=step.name, position=position)
        for position, step in enumerate(pipeline.STEPS)
        if step.name not in present
    )
    return set(pipeline.BY_NAME) - present


def try_again(video: Video) -> int:
    """Queue what failed or was stopped, and steps this film has never had. Returns how many steps that were."""
    with transaction.atomic():
        again = video.steps.select_for_update().filter(
            state__in=(ProcessingStep.State.FAILED, ProcessingStep.State.CANCELLED)
        )
        return _start_again(video, set(again.values_list("name", flat=True)))


def complete(video: Video) -> int:
    """Queue the steps this film was prepared without, as they came to the site later. Returns how many those are."""
    with transaction.atomic():
        return _start_again(video, set())


def repeat_step(video: Video, name: str) -> bool:
    """Do one step that is over again. Until it is done, readers have what it made before. False when it is not over."""
    with transaction.atomic():
        is_over = video.steps.select_for_update().filter(name=name).exclude(state__in=UNDER_WAY).exists()
        return bool(is_over and _start_again(video, {name}))


def _start_again(video: Video, names: set[str]) -> int:
    """Put steps back to the start, with their tries counted afresh, and add those that are missing.

    Nothing is made of a withdrawn film: it is restored first.
    """
    if not Video.objects.not_withdrawn().filter(pk=video.pk).exists():
        return 0
    missing = add_steps(video)
    names = names | missing
    if names and video.facts and not is_current(video.facts):
        names.add("probe")  # what an older version found out does not tell the other steps enough
    video.steps.filter(name__in=names).exclude(state__in=UNDER_WAY).update(
        state=ProcessingStep.State.WAITING,
        token=uuid.uuid4(),  # what is still in the queue from before must not begin a step whose turn has not come
        attempt=0,
        percent=0,
        reason="",
        detail="",
        queued_at=None,
        started_at=None,
        ended_at=None,
    )
    if any(pipeline.BY_NAME[name].is_needed_to_watch for name in names if name in pipeline.BY_NAME):
        Video.objects.filter(pk=video.pk, status=Video.Status.FAILED).update(status=Video.Status.PREPARING, problem="")
    steps.dispatch_next(video)
    return len(names)


def stop(video: Video, name: str = "") -> int:
    """Cancel what is waiting or running, or the step of that name. A worker notices within a few seconds and writes
    nothing. Returns how many steps were cancelled."""
    with transaction.atomic():
        chosen = video.steps.unfinished().filter(**({"name": name} if name else {}))
        stopped = list(chosen.values_list("name", flat=True))
        count = chosen.update(state=ProcessingStep.State.CANCELLED, ended_at=timezone.now())
        if any(pipeline.BY_NAME[step].is_needed_to_watch for step in stopped if step in pipeline.BY_NAME):
            Video.objects.filter(pk=video.pk).exclude(status=Video.Status.READY).update(
                status=Video.Status.FAILED, problem=STOPPED
            )
        if name:
            steps.dispatch_next(video)
    return count


def remove_video(video: Video) -> None:
    """Delete a film file with all that was made from it. Raises ``CannotRemove`` while a film page shows it."""
    used_by = FilmPage.objects.filter(video=video).first()
    if used_by is not None:
        raise CannotRemove(f"“{used_by.title}” shows this film file. Choose another file there first.")
    with transaction.atomic():
        steps.remove_files_of(video)
        if video.master:  # that of a film withdrawn long ago is gone already
            transaction.on_commit(partial(video.master.storage.delete, video.master.name))
        video.delete()


@contextlib.contextmanager
def local_master(video: Video, folder: Path) -> Iterator[Path]:
    """The master as a file on this machine: itself, or a copy in ``folder`` when storage is elsewhere.

    Raises ``FileNotFoundError``.
    """
    try:
        path = Path(video.master.path)
    except NotImplementedError:
        path = folder / "master"
        with video.master.open("rb") as source, path.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1024 * 1024)
    if not path.exists():
        raise FileNotFoundError(video.master.name)
    yield path


def stills_of(video: Video) -> list[Rendition]:
    """Pictures to choose the poster from; the first is the one we would take."""
    return sorted((r for r in video.renditions.all() if r.kind == Rendition.Kind.POSTER), key=lambda r: r.pk)


def picture_from_still(still: Rendition) -> Picture:
    """The still as a picture of the library; asking twice gives the same picture."""
    with still.file.open("rb") as content:
        picture = Picture(
            title=f"{still.video.title[:200]}, at {still.label}",
            collection=still.video.collection,
            uploaded_by_user=still.video.uploaded_by,
            is_demo=still.video.is_demo,
        )
        picture.file = ContentFile(content.read(), name="still.jpg")
    picture._set_file_hash()
    same = Picture.objects.filter(file_hash=picture.file_hash).first()
    if same is not None:
        return same
    picture._set_image_file_metadata()
    picture.save()
    return picture


def poster_for(video: Video | None) -> Picture | None:
    """The picture a film gets while nobody has chosen one; None before stills were taken."""
    stills = stills_of(video) if video else []
    return picture_from_still(stills[0]) if stills else None


def set_missing_posters(video: Video) -> int:
    """Give film pages that show ``video`` and have no poster the still we would take. Returns how many.

    No revision is written: an editor may have the page open. The film's form does the same when it is saved.
    """
    films = FilmPage.objects.filter(video=video, poster=None)
    if not films.exists():
        return 0
    return films.update(poster=poster_for(video))


def display_name(name: str) -> str:
    """The last part of a file's name without control characters; kept to show, never to store under."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[:255]


def title_from(filename: str) -> str:
    """A first title: the file's name without its ending, separators as spaces."""
    stem = PurePath(filename).stem.replace("_", " ").replace(".", " ")
    return " ".join(stem.split())[:MAX_TITLE] or "Film"

"""Files that no row names: what a worker made and could not publish, or published and could not clear away.

The folder of a try is gone when the try ends, well or not. One that is left says that a worker died in it, at whatever
moment, and whose files to look through: its name begins with the film file's id.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from films.models import ProcessingStep, Rendition

logger = logging.getLogger(__name__)

State = ProcessingStep.State


def work_folder(step: ProcessingStep) -> Path:
    """The folder of one try; its name says whose it is."""
    return Path(settings.FILM_WORK_DIR) / f"{step.video_id}-{step.pk}-{step.token}"


def remove_files(names: Iterable[str]) -> None:
    for name in names:
        try:
            default_storage.delete(name)
        except OSError:
            logger.exception("could not delete %s", name)


def remove_unpublished(video_id: int) -> bool:
    """Delete files of a film file that no row names. False while a step of it runs, which may be storing some now.

    The order matters: what is stored after the list was taken is not in it, and what was stored before has its row by
    the time rows are read, or belongs to a step that still runs.
    """
    stored = list(stored_names(f"films/{video_id}"))
    if ProcessingStep.objects.filter(video=video_id, state=State.RUNNING).exists():
        return False
    published = set(Rendition.objects.filter(video=video_id).values_list("file", flat=True))
    remove_files(name for name in stored if name not in published)
    return True


def remove_left_folders() -> int:
    """Delete folders of tries that are over, with what those tries stored and did not publish. Returns how many.

    A folder is made after its step was claimed, so none is too young.
    """
    root = Path(settings.FILM_WORK_DIR)
    if not root.is_dir():
        return 0
    folders = [folder for folder in root.iterdir() if folder.is_dir()]
    running = {
        f"{video_id}-{step_id}-{token}"
        for video_id, step_id, token in ProcessingStep.objects.filter(state=State.RUNNING).values_list(
            "video_id", "pk", "token"
        )
    }
    count = 0
    for folder in folders:
        if folder.name in running:
            continue
        for inner in folder.iterdir():
            shutil.rmtree(inner) if inner.is_dir() else inner.unlink(missing_ok=True)
        video_id = folder.name.partition("-")[0]
        # While another step of the film runs, the empty folder stays as a note to look again.
        if not video_id.isdecimal() or remove_unpublished(int(video_id)):
            shutil.rmtree(folder, ignore_errors=True)
            count += 1
    return count


def stored_names(folder: str) -> Iterator[str]:
    """Names of all files below a folder of the public storage."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{file}" for file in files)
    for inner in folders:
        yield from stored_names(f"{folder}/{inner}")

"""Taking a film down everywhere by one act, proving it, and taking that back.

The act is one transaction: from its end on the site hands nothing of the film to readers, whatever is still on the
disk. Files, sizes of pictures and caches are cleared after it, by a task and, should that be lost, by the periodic job
that finishes what is unfinished. What there is to clear is kept in the ``Withdrawal``, so clearing can be repeated.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.models import Picture, PictureRendition
from cms.purge import PurgeFailed, purge
from films import public_places, readiness, search, withdrawal_mail
from films.access import Access, access_to_picture
from films.models import FilmPage, ProcessingStep, Rendition, Video, Withdrawal
from films.models.video import private_storage
from films.models.withdrawal import PROMISED_WITHIN
from films.services import steps

logger = logging.getLogger(__name__)

Cause = Withdrawal.Cause


class CannotRestore(Exception):
    """The film stays withdrawn. The message is a sentence for an editor."""


def withdraw(film: FilmPage, *, cause: str, asked_by: Any = None) -> Withdrawal:
    """Take a film down everywhere, and every film that shows the same file. ``asked_by`` is None for the clock.

    A film that is withdrawn already stays so; its standing withdrawal is returned.
    """
    with transaction.atomic():
        film = FilmPage.objects.select_for_update().get(pk=film.pk)
        if film.is_withdrawn and (standing := withdrawal_in_force(film)):
            return standing
        videos = list(Video.objects.select_for_update().filter(films=film))
        places = [*public_places.places_of_film(film), *_places_of(videos)]
        _unpublish(film, asked_by)
        # After that, since a picture that another public page shows stays.
        pictures, picture_places = _pictures_to_clear(film)
        withdrawal = Withdrawal.objects.create(
            film=film,
            film_number=film.pk,
            cause=cause,
            asked_by=asked_by,
            addresses=places + picture_places,
            public_files=[*_withdraw_videos(videos), *_forget_sizes(pictures)],
        )
        withdrawal.videos.set(videos)
        log(instance=film, action="films.withdraw", user=asked_by, data={"cause": str(cause)})
        transaction.on_commit(partial(_start_clearing, withdrawal.pk), robust=True)
        for other in FilmPage.objects.filter(video__in=videos, withdrawn_at=None):
            withdraw(other, cause=cause, asked_by=asked_by)
    return withdrawal


def withdraw_cut(
    film: FilmPage, video: Video, *, asked_by: Any, comments_to_review: Iterable[int], poster: Picture | None = None
) -> Withdrawal:
    """Take down the files of a cut that another has replaced, and its ``poster`` where no other page shows that.

    To be called inside that transaction.
    """
    posters = [poster] if poster and access_to_picture(AnonymousUser(), poster) is Access.NONE else []
    withdrawal = Withdrawal.objects.create(
        film=film,
        film_number=film.pk,
        cause=Cause.REPLACED,
        asked_by=asked_by,
        addresses=[
            *_places_of([video]),
            *(place for one in posters for place in public_places.places_of_picture(one, "Former poster")),
        ],
        public_files=[*_withdraw_videos([video]), *_forget_sizes(posters)],
        comments_to_review=list(comments_to_review),
    )
    withdrawal.videos.set([video])
    transaction.on_commit(partial(_start_clearing, withdrawal.pk), robust=True)
    return withdrawal


def clear(withdrawal: Withdrawal) -> bool:
    """Delete the files and empty the caches; True when nothing is left to do. Safe to repeat."""
    problems = []
    for name in withdrawal.public_files:
        try:
            default_storage.delete(name)
        except Exception as error:  # a store has errors of its own kind; the next file may still go
            logger.exception("a file of withdrawal %s could not be deleted", withdrawal.pk)
            problems.append(f"{name}: {error!r}")
    cache.delete("films.vocabulary")  # once more: a reader may have had it made during the transaction
    try:
        purge(place["address"] for place in withdrawal.addresses if "comment" not in place)
    except PurgeFailed as error:
        logger.warning("withdrawal %s: %s", withdrawal.pk, error)
        problems.append(str(error))
    changes: dict[str, Any] = {"problem": "\n".join(problems)[:4000]}
    if not problems:
        changes["cleared_at"] = timezone.now()
    Withdrawal.objects.filter(pk=withdrawal.pk, cleared_at=None).update(**changes)
    return not problems


def check_places(withdrawal: Withdrawal) -> Withdrawal:
    """Ask every address as a reader who is not signed in, and keep the answers."""
    checks = list(public_places.ask(withdrawal.addresses))
    withdrawal.checks = checks
    withdrawal.checked_at = now = timezone.now()
    withdrawal.is_all_gone = withdrawal.is_proved
    if withdrawal.is_all_gone and withdrawal.gone_at is None:
        withdrawal.gone_at = now
    withdrawal.save(update_fields=["checks", "checked_at", "is_all_gone", "gone_at"])
    return withdrawal


def restore(film: FilmPage, *, by: Any) -> Withdrawal:
    """Make a withdrawn film a draft again and prepare its files anew. Raises ``CannotRestore``.

    Everybody in it must agree today. It is public again when somebody publishes it, once its file is ready.
    """
    with transaction.atomic():
        film = FilmPage.objects.select_for_update().get(pk=film.pk)
        withdrawal = withdrawal_in_force(film)
        if not film.is_withdrawn or withdrawal is None:
            raise CannotRestore("This film is not withdrawn.")
        if missing := list(readiness.missing_consents(film)):
            raise CannotRestore("The film stays withdrawn. " + " ".join(item.sentence for item in missing))
        video = film.video
        if video is not None and not (video.master and video.master.storage.exists(video.master.name)):
            raise CannotRestore("The film file was deleted for good. Upload the film again and replace this one.")
        FilmPage.objects.filter(pk=film.pk).update(withdrawn_at=None)
        film.withdrawn_at = None
        if video is not None:
            _prepare_again(video)
        Withdrawal.objects.filter(pk=withdrawal.pk).update(restored_at=timezone.now(), restored_by=by)
        log(instance=film, action="films.restore", user=by)
        film.save()  # tells whoever keeps something of it
    withdrawal.refresh_from_db()
    return withdrawal


def withdrawal_in_force(film: FilmPage) -> Withdrawal | None:
    """The one by which a film is withdrawn now."""
    return film.withdrawals.in_force().exclude(cause=Cause.REPLACED).first()


def forget_masters(now: dt.datetime | None = None) -> int:
    """Delete the masters, words and addresses of films withdrawn long enough ago. Returns how many withdrawals.

    What stays is who did it, when and why, and that every place was found empty.
    """
    before = (now or timezone.now()) - dt.timedelta(days=settings.FILM_WITHDRAWN_KEEP_DAYS)
    count = 0
    for withdrawal in Withdrawal.objects.filter(forgotten_at=None, asked_at__lt=before):
        withdrawn = list(withdrawal.videos.exclude(withdrawn_at=None))
        if any(video.withdrawn_at >= before for video in withdrawn):
            continue  # restored meanwhile, and withdrawn again not long ago
        for video in withdrawn:
            if video.master:
                private_storage().delete(video.master.name)
            with transaction.atomic():
                Video.objects.filter(pk=video.pk).update(master="", size_bytes=0, facts={}, findings=[])
                video.caption_tracks.all().delete()
        withdrawal.addresses = withdrawal.public_files = []
        withdrawal.checks = [{**check, "address": ""} for check in withdrawal.checks]
        withdrawal.forgotten_at = timezone.now()
        withdrawal.save(update_fields=["addresses", "public_files", "checks", "forgotten_at"])
        count += 1
    return count


def finish_unfinished(now: dt.datetime | None = None) -> int:
    """Clear, ask and raise the alarm wherever that is due; returns how many withdrawals had something due.

    Found by state: a worker that died, or a cache that did not answer, costs a turn and nothing else.
    """
    now = now or timezone.now()
    unfinished = list(Withdrawal.objects.unfinished())
    for withdrawal in unfinished:
        clear(withdrawal)
    due = list(Withdrawal.objects.in_force().filter(forgotten_at=None).to_check(now))
    for withdrawal in due:
        try:
            check_places(withdrawal)
            if withdrawal.asked_at <= now - PROMISED_WITHIN and not withdrawal.is_all_gone:
                withdrawal_mail.raise_alarm(withdrawal)
        except Exception:  # such as a mail server that is away: the others have their turn, this one the next
            logger.exception("withdrawal %s could not be checked", withdrawal.pk)
    return len({withdrawal.pk for withdrawal in [*unfinished, *due]})


def _unpublish(film: FilmPage, asked_by: Any) -> None:
    """Off the site, with whatever would bring it back: schedules and a running approval."""
    film.withdrawn_at = timezone.now()
    FilmPage.objects.filter(pk=film.pk).update(withdrawn_at=film.withdrawn_at, go_live_at=None)
    film.go_live_at = None
    if workflow := film.current_workflow_state:
        workflow.cancel(user=asked_by)
    if film.live:
        film.unpublish(user=asked_by, log_action=False)
    else:
        film.save()
    film.revisions.update(approved_go_live_at=None)
    cache.delete("films.vocabulary")


def _places_of(videos: Iterable[Video]) -> list[public_places.Place]:
    return [place for video in videos for place in public_places.places_of_video(video)]


def _withdraw_videos(videos: Iterable[Video]) -> list[str]:
    """Nothing of these is handed out from now on. Returns the names of the files to delete."""
    names: list[str] = []
    for video in videos:
        Video.objects.filter(pk=video.pk).update(withdrawn_at=timezone.now())
        # A worker that is at it notices, and removes what it made; see ``steps.finish``.
        video.steps.unfinished().update(state=ProcessingStep.State.CANCELLED, ended_at=timezone.now())
        renditions = Rendition.objects.filter(video=video)
        names += renditions.values_list("file", flat=True)
        renditions.delete()
        search.forget_tracks(video.caption_tracks.values_list("pk", flat=True))
    return names


def _pictures_to_clear(film: FilmPage) -> tuple[list[Picture], list[public_places.Place]]:
    """The poster, and portraits of people who are in no public film any more, unless another page shows them."""
    shown = [("Poster", film.poster)]
    shown += [("Portrait", person.portrait) for person in public_places.people_in(film)]
    pictures, places = [], []
    for what, picture in shown:
        if picture is not None and access_to_picture(AnonymousUser(), picture) is Access.NONE:
            pictures.append(picture)
            places += public_places.places_of_picture(picture, what)
    return pictures, places


def _forget_sizes(pictures: Iterable[Picture]) -> list[str]:
    """Delete the rows of all sizes. Returns the names of their files, which go after the transaction."""
    names: list[str] = []
    for picture in pictures:
        sizes = PictureRendition.objects.filter(image=picture)
        for size in sizes:
            size.purge_from_cache()
            names.append(size.file.name)
        # Without signals: Wagtail's would delete each file by itself, and a store that fails would stop the rest.
        sizes._raw_delete(sizes.db)
    return names


def _prepare_again(video: Video) -> None:
    from films.services import videos

    Video.objects.filter(pk=video.pk).update(withdrawn_at=None, status=Video.Status.PREPARING, problem="")
    video.refresh_from_db()
    video.steps.update(
        state=ProcessingStep.State.WAITING,
        attempt=0,
        percent=0,
        reason="",
        detail="",
        queued_at=None,
        started_at=None,
        ended_at=None,
    )
    videos.add_steps(video)
    for track_id in video.caption_tracks.values_list("pk", flat=True):
        search.index_track(track_id)
    steps.dispatch_next(video)


def _start_clearing(withdrawal_id: int) -> None:
    from films.tasks import clear_withdrawal

    clear_withdrawal.enqueue(withdrawal_id)

"""Films that arrive in pieces: begun, added to, gone on with after a break, complete, given up.

A row says how many bytes are stored; storage may have more, never less. One request at a time adds to an upload: it
holds a lease that runs out by itself, so a worker that died keeps nobody waiting for long.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
import uuid
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Collection

from films.models import FilmUpload, Video
from films.models.video import master_path, private_storage
from films.processing.errors import NotAFilm
from films.processing.sniff import EMPTY, HEAD_BYTES, sniff_file, sniff_head
from films.services import videos
from films.uploads.stores import BytesLost, NoRoom, Store, StoreAway, TooScattered, store_for

logger = logging.getLogger(__name__)

State = FilmUpload.State

UNREADABLE = (
    "We could not read this file. Save the film again on your phone or ask us for help. Nothing has been published."
)
MIB = 1024 * 1024
READ_BYTES = 64 * 1024
# A sender that is cut off without a word is noticed after so long, and another request may go on.
LEASE_S = 20
RENEW_AFTER_S = 5
MAX_UNFINISHED = 50  # uploads of one person
# Whole, but not yet a film: the worker that should have made it one is given this long.
LEFT_WHOLE_FOR = dt.timedelta(minutes=5)


class UploadProblem(Exception):
    """What cannot be. The message is a sentence for the person who uploads."""


class TooLarge(UploadProblem):
    """More than a film may have, or more than was announced."""


class OverQuota(UploadProblem):
    """This person has enough on its way."""


class TooMany(UploadProblem):
    """This person has begun too many uploads."""


class DiskFull(UploadProblem):
    """No room for it, now."""


class Busy(UploadProblem):
    """Another request adds to this upload."""


class WrongOffset(UploadProblem):
    """The sender and we do not agree on how much has arrived."""


class Refused(UploadProblem):
    """No film."""


class Gone(UploadProblem):
    """Over: expired, refused before, or lost."""


class Away(UploadProblem):
    """Storage does not answer."""


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Swept:
    """What one round of ``sweep`` did, as counts."""

    removed: int = 0
    completed: int = 0


def begin(
    *,
    owner: Any,
    collection: Collection,
    size_bytes: int,
    filename: str = "",
    title: str = "",
    fingerprint: str = "",
) -> FilmUpload:
    """Make ready for a film of ``size_bytes``.

    Raises ``Refused`` for an empty one, ``TooLarge``, ``OverQuota``, ``TooMany``, ``DiskFull`` and ``Away``.
    """
    if size_bytes == 0:
        raise Refused(EMPTY)
    if size_bytes > settings.FILM_MAX_UPLOAD_BYTES:
        raise TooLarge(too_large_sentence())
    store = _store()
    upload = FilmUpload(
        owner=owner,
        collection=collection,
        filename=videos.display_name(filename),
        title="".join(letter for letter in title if letter.isprintable()).strip()[: videos.MAX_TITLE],
        fingerprint=fingerprint,
        size_bytes=size_bytes,
        storage_name=master_path(Video(), ""),
        expires_at=_keep_until(),
    )
    with transaction.atomic():
        # Two requests at once must not both take the last room.
        get_user_model().objects.select_for_update().get(pk=owner.pk)
        _check_room(upload, store)
        upload.save()
    try:
        store.begin(upload)
    except (NoRoom, StoreAway) as error:
        upload.delete()
        raise _problem_of(error) from error
    upload.save(update_fields=["multipart_id", "tail_name"])
    return upload


def receive(upload: FilmUpload, *, at: int, length: int, stream: Readable) -> None:
    """Store ``length`` bytes of ``stream`` behind the first ``at``; what came before a broken connection is kept.

    When the last byte is there, the film is made (``upload.video``). Raises every ``UploadProblem``.
    """
    lease = _Lease(upload)
    try:
        _check_alive(upload)
        if at != upload.offset:
            raise WrongOffset("The site has another part of this film than your browser thinks. It asks again.")
        if length > upload.size_bytes - upload.offset:
            raise TooLarge("This is more than the film should have. Choose the film again.")
        store = _store()
        while length:
            wanted = min(length, store.piece_bytes(upload))
            data = _read(stream, wanted, lease)
            if data:
                _look_at_head(upload, data)
                lease.hold(store.busy_seconds)
                store.append(upload, data)
                upload.offset += len(data)
                upload.expires_at = _keep_until()
                lease.record("offset", "head", "parts", "tail_bytes", "expires_at")
            length -= len(data)
            if len(data) < wanted:
                break  # the connection is gone
        if upload.is_whole and upload.state == State.RECEIVING:
            _complete(upload, store, lease)
    except NotAFilm as error:
        raise _refuse(upload, f"{UNREADABLE} {error.sentence}", lease) from error
    except BytesLost as error:
        logger.exception("upload %s lost bytes", upload.pk)
        lost = "The site has lost a part of this upload. Choose the film again; it starts from the beginning."
        _refuse(upload, lost, lease)
        raise Gone(lost) from error
    except (NoRoom, StoreAway) as error:
        logger.exception("upload %s could not be stored", upload.pk)
        raise _problem_of(error) from error
    finally:
        lease.release()


def finish(upload: FilmUpload) -> None:
    """Make the film of an upload that is whole, if nobody has yet: the worker that should have may have died."""
    if upload.is_whole and upload.state == State.RECEIVING:
        receive(upload, at=upload.size_bytes, length=0, stream=_Nothing())


def abandon(upload: FilmUpload) -> None:
    """Forget an upload and its bytes; a film that was made of it stays. Raises ``Busy`` and ``Away``."""
    lease = _Lease(upload)
    try:
        if upload.state != State.COMPLETE:
            _store().discard(upload)
        upload.delete()
    except StoreAway as error:
        raise _problem_of(error) from error
    finally:
        lease.release()


def sweep(now: dt.datetime | None = None) -> Swept:
    """Remove what has expired, and complete what is whole. ``films.jobs`` runs it."""
    now = now or timezone.now()
    removed = completed = 0
    for upload in FilmUpload.objects.expired(now).free(now):
        try:
            abandon(upload)
            removed += 1
        except UploadProblem:
            logger.exception("upload %s could not be removed", upload.pk)
    for upload in FilmUpload.objects.unfinished().free(now).filter(changed_at__lt=now - LEFT_WHOLE_FOR):
        if upload.is_whole:
            try:
                finish(upload)
                completed += 1
            except UploadProblem:
                logger.exception("upload %s could not be completed", upload.pk)
    return Swept(removed=removed, completed=completed)


def too_large_sentence() -> str:
    return (
        f"This film is larger than {settings.FILM_MAX_UPLOAD_BYTES // MIB:,} MB, which is the most we can "
        "take. Save it in a smaller size and upload that. Nothing has been published."
    )


class _Lease:
    """The right to add to an upload, taken when made. Raises ``Busy`` when another request has it."""

    def __init__(self, upload: FilmUpload) -> None:
        self.token = uuid.uuid4()
        self.upload = upload
        self.renewed_at = time.monotonic()
        now = timezone.now()
        taken = (
            FilmUpload.objects.filter(pk=upload.pk)
            .free(now)
            .update(lease=self.token, lease_until=now + dt.timedelta(seconds=LEASE_S))
        )
        if not taken:
            raise Busy("This film is being sent already, perhaps in another window.")
        upload.refresh_from_db()

    def hold(self, seconds: int = LEASE_S) -> None:
        """Keep it for ``seconds`` more. Raises ``Busy`` when it ran out and somebody else went on."""
        self._update(lease_until=timezone.now() + dt.timedelta(seconds=seconds))
        self.renewed_at = time.monotonic()

    def renew(self) -> None:
        """Called with every few bytes; asks the database seldom."""
        if time.monotonic() - self.renewed_at > RENEW_AFTER_S:
            self.hold()

    def record(self, *fields: str) -> None:
        """Save what was stored, if the lease is still ours."""
        values = {field: getattr(self.upload, field) for field in fields}
        self._update(**values, changed_at=timezone.now(), lease_until=timezone.now() + dt.timedelta(seconds=LEASE_S))
        self.renewed_at = time.monotonic()

    def release(self) -> None:
        self._held().update(lease=None, lease_until=None)

    def _held(self) -> QuerySet[FilmUpload]:
        return FilmUpload.objects.filter(pk=self.upload.pk, lease=self.token)

    def _update(self, **values: Any) -> None:
        if not self._held().update(**values):
            raise Busy("Another request went on with this upload.")


class _Nothing:
    def read(self, size: int, /) -> bytes:
        return b""


def _store() -> Store:
    return store_for(private_storage())


def _keep_until() -> dt.datetime:
    return timezone.now() + dt.timedelta(hours=settings.FILM_UPLOAD_KEEP_HOURS)


def _check_room(upload: FilmUpload, store: Store) -> None:
    unfinished = FilmUpload.objects.unfinished()
    own = unfinished.filter(owner=upload.owner)
    if own.count() >= MAX_UNFINISHED:
        raise TooMany("You have begun too many uploads. Go on with one of them, or remove some, then try again.")
    if (own.aggregate(all=Sum("size_bytes"))["all"] or 0) + upload.size_bytes > settings.FILM_UPLOAD_QUOTA_BYTES:
        raise OverQuota(
            f"Your unfinished uploads would come to more than {settings.FILM_UPLOAD_QUOTA_BYTES // MIB:,} MB with "
            "this film. Finish one of them, or remove some, then try again."
        )
    free = store.free_bytes()
    needed = unfinished.bytes_to_come() + upload.size_bytes + settings.FILM_DISK_RESERVE_BYTES
    if free is not None and free < needed:
        logger.error("no room for a film of %s bytes: %s free", upload.size_bytes, free)
        raise DiskFull("There is not enough room on the site for this film. Ask us for help.")


def _check_alive(upload: FilmUpload) -> None:
    if upload.state == State.REFUSED:
        raise Gone(upload.problem)
    if upload.state == State.RECEIVING and upload.expires_at <= timezone.now():
        raise Gone("This upload waited too long and has been removed. Choose the film again.")


def _read(stream: Readable, wanted: int, lease: _Lease) -> bytes:
    """Up to ``wanted`` bytes; fewer when the connection ends or breaks."""
    chunks, left = [], wanted
    try:
        while left and (chunk := stream.read(min(READ_BYTES, left))):
            chunks.append(chunk)
            left -= len(chunk)
            lease.renew()
    except OSError:
        pass  # Django's word for a sender who is gone is UnreadablePostError, an OSError
    return b"".join(chunks)


def _look_at_head(upload: FilmUpload, data: bytes) -> None:
    """Refuse what is no film as soon as its first bytes are here. Raises ``NotAFilm``."""
    whole_head = min(HEAD_BYTES, upload.size_bytes)
    if upload.offset >= whole_head:
        return
    upload.head = bytes(upload.head) + data[: whole_head - upload.offset]
    if len(upload.head) == whole_head:
        sniff_head(upload.head, upload.size_bytes)
        upload.head = b""


def _complete(upload: FilmUpload, store: Store, lease: _Lease) -> None:
    """From here on the bytes are a film's master. Raises ``NotAFilm`` when all of it together is none."""
    lease.hold(store.busy_seconds)
    store.finish(upload)
    try:
        with store.open(upload) as file:
            sniff_file(file, upload.size_bytes)
    except TooScattered:
        pass  # the worker looks again, at a copy of its own
    master = videos.StoredMaster(upload.storage_name, upload.filename, upload.size_bytes)
    with transaction.atomic():
        upload.video = videos.create_video(
            upload=master, title=upload.title, uploaded_by=upload.owner, collection=upload.collection
        )
        upload.state = State.COMPLETE
        lease.record("state", "video")
        log(instance=upload.video, action="wagtail.create", user=upload.owner, content_changed=True)


def _refuse(upload: FilmUpload, problem: str, lease: _Lease) -> Refused:
    """Keep the sentence and none of the bytes."""
    upload.state, upload.problem, upload.head = State.REFUSED, problem, b""
    lease.record("state", "problem", "head")
    try:
        _store().discard(upload)
    except StoreAway:
        logger.exception("bytes of refused upload %s are still there", upload.pk)
    return Refused(problem)


def _problem_of(error: Exception) -> UploadProblem:
    if isinstance(error, NoRoom):
        return DiskFull("There is no room left on the site. Your upload is kept. Try again later, or ask us for help.")
    return Away("The site cannot store films at the moment. It tries again by itself.")

"""Where the pieces of an upload are kept: one growing file here, or the parts of a multipart upload in a bucket.

Both put the bytes under the master's own name from the start, so a whole upload is a master without another copy.
Neither saves the row: what is recorded is what has been stored, and the service does that.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from django.core.files.storage import Storage

from films.models import FilmUpload

MIB = 1024 * 1024
# S3: parts have at least 5 MiB, except the last, and there are at most 10 000.
PART_BYTES = 8 * MIB
MAX_PARTS = 10_000
READ_AHEAD_BYTES = 256 * 1024
# Looking through a film in a bucket takes a few requests; a file made of a million boxes does not get a million.
MAX_READS = 300


class NoRoom(Exception):
    """The disk is full."""


class StoreAway(Exception):
    """Storage does not answer, or not as it should. Trying again later may help."""


class BytesLost(Exception):
    """Storage has less than was recorded: a disk was restored, or somebody cleared it. The upload must start anew."""


class TooScattered(Exception):
    """Reading this file from a bucket would take too many requests."""


class Store(Protocol):
    """``busy_seconds``: the longest that one call may take."""

    busy_seconds: int

    def begin(self, upload: FilmUpload) -> None:
        """Make room for the first piece."""

    def piece_bytes(self, upload: FilmUpload) -> int:
        """How many bytes the next piece should have; fewer are stored as well."""

    def append(self, upload: FilmUpload, data: bytes) -> None:
        """Store ``data`` behind the first ``upload.offset`` bytes, for good: a power cut does not take it back."""

    def finish(self, upload: FilmUpload) -> None:
        """Make one file of all pieces. May be asked again when it is not known whether the first time worked."""

    def open(self, upload: FilmUpload) -> contextlib.AbstractContextManager[BinaryIO]:
        """The finished file, for reading here and there."""

    def discard(self, upload: FilmUpload) -> None:
        """Remove everything. Nothing there is no error."""

    def free_bytes(self) -> int | None:
        """How much more fits; None when there is no telling."""


def store_for(storage: Storage) -> Store:
    try:
        return LocalStore(Path(storage.path("")))
    except NotImplementedError:
        return BucketStore(storage)


class LocalStore:
    busy_seconds = 60

    def __init__(self, root: Path) -> None:
        self.root = root

    def begin(self, upload: FilmUpload) -> None:
        path = self._path(upload)
        path.parent.mkdir(parents=True, exist_ok=True)
        with _disk_errors():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o640))
            _sync_folder(path.parent)

    def piece_bytes(self, upload: FilmUpload) -> int:
        return 4 * MIB

    def append(self, upload: FilmUpload, data: bytes) -> None:
        with _disk_errors(), self._open(upload, "r+b") as file:
            if os.fstat(file.fileno()).st_size < upload.offset:
                raise BytesLost(upload.pk)
            # Bytes that were written and never recorded are written over.
            file.seek(upload.offset)
            file.write(data)
            file.flush()
            os.fdatasync(file.fileno())

    def finish(self, upload: FilmUpload) -> None:
        with _disk_errors(), self._open(upload, "r+b") as file:
            if os.fstat(file.fileno()).st_size < upload.size_bytes:
                raise BytesLost(upload.pk)
            file.truncate(upload.size_bytes)
            os.fsync(file.fileno())

    @contextlib.contextmanager
    def open(self, upload: FilmUpload) -> Iterator[BinaryIO]:
        with self._open(upload, "rb") as file:
            yield file

    def discard(self, upload: FilmUpload) -> None:
        self._path(upload).unlink(missing_ok=True)

    def free_bytes(self) -> int | None:
        there = next(path for path in (self.root, *self.root.parents) if path.exists())
        return shutil.disk_usage(there).free

    def _path(self, upload: FilmUpload) -> Path:
        return self.root / upload.storage_name

    def _open(self, upload: FilmUpload, mode: str) -> Any:
        try:
            return self._path(upload).open(mode)
        except FileNotFoundError:
            raise BytesLost(upload.pk) from None


class BucketStore:
    """Parts go straight into the private bucket. What is too short to be one waits in an object of its own."""

    busy_seconds = 300  # boto3's own timeouts and retries

    def __init__(self, storage: Any) -> None:
        self.client = storage.connection.meta.client
        self.bucket = storage.bucket_name
        self.folder = storage.location

    def begin(self, upload: FilmUpload) -> None:
        upload.tail_name = f"{upload.storage_name}.tail"
        with _bucket_errors():
            answer = self.client.create_multipart_upload(
                **self._whole(upload), ContentType="application/octet-stream", CacheControl="private, no-store"
            )
        upload.multipart_id = answer["UploadId"]

    def piece_bytes(self, upload: FilmUpload) -> int:
        return self._part_bytes(upload) - upload.tail_bytes

    def append(self, upload: FilmUpload, data: bytes) -> None:
        data = self._read_tail(upload) + data
        is_last = sum(size for _, _, size in upload.parts) + len(data) == upload.size_bytes
        with _bucket_errors():
            if is_last or len(data) >= self._part_bytes(upload):
                number = len(upload.parts) + 1
                answer = self.client.upload_part(
                    **self._whole(upload), UploadId=upload.multipart_id, PartNumber=number, Body=data
                )
                upload.parts = [*upload.parts, [number, answer["ETag"], len(data)]]
                upload.tail_bytes = 0
            else:
                # Begins as what is there, so a try that was stored and not recorded does no harm.
                self.client.put_object(**self._tail(upload), Body=data)
                upload.tail_bytes = len(data)

    def finish(self, upload: FilmUpload) -> None:
        parts = [{"PartNumber": number, "ETag": etag} for number, etag, _ in upload.parts]
        with _bucket_errors(_is_missing):
            try:
                self.client.complete_multipart_upload(
                    **self._whole(upload), UploadId=upload.multipart_id, MultipartUpload={"Parts": parts}
                )
            except self.client.exceptions.ClientError as error:
                # Done already by a worker that died before it could say so?
                if not _is_missing(error) or self._stored_bytes(upload) != upload.size_bytes:
                    raise
            self.client.delete_object(**self._tail(upload))

    @contextlib.contextmanager
    def open(self, upload: FilmUpload) -> Iterator[BinaryIO]:
        reader = _ObjectReader(self.client, self._whole(upload), upload.size_bytes)
        with _bucket_errors(), io.BufferedReader(reader, READ_AHEAD_BYTES) as file:
            yield file  # type: ignore[misc]

    def discard(self, upload: FilmUpload) -> None:
        if not upload.multipart_id:
            return  # it never began
        with _bucket_errors():
            try:
                self.client.abort_multipart_upload(**self._whole(upload), UploadId=upload.multipart_id)
            except self.client.exceptions.ClientError as error:
                if not _is_missing(error):
                    raise
            self.client.delete_object(**self._whole(upload))
            self.client.delete_object(**self._tail(upload))

    def free_bytes(self) -> int | None:
        return None

    def _whole(self, upload: FilmUpload) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": self._key(upload.storage_name)}

    def _tail(self, upload: FilmUpload) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": self._key(upload.tail_name)}

    def _key(self, name: str) -> str:
        return f"{self.folder}/{name}".lstrip("/")

    def _part_bytes(self, upload: FilmUpload) -> int:
        return max(PART_BYTES, -(-upload.size_bytes // MAX_PARTS))

    def _read_tail(self, upload: FilmUpload) -> bytes:
        if not upload.tail_bytes:
            return b""
        with _bucket_errors(_is_missing):
            data = self.client.get_object(**self._tail(upload))["Body"].read(upload.tail_bytes)
        if len(data) < upload.tail_bytes:
            raise BytesLost(upload.pk)
        return data

    def _stored_bytes(self, upload: FilmUpload) -> int:
        return self.client.head_object(**self._whole(upload))["ContentLength"]


class _ObjectReader(io.RawIOBase):
    """An object of a bucket as a file: each read asks for just those bytes. Raises ``TooScattered``."""

    def __init__(self, client: Any, whole: dict[str, str], size_bytes: int) -> None:
        self.client, self.whole, self.size_bytes = client, whole, size_bytes
        self.at = self.reads = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size_bytes}[whence]
        self.at = start + offset
        return self.at

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), self.size_bytes - self.at)
        if wanted <= 0:
            return 0
        self.reads += 1
        if self.reads > MAX_READS:
            raise TooScattered(self.whole["Key"])
        span = f"bytes={self.at}-{self.at + wanted - 1}"
        data = self.client.get_object(**self.whole, Range=span)["Body"].read()
        buffer[: len(data)] = data
        self.at += len(data)
        return len(data)


@contextlib.contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom(str(error)) from None
        raise StoreAway(str(error)) from error


@contextlib.contextmanager
def _bucket_errors(is_lost: Any = lambda error: False) -> Iterator[None]:
    """Storage that is away is told from bytes that are gone, which ``is_lost`` knows by the error."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise (BytesLost if is_lost(error) else StoreAway)(str(error)) from error


def _is_missing(error: Any) -> bool:
    code = getattr(error, "response", {}).get("Error", {}).get("Code", "")
    return code in {"NoSuchUpload", "NoSuchKey", "404", "NotFound", "InvalidPart"}


def _sync_folder(folder: Path) -> None:
    """A new file's name is part of its folder, which has to reach the disk as well."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

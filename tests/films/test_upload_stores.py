"""Pieces of a film in a bucket: parts of a multipart upload, a tail for what is too short to be one, no copies."""

from __future__ import annotations

import datetime as dt
import io

import boto3
import pytest
from django.core.files.storage import storages
from django.utils import timezone
from wagtail.models import Collection

from accounts.models import User
from films.models import FilmUpload, Video
from films.services import uploads
from films.uploads import stores
from tests.support.clips import clip
from tests.support.not_run import not_run

MIB = 1024 * 1024
BUCKET = "films-private"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def s3():
    try:
        from moto.server import ThreadedMotoServer
    except ImportError:
        not_run("films in buckets need a local S3 (pip install -r requirements-dev.txt)")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3, settings, db):
    """The private bucket, empty, and the site told to use it."""
    keys = {"region_name": "eu-west-2"}
    client = boto3.client("s3", endpoint_url=s3, aws_access_key_id="t", aws_secret_access_key="t", **keys)
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    options = {"endpoint_url": s3, "access_key": "t", "secret_key": "t", "addressing_style": "path", **keys}
    private = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**options, "bucket_name": BUCKET}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    yield client
    for name in names(client):
        client.delete_object(Bucket=BUCKET, Key=name)
    for upload in parts_under_way(client):
        client.abort_multipart_upload(Bucket=BUCKET, Key=upload["Key"], UploadId=upload["UploadId"])
    client.delete_bucket(Bucket=BUCKET)


def names(client) -> list[str]:
    return [entry["Key"] for entry in client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def parts_under_way(client) -> list[dict]:
    return client.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])


def film_of(size: int) -> bytes:
    """A film made as large as asked by an empty box behind it."""
    film = clip(seconds=1).read_bytes()
    padding = size - len(film)
    return film + padding.to_bytes(4) + b"free" + bytes(padding - 8)


def begin(size: int) -> FilmUpload:
    user = User.objects.create_superuser("editor", "editor@example.com", "x")
    return uploads.begin(owner=user, collection=Collection.get_first_root_node(), size_bytes=size, filename="a.mov")


def send(upload: FilmUpload, data: bytes, at: int) -> None:
    uploads.receive(FilmUpload.objects.get(pk=upload.pk), at=at, length=len(data), stream=io.BytesIO(data))


def test_a_film_in_uneven_pieces_becomes_one_object_and_is_never_copied(bucket):
    film = film_of(19 * MIB)
    upload = begin(len(film))
    assert [entry["Key"] for entry in parts_under_way(bucket)] == [upload.storage_name]
    at = 0
    for size in (1 * MIB, 8 * MIB, 3 * MIB, 5, 7 * MIB - 5):
        send(upload, film[at : at + size], at)
        at += size
        upload.refresh_from_db()
        assert sum(length for _, _, length in upload.parts) + upload.tail_bytes == at
    video = Video.objects.get()
    assert names(bucket) == [upload.storage_name] == [video.master.name]
    assert parts_under_way(bucket) == []
    assert [length for _, _, length in upload.parts] == [8 * MIB, 8 * MIB, 3 * MIB]
    with storages["private"].open(video.master.name) as stored:
        assert stored.read() == film


def test_a_piece_that_was_stored_and_never_recorded_does_no_harm(bucket, monkeypatch):
    film = film_of(9 * MIB)
    upload = begin(len(film))
    send(upload, film[:MIB], 0)
    record = uploads._Lease.record
    monkeypatch.setattr(uploads._Lease, "record", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        send(upload, film[MIB : 2 * MIB], MIB)
    monkeypatch.setattr(uploads._Lease, "record", record)
    assert FilmUpload.objects.get().offset == MIB
    send(upload, film[MIB:], MIB)
    with storages["private"].open(Video.objects.get().master.name) as stored:
        assert stored.read() == film


def test_making_one_object_of_the_parts_may_be_asked_twice(bucket):
    film = film_of(9 * MIB)
    upload = begin(len(film))
    send(upload, film, 0)
    upload.refresh_from_db()
    stores.store_for(storages["private"]).finish(upload)
    assert names(bucket) == [upload.storage_name]


def test_what_is_no_film_or_expires_leaves_neither_parts_nor_objects(bucket):
    upload = begin(100 * MIB)
    with pytest.raises(uploads.Refused, match="playlist"):
        send(upload, b"#EXTM3U\n" * 1000, 0)
    assert (names(bucket), parts_under_way(bucket)) == ([], [])
    FilmUpload.objects.all().delete()
    User.objects.all().delete()

    film = film_of(9 * MIB)
    upload = begin(len(film))
    send(upload, film[: 8 * MIB + 100], 0)
    assert names(bucket) == [upload.tail_name]
    FilmUpload.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert uploads.sweep() == uploads.Swept(removed=1)
    assert (names(bucket), parts_under_way(bucket), FilmUpload.objects.count()) == ([], [], 0)


def test_a_film_without_its_index_is_refused_by_reading_a_little_of_it(bucket):
    film = b"\x00\x00\x00\x14ftypisom\x00\x00\x02\x00isom" + b"\x00\x00\x00\x00mdat" + bytes(9 * MIB)
    upload = begin(len(film))
    with pytest.raises(uploads.Refused, match="The end of this film is missing"):
        send(upload, film, 0)
    assert names(bucket) == []


def test_a_bucket_that_is_away_keeps_the_upload(bucket, monkeypatch):
    film = film_of(9 * MIB)
    upload = begin(len(film))
    send(upload, film[:MIB], 0)

    def away(*_, **__):
        from botocore.exceptions import EndpointConnectionError

        raise EndpointConnectionError(endpoint_url="http://bucket")

    store = stores.store_for(storages["private"])
    monkeypatch.setattr(store.client, "upload_part", away)
    monkeypatch.setattr(uploads, "_store", lambda: store)
    with pytest.raises(uploads.Away):
        send(upload, film[MIB:], MIB)
    monkeypatch.undo()
    upload.refresh_from_db()
    assert (upload.offset, upload.state, upload.lease) == (MIB, FilmUpload.State.RECEIVING, None)

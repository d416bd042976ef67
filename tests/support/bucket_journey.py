"""From an upload to a film a browser can seek in, with all files in buckets. A process of its own, as the settings read
the ``S3_`` variables when they are loaded. Prints what it found as JSON; ``tests/films/test_buckets.py`` reads it.
"""

# ruff: noqa: E402  Django is set up before its models are imported.
from __future__ import annotations

import json
import os
import sys
from io import StringIO
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

import boto3
import requests
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse

from films.models import Video
from tests.films.factories import FilmPageFactory
from tests.support import database


def main(film: Path) -> None:
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, keepdb=database.restore())
    buckets = boto3.client(
        "s3",
        endpoint_url=os.environ["S3_ENDPOINT_URL"],
        region_name=os.environ["S3_REGION"],
        aws_access_key_id=os.environ["S3_ACCESS_KEY_ID"],
        aws_secret_access_key=os.environ["S3_SECRET_ACCESS_KEY"],
    )
    region = {"LocationConstraint": os.environ["S3_REGION"]}
    public, private = os.environ["S3_BUCKET"], os.environ["S3_PRIVATE_BUCKET"]
    for name in (public, private):
        buckets.create_bucket(Bucket=name, CreateBucketConfiguration=region)
    buckets.put_bucket_policy(
        Bucket=os.environ["S3_BUCKET"], Policy=json.dumps(anybody_may_read(os.environ["S3_BUCKET"]))
    )
    video = _upload(film.read_bytes())
    # S3 keeps every object private unless told otherwise; moto forgets that for those that came in parts.
    buckets.put_object_acl(Bucket=private, Key=video.master.name, ACL="private")
    page = FilmPageFactory(video=video)
    call_command("process_videos", verbosity=0)
    video = Video.objects.get(pk=video.pk)
    master = video.master.url.partition("?")[0]
    html = Client().get(page.url).content.decode()
    on_disk = _on_disk()
    moves = [_said("verify_media"), *_moves(buckets, public)]
    print(
        json.dumps(
            {
                "status": video.status,
                "problem": video.problem,
                "master_url": video.master.url,
                "mp4_url": video.mp4.url,
                "is_on_the_page": video.mp4.url.replace("&", "&amp;") in html,
                "part": _part(video.mp4.url),
                "master_without_its_signature": requests.get(master, timeout=10).status_code,
                "public": _names(buckets, public),
                "private": _names(buckets, private),
                "on_disk": on_disk,
                "moves": moves,
            }
        )
    )


def _upload(film: bytes) -> Video:
    """Through the view that the admin's script talks to, in two pieces that are too short to be parts."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("editor", "editor@example.com", "x"))
    tus = {"Tus-Resumable": "1.0.0"}
    begun = client.post(reverse("film_uploads:list"), headers={"Upload-Length": str(len(film)), **tus})
    half = len(film) // 2
    for at, piece in ((0, film[:half]), (half, film[half:])):
        kind = "application/offset+octet-stream"
        client.generic("PATCH", begun["Location"], piece, kind, headers={"Upload-Offset": str(at), **tus})
    return Video.objects.get()


def anybody_may_read(bucket: str) -> dict[str, object]:
    """The policy of the public bucket, as docs/operations.md asks for it."""
    resource = f"arn:aws:s3:::{bucket}/*"
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": resource}],
    }


def _part(address: str) -> dict[str, object]:
    """Ten bytes out of the middle, as a browser that seeks asks for them, without any key."""
    answer = requests.get(address, headers={"Range": "bytes=100-109"}, timeout=10)
    return {"status": answer.status_code, "range": answer.headers.get("Content-Range"), "bytes": len(answer.content)}


def _moves(buckets: object, public: str) -> list[str]:
    """There, there again, back after one file was lost and one cut short on the way, and all compared."""
    to_disk, to_bucket = ("--from", "s3", "--to", "local"), ("--from", "local", "--to", "s3")
    said = [_said("move_media", *to_disk), _said("move_media", *to_disk)]
    lost, cut, *_ = [name for name in _names(buckets, public) if name.startswith("films/")]
    buckets.delete_object(Bucket=public, Key=lost)
    buckets.put_object(Bucket=public, Key=cut, Body=b"half")
    said.append(_said("move_media", *to_bucket, "--delete"))
    return [*said, _said("verify_media"), str(len(_on_disk()))]


def _said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue().strip()


def _on_disk() -> list[str]:
    return [str(path) for path in Path(settings.MEDIA_DIR).rglob("*") if path.is_file()]


def _names(buckets: object, bucket: str) -> list[str]:
    return [entry["Key"] for entry in buckets.list_objects_v2(Bucket=bucket).get("Contents", [])]


if __name__ == "__main__":
    main(Path(sys.argv[1]))

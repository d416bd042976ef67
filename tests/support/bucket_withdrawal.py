"""Withdrawing a film whose files are in buckets. A process of its own, as the settings read the ``S3_`` variables when
they are loaded. Prints what it found as JSON; ``tests/films/test_buckets.py`` reads it.
"""

# ruff: noqa: E402  Django is set up before its models are imported.
from __future__ import annotations

import json
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

import boto3
import requests
from django.db import connection
from django.test.utils import setup_test_environment

from films import public_places
from films.models import Withdrawal
from films.services import withdrawal
from tests.films.test_withdrawal import whole_film
from tests.support import database
from tests.support.bucket_journey import anybody_may_read


def main() -> None:
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, keepdb=database.restore())
    buckets = boto3.client(
        "s3",
        endpoint_url=os.environ["S3_ENDPOINT_URL"],
        region_name=os.environ["S3_REGION"],
        aws_access_key_id=os.environ["S3_ACCESS_KEY_ID"],
        aws_secret_access_key=os.environ["S3_SECRET_ACCESS_KEY"],
    )
    public, private = os.environ["S3_BUCKET"], os.environ["S3_PRIVATE_BUCKET"]
    for name in (public, private):
        buckets.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": os.environ["S3_REGION"]})
    buckets.put_bucket_policy(Bucket=public, Policy=json.dumps(anybody_may_read(public)))
    film = whole_film(title="The kettle on ward 4")
    poster = film.poster
    places = [*public_places.places_of_video(film.video), *public_places.places_of_picture(poster, "Poster")]
    elsewhere = [place for place in places if place["address"].startswith(os.environ["S3_ENDPOINT_URL"])]
    originals = [place["address"] for place in elsewhere if place["place"].endswith("as uploaded")]
    before = {place["address"]: requests.get(place["address"], timeout=10).status_code for place in elsewhere}
    done = withdrawal.withdraw(film, cause=Withdrawal.Cause.EDITORIAL)
    between = withdrawal.check_places(done)
    still_there = sorted({check["place"] for check in between.still_there})
    withdrawal.clear(done)
    checked = withdrawal.check_places(Withdrawal.objects.get(pk=done.pk))
    print(
        json.dumps(
            {
                "before": sorted(set(before.values())),
                "count": len(elsewhere),
                "still_there_before_clearing": still_there,
                "after": {
                    address: requests.get(address, timeout=10).status_code
                    for address in before
                    if address not in originals
                },
                "still_there": [check["place"] for check in checked.still_there],
                "masters": [entry["Key"] for entry in buckets.list_objects_v2(Bucket=private).get("Contents", [])],
            }
        )
    )


if __name__ == "__main__":
    main()

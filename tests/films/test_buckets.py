"""With the ``S3_`` variables films live in buckets: masters in the private one, what readers fetch in the other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from unittest import skipUnless

import pytest
from django.db import connection
from django.test import SimpleTestCase

from tests.support.clips import clip
from tests.support.machine import ROOT
from tests.support.not_run import not_run


@pytest.mark.slow
@skipUnless(connection.vendor == "sqlite", "starts a process with a database of its own")
class BucketTests(SimpleTestCase):
    def test_an_upload_becomes_a_film_that_can_be_sought_in_and_its_master_stays_private(self):
        found = self.journey("bucket_journey", str(clip(seconds=4)))
        self.assertEqual((found["status"], found["problem"]), ("ready", ""))
        self.assertEqual(len(found["private"]), 1)
        self.assertRegex(found["private"][0], r"^masters/")
        self.assertIn("X-Amz-Signature=", found["master_url"])
        self.assertIn("X-Amz-Expires=600", found["master_url"])
        self.assertEqual(found["master_without_its_signature"], 403)
        self.assertTrue(any(name.endswith(".mp4") for name in found["public"]), found["public"])
        self.assertFalse(any(name.startswith("masters/") for name in found["public"]), found["public"])
        self.assertNotIn("?", found["mp4_url"])
        self.assertTrue(found["is_on_the_page"])
        self.assertEqual((found["part"]["status"], found["part"]["bytes"]), (206, 10))
        self.assertRegex(found["part"]["range"], r"^bytes 100-109/\d+$")
        self.assertEqual(found["on_disk"], [], "nothing is left in the folder for uploads")
        agree, copied, again, back, agree_at_last, left = found["moves"]
        self.assertRegex(agree, r"^(\d+) files, 0 missing, 0 without a row, 0 deleted\.$")
        count = agree.partition(" ")[0]
        self.assertEqual(copied, f"{count} files copied, 0 were there already, 0 missing.")
        self.assertEqual(again, f"0 files copied, {count} were there already, 0 missing.")
        self.assertEqual(back, f"2 files copied, {int(count) - 2} were there already, 0 missing.")
        self.assertEqual((agree_at_last, left), (agree, "0"))

    def test_a_withdrawn_film_s_files_go_from_the_bucket_and_its_master_is_kept(self):
        found = self.journey("bucket_withdrawal")
        self.assertEqual(found["before"], [200])
        self.assertGreaterEqual(found["count"], 10)
        self.assertIn("Film (MP4)", found["still_there_before_clearing"], "the checklist does not say what it hopes")
        self.assertEqual(set(found["after"].values()), {404}, found["after"])
        # The policy of this test lets anybody read original pictures, which docs/operations.md asks to deny.
        self.assertEqual(found["still_there"], ["Poster as uploaded", "Portrait as uploaded"])
        self.assertEqual(len(found["masters"]), 1)

    def journey(self, module: str, *arguments: str) -> dict:
        try:
            from moto.server import ThreadedMotoServer
        except ImportError:
            not_run("films in buckets need a local S3 (pip install -r requirements-dev.txt)")
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        self.addCleanup(server.stop)
        host, port = server.get_host_and_port()
        with tempfile.TemporaryDirectory(prefix="films-tests-") as folder:
            bucket = {
                "FILMS_TEST_DIR": folder,
                # Names of its own for each journey: the stand-in remembers buckets as long as this process lives.
                "S3_BUCKET": f"{module}-public".replace("_", "-"),
                "S3_PRIVATE_BUCKET": f"{module}-private".replace("_", "-"),
                "S3_ENDPOINT_URL": f"http://{host}:{port}",
                "S3_REGION": "eu-west-2",
                "S3_ACCESS_KEY_ID": "testing",
                "S3_SECRET_ACCESS_KEY": "testing",
                "S3_ADDRESSING_STYLE": "path",
            }
            done = subprocess.run(
                [sys.executable, "-m", f"tests.support.{module}", *arguments],
                cwd=ROOT,
                env={**os.environ, **bucket},
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
            )
        self.assertEqual(done.returncode, 0, done.stderr[-2000:])
        return json.loads(done.stdout.splitlines()[-1])

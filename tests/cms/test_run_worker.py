"""The background worker: it does what waits, and stops when asked without losing a task."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from pathlib import Path
from unittest import skipUnless

from django.core.management import call_command
from django.db import connection
from django.test import TestCase, TransactionTestCase, override_settings
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from cms.jobs import forget_finished_tasks, publish_scheduled
from cms.management.commands.run_worker import SiteWorker
from tests.support.database import is_file_database
from tests.support.machine import ROOT
from tests.support.site_process import SECRET

QUEUED = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []},
}
STOPPED_WITHIN_S = 90  # a start takes seconds, and much longer on a busy machine
done: list[int] = []


@task(backend="background", queue_name="mail")
def note(number: int) -> None:
    done.append(number)


def worker(**choices: object) -> SiteWorker:
    wishes = {"queue_names": ["*"], "interval": 0, "batch": True, "startup_delay": False, "max_tasks": None}
    fixed = {"backend_name": "background", "worker_id": "test", "excluded_queue_names": []}
    return SiteWorker(**(wishes | fixed | choices))


@override_settings(TASKS=QUEUED, PERIODIC_JOBS=[])
class WorkTests(TransactionTestCase):
    def setUp(self) -> None:
        done.clear()

    def test_everything_that_waits_in_any_queue_is_done(self):
        note.enqueue(1)
        note.using(queue_name="video").enqueue(2)
        call_command("run_worker", "--batch")
        self.assertEqual(done, [1, 2])

    def test_a_worker_for_some_queues_leaves_the_others(self):
        note.enqueue(1)
        note.using(queue_name="video").enqueue(2)
        call_command("run_worker", "--batch", "--queues=video,captions")
        self.assertEqual(done, [2])

    def test_a_wish_to_stop_is_noted_and_the_claimed_task_still_runs(self):
        """A signal may fall between claiming a task and starting it: leaving there would lose the task."""
        note.enqueue(1)
        note.enqueue(2)
        stopping = worker(batch=False)
        run_task = stopping.run_task

        def signalled_before_the_start(result: DBTaskResult) -> None:
            stopping.shutdown(signal.SIGTERM, None)
            run_task(result)

        stopping.run_task = signalled_before_the_start
        stopping.run()
        self.assertEqual(done, [1])
        self.assertEqual(DBTaskResult.objects.ready().count(), 1)


class JobTests(TestCase):
    def test_a_page_goes_live_at_its_time(self):
        home = Page.objects.filter(depth=2).first()
        page = home.add_child(instance=Page(title="Later", slug="later", live=False))
        page.go_live_at = "2026-01-01T00:00:00Z"
        page.save_revision(approved_go_live_at=page.go_live_at)
        publish_scheduled.run()
        page.refresh_from_db()
        self.assertTrue(page.live)

    @override_settings(TASKS=QUEUED)
    def test_old_results_of_tasks_go_and_new_ones_stay(self):
        results = [note.enqueue(number) for number in (1, 2)]
        rows = DBTaskResult.objects.filter(pk__in=[result.id for result in results])
        rows.update(status="SUCCESSFUL", finished_at="2026-11-20T00:00:00Z")
        DBTaskResult.objects.filter(pk=results[0].id).update(finished_at="2020-01-01T00:00:00Z")
        forget_finished_tasks.run()
        self.assertEqual([str(row.pk) for row in rows.all()], [str(results[1].id)])


@skipUnless(is_file_database(), "takes a copy of the SQLite file")
class StoppingTests(TransactionTestCase):
    def test_sigterm_ends_an_idle_worker_cleanly(self):
        with tempfile.TemporaryDirectory() as folder:
            with (
                closing(sqlite3.connect(connection.settings_dict["NAME"])) as source,
                closing(sqlite3.connect(Path(folder, "site.sqlite3"))) as copy,
            ):
                source.backup(copy)
            environment = {"SECRET_KEY": SECRET, "VAR_DIR": folder, "MEDIA_DIR": folder}
            process = subprocess.Popen(
                [sys.executable, "manage.py", "run_worker"],
                cwd=ROOT,
                env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "cms.settings", **environment},
                stderr=subprocess.PIPE,
                text=True,
            )
            guard = threading.Timer(STOPPED_WITHIN_S, process.kill)
            guard.start()
            lines = []
            for line in process.stderr:
                lines.append(line)
                if "Worker ready" in line:
                    process.send_signal(signal.SIGTERM)
            guard.cancel()
            self.assertEqual(process.wait(), 0, "".join(lines))
            self.assertIn("Worker ended", lines[-1])

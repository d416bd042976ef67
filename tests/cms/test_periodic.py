"""Jobs by the clock: each turn is taken once, by one worker, and one that fails harms no other."""

from __future__ import annotations

import datetime as dt
import threading

import time_machine
from django.conf import settings
from django.db import connection
from django.test import SimpleTestCase, TestCase, TransactionTestCase, override_settings

from cms.models import PeriodicRun
from cms.periodic import TICK_S, PeriodicJob, PeriodicThread, periodic, periodic_jobs, run_due_jobs

HERE = __name__
NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
calls: list[str] = []
began = threading.Event()


@periodic(seconds=60)
def each_minute() -> None:
    calls.append("minute")
    began.set()


@periodic(seconds=3600)
def fails() -> None:
    calls.append("fails")
    raise RuntimeError("planted")


def not_marked() -> None:
    """A plain function."""


@override_settings(PERIODIC_JOBS=[f"{HERE}.fails", f"{HERE}.each_minute"])
class DueJobsTests(TestCase):
    def setUp(self) -> None:
        calls.clear()

    def run_at(self, seconds: float) -> list[str]:
        with time_machine.travel(NOON + dt.timedelta(seconds=seconds), tick=False):
            return run_due_jobs()

    def test_a_job_runs_at_once_and_again_when_its_time_has_passed(self):
        with self.assertLogs("cms.periodic", "ERROR"):
            self.run_at(0)
        self.run_at(59)
        self.assertEqual(calls.count("minute"), 1)
        self.run_at(60)
        self.assertEqual(calls.count("minute"), 2)

    def test_a_failing_job_is_logged_and_the_next_still_runs(self):
        with self.assertLogs("cms.periodic", "ERROR") as logs:
            done = self.run_at(0)
        self.assertEqual(done, [f"{HERE}.each_minute"])
        self.assertIn("fails failed", logs.output[0])
        self.assertIsNone(PeriodicRun.objects.get(name=f"{HERE}.fails").finished_at)
        self.assertEqual(PeriodicRun.objects.get(name=f"{HERE}.each_minute").finished_at, NOON)

    def test_a_failed_job_waits_for_its_next_turn_rather_than_failing_every_quarter_minute(self):
        with self.assertLogs("cms.periodic", "ERROR"):
            self.run_at(0)
        self.run_at(15)
        self.assertEqual(calls.count("fails"), 1)

    def test_looking_for_due_jobs_costs_one_read_a_job_when_none_is_due(self):
        with self.assertLogs("cms.periodic", "ERROR"):
            self.run_at(0)
        # For each job: one read, and one update that changes no row.
        with self.assertNumQueries(4):
            self.run_at(1)


class TakingTurnsTests(TransactionTestCase):
    def test_of_many_workers_exactly_one_takes_a_turn(self):
        PeriodicRun.objects.create(name="job", started_at=NOON)
        ready = threading.Barrier(4)
        taken: list[bool] = []

        def worker() -> None:
            ready.wait()
            taken.append(PeriodicRun.objects.take("job", dt.timedelta(minutes=1)))
            connection.close()

        threads = [threading.Thread(target=worker) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(taken), [False, False, False, True])

    @override_settings(PERIODIC_JOBS=[f"{HERE}.each_minute"])
    def test_jobs_run_beside_a_long_task_and_the_thread_ends_when_told(self):
        calls.clear()
        began.clear()
        thread = PeriodicThread(tick_s=60)
        thread.start()
        self.assertTrue(began.wait(20))
        thread.stop()
        self.assertFalse(thread.is_alive())
        self.assertEqual(calls, ["minute"])


class RegistryTests(SimpleTestCase):
    @override_settings(PERIODIC_JOBS=[f"{HERE}.not_marked"])
    def test_a_function_without_a_period_is_refused(self):
        with self.assertRaisesMessage(ImportError, "not marked with @periodic"):
            periodic_jobs()

    @override_settings(PERIODIC_JOBS=[f"{HERE}.gone"])
    def test_a_path_that_leads_nowhere_is_refused(self):
        with self.assertRaises(ImportError):
            periodic_jobs()

    def test_every_job_of_the_site_is_there_and_none_runs_more_often_than_the_worker_looks(self):
        jobs = periodic_jobs()
        self.assertEqual(len(jobs), len(settings.PERIODIC_JOBS))
        for job in jobs:
            self.assertIsInstance(job, PeriodicJob)
            self.assertGreaterEqual(job.seconds, TICK_S)

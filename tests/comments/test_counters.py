"""Counting what readers send: exactly, also when much is sent at the same moment, on every cache the site may have."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.management import call_command
from django.db import connection
from django.test import SimpleTestCase, TransactionTestCase, override_settings
from django.urls import reverse

from cms.stamps import make_stamp
from comments import counters, services
from comments.counters import MOST, CacheCounters
from comments.models import Comment, Report
from tests.comments.factories import CommentFactory, commentable_page

DATABASE_CACHE = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "counters_test_cache"}
}
TAKERS = 24


def together(act, number: int = TAKERS) -> list:
    """What ``act`` returns in each of ``number`` threads that start at the same moment."""
    gate = threading.Barrier(number)

    def run(index: int):
        gate.wait()
        try:
            return act(index)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


class CounterTests(SimpleTestCase):
    def setUp(self) -> None:
        cache.clear()
        self.addCleanup(cache.clear)
        self.counters = CacheCounters()

    def test_each_event_is_counted_and_keys_are_kept_apart(self):
        self.assertEqual([self.counters.add("a", 60) for _ in range(12)], list(range(1, 13)))
        self.assertEqual(self.counters.add("b", 60), 1)
        self.assertEqual([self.counters.count(key) for key in "abc"], [12, 1, 0])

    def test_the_first_event_opens_a_window_and_the_count_starts_again_after_it(self):
        with mock.patch("time.time") as clock:
            counts = []
            for second in (0, 30, 59, 60.5, 100):
                clock.return_value = 1_800_000_000 + second
                counts.append(self.counters.add("a", 60))
        self.assertEqual(counts, [1, 2, 3, 1, 2])

    def test_a_flood_is_counted_up_to_a_bound(self):
        with mock.patch.object(counters, "PARTS", (range(0, 3), range(3, 9))):
            counts = [self.counters.add("a", 60) for _ in range(11)]
            self.assertEqual(self.counters.count("a"), 9)
        self.assertEqual(counts, [1, 2, 3, 4, 5, 6, 7, 8, 9, MOST, MOST])

    def test_events_at_the_same_moment_are_each_counted_once(self):
        counts = together(lambda _: CacheCounters().add("a", 60))
        self.assertEqual(sorted(counts), list(range(1, TAKERS + 1)))

    def test_without_a_cache_nobody_is_turned_away(self):
        no_cache = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
        with override_settings(CACHES=no_cache), mock.patch.object(DummyCache, "add", return_value=False):
            self.assertEqual([self.counters.add("a", 60) for _ in range(3)], [1, 1, 1])


class CountersInADatabaseTests(TransactionTestCase):
    """The table that production uses when there is no Redis, with real threads and connections."""

    def setUp(self) -> None:
        self.enterContext(override_settings(CACHES=DATABASE_CACHE))
        call_command("createcachetable", verbosity=0)
        self.addCleanup(cache.clear)

    def test_events_at_the_same_moment_are_each_counted_once(self):
        counts = together(lambda _: CacheCounters().add("a", 60))
        self.assertEqual(sorted(counts), list(range(1, TAKERS + 1)))

    def test_a_taker_that_saw_nothing_of_the_others_counts_on(self):
        """As if other processes had taken each place between looking and taking."""
        with (
            mock.patch.object(DatabaseCache, "get_many", return_value={}),
            mock.patch.object(CacheCounters, "_window", return_value="w"),
        ):
            self.assertEqual([CacheCounters().add("a", 60) for _ in range(12)], list(range(1, 13)))

    def test_of_many_comments_of_one_sender_at_once_as_many_as_allowed_are_stored(self):
        film = commentable_page()
        url = reverse("comments:send", args=[film.pk])
        stamp = make_stamp(f"comment:{film.pk}")

        def send(index: int) -> int:
            fields = {"name": "R", "body": f"Thought number {index}", "agree": "on", "stamp": stamp}
            return self.client_class().post(url, fields).status_code

        answers = together(send, 12)
        self.assertEqual((answers.count(303), answers.count(429)), (5, 7))
        self.assertEqual(Comment.objects.count(), 5)

    def test_of_many_reports_of_one_sender_at_once_as_many_as_allowed_are_stored(self):
        comment = CommentFactory(approved=True)

        def report(index: int) -> bool:
            try:
                services.report_comment(comment, why="other", details=f"Number {index}", address="192.0.2.7")
            except services.TooManyReports:
                return False
            return True

        self.assertEqual(sum(together(report, 16)), 10)
        self.assertEqual(Report.objects.count(), 10)

"""Counting tries: by who and what, exactly, on every cache the site may run with."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from unittest import mock

from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.management import call_command
from django.test import SimpleTestCase, TestCase, override_settings

from cms.throttle import Limit, Throttle, keyed, place_of

DATABASE_CACHE = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "throttle_test_cache"}
}
THREE = Throttle("test", (Limit(3, 60),))


class ThrottleTests(SimpleTestCase):
    def test_the_limit_is_reached_for_one_and_not_for_another(self):
        self.assertEqual([THREE.take("ann") for _ in range(5)], [True, True, True, False, False])
        self.assertTrue(THREE.take("ben"))
        self.assertTrue(Throttle("other", THREE.limits).take("ann"))

    def test_forgetting_starts_again(self):
        for _ in range(4):
            THREE.take("ann")
        THREE.forget("ann")
        self.assertTrue(THREE.take("ann"))

    def test_the_window_moves_with_the_tries(self):
        answers = []
        with mock.patch("time.time") as clock:
            for second in (0, 30, 50, 59, 61, 62, 91, 92):
                clock.return_value = 1_800_000_000 + second
                answers.append(THREE.take("ann"))
        self.assertEqual(answers, [True, True, True, False, True, False, True, False])

    def test_a_refused_try_does_not_make_the_wait_longer(self):
        with mock.patch("time.time") as clock:
            clock.return_value = 1_800_000_000
            for _ in range(50):
                THREE.take("ann")
            clock.return_value += 61
            self.assertTrue(THREE.take("ann"))

    def test_who_is_kept_apart_and_out_of_the_cache(self):
        self.assertNotEqual(keyed("x", "ab", "c"), keyed("x", "a", "bc"))
        THREE.take("ann@example.org", "192.0.2.1")
        self.assertNotIn("ann", str(list(cache._cache)))

    def test_at_the_same_moment_no_more_than_the_limit_get_through(self):
        with ThreadPoolExecutor(8) as pool:
            taken = list(pool.map(lambda _: Throttle("many", (Limit(10, 60),)).take("ann"), range(40)))
        self.assertEqual(sum(taken), 10)

    def test_without_a_cache_nothing_is_let_through(self):
        with (
            mock.patch.object(LocMemCache, "add", return_value=None),
            mock.patch.object(LocMemCache, "get_many", return_value={}),
        ):
            self.assertFalse(THREE.take("ann"))

    def test_a_place_is_an_address_or_the_network_of_a_household(self):
        for address, place in {
            "192.0.2.1": "192.0.2.1",
            "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
            "": "",
        }.items():
            self.assertEqual(place_of(address), place)


class ThrottleInADatabaseTests(TestCase):
    def setUp(self):
        self.enterContext(override_settings(CACHES=DATABASE_CACHE))
        call_command("createcachetable", verbosity=0)

    def test_the_limit_holds_there_too(self):
        self.assertEqual([THREE.take("ann") for _ in range(5)], [True, True, True, False, False])
        THREE.forget("ann")
        self.assertTrue(THREE.take("ann"))

    def test_two_takers_of_one_place_do_not_both_get_it(self):
        """As if another process had taken each place between looking and taking."""
        with mock.patch.object(DatabaseCache, "get_many", return_value={}):
            self.assertEqual([THREE.take("ann") for _ in range(5)], [True, True, True, False, False])

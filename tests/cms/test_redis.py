"""The cache in Redis: shared while it is there, and no harm when it is not."""

from __future__ import annotations

import os

import pytest
from django.core.cache import caches
from django.test import SimpleTestCase, TestCase, override_settings

from tests.support.not_run import mark_not_run

URL = os.environ.get("REDIS_TEST_URL", "")
OPTIONS = {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1}


def redis_at(url: str) -> dict[str, dict[str, object]]:
    return {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": url, "OPTIONS": OPTIONS}}


@pytest.mark.redis
@(mark_not_run("Redis is not running (scripts/test --redis)") if not URL else lambda tests: tests)
@override_settings(CACHES=redis_at(URL or "redis://127.0.0.1:1/0"))
class SharedCacheTests(SimpleTestCase):
    def test_only_the_first_of_two_may_add_and_counting_is_exact(self):
        cache = caches["default"]
        cache.delete_many(["turn", "count"])
        self.assertTrue(cache.add("turn", 1, timeout=60))
        self.assertFalse(cache.add("turn", 1, timeout=60))
        cache.add("count", 0, timeout=60)
        self.assertEqual([cache.incr("count") for _ in range(3)], [1, 2, 3])


# Port 1 answers nobody.
@override_settings(CACHES=redis_at("redis://127.0.0.1:1/0"))
class RedisIsGoneTests(TestCase):
    def test_pages_still_come(self):
        self.assertEqual(self.client.get("/site.webmanifest").json()["name"], "Social work films")

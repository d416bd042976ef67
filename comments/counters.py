"""Counting events in windows of time, in the cache that all web processes share."""

from __future__ import annotations

import time

from django.core.cache import cache


class CacheCounters:
    """What the screening checks count with. Keys hold hashes and ids only.

    The end of the window is kept with the count, since not every cache keeps a key's time to live when the value is
    written again. Two events in the very same moment may be counted as one: good enough for limits, and never a wait.
    """

    def add(self, key: str, window_s: int) -> int:
        """Count one event; return how many this window holds, this one included."""
        now = time.time()
        count, ends_at = self._read(key, now)
        if not count:
            ends_at = now + window_s
        cache.set(key, (count + 1, ends_at), timeout=max(1, ends_at - now))
        return count + 1

    def count(self, key: str) -> int:
        """How many events the open window holds."""
        return self._read(key, time.time())[0]

    @staticmethod
    def _read(key: str, now: float) -> tuple[int, float]:
        count, ends_at = cache.get(key) or (0, 0.0)
        return (count, ends_at) if ends_at > now else (0, 0.0)

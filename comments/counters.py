"""Counting events in windows of time, in the cache that all web processes share."""

from __future__ import annotations

from django.core.cache import cache
from django.utils.crypto import get_random_string

from cms.throttle import take_place

# Places are looked at in parts, so that a count of a few costs little. Above the last the count stands still.
PARTS = (range(0, 10), range(10, 100), range(100, 1000))
MOST = PARTS[-1].stop + 1


class CacheCounters:
    """What the screening checks count with. Keys hold hashes and ids only.

    The first event opens a window by storing a name for it, and each event takes one of the window's numbered places.
    ``cache.add`` gives a name or a place to one taker only, in process memory, in Redis and in a database table alike;
    see ``cms.throttle`` for why ``incr`` would not do. So events at the same moment are all counted, each once.
    A cache that does not answer counts nothing: what people write is read by a person, and is not turned away for it.
    """

    def add(self, key: str, window_s: int) -> int:
        """Count one event; return how many this window holds, this one included, and ``MOST`` above 1,000."""
        window = self._window(key, window_s)
        if not window:
            return 1
        for part in PARTS:
            if number := take_place(self._places(key, window, part), window_s):
                return part.start + number
        return MOST

    def count(self, key: str) -> int:
        """How many events the open window holds."""
        window = cache.get(f"{key}:window")
        total = 0
        for part in PARTS if window else ():
            taken = len(cache.get_many(self._places(key, window, part)))
            total += taken
            if taken < len(part):
                break
        return total

    @staticmethod
    def _window(key: str, window_s: int) -> str:
        """The name of the open window, which is opened now when there is none; "" without a cache."""
        name = f"{key}:window"
        if window := cache.get(name):
            return window
        mine = get_random_string(12)
        return mine if cache.add(name, mine, timeout=window_s) else cache.get(name) or ""

    @staticmethod
    def _places(key: str, window: str, part: range) -> list[str]:
        return [f"{key}:{window}:{number}" for number in part]

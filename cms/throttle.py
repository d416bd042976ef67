"""How often somebody may try something: counted by who and what, in the cache that all web processes share."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac

# One household is given a whole /64 and can take a new address in it for each try (RFC 4291, RFC 8981).
IPV6_PREFIX = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``tries`` in any ``window_s`` seconds."""

    tries: int
    window_s: int


@dataclass(frozen=True, slots=True)
class Throttle:
    """Limits for one kind of act; several limits with growing windows make the wait grow with the tries.

    A try takes one of a limit's numbered places for the length of its window. ``cache.add`` gives a place to one taker
    only, in process memory, in Redis and in a database table alike; ``incr`` would not do, since Django's database
    cache reads and writes in two steps there. A cache that does not answer gives no place, so nothing is let through.
    """

    what: str
    limits: tuple[Limit, ...]

    def take(self, *who: str) -> bool:
        """Count one try of ``who``; False when a limit is full, and then the try is not to be made.

        Short windows are asked first, so that a try which one of them stops is not counted by the longer ones.
        """
        return all(self._take(limit, who) for limit in sorted(self.limits, key=lambda limit: limit.window_s))

    def forget(self, *who: str) -> None:
        """Give the places of ``who`` free again, such as after a success."""
        cache.delete_many([key for limit in self.limits for key in self._places(limit, who)])

    def _take(self, limit: Limit, who: tuple[str, ...]) -> bool:
        return take_place(self._places(limit, who), limit.window_s) > 0

    def _places(self, limit: Limit, who: tuple[str, ...]) -> list[str]:
        key = keyed(self.what, *who)
        return [f"throttle:{self.what}:{limit.window_s}:{key}:{number}" for number in range(limit.tries)]


def take_place(places: Sequence[str], timeout_s: float) -> int:
    """Take one free place of ``places`` for ``timeout_s`` seconds; return how many are taken then, 0 when all were.

    Of takers at the same moment each gets a place, and so a number, of its own. Looking first also makes Django's
    database cache delete what has run out there, so that no two takers can both renew one old row.
    """
    taken = cache.get_many(places)
    free = (place for place in places if place not in taken)
    for number, place in enumerate(free, start=len(taken) + 1):
        if cache.add(place, 1, timeout=timeout_s):
            return number
    return 0


def keyed(what: str, *who: str) -> str:
    """Names and addresses as a keyed hash, so that the cache holds neither. ("ab", "c") and ("a", "bc") differ."""
    message = "\x00".join(f"{len(part)}:{part}" for part in who)
    return salted_hmac(f"cms.throttle.{what}", message.encode("utf-8", "replace"), algorithm="sha256").hexdigest()[:32]


def place_of(address: str) -> str:
    """What counts as one place: an IPv4 address, the /64 of an IPv6 address, "" for none."""
    if not address:
        return ""
    ip = ipaddress.ip_address(address)
    return str(ipaddress.ip_network(f"{ip}/{IPV6_PREFIX}", strict=False)) if ip.version == 6 else address

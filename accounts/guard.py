"""Guessing passwords is slow, and a guesser cannot keep the owner of an account out."""

from __future__ import annotations

import logging

from django.core.cache import cache

from cms.throttle import Limit, Throttle, keyed, place_of

logger = logging.getLogger(__name__)

MINUTE_S, HOUR_S, DAY_S = 60, 60 * 60, 24 * 60 * 60
# One account from one place: a few slips are free, then the wait grows from minutes to a day.
ACCOUNT_AND_PLACE = Throttle("sign-in", (Limit(5, 5 * MINUTE_S), Limit(10, HOUR_S), Limit(20, DAY_S)))
# Many accounts from one place (a list of leaked passwords). A whole ward may share one address.
PLACE = Throttle("sign-in-place", (Limit(100, HOUR_S),))
# One account from many places. Places where its owner has signed in before are not counted and never refused.
ACCOUNT = Throttle("sign-in-account", (Limit(100, HOUR_S),))
# Mails with a link to a new password: to one address, and asked for from one place.
RESET_MAILS, RESETS = Throttle("reset-mail", (Limit(3, HOUR_S),)), Throttle("reset", (Limit(20, HOUR_S),))
KNOWN_PLACE_S = 30 * DAY_S


def may_try(username: str, address: str) -> bool:
    """Count one try to sign in with a password; False when it must wait. Looks up no account, so it tells of none."""
    name, place = username.casefold(), place_of(address)
    is_known = bool(cache.get(_known_key(name, place)))
    # The place first: then one place cannot fill the cache with names, and so push the counts of others out.
    allowed = PLACE.take(place) and ACCOUNT_AND_PLACE.take(name, place) and (is_known or ACCOUNT.take(name))
    if not allowed:
        logger.warning("A sign-in with a password was stopped: too many tries")
    return allowed


def remember_success(username: str, address: str) -> None:
    """The right password came from ``address``: its slips are forgotten, and the place is known for a month."""
    name, place = username.casefold(), place_of(address)
    ACCOUNT_AND_PLACE.forget(name, place)
    cache.set(_known_key(name, place), 1, timeout=KNOWN_PLACE_S)


def may_send_reset(email: str, address: str) -> bool:
    """Count one wish for a new password; False when no more mail is to go out for now."""
    return RESETS.take(place_of(address)) and RESET_MAILS.take(email.casefold())


def _known_key(name: str, place: str) -> str:
    return f"sign-in-known:{keyed('sign-in-known', name, place)}"

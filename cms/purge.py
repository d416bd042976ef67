"""Asks the caches in front of the site to forget addresses: a content delivery network, or a cache of our own.

Off until ``CDN_PURGE_URL`` or ``FRONTEND_CACHE_URL`` is set. The call is the one many networks take: a POST with a list
of addresses, ``{"files": [...]}``, and a bearer token.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterable

from django.conf import settings
from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache

from cms.seo import absolute

TIMEOUT_S = 10
A_CALL = 30  # addresses; the least that any network we know of takes in one call


class PurgeFailed(Exception):
    """The network did not say that it has forgotten the addresses. Ask again later."""


def is_behind_a_cache() -> bool:
    """Whether what readers get may come from a cache, so that the site's own answer is no proof."""
    return bool(settings.CDN_PURGE_URL or settings.FRONTEND_CACHE_URL)


def purge(addresses: Iterable[str]) -> None:
    """Forget these addresses everywhere. Raises ``PurgeFailed``; asking twice does no harm."""
    whole = sorted({absolute(address) for address in addresses})
    if settings.FRONTEND_CACHE_URL and whole:
        purge_urls_from_cache(whole)
    if not settings.CDN_PURGE_URL:
        return
    for start in range(0, len(whole), A_CALL):
        _call(whole[start : start + A_CALL])


def _call(addresses: list[str]) -> None:
    request = urllib.request.Request(  # noqa: S310 – an address from the settings, checked there
        settings.CDN_PURGE_URL,
        data=json.dumps({"files": addresses}).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {settings.CDN_PURGE_TOKEN}"},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
            answer.read(1024)
    except (OSError, ValueError) as error:  # HTTP errors are OSErrors
        raise PurgeFailed(f"The cache did not take the call: {error}") from error

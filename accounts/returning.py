"""Where a reader goes after signing in or out: back to the page they came from, and never to another site."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

HOME = "/"
LONGEST_ADDRESS = 1000


def is_same_site(address: str, request: HttpRequest) -> bool:
    """Whether an address leads to this site, by the strict reading of Django's own check.

    Only addresses from the root count ("/films/…"), so neither a scheme nor a host can be smuggled in.
    """
    if not address.startswith("/") or len(address) > LONGEST_ADDRESS or not address.isprintable():
        return False
    return url_has_allowed_host_and_scheme(address, allowed_hosts=None, require_https=request.is_secure())


def next_address(request: HttpRequest) -> str:
    """The request's ``next``, or the home page when there is none or it leads elsewhere."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    return address if is_same_site(address, request) else HOME

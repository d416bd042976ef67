"""Reading requests without trusting them, and guarding posts on pages that carry no cookie."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

ADMIN_PREFIX = "/admin/"
View = Callable[..., HttpResponse]


def is_admin_path(path: str) -> bool:
    """True for addresses of the Wagtail admin."""
    return path.startswith(ADMIN_PREFIX)


def client_address(request: HttpRequest) -> str:
    """The network address of the sender, as far as it can be believed; "" when there is none.

    ``X-Forwarded-For`` can be written by anybody. Only its last ``TRUSTED_PROXY_COUNT`` entries come from proxies of
    ours, so the address is the entry just there; without trusted proxies it is the address of the connection.
    """
    address = request.META.get("REMOTE_ADDR", "")
    trusted = settings.TRUSTED_PROXY_COUNT
    if trusted:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= trusted:
            address = hops[-trusted]
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return ""


def network_of(address: str) -> str:
    """The /24 (IPv4) or /48 (IPv6) network an address belongs to, "" for an empty address.

    One household or ward shares these, so limits by network are wider than limits by sender.
    """
    if not address:
        return ""
    ip = ipaddress.ip_address(address)
    prefix = 24 if ip.version == 4 else 48
    return str(ipaddress.ip_network(f"{ip}/{prefix}", strict=False))


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a post was sent by a page of this site.

    Browsers state where a post comes from in ``Sec-Fetch-Site`` and ``Origin``, which page scripts cannot forge. That
    replaces a token in the page, so that one cached page serves every reader and no cookie is needed. A client that
    sends neither header (an old browser, a command-line tool) must at least send no foreign ``Referer``.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin", "")
    stated = origin if origin and origin != "null" else request.headers.get("Referer", "")
    if origin == "null":
        return False
    if not stated:
        return True
    parts = urlsplit(stated)
    if (parts.scheme, parts.netloc) == (request.scheme, request.get_host()):
        return True
    return f"{parts.scheme}://{parts.netloc}" in settings.CSRF_TRUSTED_ORIGINS


def public_post(view: View) -> View:
    """For views that take posts from public pages: no token, no cookie; refused unless sent from this site."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"} and not is_same_origin(request):
            return render(request, "403.html", {"reason": "cross_site"}, status=403)
        return view(request, *args, **kwargs)

    return guarded

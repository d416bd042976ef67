"""What a reader who is not signed in gets at an address: asked of the site itself, or over the network."""

from __future__ import annotations

import io
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest

from cms.purge import is_behind_a_cache
from cms.seo import absolute

TIMEOUT_S = 8
MOST_READ = 4 * 1024 * 1024  # of a page, in bytes; more is not needed to see whether something stands in it
NAME = "withdrawal-check"


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """``status`` is None when nobody answered."""

    status: int | None
    body: bytes = b""


def public_answer(address: str) -> PublicAnswer:
    """Ask for an address, a path of this site or a whole one, without cookies.

    The site is asked inside this process, by all its middleware. Where a cache stands in front, or the address is of
    another host, it is asked over the network, since only that answer is what readers get.
    """
    whole = absolute(address)
    if whole.startswith(f"{settings.SITE_URL}/") and not is_behind_a_cache():
        return _of_the_site(whole)
    return _over_the_network(whole)


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def _of_the_site(address: str) -> PublicAnswer:
    parts = urlsplit(address)
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),  # as WSGI has it (PEP 3333)
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": parts.netloc,
        "HTTP_USER_AGENT": NAME,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if settings.SECURE_PROXY_SSL_HEADER:
        header, value = settings.SECURE_PROXY_SSL_HEADER
        if parts.scheme == "https":
            environ[header] = value
    response = _handler().get_response(WSGIRequest(environ))
    body = b"" if response.streaming else bytes(response.content[:MOST_READ])
    # Not response.close(): it says that the request is over, and Django would close the caller's database connection.
    for close in response._resource_closers:
        close()
    return PublicAnswer(response.status_code, body)


def _over_the_network(address: str) -> PublicAnswer:
    if urlsplit(address).scheme not in ("https", "http"):
        return PublicAnswer(None)
    request = urllib.request.Request(address, headers={"User-Agent": NAME})  # noqa: S310 – checked just above
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
            is_text = answer.headers.get_content_type().startswith(("text/", "application/"))
            return PublicAnswer(answer.status, answer.read(MOST_READ) if is_text else b"")
    except urllib.error.HTTPError as error:
        return PublicAnswer(error.code)
    except (OSError, ValueError):
        return PublicAnswer(None)

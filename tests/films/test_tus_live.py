"""A sender who is cut off in the middle, on a running site."""

from __future__ import annotations

import socket
import time
from urllib.parse import urlsplit

import pytest
import requests
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from films.models import FilmUpload, Video
from tests.support.clips import clip
from tests.support.live_site import LiveSite

TUS = {"Tus-Resumable": "1.0.0"}
PATIENCE_S = 20


@pytest.fixture
def site(django_db_serialized_rollback, transactional_db):
    server = LiveSite()
    yield server
    server.stop()


@pytest.fixture
def signed_in(site):
    """Cookies and headers of an editor's browser."""
    client = Client()
    client.force_login(User.objects.create_superuser("editor", "editor@example.com", "x"))
    token = "a" * 32
    cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value, "csrftoken": token}
    return {"cookies": cookies, "headers": {"X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest", **TUS}}


@pytest.mark.slow
def test_who_is_cut_off_goes_on_where_it_stopped(site, signed_in):
    film = clip(seconds=4).read_bytes()
    cut_at = len(film) // 3
    begun = requests.post(
        site.url + reverse("film_uploads:list"),
        cookies=signed_in["cookies"],
        headers={**signed_in["headers"], "Upload-Length": str(len(film))},
        timeout=10,
    )
    assert begun.status_code == 201
    address = site.url + begun.headers["Location"]

    _send_and_vanish(address, signed_in, film, cut_at)

    def offset() -> int:
        asked = requests.head(address, **signed_in, timeout=10)
        assert asked.status_code == 200
        return int(asked.headers["Upload-Offset"])

    until = time.monotonic() + PATIENCE_S
    while offset() != cut_at:
        assert time.monotonic() < until, f"{offset()} of {cut_at} bytes were kept"
    assert not Video.objects.exists()

    rest = {**signed_in["headers"], "Upload-Offset": str(cut_at), "Content-Type": "application/offset+octet-stream"}
    while (
        answer := requests.patch(address, data=film[cut_at:], cookies=signed_in["cookies"], headers=rest, timeout=30)
    ).status_code == 423:
        assert time.monotonic() < until, "the request that was cut off keeps the upload"
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(len(film)))
    with Video.objects.get().master.open("rb") as stored:
        assert stored.read() == film
    assert FilmUpload.objects.get().lease is None


def _send_and_vanish(address: str, signed_in: dict, film: bytes, cut_at: int) -> None:
    """Promise all of the film, send a part and drop the connection."""
    parts = urlsplit(address)
    headers = {
        "Host": parts.netloc,
        "Cookie": "; ".join(f"{key}={value}" for key, value in signed_in["cookies"].items()),
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(len(film)),
        "Upload-Offset": "0",
        **signed_in["headers"],
    }
    lines = [f"PATCH {parts.path} HTTP/1.1", *(f"{key}: {value}" for key, value in headers.items()), "", ""]
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall("\r\n".join(lines).encode() + film[:cut_at])

"""The services readers sign in with, played inside the process: no network, and answers a test can bend.

``FakeServices`` replaces the transport of ``requests``, so that everything above it is what runs in production: the
address, the form, the headers and the timeouts that the site sends can be looked at.
"""

from __future__ import annotations

import json
from typing import Any, Self
from unittest import mock
from urllib.parse import parse_qs, parse_qsl, urlsplit

import requests
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

KEYS = {"client_id": "our-id", "secret": "our-secret"}
PROFILES: dict[str, dict[str, Any]] = {
    "wordpress": {
        "ID": 4711,
        "display_name": "Rhian of the Allotment",
        "username": "rhian",
        "email": "rhian@example.org",
        "email_verified": True,
        "avatar_URL": "https://gravatar.example/rhian.png",
    },
    "google": {
        "id": "103547991597142817347",
        "name": "Rhian Pugh",
        "given_name": "Rhian",
        "family_name": "Pugh",
        "email": "rhian@example.org",
        "verified_email": True,
        "picture": "https://pictures.example/rhian.png",
    },
    "twitter_oauth2": {"id": "2244994945", "name": "Rhian P", "username": "rhianp"},
    "facebook": {"id": "10224", "name": "Rhian Pugh"},
}
AUTHORIZE = {
    "wordpress": "https://public-api.wordpress.com/oauth2/authorize",
    "google": "https://accounts.google.com/o/oauth2/v2/auth",
    "twitter_oauth2": "https://x.com/i/oauth2/authorize",
    "facebook": "https://www.facebook.com/",
}
TOKENS = {
    ("public-api.wordpress.com", "/oauth2/token"): "wordpress",
    ("oauth2.googleapis.com", "/token"): "google",
    ("api.x.com", "/2/oauth2/token"): "twitter_oauth2",
}
PEOPLE = {
    ("public-api.wordpress.com", "/rest/v1.1/me/"): "wordpress",
    ("www.googleapis.com", "/oauth2/v2/userinfo"): "google",
    ("api.x.com", "/2/users/me"): "twitter_oauth2",
}


def set_up(*services: str) -> override_settings:
    """The site with keys for these services and for no other."""
    providers = {
        name: {**options, "KEYS": KEYS if name in services else {"client_id": "", "secret": ""}}
        for name, options in settings.SOCIALACCOUNT_PROVIDERS.items()
    }
    return override_settings(SOCIALACCOUNT_PROVIDERS=providers)


class FakeServices:
    """All four services. ``profiles`` is what they say about the person; ``asked`` what the site asked them."""

    def __init__(self, **profiles: Any) -> None:
        self.profiles: dict[str, Any] = {**PROFILES, **profiles}
        self.asked: list[requests.PreparedRequest] = []
        self.timeouts: list[Any] = []
        self.refuses_code = False

    def __enter__(self) -> Self:
        self._patch = mock.patch("requests.adapters.HTTPAdapter.send", self._send)
        self._patch.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._patch.stop()

    def _send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        self.asked.append(request)
        self.timeouts.append(kwargs.get("timeout"))
        parts = urlsplit(request.url or "")
        place = (parts.hostname or "", parts.path)
        is_facebook = place[0] == "graph.facebook.com"
        if place in TOKENS or (is_facebook and place[1].endswith("/oauth/access_token")):
            if self.refuses_code:
                return _answer(request, 400, {"error": "invalid_grant"})
            return _answer(request, 200, {"access_token": "a-token-to-forget", "token_type": "bearer"})
        if place in PEOPLE or (is_facebook and place[1].endswith("/me")):
            service = "facebook" if is_facebook else PEOPLE[place]
            profile = self.profiles[service]
            return _answer(request, 200, {"data": profile} if service == "twitter_oauth2" else profile)
        raise AssertionError(f"The site asked an address nobody expected: {request.url}")


def _answer(request: requests.PreparedRequest, status: int, body: Any) -> requests.Response:
    response = requests.Response()
    response.status_code, response.request, response.url = status, request, request.url or ""
    response.headers["Content-Type"] = "application/json"
    response._content = json.dumps(body).encode()
    return response


def start(client: Client, service: str, next_url: str = "/") -> dict[str, str]:
    """Press the button; returns what the site tells the service, such as its state."""
    response = client.post(reverse("accounts:start", args=[service]), {"next": next_url})
    assert response.status_code == 302, response.status_code
    assert response["Location"].startswith(AUTHORIZE[service]), response["Location"]
    return dict(parse_qsl(urlsplit(response["Location"]).query))


def come_back(client: Client, service: str, **query: str) -> HttpResponse:
    """The service sends the browser back to the site."""
    return client.get(reverse(f"{service}_callback"), query)


def sign_in(client: Client, service: str = "wordpress", next_url: str = "/") -> HttpResponse:
    """The whole way, in a site that is set up and with services that answer."""
    asked = start(client, service, next_url)
    return come_back(client, service, code="a-code", state=asked["state"])


def sent(request: requests.PreparedRequest) -> dict[str, str]:
    """The form that the site sent to a service."""
    body = request.body.decode() if isinstance(request.body, bytes) else request.body or ""
    return {name: values[0] for name, values in parse_qs(body).items()}

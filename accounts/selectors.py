"""Reads: which services readers may sign in with, and what the site holds about one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from accounts.holdings import Holding
from accounts.models import User
from accounts.signals import account_contents


@dataclass(frozen=True, slots=True)
class SignInService:
    """A service that can tell us who somebody is. ``hosts`` are where its sign-in leads the browser through.

    Browsers hold a form to its page's policy on every redirect on the way, so each host on that way is named.
    """

    id: str
    label: str
    hosts: tuple[str, ...]


# In the order they are offered.
SERVICES = (
    SignInService("wordpress", "WordPress.com", ("https://wordpress.com",)),
    SignInService("google", "Google", ("https://accounts.google.com",)),
    SignInService("twitter_oauth2", "X", ("https://x.com", "https://twitter.com")),
    SignInService(
        "facebook", "Facebook", ("https://www.facebook.com", "https://m.facebook.com", "https://facebook.com")
    ),
)


def offered_services() -> tuple[SignInService, ...]:
    """The services this site has keys for. Reads settings only, so that every page can ask."""
    return tuple(service for service in SERVICES if keys_of(service.id))


def offered_service(service_id: str) -> SignInService | None:
    """One of the offered services; None for any other name."""
    return next((service for service in offered_services() if service.id == service_id), None)


def form_hosts() -> list[str]:
    """Where the forms of the choice of services may lead, for its content policy."""
    hosts = [host for service in offered_services() for host in service.hosts]
    return [settings.WORDPRESS_HOST, *hosts] if keys_of("wordpress") else hosts


def keys_of(service_id: str) -> dict[str, str]:
    """``client_id`` and ``secret`` of a service; empty when either is missing."""
    keys: dict[str, str] = settings.SOCIALACCOUNT_PROVIDERS.get(service_id, {}).get("KEYS", {})
    return keys if keys.get("client_id") and keys.get("secret") else {}


def in_words(services: Sequence[SignInService]) -> str:
    """ "Google", "Google or X", "Google, X or Facebook"; "" for none."""
    labels = [service.label for service in services]
    return " or ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)


def service_of(user: User) -> str:
    """The label of the service somebody signs in with; "" for an account with a password."""
    account = user.socialaccount_set.order_by("pk").first()
    if account is None:
        return ""
    return next((service.label for service in SERVICES if service.id == account.provider), account.provider)


def holdings_of(user: User, *, most: int | None = None) -> list[Holding]:
    """What other apps hold about somebody, newest first; ``most`` items a kind, None for all."""
    answers: list[tuple[Any, Holding]] = account_contents.send(sender=User, user=user, most=most)
    return [holding for _, holding in answers]

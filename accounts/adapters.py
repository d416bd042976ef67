"""The rules of signing in, as django-allauth asks for them.

Readers sign in with another service, or not at all; passwords belong to the team and its admin. Two things never happen
here: an account of the team is never entered or connected through another service, and nothing is kept that the site
does not need (no token, no picture, no profile).
"""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from accounts.names import clean_name
from accounts.returning import HOME, is_same_site
from accounts.selectors import SERVICES, keys_of
from accounts.services import new_username
from cms.http import client_address

MAX_EMAIL = User._meta.get_field("email").max_length


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts: readers cannot make one."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No messages: the public pages show none, so they would surface later, in the admin."""

    def is_safe_url(self, url: str) -> bool:
        return is_same_site(url or "", context.request)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)


class SocialAdapter(DefaultSocialAccountAdapter):
    """Accounts that another service vouches for."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The services with keys in the environment; none are read from the database."""
        return [
            SocialApp(provider=service.id, name=service.label, **keys)
            for service in SERVICES
            if (keys := keys_of(service.id))
            and provider in (None, service.id)
            and client_id in (None, keys["client_id"])
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return True

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return True  # nothing is asked: a made-up user name, and a name to show that can be changed later

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """A name to show, and an e-mail only if the service has verified it and no other account has it.

        An address that belongs to somebody else is left out rather than matched: whoever can make a service state an
        address must not enter the account that has it here.
        """
        user = sociallogin.user
        full_name = " ".join(part for part in (data.get("first_name"), data.get("last_name")) if isinstance(part, str))
        names = (clean_name(name) for name in (data.get("name"), full_name, data.get("username")))
        user.display_name = next((name for name in names if name), "")
        user.email = next((email for email in _verified(sociallogin) if _is_free(email)), "")
        # Gone before anything is stored or matched.
        sociallogin.account.extra_data = {}
        sociallogin.email_addresses = []
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """A reader's account: no rights, no password, and of the other service only its number for the person."""
        user = sociallogin.user
        user.username = new_username()
        user.is_staff = user.is_superuser = False
        user.set_unusable_password()
        with transaction.atomic():
            user.save()
            sociallogin.account.user = user
            sociallogin.account.save()
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The team's accounts are entered with their password only, even if a reader's account was given rights."""
        if sociallogin.is_existing and sociallogin.user.is_team_member:
            _stop(request, "socialaccount/team_account.html", {}, 403, sociallogin.state)

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Never: an address is not a person."""
        return None

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> NoReturn:
        """A page of ours that repeats nothing of what the address or the service said."""
        state = (extra_context or {}).get("state") or {}
        if error == AuthError.CANCELLED:
            _stop(request, "socialaccount/login_cancelled.html", {}, 200, state)
        _stop(request, "socialaccount/authentication_error.html", {"service": provider.name}, 401, state)


def stopped(
    request: HttpRequest, template: str, context: dict[str, Any], status: int, state: dict[str, Any]
) -> HttpResponse:
    """A page that says why somebody is not signed in, with the way back. Leaves no cookie of the try behind."""
    if not request.user.is_authenticated:
        request.session.flush()
    back = state.get("next") or HOME
    again = f"{reverse('account_login')}?{urlencode({'next': back})}"
    response = render(request, template, {**context, "back_url": back, "again_url": again}, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _stop(request: HttpRequest, *args: Any) -> NoReturn:
    raise ImmediateHttpResponse(stopped(request, *args))


def _verified(sociallogin: SocialLogin) -> list[str]:
    return [address.email for address in sociallogin.email_addresses if address.verified]


def _is_free(email: str) -> bool:
    return len(email) <= MAX_EMAIL and not User.objects.filter(email__iexact=email).exists()

"""The addresses of WordPress.com that a sign-in passes through."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import HttpRequest


class WordPressAdapter(OAuth2Adapter):
    """``WORDPRESS_HOST`` names the machine, so that a test site of WordPress.com can stand in."""

    provider_id = "wordpress"

    @property
    def authorize_url(self) -> str:
        return f"{settings.WORDPRESS_HOST}/oauth2/authorize"

    @property
    def access_token_url(self) -> str:  # type: ignore[override]
        return f"{settings.WORDPRESS_HOST}/oauth2/token"

    @property
    def profile_url(self) -> str:
        return f"{settings.WORDPRESS_HOST}/rest/v1.1/me/"

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        with get_adapter().get_requests_session() as session:
            answer = session.get(
                self.profile_url,
                params={"fields": "ID,display_name,username,email,email_verified"},
                headers={"Authorization": f"Bearer {token.token}"},
            )
            answer.raise_for_status()
            profile = answer.json()
        if not isinstance(profile, dict):
            raise ProviderException("WordPress.com answered with something else than a profile.")
        return self.get_provider().sociallogin_from_response(request, profile)


oauth2_login = OAuth2LoginView.adapter_view(WordPressAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(WordPressAdapter)

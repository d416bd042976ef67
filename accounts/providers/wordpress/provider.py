"""What WordPress.com tells about somebody who signs in with it."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.base import ProviderAccount, ProviderException
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider

from accounts.providers.wordpress.views import WordPressAdapter


class WordPressAccount(ProviderAccount):
    """An account of WordPress.com; nothing but its number is kept."""


class WordPressProvider(OAuth2Provider):
    """OAuth 2 with the scope ``auth``, which only tells who somebody is and opens none of their blogs."""

    id = "wordpress"
    name = "WordPress.com"
    account_class = WordPressAccount
    oauth2_adapter_class = WordPressAdapter

    def get_default_scope(self) -> list[str]:
        return ["auth"]

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The account's number. Raises ``ProviderException`` when there is none, which must never look like one."""
        number = data.get("ID")
        if not isinstance(number, int) or isinstance(number, bool) or number <= 0:
            raise ProviderException("WordPress.com named no account.")
        return str(number)

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"name": data.get("display_name"), "username": data.get("username")}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        email = data.get("email")
        if not isinstance(email, str) or data.get("email_verified") is not True:
            return []
        return [EmailAddress(email=email, verified=True, primary=True)]


provider_classes = [WordPressProvider]

"""What can be done with an account: one function a use case."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.models import User
from accounts.names import clean_name
from accounts.selectors import holdings_of, service_of
from accounts.signals import account_closing

logger = logging.getLogger(__name__)


class TeamAccount(Exception):
    """The account can enter the admin. Only an administrator changes those."""


def new_username() -> str:
    """A user name nobody is asked for or shown; 36^16 possibilities, unique by constraint."""
    return f"reader-{get_random_string(16, 'abcdefghijklmnopqrstuvwxyz0123456789')}"


def choose_name(user: User, name: str) -> None:
    """The name shown with a reader's next comments; those sent already keep theirs."""
    user.display_name = clean_name(name)
    user.save(update_fields=["display_name"])


def close_account(user: User, *, keeps_published: bool) -> None:
    """Delete a reader's account and everything that says who they were.

    Other apps clear what they hold first (``account_closing``), in the same transaction: all of it goes, or nothing.
    Every session of the account ends with it. Raises ``TeamAccount`` for somebody who can enter the admin.
    """
    if user.is_team_member:
        raise TeamAccount("An administrator closes the accounts of the team.")
    pk = user.pk
    with transaction.atomic():
        account_closing.send(sender=User, user=user, keeps_published=keeps_published)
        user.delete()
    logger.info("The account of user %s was closed by its owner", pk)


def export_account(user: User) -> dict[str, Any]:
    """Everything held about somebody, as plain values that JSON can hold; times as ISO 8601 with their zone."""
    return {
        "exported_at": timezone.now().isoformat(),
        "account": {
            "name_shown": user.display_name,
            "email": user.email,
            "created_at": user.date_joined.isoformat(),
            "last_signed_in_at": user.last_login.isoformat() if user.last_login else None,
            "signs_in_with": service_of(user),
            "id_at_that_service": list(user.socialaccount_set.order_by("pk").values_list("uid", flat=True)),
        },
        **{holding.name: [item.record for item in holding.items] for holding in holdings_of(user)},
    }

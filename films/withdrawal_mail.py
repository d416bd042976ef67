"""Mail to the people who look after films: something withdrawn is still there, or an agreement will end.

None of it names a person in a film: mail travels, and stays where nobody can take it back.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from films.models import Consent, Withdrawal

logger = logging.getLogger(__name__)

BACKEND = "django.contrib.auth.backends.ModelBackend"


def raise_alarm(withdrawal: Withdrawal) -> bool:
    """Tell administrators that something is still there; once. Raises what the mail server raises."""
    rows = Withdrawal.objects.filter(pk=withdrawal.pk)
    if not rows.filter(alarmed_at=None).update(alarmed_at=timezone.now()):
        return False
    context = {
        "withdrawal": withdrawal,
        "count": len(withdrawal.still_there),
        "url": f"{settings.SITE_URL}{reverse('film_withdrawals:checklist', args=[withdrawal.pk])}",
    }
    try:
        _send(
            f"Film {withdrawal.film_number} was withdrawn, but is not gone everywhere",
            "films/email/still_there.txt",
            context,
            administrators(),
        )
    except Exception:
        rows.update(alarmed_at=None)
        raise
    return True


def warn_of_ends(ending: Iterable[tuple[Consent, int]]) -> None:
    """Tell editors which agreements end, as (consent, days left). Raises what the mail server raises."""
    rows = [
        {
            "film": consent.film.title,
            "ends": consent.expires_on,
            "days": days,
            "url": f"{settings.SITE_URL}{reverse('wagtailadmin_pages:edit', args=[consent.film_id])}",
        }
        for consent, days in ending
    ]
    subject = "A consent will end" if len(rows) == 1 else f"{len(rows)} consents will end"
    _send(
        subject,
        "films/email/consents_ending.txt",
        {"rows": rows, "url": f"{settings.SITE_URL}{reverse('film_consents:report')}"},
        editors(),
    )


def administrators() -> list[str]:
    """Addresses of the people who look after accounts."""
    return _addresses_with("accounts.change_user")


def editors() -> list[str]:
    """Addresses of the people who may withdraw a film."""
    return _addresses_with("films.withdraw_film")


def _addresses_with(right: str) -> list[str]:
    people = get_user_model().objects.with_perm(right, backend=BACKEND).exclude(email="")
    return sorted(set(people.values_list("email", flat=True)))


def _send(subject: str, template: str, context: dict[str, Any], to: list[str]) -> None:
    """One message each, so that nobody learns the addresses of the others."""
    if not to:
        logger.error("nobody has an e-mail address to be told: %s", subject)
    body = render_to_string(template, context)
    for address in to:
        EmailMessage(subject=subject, body=body, to=[address]).send()

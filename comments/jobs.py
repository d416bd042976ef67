"""Periodic jobs of the comments."""

from __future__ import annotations

from cms.periodic import periodic
from comments import mail, services


@periodic(seconds=24 * 60 * 60)
def forget_what_is_due() -> None:
    """Refused texts, unrescued spam, e-mails and network hashes go when their time is up."""
    services.forget_what_is_due()


@periodic(seconds=5 * 60)
def send_missed_mail() -> None:
    """Outcomes and alerts that a lost task or a silent mail server left behind."""
    mail.send_what_was_missed()

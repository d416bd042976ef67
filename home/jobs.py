"""Periodic jobs of the campaign."""

from __future__ import annotations

from cms.periodic import periodic
from home.services import forget_answered_enquiries


@periodic(seconds=24 * 60 * 60)
def forget_old_enquiries() -> None:
    """Messages answered long ago are personal data nobody needs."""
    forget_answered_enquiries()

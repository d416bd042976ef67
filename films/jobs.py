"""Periodic jobs of the films."""

from __future__ import annotations

import logging

from cms.periodic import periodic
from films.services import steps, uploads

logger = logging.getLogger(__name__)


@periodic(seconds=30)
def reap_stalled_steps() -> None:
    """Steps whose worker died are tried again, or end with a reason, well within 2 minutes."""
    reaped = steps.reap()
    if reaped != steps.Reaped():
        logger.info("reaped: %s", reaped)


@periodic(seconds=60 * 60)
def clear_uploads() -> None:
    """Uploads nobody came back to are removed; those that only lack their last step get it."""
    swept = uploads.sweep()
    if swept != uploads.Swept():
        logger.info("uploads: %s", swept)

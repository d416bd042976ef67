"""Periodic jobs of the films."""

from __future__ import annotations

import logging

from cms.periodic import periodic
from films.services import steps

logger = logging.getLogger(__name__)


@periodic(seconds=15)
def reap_stalled_steps() -> None:
    """Steps whose worker died are tried again, or end with a reason, within a minute."""
    reaped = steps.reap()
    if reaped != steps.Reaped():
        logger.info("reaped: %s", reaped)

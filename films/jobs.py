"""Periodic jobs of the films."""

from __future__ import annotations

import logging

from cms.periodic import periodic
from films.services import consents, steps, uploads, withdrawal

logger = logging.getLogger(__name__)


@periodic(seconds=15)
def reap_stalled_steps() -> None:
    """Steps whose worker died are tried again, or end with a reason, within a minute."""
    reaped = steps.reap()
    if reaped != steps.Reaped():
        logger.info("reaped: %s", reaped)


@periodic(seconds=60 * 60)
def clear_uploads() -> None:
    """Uploads nobody came back to are removed; those that only lack their last step get it."""
    swept = uploads.sweep()
    if swept != uploads.Swept():
        logger.info("uploads: %s", swept)


@periodic(seconds=15)
def finish_withdrawals() -> None:
    """Withdrawn films are gone, and proved to be, within minutes, whatever else the workers are busy with."""
    withdrawal.finish_unfinished()


@periodic(seconds=60 * 60)
def look_after_consents() -> None:
    """Editors hear in time of agreements that end, and a film does not outlast one."""
    counts = consents.look_after()
    if any(counts):
        logger.info("consents: %s warnings, %s films withdrawn", *counts)


@periodic(seconds=24 * 60 * 60)
def forget_withdrawn_masters() -> None:
    """What was withdrawn is deleted for good once it can no longer be restored."""
    count = withdrawal.forget_masters()
    if count:
        logger.info("forgotten for good: %s withdrawn films or cuts", count)

"""Periodic jobs of the films."""

from __future__ import annotations

from cms.periodic import periodic
from films import tasks


@periodic(seconds=30)
def reap_stalled_steps() -> None:
    """Steps whose worker died are tried again, or end with a reason, well within 2 minutes."""
    tasks.reap_stalled_steps()

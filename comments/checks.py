"""Start-up checks of the comments."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from comments.counters import CacheCounters
from comments.screening.findings import Concern
from comments.screening.pipeline import CheckConfigError, load_checks


@register()
def check_screening(**kwargs: Any) -> list[CheckMessage]:
    """``comments.E001``: a check that cannot be loaded; ``comments.E002``: nobody looks for a crisis first."""
    try:
        checks = load_checks(settings.COMMENTS_CHECKS, counters=CacheCounters())
    except CheckConfigError as error:
        return [Error(str(error), id="comments.E001")]
    if not checks or checks[0].looks_for != Concern.CRISIS:
        return [Error("The first of COMMENTS_CHECKS must look for a crisis.", id="comments.E002")]
    return []

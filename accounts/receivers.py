"""Sign-ins in the log: ids only, never a name or an address."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

logger = logging.getLogger(__name__)


@receiver(user_logged_in)
def log_sign_in(user: Any, **kwargs: Any) -> None:
    logger.info("User %s signed in", user.pk)


@receiver(user_logged_out)
def log_sign_out(user: Any, **kwargs: Any) -> None:
    if user is not None:
        logger.info("User %s signed out", user.pk)


@receiver(user_login_failed)
def log_failed_sign_in(**kwargs: Any) -> None:
    logger.warning("A sign-in failed")

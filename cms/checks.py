"""Start-up checks: what would go wrong later is said at once, in one sentence."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

MIN_SECRET_LENGTH = 32


@register(Tags.security, deploy=True)
def check_secret_is_long(**kwargs: Any) -> list[CheckMessage]:
    """``cms.E001``: a short SECRET_KEY can be guessed, and with it every signed stamp."""
    if len(settings.SECRET_KEY) < MIN_SECRET_LENGTH:
        return [Error(f"SECRET_KEY is shorter than {MIN_SECRET_LENGTH} characters.", id="cms.E001")]
    return []


@register(Tags.security, deploy=True)
def check_site_is_https(**kwargs: Any) -> list[CheckMessage]:
    """``cms.W001``: without https cookies and comments travel readable."""
    if not settings.IS_HTTPS:
        return [Warning("SITE_URL does not start with https://.", id="cms.W001")]
    return []


@register(Tags.security, deploy=True)
def check_mail_is_sent(**kwargs: Any) -> list[CheckMessage]:
    """``cms.W002``: with the default, alerts about people at risk are written to files that nobody reads."""
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return [Warning("EMAIL_BACKEND writes mail to files instead of sending it.", id="cms.W002")]
    return []


@register(Tags.security, deploy=True)
def check_files_can_be_taken_back(**kwargs: Any) -> list[CheckMessage]:
    """``cms.W003``: what lies in a bucket anybody may read is not asked for here, so nothing here can close it."""
    if settings.S3_BUCKET:
        return [
            Warning(
                "Files of films and pictures lie in the bucket S3_BUCKET, which answers without asking this site.",
                hint="Unpublishing a film does not close the addresses of its files. See docs/operations.md, Buckets.",
                id="cms.W003",
            )
        ]
    return []

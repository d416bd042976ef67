"""Signed time stamps in public forms: when the page was made and for what, the same for every reader."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.utils import timezone

SALT = "cms.stamps"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a form's stamp says. ``age_s`` is None when it is missing or was not signed by this site."""

    age_s: float | None

    @property
    def is_genuine(self) -> bool:
        return self.age_s is not None


def make_stamp(purpose: str) -> str:
    """A stamp for a form of ``purpose`` (such as ``comment:12``), good on that form only."""
    return signing.TimestampSigner(salt=SALT).sign_object(
        {"for": purpose, "at": int(timezone.now().timestamp())}, serializer=signing.JSONSerializer
    )


def read_stamp(value: str, purpose: str) -> Stamp:
    """How old a stamp is. Never raises: a forged or foreign stamp reads as missing."""
    if not value or len(value) > 500:
        return Stamp(None)
    try:
        payload = signing.TimestampSigner(salt=SALT).unsign_object(value, serializer=signing.JSONSerializer)
    except (signing.BadSignature, ValueError, UnicodeError):
        return Stamp(None)
    if not isinstance(payload, dict) or payload.get("for") != purpose:
        return Stamp(None)
    return Stamp(max(0.0, timezone.now().timestamp() - float(payload.get("at", 0))))

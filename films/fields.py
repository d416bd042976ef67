"""A model field for moments in a film: milliseconds in the database, 1:05.5 on the screen."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

CLOCK = re.compile(r"^\s*(?:(?P<h>\d{1,2}):)?(?P<m>\d{1,3}):(?P<s>[0-5]?\d)(?:[.,](?P<f>\d{1,3}))?\s*$")
PLAIN_SECONDS = re.compile(r"^\s*(?P<s>\d{1,6})(?:[.,](?P<f>\d{1,3}))?\s*$")


def parse_clock(text: str) -> int:
    """Milliseconds of ``1:02:03.5``, ``2:03``, or plain seconds ``123.5``. Raises ``ValueError`` on anything else."""
    match = CLOCK.match(text) or PLAIN_SECONDS.match(text)
    if match is None:
        raise ValueError(text)
    parts = match.groupdict()
    seconds = int(parts.get("h") or 0) * 3600 + int(parts.get("m") or 0) * 60 + int(parts["s"])
    return seconds * 1000 + int((parts["f"] or "0").ljust(3, "0"))


def format_clock(ms: int) -> str:
    """``0:42``, ``1:02:03``; with tenths and less only where there are any: ``1:05.5``."""
    seconds, fraction = divmod(ms, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    clock = f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute}:{second:02d}"
    return f"{clock}.{fraction:03d}".rstrip("0") if fraction else clock


class ClockFormField(forms.CharField):
    """Takes 1:05.5, gives 65500."""

    def prepare_value(self, value: Any) -> Any:
        return format_clock(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_clock(text)
        except ValueError:
            raise ValidationError("Write the time as minutes and seconds, such as 1:05.", code="clock") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class ClockField(models.PositiveIntegerField):
    """A moment in a film, in milliseconds from its first frame."""

    def formfield(self, **kwargs: Any) -> Any:
        options = {"form_class": ClockFormField, **kwargs}
        options.pop("min_value", None)
        options.pop("max_value", None)
        return models.Field.formfield(self, **options)

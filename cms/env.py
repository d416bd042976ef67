"""Typed readers of environment variables. Each raises ``ImproperlyConfigured`` with the variable's name."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str | None = None) -> str:
    """The variable's text, stripped. Without ``default`` it must be set and not empty."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"Set {name} in the environment. .env.example says what it is for.")
    return default


def boolean(name: str, default: bool = False) -> bool:
    """One of 1, true, yes, on, 0, false, no, off, in any case."""
    value = os.environ.get(name, "").strip().lower()
    if name not in os.environ or value == "":
        return default
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, but is {value!r}.")


def integer(name: str, default: int, *, minimum: int | None = None) -> int:
    """A whole number, not below ``minimum``."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, but is {value!r}.") from None
    if minimum is not None and number < minimum:
        raise ImproperlyConfigured(f"{name} must be at least {minimum}, but is {number}.")
    return number


def words(name: str, default: list[str] | None = None) -> list[str]:
    """A comma-separated list; blanks around and between entries do not count."""
    value = os.environ.get(name, "")
    entries = [entry.strip() for entry in value.split(",") if entry.strip()]
    return entries or list(default or [])


def path(name: str, default: Path) -> Path:
    """A folder or file; ``~`` is expanded, a relative path is taken from the working directory."""
    value = os.environ.get(name, "").strip()
    return Path(value).expanduser().resolve() if value else default


def url(name: str, default: str = "") -> str:
    """An http or https address without a slash at its end, or the default."""
    value = os.environ.get(name, "").strip() or default
    if value and urlsplit(value).scheme not in {"http", "https"}:
        raise ImproperlyConfigured(f"{name} must start with https:// or http://, but is {value!r}.")
    return value.rstrip("/")

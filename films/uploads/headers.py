"""What tus 1.0.0 says in headers, read without trusting any of it. See https://tus.io/protocols/resumable-upload."""

from __future__ import annotations

import base64
import binascii
import re

VERSION = "1.0.0"
EXTENSIONS = ("creation", "expiration", "termination")
PATCH_TYPE = "application/offset+octet-stream"
# Nineteen digits are past any file; more would only cost time to read.
WHOLE_NUMBER = re.compile(r"[0-9]{1,19}")
MAX_METADATA = 4096
KEY = re.compile(r"[!-+\--~]+")  # printable ASCII without space and comma


class BadHeader(ValueError):
    """A header that cannot be what it should be. The message names it."""


def number(name: str, value: str | None) -> int:
    """A whole number, zero or more. Raises ``BadHeader``."""
    if value is None or not WHOLE_NUMBER.fullmatch(value):
        raise BadHeader(f"{name} must be a whole number.")
    return int(value)


def metadata(value: str) -> dict[str, str]:
    """Keys and decoded values of ``Upload-Metadata``: ``key base64, key base64``. Raises ``BadHeader``."""
    if len(value) > MAX_METADATA:
        raise BadHeader("Upload-Metadata is too long.")
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in value.split(","))):
        key, _, encoded = pair.partition(" ")
        if key in found or not KEY.fullmatch(key):
            raise BadHeader("Upload-Metadata has a key twice, or one that cannot be.")
        try:
            found[key] = base64.b64decode(encoded.strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError):
            raise BadHeader("Upload-Metadata has a value that is not text in Base64.") from None
    return found

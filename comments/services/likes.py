"""Likes: one a device and page, known by the keyed hash of a random value in that device's cookie."""

from __future__ import annotations

from typing import Any

from comments import keys
from comments.models import Like


def reader_key(value: str) -> str:
    """The hash of the cookie's random value."""
    return keys.keyed_hash("reader", value)


def like(page: Any, reader: str) -> bool:
    """Like a page for the device that holds the random value ``reader``; False when it liked it before."""
    _, is_new = Like.objects.get_or_create(page_id=page.pk, reader_key=reader_key(reader))
    return is_new


def unlike(page: Any, reader: str) -> bool:
    """Take a like back; False when there was none."""
    deleted, _ = Like.objects.filter(page_id=page.pk, reader_key=reader_key(reader)).delete()
    return bool(deleted)


def is_liked(page: Any, reader: str) -> bool:
    """Whether the device that holds ``reader`` likes a page; "" likes nothing."""
    return bool(reader) and Like.objects.filter(page_id=page.pk, reader_key=reader_key(reader)).exists()

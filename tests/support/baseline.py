"""Gives a database back what migrations stored, after each test that committed something.

Django empties all tables after such a test and would fill them again only before the next test of the same kind. With
tests shared out over two processes an ordinary test may well come in between, and would find no site, no page tree and
no groups. So here the tables are filled again at once, and every test starts alike, in whatever order they run.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase

_contents = ""


def install() -> None:
    """Take the place of Django's own way; called once the test database stands, before the first test."""
    global _contents
    _contents = connection.creation.serialize_db_to_string()
    TransactionTestCase._fixture_setup = classmethod(_nothing_to_set_up)
    TransactionTestCase._fixture_teardown = _fill_again


def _nothing_to_set_up(cls: type[TransactionTestCase]) -> None:
    """The test before left the tables as migrations made them."""


def _fill_again(self: Any) -> None:
    # Receivers ask for content types while rows are stored. Asked now, none is made anew with another number.
    ContentType.objects.get_for_models(*apps.get_models())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM films_spoken_line")  # not a model's table, so Django does not know of it
    call_command(
        "flush",
        verbosity=0,
        interactive=False,
        reset_sequences=False,
        allow_cascade=connection.vendor == "postgresql",
        inhibit_post_migrate=True,
    )
    connection.creation.deserialize_db_from_string(_contents)

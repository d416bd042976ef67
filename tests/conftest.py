"""Shared by all tests."""

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase

from tests.support import database

pytest_plugins = ["tests.support.not_run"]

# A test that commits empties all tables when it ends. Without this the next one would also miss what migrations
# stored: Wagtail's root page, locales, collections and the practice areas.
TransactionTestCase.serialized_rollback = True


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    """True when a database from an earlier run could be put in place."""
    return database.restore()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_keepdb, django_db_blocker):
    # Playwright runs an event loop, and inside one Django hands out other connection objects. All of one class share
    # what migrations stored, so that it also comes back after a browser test.
    for connection in connections.all():
        if contents := vars(connection).get("_test_serialized_contents"):
            type(connection)._test_serialized_contents = contents
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            database.keep()


@pytest.fixture(autouse=True)
def _fresh_cache():
    """No test inherits what another left in the cache."""
    cache.clear()
    yield


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    """Each test stores public files in a folder of its own, as row numbers come again in every test."""
    settings.MEDIA_ROOT = tmp_path / "public"
    yield

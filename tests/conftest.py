"""Shared by all tests."""

import pytest
from django.core.cache import cache

from tests.support import baseline, database

pytest_plugins = ["tests.support.not_run"]


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    """True when a database from an earlier run could be put in place."""
    return database.restore()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_keepdb, django_db_blocker):
    with django_db_blocker.unblock():
        baseline.install()
        if not django_db_keepdb:
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

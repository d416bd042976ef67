"""Shared by all tests."""

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase

pytest_plugins = ["tests.support.not_run"]

# A test that commits empties all tables when it ends. Without this the next one would also miss what migrations
# stored: Wagtail's root page, locales, collections and the practice areas.
TransactionTestCase.serialized_rollback = True


@pytest.fixture(autouse=True)
def _fresh_cache():
    """No test inherits what another left in the cache."""
    cache.clear()
    yield

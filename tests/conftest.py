"""Shared by all tests."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_cache():
    """No test inherits what another left in the cache."""
    cache.clear()
    yield

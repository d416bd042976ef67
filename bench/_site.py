"""A throw-away site for measures: a migrated SQLite database and folders of its own, gone when the process ends.

Import it before anything of Django's.
"""

# ruff: noqa: E402  Django is set up before its models are imported.
from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment

from tests.support import database

TUS = {"Tus-Resumable": "1.0.0"}


def set_up() -> Client:
    """Migrate, and sign an editor in."""
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, keepdb=database.restore())
    editor = get_user_model().objects.create_superuser("editor", "editor@example.com", "x")
    client = Client(raise_request_exception=False)
    client.force_login(editor)
    return client


def session_cookie(client: Client) -> dict[str, str]:
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def environment_of_a_server() -> dict[str, str]:
    """For a process that is to serve this site: its settings, with this database as its own."""
    return {**os.environ, "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}"}

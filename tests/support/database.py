"""A migrated SQLite database kept from one test run to the next: some hundred migrations take most of a minute."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import django
from django.apps import apps
from django.db import connection

from tests.support.machine import ROOT

STORE = ROOT / "var" / "tests"


def is_file_database() -> bool:
    """Whether the tests use SQLite; PostgreSQL always starts from nothing."""
    return connection.vendor == "sqlite"


def restore() -> bool:
    """Put the kept database where the tests will look; False when none fits. Migrations still run on top of it."""
    if not is_file_database() or not _kept().is_file():
        return False
    shutil.copyfile(_kept(), _target())
    return True


def keep() -> None:
    """Keep the database as it is now, before the first test; older ones go."""
    if not is_file_database():
        return
    STORE.mkdir(parents=True, exist_ok=True)
    draft = STORE / f"draft-{os.getpid()}.sqlite3"
    with closing(sqlite3.connect(_target())) as source, closing(sqlite3.connect(draft)) as copy:
        source.backup(copy)
    for old in STORE.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    draft.replace(_kept())


def _target() -> str:
    return connection.settings_dict["TEST"]["NAME"]


def _kept() -> Path:
    """Named for everything that decides what the migrations make of an empty database."""
    digest = hashlib.sha256(f"{django.VERSION}{sqlite3.sqlite_version}".encode())
    for app in apps.get_app_configs():
        for migration in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(migration.name.encode() + migration.read_bytes())
    return STORE / f"migrated-{digest.hexdigest()[:16]}.sqlite3"

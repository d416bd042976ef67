"""Brings database, static files and demo content up to date, in one Django start. Called by scripts/run.py."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")


def main() -> int:
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import OperationalError

    try:
        django.setup()
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        return 1
    from django.conf import settings

    settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.MEDIA_DIR.mkdir(parents=True, exist_ok=True)
    try:
        _migrate()
        _collect_static()
        if "--no-demo" not in sys.argv:
            _seed()
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    except OperationalError as error:
        print(f"The database could not be brought up to date: {error}".strip(), file=sys.stderr)
        return 1
    return 0


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _say("Bringing the database up to date")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def _collect_static() -> None:
    """Copy, name and compress the static files, unless none has changed since the last time."""
    from django.conf import settings
    from django.core.management import call_command

    wanted = _static_fingerprint()
    stamp = settings.VAR_DIR / "static.sha256"
    if stamp.exists() and stamp.read_text() == wanted and settings.STATIC_ROOT.is_dir():
        return
    _say("Collecting static files")
    call_command("collectstatic", interactive=False, verbosity=0, stdout=io.StringIO())
    stamp.write_text(wanted)


def _static_fingerprint() -> str:
    """Changes with the name, size or age of any file that collectstatic would take."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _seed() -> None:
    """Load the demo content, once for each database: what an editor removes or changes stays that way."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    place = hashlib.sha256(repr(sorted(connection.get_connection_params().items(), key=str)).encode()).hexdigest()
    stamp = settings.VAR_DIR / "demo-seeded"
    if stamp.exists() and stamp.read_text() == place:
        return
    _say("Loading the demo films, people and comments")
    call_command("seed_demo")
    stamp.write_text(place)


def _say(sentence: str) -> None:
    print(f"» {sentence}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

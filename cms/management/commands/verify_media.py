"""``manage.py verify_media``: every row has its file, and every file its row."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.stored_files import compare


class Command(BaseCommand):
    help = (
        "Compares rows with stored files, in the public and the private storage. Names rows whose file is missing and "
        "files that no row names; ends with 1 when there are any."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete-orphans", action="store_true", help="delete files that no row names")
        parser.add_argument(
            "--older-than", type=float, default=24.0, metavar="HOURS", help="leave younger orphans alone (24)"
        )

    def handle(self, *, delete_orphans: bool, older_than: float, **options: Any) -> None:
        compared = compare()
        for alias, name in compared.missing:
            self.stdout.write(f"Missing in the {alias} storage: {name}")
        deadline = timezone.now() - dt.timedelta(hours=older_than)
        deleted = young = 0
        for alias, name in compared.orphans:
            try:
                is_young = storages[alias].get_modified_time(name) > deadline
            except FileNotFoundError:
                continue  # gone since it was listed
            young += is_young
            if delete_orphans and not is_young:
                storages[alias].delete(name)
                deleted += 1
            else:
                note = " (young: it may be about to get its row)" if is_young else ""
                self.stdout.write(f"No row for a file in the {alias} storage: {name}{note}")
        self.stdout.write(
            f"{compared.files} files, {len(compared.missing)} missing, {len(compared.orphans)} without a row, "
            f"{deleted} deleted."
        )
        if compared.missing or len(compared.orphans) - deleted - young > 0:
            raise CommandError("Rows and files do not agree.")

"""``manage.py move_media``: all uploaded and made files from this machine to S3, or back."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import FileSystemStorage, Storage, storages
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.stored_files import local_storage, names_in_use

PLACES = ("local", "s3")
NO_BUCKET = "Set the S3_ variables first, as in .env.example: they say which bucket."


class Command(BaseCommand):
    help = (
        "Copies every file that a row names from one place to the other, under the same name. Run it with the S3_ "
        "variables set. What is there already, whole, is passed over: run it again after a break, and once more after "
        "the change for what came in meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="source", choices=PLACES, required=True)
        parser.add_argument("--to", dest="target", choices=PLACES, required=True)
        parser.add_argument(
            "--delete", action="store_true", help="delete each file from where it was, once it is whole in the other"
        )

    def handle(self, *, source: str, target: str, delete: bool, **options: Any) -> None:
        if source == target:
            raise CommandError("--from and --to must differ.")
        if isinstance(storages["default"], FileSystemStorage):
            raise CommandError(NO_BUCKET)
        copied = there = 0
        missing = []
        for alias, names in names_in_use().items():
            here, other = _storage(source, alias), _storage(target, alias)
            for name in sorted(names):
                if not here.exists(name):
                    if other.exists(name):
                        there += 1
                    else:
                        missing.append(f"{alias}: {name}")
                    continue
                if _is_whole(here, other, name):
                    there += 1
                else:
                    _copy(here, other, name)
                    copied += 1
                if delete:
                    here.delete(name)
        for name in missing:
            self.stdout.write(f"Missing in both: {name}")
        self.stdout.write(f"{copied} files copied, {there} were there already, {len(missing)} missing.")
        if missing:
            raise CommandError("Some rows have no file in either place.")


def _storage(place: str, alias: str) -> Storage:
    return storages[alias] if place == "s3" else local_storage(alias)


def _is_whole(here: Storage, other: Storage, name: str) -> bool:
    return other.exists(name) and other.size(name) == here.size(name)


def _copy(here: Storage, other: Storage, name: str) -> None:
    """Raises ``CommandError`` when what arrived is not what was sent."""
    if other.exists(name):
        other.delete(name)  # the part that came through before a break
    with here.open(name, "rb") as content:
        saved = other.save(name, content)
    if saved != name or not _is_whole(here, other, name):
        raise CommandError(f"{name} did not arrive whole. Nothing was deleted there; run this again.")

"""Which files the site has, by its rows and by its storages, whatever app they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, default_storage, storages
from django.db import models

# The storages that hold what people upload and what is made of it; style sheets and scripts are not among them.
ALIASES = ("default", "private")
NamesInUse = Callable[[], Iterable[tuple[str, str]]]
_others: list[NamesInUse] = []


def also_in_use(names: NamesInUse) -> None:
    """Tell of files that rows name otherwise than by a file field: pairs of a storage's alias and a name."""
    if names not in _others:
        _others.append(names)


@dataclass(slots=True)
class Compared:
    """Rows against files: names that rows have and the storage lacks, and the other way round, by alias."""

    files: int = 0
    missing: list[tuple[str, str]] = field(default_factory=list)
    orphans: list[tuple[str, str]] = field(default_factory=list)


def compare() -> Compared:
    """Files are listed before rows are read, so that one stored meanwhile is not taken for an orphan.

    A row whose file is stored meanwhile is asked for once more before it counts as missing.
    """
    found = {alias: set(names_in(storages[alias])) for alias in ALIASES}
    used = names_in_use()
    result = Compared(files=sum(len(names) for names in found.values()))
    for alias in ALIASES:
        lacking = sorted(used[alias] - found[alias])
        result.missing += [(alias, name) for name in lacking if not storages[alias].exists(name)]
        result.orphans += [(alias, name) for name in sorted(found[alias] - used[alias])]
    return result


def names_in_use() -> dict[str, set[str]]:
    """What rows name, by storage alias."""
    used: dict[str, set[str]] = {"default": set(), "private": set()}
    for model in apps.get_models():
        for column in model._meta.local_fields:
            alias = _alias_of(column)
            if alias:
                names = model._base_manager.exclude(**{column.name: ""}).values_list(column.name, flat=True)
                used[alias].update(name for name in names.iterator() if name)
    for names_of in _others:
        for alias, name in names_of():
            used[alias].add(name)
    return used


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """All files of a storage, by name."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{file}" for file in files if file)
    for inner in folders:
        yield from names_in(storage, f"{prefix}{inner}")


def local_storage(alias: str) -> FileSystemStorage:
    """The folder in which a storage keeps its files when it is on this machine, whether or not it is now."""
    folder = settings.MEDIA_ROOT if alias == "default" else settings.MEDIA_DIR / "private"
    return FileSystemStorage(location=folder, base_url=None)


def _alias_of(column: models.Field) -> str:
    if not isinstance(column, models.FileField):
        return ""
    if column.storage == storages["private"]:
        return "private"
    return "default" if column.storage in (default_storage, storages["default"]) else ""

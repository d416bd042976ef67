"""What films on their way here have stored so far."""

from __future__ import annotations

from collections.abc import Iterator

from films.models.upload import FilmUpload


def names_of_uploads() -> Iterator[tuple[str, str]]:
    """Storage alias and name of the files that unfinished uploads grow; those of refused ones may go."""
    receiving = FilmUpload.objects.filter(state=FilmUpload.State.RECEIVING)
    for name, tail_name in receiving.values_list("storage_name", "tail_name"):
        yield from (("private", stored) for stored in (name, tail_name) if stored)

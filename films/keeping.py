"""Films that are kept: their comments, the decisions about them and their consents must be answered for."""

from __future__ import annotations

from django.db.models import Q
from wagtail.models import Page

from films.models import FilmPage

RECORD_SENTENCE = (
    "Nothing has been deleted. There are comments or consents here that we may have to answer for. "
    "Unpublish the film instead: then nobody can see it."
)


class RecordKept(Exception):
    """A film with a record may not be deleted. The message says so to an editor."""

    def __init__(self, film: FilmPage) -> None:
        self.film_id = film.pk
        super().__init__(RECORD_SENTENCE)


def has_record(page: Page) -> bool:
    """Whether a page, or one below it, is a film with comments or consents."""
    films = FilmPage.objects.descendant_of(page, inclusive=True)
    return films.filter(Q(comments__isnull=False) | Q(consents__isnull=False)).exists()


def require_no_record(film: FilmPage) -> None:
    """Raise ``RecordKept`` for a film with comments or consents. The consents of the demo are made up."""
    if film.comments.exists() or (film.consents.exists() and not film.is_demo):
        raise RecordKept(film)

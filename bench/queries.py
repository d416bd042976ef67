"""How many queries the pages readers see cost, and how long they take: ``scripts/bench queries``.

On a throw-away SQLite database, signed out, with the furniture of the site in the cache, as after the first visit. Each
page is measured with little behind it and with much. Ends with 1 when a page costs more queries with much than with
little, or more than its ceiling. Times are of this process alone, without a web server.
"""

# ruff: noqa: E402  Django is set up before its models are imported.
from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment

from comments.models import Comment
from films.models import FilmPage, PracticeArea
from home.layout import lay_out_site
from tests.comments.factories import CommentFactory
from tests.films.factories import (
    ChapterFactory,
    ConsentFactory,
    ContributorFactory,
    CreditFactory,
    FilmPageFactory,
    SeriesPageFactory,
)
from tests.films.readers import queries_to_get
from tests.support import database
from tests.support.pages import site_tree

FEW_FILMS, MANY_FILMS = 4, 60
FEW_COMMENTS, MANY_COMMENTS = 20, 500
ROUNDS = 5
WORDS = "kettle"


def add_films(wanted: int) -> None:
    """Complete films, each with an area, a person with consent, a series and chapters, until there are ``wanted``."""
    areas = list(PracticeArea.objects.in_order())
    series = SeriesPageFactory() if wanted == FEW_FILMS else None
    for number in range(FilmPage.objects.count(), wanted):
        person = ContributorFactory(practice_area=areas[number % len(areas)])
        film = FilmPageFactory(
            publishable=True,
            title=f"The {WORDS} on ward {number}",
            practice_areas=[areas[number % len(areas)]],
            series=series,
        )
        CreditFactory(film=film, contributor=person)
        ConsentFactory(film=film, contributor=person)
        for start in (0, 10_000):
            ChapterFactory(film=film, start_ms=start)


def add_comments(film: FilmPage, wanted: int) -> None:
    CommentFactory.create_batch(wanted - Comment.objects.filter(page=film).count(), page=film, approved=True)


def milliseconds(address: str) -> float:
    """The middle one of a few visits."""
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        Client().get(address)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def measure(pages: dict[str, tuple[str, int]]) -> dict[str, tuple[int, float]]:
    """Queries and milliseconds of each page."""
    return {name: (queries_to_get(Client(), address), milliseconds(address)) for name, (address, _) in pages.items()}


def main() -> int:
    setup_test_environment()
    with tempfile.TemporaryDirectory() as folder, mock.patch.object(settings, "MEDIA_ROOT", Path(folder)):
        return _run()


def _run() -> int:
    connection.creation.create_test_db(verbosity=0, keepdb=database.restore())
    lay_out_site()
    add_films(FEW_FILMS)
    film = FilmPage.objects.order_by("pk").first()
    person = film.credits.get().contributor
    tree = site_tree()
    area = film.practice_areas.first()
    # Address and most queries. The film page is held to its ceiling by its tests as well.
    pages = {
        "film page": (film.url, 12),
        "home": ("/", 16),
        "film index": (tree.films.url, 22),
        "film index, filters": (f"{tree.films.url}?area={area.slug}&sort=title", 22),
        "search": (f"/search/?q={WORDS}", 24),
        "people": (tree.people.url, 14),
        "person": (f"{tree.people.url}{person.slug}/", 18),
        "practice areas": (tree.practice_areas.url, 10),
        "practice area": (f"{tree.practice_areas.url}{area.slug}/", 20),
    }
    add_comments(film, FEW_COMMENTS)
    few = measure(pages)
    add_films(MANY_FILMS)
    add_comments(film, MANY_COMMENTS)
    many = measure(pages)
    print(
        f"with {FEW_FILMS} films and {FEW_COMMENTS} comments, then {MANY_FILMS} and {MANY_COMMENTS}; SQLite, warm cache"
    )
    print(f"{'':<22}{'queries':>9}{'then':>6}{'ceiling':>9}{'ms':>8}{'then':>7}")
    missed = False
    for name, (_, ceiling) in pages.items():
        (before, ms_before), (after, ms_after) = few[name], many[name]
        is_missed = after > before or after > ceiling
        missed |= is_missed
        mark = "  MISSED" if is_missed else ""
        print(f"{name:<22}{before:>9}{after:>6}{ceiling:>9}{ms_before:>8.1f}{ms_after:>7.1f}{mark}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

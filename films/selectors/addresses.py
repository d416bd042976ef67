"""Where the index pages are, so that films, areas and people below them have addresses."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from wagtail.models import Page

from films.models import Contributor, FilmIndexPage, FilmPage, PeopleIndexPage, PracticeArea, PracticeAreaIndexPage


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of the index pages, each ending in a slash; "" where an index is missing or not live."""

    films: str = ""
    people: str = ""
    areas: str = ""
    # Where the films index stands in the page tree ("/home/films/"); films below it end alike in both.
    films_path: str = ""

    def of_film(self, film: FilmPage) -> str:
        """Without a look into the cache or the database, for a film below the index."""
        if self.films and film.url_path and film.url_path.startswith(self.films_path):
            return f"{self.films}{film.url_path.removeprefix(self.films_path)}"
        return film.get_url() or ""

    def of_area(self, area: PracticeArea) -> str:
        return f"{self.areas}{area.slug}/" if self.areas else ""

    def of_person(self, contributor: Contributor) -> str:
        return f"{self.people}{contributor.slug}/" if self.people else ""


def at_moment(url: str, start_ms: int) -> str:
    """A film's address that opens it at a moment, in seconds: ``?t=52`` or ``?t=52.4``."""
    seconds, rest = divmod(start_ms, 1000)
    return f"{url}?t={f'{seconds}.{rest:03d}'.rstrip('0') if rest else seconds}"


def find_addresses() -> Addresses:
    """One query and one look into the cache; called once for a page and handed on."""
    kinds = {FilmIndexPage: "films", PeopleIndexPage: "people", PracticeAreaIndexPage: "areas"}
    found: dict[str, str] = {}
    tree_root, site_root = "", None
    for page in Page.objects.live().type(*kinds).order_by("path"):
        kind = kinds.get(page.specific_class)
        if kind is None or kind in found:
            continue
        if site_root is None:
            url = page.get_url() or ""
            path = urlsplit(url).path
            tree_root, site_root = page.url_path.removesuffix(path), url.removesuffix(path)
        if page.url_path.startswith(f"{tree_root}/"):
            found[kind] = f"{site_root}{page.url_path.removeprefix(tree_root)}"
        else:  # below another site
            found[kind] = page.get_url() or ""
        if kind == "films":
            found["films_path"] = page.url_path
    return Addresses(**found)

"""Where the index pages are, so that areas and people below them have addresses."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Page

from films.models import Contributor, FilmIndexPage, PeopleIndexPage, PracticeArea, PracticeAreaIndexPage


@dataclass(frozen=True, slots=True)
class Addresses:
    """Paths of the index pages, each ending in a slash; "" where an index is missing or not live."""

    films: str = ""
    people: str = ""
    areas: str = ""

    def of_area(self, area: PracticeArea) -> str:
        return f"{self.areas}{area.slug}/" if self.areas else ""

    def of_person(self, contributor: Contributor) -> str:
        return f"{self.people}{contributor.slug}/" if self.people else ""


def find_addresses() -> Addresses:
    """One query; called once for a page and handed on."""
    kinds = {FilmIndexPage: "films", PeopleIndexPage: "people", PracticeAreaIndexPage: "areas"}
    found: dict[str, str] = {}
    for page in Page.objects.live().type(*kinds).order_by("path"):
        model = page.specific_class
        if model in kinds:
            found.setdefault(kinds[model], page.get_url() or "")
    return Addresses(**found)

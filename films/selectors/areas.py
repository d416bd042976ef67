"""Practice areas: the list and one area's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from films.models import Contributor, FilmPage, PracticeArea
from films.selectors.addresses import Addresses, find_addresses
from films.selectors.cards import film_cards, person_cards
from films.selectors.facts import fact_cards


@dataclass(frozen=True, slots=True)
class AreaCard:
    """An area in a list."""

    name: str
    url: str
    slug: str
    description: str
    film_count: int


def practice_areas_with_counts(addresses: Addresses | None = None) -> list[AreaCard]:
    """All areas in their order with the number of films readers can watch; 1 query, 2 without ``addresses``."""
    where = addresses or find_addresses()
    watchable = FilmPage.objects.for_readers().values("pk")
    areas = PracticeArea.objects.in_order().annotate(
        film_count=Count("films", filter=Q(films__in=watchable), distinct=True)
    )
    return [AreaCard(area.name, where.of_area(area), area.slug, area.description, area.film_count) for area in areas]


def practice_area_context(area: PracticeArea) -> dict[str, Any]:
    """What an area's page shows: films, people, figures, the role explained."""
    addresses = find_addresses()
    films = FilmPage.objects.for_readers().filter(practice_areas=area).for_listing().newest_first()
    people = (
        Contributor.objects.with_public_film()
        .filter(Q(practice_area=area) | Q(other_areas=area))
        .select_related("practice_area", "portrait")
        .prefetch_related("portrait__renditions")
        .order_by("name")
    )
    return {
        "area": area,
        "films": film_cards(films, addresses),
        "people": person_cards(people, addresses),
        "facts": fact_cards(area.facts.all()),
        # Role pages belong to an app further along, which points here.
        "roles": list(area.role_pages.live().public()),
        "canonical_path": addresses.of_area(area),
        "breadcrumb": [("Home", "/"), ("Practice areas", addresses.areas)],
        "films_url": addresses.films,
    }

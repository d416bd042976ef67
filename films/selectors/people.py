"""The people in the films: the list and one person's profile."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import QueryDict

from films.captions.times import format_clock
from films.models import Contributor, FilmPage, PracticeArea
from films.selectors.addresses import at_moment, find_addresses
from films.selectors.cards import FilmCard, PersonCard, film_card, person_card, person_cards
from films.selectors.facets import Facet, FacetOption, chosen_filters, query_without

PER_PAGE = 48


@dataclass(frozen=True, slots=True)
class Moment:
    """A person in a film: their line there, when it is said, and an address that opens at it."""

    film: FilmCard
    role: str
    text: str = ""
    start_text: str = ""
    url: str = ""


def people_index_context(query: QueryDict) -> dict[str, Any]:
    """People in public films, filtered by practice area; unknown areas in the address filter nothing."""
    addresses = find_addresses()
    visible = Contributor.objects.with_public_film()
    areas = list(PracticeArea.objects.in_order())
    counts = _people_by_area(visible)
    slug = query.get("area", "")
    chosen_area = next((area for area in areas if area.slug == slug), None)
    people = visible.select_related("practice_area", "portrait").prefetch_related("portrait__renditions")
    if chosen_area:
        people = people.filter(Q(practice_area=chosen_area) | Q(other_areas=chosen_area))
    page_obj = Paginator(people.order_by("name"), PER_PAGE).get_page(query.get("page"))
    cards: list[PersonCard] = person_cards(page_obj.object_list, addresses)
    total = page_obj.paginator.count
    options = tuple(
        FacetOption(area.slug, area.name, counts[area.pk], area == chosen_area) for area in areas if counts[area.pk]
    )
    facets = [Facet("area", "Practice area", options)]
    return {
        "people": cards,
        "page_obj": page_obj,
        "pagination_query": query_without(query, "page"),
        "facets": facets,
        "chosen": chosen_filters(facets, query),
        "area": chosen_area,
        "count_text": "1 person" if total == 1 else f"{total} people",
    }


def _people_by_area(people: QuerySet[Contributor]) -> Counter[int]:
    """How many of these people work in each area, as their main area or one of the others; 2 queries."""
    pairs = set(people.values_list("pk", "practice_area_id")) | set(
        people.exclude(other_areas=None).values_list("pk", "other_areas")
    )
    return Counter(area for _, area in pairs)


def contributor_context(contributor: Contributor) -> dict[str, Any]:
    """A profile: the person, and their moments in the films readers can watch."""
    addresses = find_addresses()
    prefetch_related_objects([contributor], "practice_area", "portrait__renditions")
    films = (
        FilmPage.objects.for_readers()
        .filter(credits__contributor=contributor)
        .for_listing()
        .prefetch_related("credits")
        .newest_first()
        .distinct()
    )
    moments = [_moment(film, contributor, film_card(film, addresses)) for film in films]
    return {
        "contributor": contributor,
        "person": person_card(contributor, addresses),
        "moments": moments,
        "canonical_path": addresses.of_person(contributor),
        "breadcrumb": [("Home", "/"), ("People", addresses.people)],
        "people_url": addresses.people,
    }


def was_withdrawn(contributor: Contributor) -> bool:
    """Whether this person had a public film once, and it was withdrawn."""
    return FilmPage.objects.filter(credits__contributor=contributor).exclude(withdrawn_at=None).exists()


def _moment(film: FilmPage, contributor: Contributor, card: FilmCard) -> Moment:
    """The film's pull quote when this person says it; otherwise the first thing they say."""
    credit = next((c for c in film.credits.all() if c.contributor_id == contributor.pk), None)
    role = credit.role_in_film if credit and credit.role_in_film else contributor.role
    if film.pull_quote and film.pull_quote_speaker_id == contributor.pk:
        start = film.pull_quote_start_ms
        url = at_moment(card.url, start) if start is not None else card.url
        return Moment(card, role, film.pull_quote, format_clock(start) if start is not None else "", url)
    return Moment(card, role)

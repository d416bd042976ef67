"""Filters that live in the address: what can be chosen, how many there are, how to take one away."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One value of a filter and how many results it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter of a list; ``name`` is its name in the address."""

    name: str
    label: str
    options: tuple[FacetOption, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter in force and the address without it."""

    label: str
    value_label: str
    remove_url: str


def query_without(query: QueryDict, *names: str) -> str:
    """The address's choices without those named, encoded; empty choices are left out."""
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    for name in [name for name in kept if not any(kept.getlist(name))]:
        kept.pop(name)
    return kept.urlencode()


def chosen_filters(facets: list[Facet], query: QueryDict) -> list[Chosen]:
    """Each filter in force, with the address that takes it away (and goes back to the first page)."""
    return [
        Chosen(facet.label, option.label, "?" + query_without(query, facet.name, "page"))
        for facet in facets
        for option in facet.options
        if option.is_chosen
    ]

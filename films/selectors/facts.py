"""Figures as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from films.models import Fact


@dataclass(frozen=True, slots=True)
class FactCard:
    """A figure with what it counts, where, when and who says so; ``later`` are newer counts shown beside it."""

    figure: str
    unit: str
    counts: str
    area: str
    date_text: str
    year: int
    source_name: str
    source_url: str
    is_past_review: bool
    note: str
    later: tuple[FactCard, ...] = ()


def fact_card(fact: Fact, *, with_later: bool = True) -> FactCard:
    return FactCard(
        figure=fact.figure,
        unit=fact.unit,
        counts=fact.counts,
        area=fact.area,
        date_text=fact.describes,
        year=fact.year,
        source_name=fact.source,
        source_url=fact.source_url,
        is_past_review=fact.is_past_review,
        note=fact.note,
        later=tuple(fact_card(later, with_later=False) for later in fact.later_figures.all()) if with_later else (),
    )


def fact_cards(facts: Iterable[Fact] | None = None) -> list[FactCard]:
    """Those given, or all; two queries however many there are."""
    queryset = Fact.objects.all() if facts is None else facts
    if hasattr(queryset, "prefetch_related"):
        queryset = queryset.filter(later_than=None).prefetch_related("later_figures")
    return [fact_card(fact) for fact in queryset]

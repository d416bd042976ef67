"""A series page."""

from __future__ import annotations

from typing import Any

from films.captions.times import format_duration_words
from films.models import FilmPage, SeriesPage
from films.selectors.addresses import find_addresses
from films.selectors.cards import film_cards


def series_context(series: SeriesPage) -> dict[str, Any]:
    """Films in their order, the total length, and the series before and after this one."""
    addresses = find_addresses()
    films = list(
        FilmPage.objects.for_readers().filter(series=series).for_listing().order_by("series_position", "title")
    )
    siblings = list(SeriesPage.objects.live().public().sibling_of(series).order_by("path"))
    place = next((i for i, sibling in enumerate(siblings) if sibling.pk == series.pk), None)
    total_ms = sum(film.duration_ms or 0 for film in films)
    return {
        "films": film_cards(films, addresses),
        "film_count_text": "1 film" if len(films) == 1 else f"{len(films)} films",
        "total_length_text": format_duration_words(total_ms) if total_ms else "",
        "previous_item": siblings[place - 1] if place else None,
        "next_item": siblings[place + 1] if place is not None and place + 1 < len(siblings) else None,
        "films_url": addresses.films,
    }

"""The films index: facets with counts, sort, pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict

from films.models import CaptionTrack, FilmPage, PracticeArea, SeriesPage, Topic
from films.models.film import FilmQuerySet
from films.selectors.addresses import find_addresses
from films.selectors.cards import film_cards
from films.selectors.facets import Facet, FacetOption, chosen_filters, query_without

PER_PAGE = 24
MINUTE_MS = 60_000
# Upper bounds in milliseconds; a film belongs to the first it stays under.
LENGTHS = (
    ("under-2", "Under 2 minutes", 2 * MINUTE_MS),
    ("2-to-5", "2 to 5 minutes", 5 * MINUTE_MS),
    ("5-to-15", "5 to 15 minutes", 15 * MINUTE_MS),
    ("over-15", "15 minutes and over", None),
)
ACCESS = (
    ("captions", "Captions checked by a person"),
    ("no-pictures-needed", "Works without the picture"),
    ("cymraeg", "Cymraeg (Welsh) words"),
)
SORTS = {"newest": "Newest first", "title": "Title, A to Z", "shortest": "Shortest first"}


@dataclass(frozen=True, slots=True)
class FilmTraits:
    """What one film offers each facet."""

    pk: int
    area: frozenset[str]
    series: frozenset[str]
    topic: frozenset[str]
    length: frozenset[str]
    access: frozenset[str]


def film_index_context(query: QueryDict) -> dict[str, Any]:
    """Films that match the address's choices; a value nobody offers is ignored rather than refused."""
    addresses = find_addresses()
    readers = FilmPage.objects.for_readers()  # looks up page restrictions each time it is called
    traits = _traits(readers)
    options = _labels()
    chosen = {name: query.get(name, "") for name in options}
    chosen = {name: value for name, value in chosen.items() if value in options[name]}
    facets = [_facet(name, label, options[name], traits, chosen) for name, label in FACET_LABELS.items()]
    pks = [film.pk for film in traits if _matches(film, chosen)]
    films = readers.filter(pk__in=pks)
    sort = query.get("sort", "")
    sort = sort if sort in SORTS else "newest"
    ordered = {
        "newest": films.newest_first,
        "title": lambda: films.order_by("title"),
        "shortest": lambda: films.order_by("video__duration_ms", "title"),
    }[sort]()
    page_obj = Paginator(ordered.for_listing(), PER_PAGE).get_page(query.get("page"))
    total = len(pks)
    filters = chosen_filters(facets, query)
    return {
        "films": film_cards(page_obj.object_list, addresses),
        "page_obj": page_obj,
        "pagination_query": query_without(query, "page"),
        "facets": facets,
        "sort": {
            "name": "sort",
            "options": [{"value": v, "label": label, "is_chosen": v == sort} for v, label in SORTS.items()],
        },
        "chosen": filters,
        "clear_url": addresses.films if len(filters) > 1 else "",
        "count_text": "1 film" if total == 1 else f"{total} films",
        "has_any_film": bool(traits),
    }


FACET_LABELS = {
    "area": "Practice area",
    "series": "Series",
    "topic": "Topic",
    "length": "Length",
    "access": "Access",
}


def _traits(readers: FilmQuerySet) -> list[FilmTraits]:
    """Every public film's traits in 4 queries, however many films there are."""
    films = readers.select_related("video", "series")
    films = films.prefetch_related("practice_areas", "topics", "video__caption_tracks")
    return [
        FilmTraits(
            pk=film.pk,
            area=frozenset(area.slug for area in film.practice_areas.all()),
            series=frozenset([film.series.slug] if film.series and film.series.live else []),
            topic=frozenset(topic.slug for topic in film.topics.all()),
            length=frozenset([_length_of(film.duration_ms)] if film.duration_ms else []),
            access=frozenset(_access_of(film)),
        )
        for film in films
    ]


def _length_of(duration_ms: int) -> str:
    return next(value for value, _, limit in LENGTHS if limit is None or duration_ms < limit)


def _access_of(film: FilmPage) -> Iterable[str]:
    tracks = list(film.video.caption_tracks.all()) if film.video else []
    if any(t.kind == CaptionTrack.Kind.CAPTIONS and t.is_checked for t in tracks):
        yield "captions"
    if film.audio_description == FilmPage.AudioDescription.NOT_NEEDED or film.is_described:
        yield "no-pictures-needed"
    if any(t.language.split("-")[0] == "cy" and t.is_checked for t in tracks):
        yield "cymraeg"


def _labels() -> dict[str, dict[str, str]]:
    """Every facet's values and what they are called, in the order they are offered."""
    return {
        "area": dict(PracticeArea.objects.in_order().values_list("slug", "name")),
        "series": dict(SeriesPage.objects.live().public().order_by("path").values_list("slug", "title")),
        "topic": dict(Topic.objects.values_list("slug", "name")),
        "length": {value: label for value, label, _ in LENGTHS},
        "access": dict(ACCESS),
    }


def _matches(film: FilmTraits, chosen: dict[str, str], *, but: str = "") -> bool:
    return all(value in getattr(film, name) for name, value in chosen.items() if name != but)


def _facet(name: str, label: str, labels: dict[str, str], films: list[FilmTraits], chosen: dict[str, str]) -> Facet:
    """A facet whose counts say what choosing each value would leave, given the other facets' choices."""
    pick: Callable[[FilmTraits], frozenset[str]] = lambda film: getattr(film, name)  # noqa: E731
    counts = Counter(value for film in films if _matches(film, chosen, but=name) for value in pick(film))
    options = tuple(
        FacetOption(value, text, counts[value], chosen.get(name) == value)
        for value, text in labels.items()
        if counts[value] or chosen.get(name) == value
    )
    return Facet(name, label, options)

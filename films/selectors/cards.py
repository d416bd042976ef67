"""Films and people as they stand in lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from films.captions.times import format_clock, format_duration_words
from films.models import Contributor, FilmPage
from films.selectors.addresses import Addresses, find_addresses


@dataclass(frozen=True, slots=True)
class NamedLink:
    """Something with a name and an address."""

    name: str
    url: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A way into a film that it has: a short mark, and what it stands for."""

    label: str
    title: str


@dataclass(frozen=True, slots=True)
class FilmCard:
    """A film in a list."""

    pk: int
    title: str
    url: str
    summary: str
    poster: Any
    poster_alt: str
    length_text: str
    length_clock: str
    areas: tuple[NamedLink, ...]
    badges: tuple[Badge, ...]
    lang: str


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person in a list; ``url`` is "" for somebody readers cannot look up."""

    name: str
    url: str
    role: str
    portrait: Any
    initials: str
    area: NamedLink | None


def badges_of(film: FilmPage) -> tuple[Badge, ...]:
    """What a film has beyond the captions and transcript that every film has. Reads prefetched tracks."""
    badges = []
    if film.is_described:
        badges.append(Badge("AD", "Audio description, in words"))
    tracks = film.video.caption_tracks.all() if film.video else ()
    if any(track.language.split("-")[0] == "cy" and track.is_checked for track in tracks):
        badges.append(Badge("Cymraeg", "Welsh words"))
    return tuple(badges)


def film_card(film: FilmPage, addresses: Addresses) -> FilmCard:
    """``film`` comes from ``FilmQuerySet.for_listing``, so that this starts no query."""
    duration = film.duration_ms
    return FilmCard(
        pk=film.pk,
        title=film.title,
        url=addresses.of_film(film),
        summary=film.summary,
        poster=film.poster,
        poster_alt=film.poster_description,
        length_text=format_duration_words(duration) if duration else "",
        length_clock=format_clock(duration) if duration else "",
        areas=tuple(NamedLink(area.name, addresses.of_area(area), area.slug) for area in film.practice_areas.all()),
        badges=badges_of(film),
        lang="" if film.language.startswith("en") else film.language,
    )


def film_cards(films: Iterable[FilmPage], addresses: Addresses) -> list[FilmCard]:
    return [film_card(film, addresses) for film in films]


def newest_films(count: int) -> list[FilmCard]:
    """The films readers can watch, newest first."""
    return film_cards(FilmPage.objects.for_readers().for_listing().newest_first()[:count], find_addresses())


def person_card(contributor: Contributor, addresses: Addresses, *, has_page: bool = True, role: str = "") -> PersonCard:
    area = contributor.practice_area
    return PersonCard(
        name=contributor.name,
        url=addresses.of_person(contributor) if has_page else "",
        role=role or contributor.role,
        portrait=contributor.portrait,
        initials="".join(word[0] for word in contributor.name.replace("-", " ").split()[:2]).upper(),
        area=NamedLink(area.name, addresses.of_area(area), area.slug) if area else None,
    )


def person_cards(contributors: Iterable[Contributor], addresses: Addresses) -> list[PersonCard]:
    return [person_card(contributor, addresses) for contributor in contributors]

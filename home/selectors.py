"""Reads shaped for the campaign's pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from films.captions.times import format_clock
from films.models import Fact, FilmPage, SeriesPage
from films.selectors import fact_cards, film_cards, practice_areas_with_counts
from films.selectors.addresses import Addresses, find_addresses
from films.selectors.cards import FilmCard
from films.selectors.film_page import Download, caption_url, size_text
from home.models import AccessibilityStatementPage, HomePage, RolePage

SHELF = 6
NEWEST = 3
DESCRIBED_IN_WORDS = "What is to be seen is described in words, in the transcript, and not yet in sound."


@dataclass(frozen=True, slots=True)
class Shelf:
    """A row of films on the home page."""

    title: str
    description: str
    url: str
    link_text: str
    films: list[FilmCard]


@dataclass(frozen=True, slots=True)
class Quote:
    """A line from a film, with an address that opens the film there."""

    text: str
    speaker: str
    role: str
    film_title: str
    start_text: str
    url: str


@dataclass(frozen=True, slots=True)
class TeachingPack:
    """What a trainer can take from one film. ``downloads`` is empty where consent does not cover the classroom."""

    film: FilmCard
    questions: str
    downloads: list[Download]


@dataclass(frozen=True, slots=True)
class AccessGap:
    """A way into a film that is missing."""

    film: FilmCard
    missing: str
    reason: str


def home_context(page: HomePage) -> dict[str, Any]:
    """The lead film (an editor's choice, else the newest), films by series, areas, figures."""
    addresses = find_addresses()
    films = list(FilmPage.objects.for_readers().for_listing().newest_first()[: SHELF * 6])
    cards = {film.pk: card for film, card in zip(films, film_cards(films, addresses), strict=True)}
    lead = next((film for film in films if film.pk == page.lead_film_id), films[0] if films else None)
    return {
        "lead_film": cards[lead.pk] if lead else None,
        "quote": _quote(lead, cards[lead.pk]) if lead else None,
        "film_rows": _shelves(films, cards, addresses, lead),
        "practice_areas": practice_areas_with_counts(addresses),
        "facts": fact_cards(),
        "films_url": addresses.films,
        "areas_url": addresses.areas,
    }


def _quote(film: FilmPage, card: FilmCard) -> Quote | None:
    if not film.pull_quote or film.pull_quote_speaker is None:
        return None
    start = film.pull_quote_start_ms
    speaker = film.pull_quote_speaker
    return Quote(
        text=film.pull_quote,
        speaker=speaker.name,
        role=speaker.role,
        film_title=film.title,
        start_text=format_clock(start) if start is not None else "",
        url=f"{card.url}?t={start // 1000}" if start is not None else card.url,
    )


def _shelves(
    films: list[FilmPage], cards: dict[int, FilmCard], addresses: Addresses, lead: FilmPage | None
) -> list[Shelf]:
    """The newest films, then a row for each series in its own order. No film stands on the page twice."""
    shown = {lead.pk} if lead else set()
    newest = [film for film in films if film.pk not in shown][:NEWEST]
    shown |= {film.pk for film in newest}
    shelves = []
    if newest:
        shelves.append(Shelf("Latest films", "", addresses.films, "All films", [cards[film.pk] for film in newest]))
    for series in SeriesPage.objects.live().public().order_by("path"):
        members = [film for film in films if film.series_id == series.pk and film.pk not in shown]
        members.sort(key=lambda film: film.series_position or 999)
        if members:
            url, row = series.get_url() or "", [cards[film.pk] for film in members[:SHELF]]
            shelves.append(Shelf(series.title, series.introduction, url, "The whole series", row))
    return shelves


def role_context(role: RolePage) -> dict[str, Any]:
    """A role's figures and films: those of its practice area."""
    addresses = find_addresses()
    area = role.practice_area
    films = (
        FilmPage.objects.for_readers().filter(practice_areas=area).for_listing().newest_first()
        if area
        else FilmPage.objects.none()
    )
    return {
        "films": film_cards(films[:SHELF], addresses),
        "facts": fact_cards(_facts_of(role)),
        "area_url": addresses.of_area(area) if area else "",
    }


def _facts_of(role: RolePage) -> QuerySet[Fact]:
    """Those chosen for the page, in their own order; otherwise those of its practice area."""
    chosen = [fact.pk for fact in role.facts.all()]
    if chosen:
        return Fact.objects.filter(pk__in=chosen)
    return Fact.objects.exclude(practice_area=None).filter(practice_area=role.practice_area_id)


def trainer_context() -> dict[str, Any]:
    """Each film's questions and files, where everybody in it agreed to the classroom."""
    addresses = find_addresses()
    films = list(
        FilmPage.objects.for_readers()
        .for_listing()
        .prefetch_related("video__renditions", "credits", "consents")
        .newest_first()
    )
    packs = []
    for film, card in zip(films, film_cards(films, addresses), strict=True):
        agreed = {
            c.contributor_id for c in film.consents.all() if c.is_in_force and c.may_use_in_class and c.may_download
        }
        is_covered = {credit.contributor_id for credit in film.credits.all()} <= agreed
        downloads = _teaching_files(film) if is_covered else []
        packs.append(TeachingPack(card, film.trainer_notes, downloads))
    return {"packs": packs}


def _teaching_files(film: FilmPage) -> list[Download]:
    mp4 = film.video.mp4 if film.video else None
    files = [Download("Film (MP4)", mp4.url, size_text(mp4.size_bytes))] if mp4 else []
    track = film.caption_track
    if track is not None:
        files.append(Download("Captions (VTT)", caption_url(track, "vtt")))
        files.append(Download("Transcript (TXT)", caption_url(track, "txt")))
    return files


def statement_context(page: AccessibilityStatementPage) -> dict[str, Any]:
    """What is missing from which film, made from what each film has today."""
    addresses = find_addresses()
    films = list(FilmPage.objects.for_readers().for_listing().order_by("title"))
    gaps = []
    for film, card in zip(films, film_cards(films, addresses), strict=True):
        track = film.caption_track
        if track is None or not track.is_checked:
            gaps.append(AccessGap(card, "Captions and transcript checked by a person", "They are being checked."))
        if not film.audio_description:
            gaps.append(AccessGap(card, "Audio description", "We have not yet found out whether it is needed."))
        elif film.audio_description == FilmPage.AudioDescription.AVAILABLE:
            gaps.append(AccessGap(card, "Audio description in sound (WCAG 2.2, 1.2.5)", DESCRIBED_IN_WORDS))
    return {"missing_access": gaps, "film_count": len(films)}

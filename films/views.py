"""Search, and caption tracks as files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from films import search
from films.access import Access, access_to_video
from films.captions.times import format_clock
from films.models import CaptionTrack, FilmPage
from films.selectors import film_cards, person_cards
from films.selectors.addresses import at_moment, find_addresses
from films.selectors.areas import practice_areas_with_counts
from films.selectors.cards import FilmCard
from films.services.captions import write_track

PER_PAGE = 10
CAPTION_TYPES = {
    "vtt": "text/vtt; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A found line: its time, an address that opens the film there, and its words with the found ones marked."""

    start_text: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class FoundFilm:
    film: FilmCard
    moments: tuple[Moment, ...]


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What readers find. Nothing withdrawn, in draft or not approved is ever among it."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[: search.MAX_QUERY]
    context: dict[str, Any] = {"search_query": text}
    if search.query_words(text):
        context |= _results(text, request.GET.get("page"))
    elif text:
        context |= {"result_count": 0}
    return render(request, "films/search.html", context)


def _results(text: str, page_number: str | None) -> dict[str, Any]:
    addresses = find_addresses()
    moments: dict[int, list[search.FoundMoment]] = {}
    for moment in search.find_moments(text):
        moments.setdefault(moment.film_id, []).append(moment)
    # Films about it first, then films in which it is said, each in order of how well it fits.
    film_ids = list(dict.fromkeys([*search.find_films(text), *moments]))
    page_obj = Paginator(film_ids, PER_PAGE).get_page(page_number)
    by_pk = {f.pk: f for f in FilmPage.objects.for_readers().for_listing().filter(pk__in=list(page_obj.object_list))}
    films = film_cards([by_pk[pk] for pk in page_obj.object_list if pk in by_pk], addresses)
    people = person_cards(search.find_people(text), addresses)
    area_ids = {area.slug for area in search.find_areas(text)}
    areas = [area for area in practice_areas_with_counts(addresses) if area.slug in area_ids] if area_ids else []
    pages = search.find_other_pages(text)
    count = len(film_ids) + len(people) + len(areas) + len(pages)
    suggestion = search.suggestion_for(text) if count == 0 else ""
    return {
        "result_count": count,
        "count_text": "1 result" if count == 1 else f"{count} results",
        "films": [FoundFilm(film, _moments(film, moments.get(film.pk, []))) for film in films],
        "page_obj": page_obj,
        "pagination_query": urlencode({"q": text}),
        "people": people,
        "areas": areas,
        "pages": pages,
        "suggestion": {"text": suggestion, "url": f"?{urlencode({'q': suggestion})}"} if suggestion else None,
    }


def _moments(film: FilmCard, found: list[search.FoundMoment]) -> tuple[Moment, ...]:
    first = sorted(found, key=lambda moment: moment.start_ms)[: search.MOMENTS_PER_FILM]
    return tuple(
        Moment(format_clock(m.start_ms), f"{at_moment(film.url, m.start_ms)}#line-{m.cue_id}", m.marked) for m in first
    )


@require_safe
def captions(request: HttpRequest, track_id: int, version: str, suffix: str) -> HttpResponse:
    """A public film's caption track as WebVTT, SubRip or plain text; ``version`` only makes the address new."""
    track = CaptionTrack.objects.select_related("video").filter(pk=track_id).first()
    access = access_to_video(request.user, track.video if track else None)
    if track is None or access is Access.NONE:
        raise Http404
    film = FilmPage.objects.for_readers().filter(video_id=track.video_id).first()
    response = HttpResponse(write_track(track, suffix, film), content_type=CAPTION_TYPES[suffix])
    if suffix != "vtt":
        name = f"{slugify(film.title if film else track.video.title) or 'captions'}.{track.language}.{suffix}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    if access is not Access.PUBLIC:
        response["Cache-Control"] = "private, no-store"
    return response

"""Every address at which readers could meet a film, and asking whether it is still there.

A place is a dictionary, since it is kept as JSON: ``place`` (what it is, for editors), ``address``, and, where they say
something, ``lacks`` (the page may stay, without this in it), ``file`` (a name in the public storage) and ``comment`` (a
comment's number: the address of its own page is a secret, and is looked up when it is asked for).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse

from cms.models import Picture
from cms.public_answer import public_answer
from comments.models import Comment
from films.models import Consent, Contributor, FilmPage, Video
from films.selectors.addresses import find_addresses
from films.selectors.film_page import caption_url
from films.streaming import stream_version

Place = dict[str, Any]
Check = dict[str, Any]

GONE = {401, 403, 404, 410}
MOST_COMMENTS = 20
MOST_FILMS = 8


def places_of_film(film: FilmPage) -> list[Place]:
    """The film's own page and everything that lists, finds or describes it."""
    addresses = find_addresses()
    url = film.get_url() or ""
    path = urlsplit(url).path
    if not path:
        return []

    def listed(place: str, address: str) -> Place:
        return {"place": place, "address": address, "lacks": path}

    site = film.get_site()
    places: list[Place] = [
        {"place": "Film page", "address": url},
        listed("Home page", (site.root_page.get_url() if site else "") or "/"),
        listed("List of films", addresses.films),
        listed("Search for the title", f"{reverse('films:search')}?q={quote(film.title)}"),
        listed("Feed (Atom)", reverse("films:atom")),
        listed("Feed (RSS)", reverse("films:rss")),
        listed("Sitemap", reverse("sitemap")),
    ]
    if spoken := _longest_line(film):
        places.append(listed("Search for a spoken line", f"{reverse('films:search')}?q={quote(spoken)}"))
    if film.series and film.series.live:
        places.append(listed("Series", film.series.get_url() or ""))
    places += [listed("Practice area", addresses.of_area(area)) for area in film.practice_areas.all()]
    places += [listed("Profile", addresses.of_person(person)) for person in people_in(film)]
    near = FilmPage.objects.for_readers().exclude(pk=film.pk).newest_first()[:MOST_FILMS]
    places += [listed("Another film’s page", addresses.of_film(other)) for other in near]
    places.append({"place": "Liking the film", "address": reverse("comments:like", args=[film.pk])})
    for comment in Comment.objects.public().filter(page=film, replies_to=None).oldest_first()[:MOST_COMMENTS]:
        places.append({"place": "Comment", "address": reverse("comments:report", args=[comment.reference])})
        places.append(
            {"place": "A comment’s own page", "address": "/comments/…/", "comment": comment.pk, "lacks": path}
        )
    return [place for place in places if place["address"]]


def places_of_video(video: Video) -> list[Place]:
    """Everything that is made of a film file: files, playlists, captions and what can be taken away."""
    places: list[Place] = [
        {"place": str(rendition), "address": rendition.url, "file": rendition.file.name}
        for rendition in video.renditions.all()
    ]
    if rungs := video.rungs:
        version = stream_version(rungs)
        places.append({"place": "Playlist", "address": reverse("films:master_playlist", args=[video.pk, version])})
        places += [
            {
                "place": f"Playlist {rung.label}",
                "address": reverse("films:rung_playlist", args=[video.pk, version, rung.pk]),
            }
            for rung in rungs
        ]
    for track in video.caption_tracks.all():
        places += [
            {"place": f"{track} as {suffix.upper()}", "address": caption_url(track, suffix)}
            for suffix in ("vtt", "srt", "txt")
        ]
    return places


def places_of_picture(picture: Picture, what: str) -> list[Place]:
    """All sizes of a picture, and the picture itself where files are on another host."""
    places: list[Place] = [
        {
            "place": f"{what}, {rendition.width} × {rendition.height}",
            "address": rendition.url,
            "file": rendition.file.name,
        }
        for rendition in picture.renditions.all()
    ]
    if not picture.file.url.startswith(settings.MEDIA_URL):
        places.append({"place": f"{what} as uploaded", "address": picture.file.url})
    return places


def people_in(film: FilmPage) -> list[Contributor]:
    """Everybody who is named in a film or has agreed to be seen in it."""
    consented = Consent.objects.filter(film=film.pk).values("contributor")
    return list(
        (Contributor.objects.filter(credits__film=film.pk) | Contributor.objects.filter(pk__in=consented))
        .distinct()
        .order_by("pk")
    )


def ask(places: Iterable[Place]) -> Iterator[Check]:
    """Ask for each place as a reader who is not signed in."""
    for place in places:
        yield _ask(place)


def _ask(place: Place) -> Check:
    answer_of = {"place": place["place"], "address": place["address"]}
    name = place.get("file")
    if name and _is_elsewhere(place["address"]):
        # A cache may hold what storage has no more, and the other way round: both must have lost it.
        status = 200 if default_storage.exists(name) else public_answer(place["address"]).status
        return {**answer_of, "status": status, "is_gone": status in GONE}
    address = place["address"]
    if "comment" in place:
        token = Comment.objects.filter(pk=place["comment"]).values_list("access_token", flat=True).first()
        if token is None:
            return {**answer_of, "status": 404, "is_gone": True}
        address = reverse("comments:reference", args=[token])
    answer = public_answer(address)
    is_gone = answer.status in GONE
    if answer.status == 200 and place.get("lacks"):
        is_gone = place["lacks"].encode() not in answer.body
    return {**answer_of, "status": answer.status, "is_gone": is_gone}


def _is_elsewhere(address: str) -> bool:
    return address.startswith(("https://", "http://")) and not address.startswith(f"{settings.SITE_URL}/")


def _longest_line(film: FilmPage) -> str:
    """What is said in the film's longest caption, as somebody would search for it."""
    track = film.caption_track
    lines = track.cues.values_list("plain_text", flat=True)[:200] if track else []
    return " ".join(max(lines, key=len, default="").split())[:100]

"""Films as Atom and RSS."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed

from cms.selectors import site_furniture
from cms.seo import absolute
from films.models import FilmPage, Rendition

FEED_SIZE = 30


class FilmAtomFeed(Feed):
    """The newest films, each with its summary, areas and film file."""

    feed_type = Atom1Feed
    description_template = None

    def get_object(self, request: HttpRequest) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        return f"{site_furniture(request).settings.wordmark}: films"

    def subtitle(self, request: HttpRequest) -> str:
        return "New films, with captions and transcripts"

    def description(self, request: HttpRequest) -> str:
        return self.subtitle(request)

    def link(self, request: HttpRequest) -> str:
        return absolute("/")

    def feed_url(self, request: HttpRequest) -> str:
        return absolute(reverse("films:atom"))

    def author_name(self, request: HttpRequest) -> str:
        """Atom wants an author for the feed where entries name none (RFC 4287, 4.1.1)."""
        settings = site_furniture(request).settings
        return settings.publisher_name or settings.wordmark

    def items(self, request: HttpRequest) -> QuerySet[FilmPage]:
        films = FilmPage.objects.for_readers().newest_first()
        return films.select_related("video").prefetch_related("video__renditions", "practice_areas")[:FEED_SIZE]

    def item_title(self, film: FilmPage) -> str:
        return film.title

    def item_description(self, film: FilmPage) -> str:
        return film.summary

    def item_link(self, film: FilmPage) -> str:
        return absolute(film.get_url() or "/")

    def item_guid(self, film: FilmPage) -> str:
        return f"urn:uuid:{film.translation_key}"

    item_guid_is_permalink = False

    def item_pubdate(self, film: FilmPage) -> dt.datetime | None:
        return film.first_published_at

    def item_updateddate(self, film: FilmPage) -> dt.datetime | None:
        return film.last_published_at

    def item_categories(self, film: FilmPage) -> list[str]:
        return [area.name for area in film.practice_areas.all()]

    def item_enclosures(self, film: FilmPage) -> list[Any]:
        """The film file, so that podcast programmes can fetch it too."""
        mp4 = film.video.rendition(Rendition.Kind.MP4) if film.video else None
        if mp4 is None:
            return []
        return [Enclosure(absolute(mp4.url), str(mp4.size_bytes), "video/mp4")]


class FilmRssFeed(FilmAtomFeed):
    """The same in RSS."""

    feed_type = Rss201rev2Feed

    def feed_url(self, request: HttpRequest) -> str:
        return absolute(reverse("films:rss"))

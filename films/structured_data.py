"""A film as schema.org VideoObject, its chapters as Clips."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from cms.seo import absolute, iso_duration, picture_url
from films.models import FilmPage
from films.pictures import POSTER_JPEG


def film_objects(film: FilmPage, request: HttpRequest) -> list[dict[str, Any]]:
    """One VideoObject, or nothing while the film cannot be watched.

    Search engines read chapters from ``hasPart`` Clips; the transcript they read from the page itself.
    """
    video = film.video
    mp4 = video.mp4 if video else None
    thumbnail = picture_url(film.poster, POSTER_JPEG)
    if mp4 is None or not thumbnail:
        return []
    url = absolute(film.get_url(request) or "")
    chapters = sorted(film.chapters.all(), key=lambda chapter: chapter.start_ms)
    ends = [chapter.start_ms for chapter in chapters[1:]] + [video.duration_ms or 0]
    described = {
        "@type": "VideoObject",
        "@id": url,
        "name": film.title,
        "description": film.summary,
        "inLanguage": film.language,
        "thumbnailUrl": [absolute(thumbnail)],
        "contentUrl": absolute(mp4.url),
        "url": url,
        "isFamilyFriendly": True,
    }
    if film.caption_track is not None:
        described["accessibilityFeature"] = ["captions", "transcript"]
    if film.first_published_at:
        described["uploadDate"] = film.first_published_at.isoformat()
    if video.duration_ms:
        described["duration"] = iso_duration(video.duration_ms)
    if chapters:
        described["hasPart"] = [
            {
                "@type": "Clip",
                "name": chapter.title,
                "startOffset": chapter.start_ms // 1000,
                "endOffset": end // 1000,
                "url": f"{url}?t={chapter.start_ms // 1000}",
            }
            for chapter, end in zip(chapters, ends, strict=True)
        ]
    return [described]

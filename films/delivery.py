"""Who may fetch which media file. Everything stored publicly passes here in the default run."""

from __future__ import annotations

import mimetypes
import posixpath
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

from cms.models import Picture
from cms.ranges import ranged_response
from films import streaming
from films.access import Access, access_by_right, access_to_picture, access_to_video
from films.models import Rendition, Video

# Withdrawn means gone within 5 minutes, from readers' own caches too.
MEDIA_CACHE = "public, max-age=300"
# Short: a playlist is the key to all of a film's segments.
PLAYLIST_CACHE = "public, max-age=60"
PRIVATE_CACHE = "private, no-store"
RENDITIONS_OF_FILMS = "films"
PICTURES = "images"
# Wagtail's names for pictures as they were uploaded, and for the pictures people in the admin give themselves.
ORIGINALS = "original_images"
FACES_OF_STAFF = "avatar_images"


def access_to_file(user: Any, name: str) -> Access:
    """To a stored file by its name below the media folder.

    Original pictures are for those who keep them alone: they may carry where and when they were taken.
    """
    folder, _, rest = name.partition("/")
    if folder == PICTURES:
        return access_to_picture(user, Picture.objects.filter(renditions__file=name).first())
    if folder == RENDITIONS_OF_FILMS:
        video_id = rest.partition("/")[0]
        is_number = video_id.isdecimal() and video_id.isascii()
        return access_to_video(user, Video.objects.filter(pk=video_id).first() if is_number else None)
    if folder == ORIGINALS:
        picture = Picture.objects.filter(file=name).first()
        return access_by_right(user, picture) if picture else Access.NONE
    if folder == FACES_OF_STAFF and user.has_perm("wagtailadmin.access_admin"):
        return Access.PRIVATE
    return Access.NONE


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One public media file, in ranges. 404 for whatever the reader may not know of."""
    file, name = _stored_file(path)
    access = access_to_file(request.user, name)
    if access is Access.NONE:
        raise Http404
    try:
        response = ranged_response(request, file, mimetypes.guess_type(file.name)[0] or "application/octet-stream")
    except OSError:
        raise Http404 from None
    response["Cache-Control"] = MEDIA_CACHE if access is Access.PUBLIC else PRIVATE_CACHE
    # A file is shown by the site's own pages or saved; opened by itself it may do nothing.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; media-src 'self'; img-src 'self'"
    return response


def _stored_file(path: str) -> tuple[Path, str]:
    """The file at an address and the name it is really stored under, which alone says whose it is.

    A file has one address: what takes another way to it (``..``, ``//``, a link) is judged by where it ends, or is
    not found at all. Raises ``Http404``.
    """
    if not isinstance(default_storage._wrapped, FileSystemStorage) or posixpath.normpath(path) != path:
        raise Http404
    if "\\" in path or "\x00" in path:
        raise Http404
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path)).resolve()
        # A link that leads out of the folder is none of ours.
        name = file.relative_to(Path(settings.MEDIA_ROOT).resolve()).as_posix()
        is_file = file.is_file()
    except (SuspiciousFileOperation, ValueError, OSError):
        raise Http404 from None
    if not is_file:
        raise Http404
    return file, name


@require_safe
def master_playlist(request: HttpRequest, video_id: str, version: str) -> HttpResponse:
    """Which qualities there are of a film, for players that stream."""
    video, rungs, cache = _ladder(request, video_id, version)
    addresses = [reverse("films:rung_playlist", args=[video.pk, version, rung.pk]) for rung in rungs]
    return _playlist(streaming.master_playlist(rungs, addresses), cache)


@require_safe
def rung_playlist(request: HttpRequest, video_id: str, version: str, rendition_id: str) -> HttpResponse:
    """Where the segments of one quality lie."""
    _, rungs, cache = _ladder(request, video_id, version)
    rung = next((rung for rung in rungs if rung.pk == int(rendition_id)), None)
    if rung is None:
        raise Http404
    return _playlist(streaming.media_playlist(rung, rung.url), cache)


def _ladder(request: HttpRequest, video_id: str, version: str) -> tuple[Video, list[Rendition], str]:
    """The film file, its rungs, and how long the answer may be kept. 404 for whatever the reader may not know of."""
    video = Video.objects.filter(pk=video_id).prefetch_related("renditions").first()
    access = access_to_video(request.user, video)
    if video is None or access is Access.NONE:
        raise Http404
    rungs = video.rungs
    if not rungs or streaming.stream_version(rungs) != version:
        raise Http404
    return video, rungs, PLAYLIST_CACHE if access is Access.PUBLIC else PRIVATE_CACHE


def _playlist(text: str, cache: str) -> HttpResponse:
    return HttpResponse(text, content_type=streaming.MEDIA_TYPE, headers={"Cache-Control": cache})

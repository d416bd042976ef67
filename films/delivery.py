"""Who may fetch which media file. Everything stored publicly passes here in the default run."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

from cms.ranges import ranged_response
from films.models import FilmPage, Video

# Withdrawn means gone within 5 minutes, from readers' own caches too.
MEDIA_CACHE = "public, max-age=300"
PRIVATE_CACHE = "private, no-store"
RENDITIONS_OF_FILMS = "films"
PICTURES = "images"


def may_fetch(request: HttpRequest, path: str) -> bool | None:
    """True: anybody may. None: only people who work here, as for films not yet public. False: nobody.

    Original pictures are not handed out: they may carry where and when they were taken.
    """
    folder, _, rest = path.partition("/")
    if folder == PICTURES:
        return True
    if folder == RENDITIONS_OF_FILMS:
        video_id = rest.partition("/")[0]
        if not video_id.isdecimal() or not Video.objects.filter(pk=video_id).exists():
            return False
        return FilmPage.objects.for_readers().filter(video_id=video_id).exists() or None
    return None


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One public media file, in ranges. 404 for whatever the reader may not know of."""
    allowed = may_fetch(request, path)
    is_colleague = allowed is None and request.user.has_perm("wagtailadmin.access_admin")
    if not (allowed or is_colleague) or not isinstance(default_storage._wrapped, FileSystemStorage):
        raise Http404
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path)).resolve()
        # A link that leads out of the folder is none of ours.
        if not file.is_file() or not file.is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
            raise Http404
        response = ranged_response(request, file, mimetypes.guess_type(file.name)[0] or "application/octet-stream")
    except (SuspiciousFileOperation, ValueError, OSError):
        raise Http404 from None
    response["Cache-Control"] = MEDIA_CACHE if allowed else PRIVATE_CACHE
    # A file is shown by the site's own pages or saved; opened by itself it may do nothing.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; media-src 'self'; img-src 'self'"
    return response

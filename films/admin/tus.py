"""Films in pieces over tus 1.0.0 (https://tus.io/protocols/resumable-upload): core, creation, expiration, termination.

Thin: headers in, one service call, headers out. Refusals are plain sentences that the script shows as they are. A
request's body is never held as a whole: ``services.uploads`` reads it from the connection, a piece at a time.
"""

from __future__ import annotations

import contextlib
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import http_date
from django.views.generic import View
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from films.models import FilmUpload, Video
from films.models.upload import MAX_FINGERPRINT
from films.services import uploads
from films.uploads import headers

STATUS: dict[type[uploads.UploadProblem], int] = {
    uploads.TooLarge: 413,
    uploads.OverQuota: 413,
    uploads.TooMany: 429,
    uploads.DiskFull: 507,
    uploads.Busy: 423,
    uploads.WrongOffset: 409,
    uploads.Refused: 422,
    uploads.Gone: 410,
    uploads.Away: 503,
}
# For networks that let no other method through.
OVERRIDDEN = {"HEAD", "PATCH", "DELETE"}
# A sender who says nothing for so long is gone; the thread that waits for them is needed.
IDLE_S = 30
READ_BYTES = 64 * 1024
DRAIN_BYTES = 16 * 1024 * 1024  # two of the pieces that the script sends


class NoRight(Exception):
    """This person may not upload there."""


class TusView(View):
    """What all answers share: the version, and sentences for problems. The admin keeps all of them out of caches."""

    allowed_without_version: ClassVar[set[str]] = {"OPTIONS"}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        override = request.headers.get("X-HTTP-Method-Override", "").upper()
        if request.method == "POST" and override in OVERRIDDEN:
            request.method = override  # after the check against forged requests, which knows it as POST
        response = self._answer(request, *args, **kwargs)
        if response.status_code >= 400:
            read_the_rest(request)
        response["Tus-Resumable"] = headers.VERSION
        if request.method == "HEAD":
            response.content = b""  # not every server leaves it out
        return response

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(
            status=204,
            headers={
                "Allow": ", ".join(self._allowed_methods()),
                "Tus-Version": headers.VERSION,
                "Tus-Extension": ",".join(headers.EXTENSIONS),
                "Tus-Max-Size": str(settings.FILM_MAX_UPLOAD_BYTES),
            },
        )

    def _answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = request.headers.get("Tus-Resumable")
        if version != headers.VERSION and request.method not in self.allowed_without_version:
            response = sentence(412, "This site takes films by version 1.0.0 of the tus protocol.")
            response["Tus-Version"] = headers.VERSION
            return response
        try:
            return super().dispatch(request, *args, **kwargs)
        except headers.BadHeader as error:
            return sentence(400, str(error))
        except NoRight as error:
            return sentence(403, str(error))
        except uploads.UploadProblem as error:
            return sentence(STATUS[type(error)], str(error))


class UploadListView(TusView):
    """Begin an upload; list one's own that are not complete."""

    allowed_without_version: ClassVar[set[str]] = {"OPTIONS", "GET"}

    def get(self, request: HttpRequest) -> HttpResponse:
        own = FilmUpload.objects.of(request.user).unfinished().filter(expires_at__gt=timezone.now())
        rows = [
            {
                "url": address_of(upload),
                "name": upload.filename,
                "size": upload.size_bytes,
                "percent": upload.percent,
                "fingerprint": upload.fingerprint,
            }
            for upload in own[: uploads.MAX_UNFINISHED]
        ]
        return JsonResponse({"uploads": rows})

    def post(self, request: HttpRequest) -> HttpResponse:
        if "Upload-Defer-Length" in request.headers:
            raise headers.BadHeader("Upload-Length must be known from the start.")
        size_bytes = headers.number("Upload-Length", request.headers.get("Upload-Length"))
        metadata = headers.metadata(request.headers.get("Upload-Metadata", ""))
        upload = uploads.begin(
            owner=request.user,
            collection=collection_for(request, metadata.get("collection", "")),
            size_bytes=size_bytes,
            filename=metadata.get("filename", ""),
            title=metadata.get("title", ""),
            fingerprint=metadata.get("fingerprint", "")[:MAX_FINGERPRINT].replace("\x00", ""),
        )
        response = HttpResponse(status=201, headers={"Location": address_of(upload)})
        return with_expiry(response, upload)


class UploadView(TusView):
    """One upload, of this person's own; anybody else's is not found."""

    def head(self, request: HttpRequest, pk: Any) -> HttpResponse:
        upload = self.upload()
        uploads.finish(upload)
        if upload.state == FilmUpload.State.REFUSED:
            raise uploads.Gone(upload.problem)
        if upload.state == FilmUpload.State.RECEIVING and upload.expires_at <= timezone.now():
            raise uploads.Gone("This upload waited too long.")
        response = HttpResponse(headers={"Upload-Length": str(upload.size_bytes)})
        return with_offset(response, upload)

    def patch(self, request: HttpRequest, pk: Any) -> HttpResponse:
        upload = self.upload()
        if request.content_type != headers.PATCH_TYPE:
            return sentence(415, f"The content type must be {headers.PATCH_TYPE}.")
        at = headers.number("Upload-Offset", request.headers.get("Upload-Offset"))
        if "chunked" in request.headers.get("Transfer-Encoding", ""):
            return sentence(411, "Content-Length must be known.")
        length = headers.number("Content-Length", request.headers.get("Content-Length") or "0")
        may_upload_to(request, upload.collection)
        give_up_when_idle(request)
        try:
            uploads.receive(upload, at=at, length=length, stream=request)
        except uploads.WrongOffset as error:
            return with_offset(sentence(409, str(error)), upload)
        return with_offset(with_expiry(HttpResponse(status=204), upload), upload)

    def delete(self, request: HttpRequest, pk: Any) -> HttpResponse:
        uploads.abandon(self.upload())
        return HttpResponse(status=204)

    def upload(self) -> FilmUpload:
        own = FilmUpload.objects.of(self.request.user).select_related("collection")
        return get_object_or_404(own, pk=self.kwargs["pk"])


def urls() -> list[Any]:
    return [
        path("", UploadListView.as_view(), name="list"),
        path("<uuid:pk>/", UploadView.as_view(), name="one"),
    ]


def address_of(upload: FilmUpload) -> str:
    return reverse("film_uploads:one", args=[upload.pk])


def sentence(status: int, words: str) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def with_offset(response: HttpResponse, upload: FilmUpload) -> HttpResponse:
    response["Upload-Offset"] = str(upload.offset)
    return response


def with_expiry(response: HttpResponse, upload: FilmUpload) -> HttpResponse:
    response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return response


def collection_for(request: HttpRequest, asked: str) -> Collection:
    """The collection asked for, or the first this person may upload to. Raises ``NoRight``."""
    allowed = policy_registry.get_by_type(Video).collections_user_has_permission_for(request.user, "add")
    if asked:
        allowed = allowed.filter(pk=headers.number("collection", asked))
    collection = allowed.first()
    if collection is None:
        raise NoRight("You may not upload films there. Ask somebody who looks after the site.")
    return collection


def may_upload_to(request: HttpRequest, collection: Collection | None) -> None:
    """Raises ``NoRight``: the right may have been taken away since the upload began."""
    allowed = policy_registry.get_by_type(Video).collections_user_has_permission_for(request.user, "add")
    if collection is None or not allowed.filter(pk=collection.pk).exists():
        raise NoRight("You may not upload films there any more. Ask somebody who looks after the site.")


def read_the_rest(request: HttpRequest) -> None:
    """A browser that is still sending when the connection closes never sees why it was refused."""
    left = DRAIN_BYTES
    with contextlib.suppress(OSError):
        while left > 0 and (chunk := request.read(min(left, READ_BYTES))):
            left -= len(chunk)


def give_up_when_idle(request: HttpRequest) -> None:
    """A phone that lost its network sends no goodbye, and the thread would wait for it for ever.

    Gunicorn hands its connection out and sets no limit of its own; other servers bring theirs.
    """
    connection = request.META.get("gunicorn.socket")
    if connection is not None:
        connection.settimeout(IDLE_S)

"""Turns a refused publication or deletion into words, whatever screen of the admin asked for it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from cms.http import is_admin_path
from films.keeping import RecordKept
from films.readiness import NotReady


class RefusalMiddleware:
    """Sends the editor back to the film's form with the reason, instead of an error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NotReady | RecordKept) or not is_admin_path(request.path):
            return None
        is_publishing = isinstance(exception, NotReady)
        messages.error(request, f"Nothing has been published. {exception}" if is_publishing else str(exception))
        if exception.film_id is None:  # a copy that was never stored
            return redirect("film_listing:index")
        return redirect("wagtailadmin_pages:edit", exception.film_id)

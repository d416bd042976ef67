"""What stands at the address of a film or a profile that was withdrawn."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

GONE = 410


def gone(request: HttpRequest) -> HttpResponse:
    """No name and no reason; other films to watch instead."""
    from films.selectors import newest_films

    return render(request, "410.html", {"films": newest_films(3)}, status=GONE)

"""Addresses of the site itself, and its error pages."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from cms.selectors import site_furniture


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 and ``ok`` when the database answers, 503 otherwise. For load balancers; never cached."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        response = HttpResponse("the database does not answer", status=503, content_type="text/plain")
        response["Retry-After"] = "30"
    else:
        response = HttpResponse("ok", content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read by robots; nothing personal or endless."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('wagtailadmin_home')}",
        "Disallow: /accounts/",
        "Disallow: /comments/",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask here for pages that name no icon, such as a film file opened by itself."""
    return HttpResponseRedirect(static("cms/icons/icon-32.png"))


@require_GET
def web_manifest(request: HttpRequest) -> HttpResponse:
    """Name, colours and icons for a phone's home screen."""
    name = site_furniture(request).settings.wordmark
    return JsonResponse(
        {
            "name": name,
            "short_name": name[:24],
            "start_url": "/",
            "display": "browser",
            "background_color": "#FBF7F0",
            "theme_color": "#2B0F30",
            "icons": [
                {"src": static("cms/icons/icon-192.png"), "sizes": "192x192", "type": "image/png"},
                {"src": static("cms/icons/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            ],
        },
        content_type="application/manifest+json",
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Rendered without the request, since it is what was wrong: asking it for its host would fail again."""
    return HttpResponse(render_to_string("400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the database or the request, since either may be what broke."""
    return HttpResponse(render_to_string("500.html"), status=500)

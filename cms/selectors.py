"""Reads that every page needs."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from wagtail.models import Page, Site

from cms.models import HelpLine, NavigationLink, SiteSettings

FURNITURE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Link:
    """A menu entry."""

    label: str
    url: str


PURPOSES = ("films", "help", "house_rules", "privacy", "contact", "take_down")


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands around every page: settings, help lines in order, menus, and pages linked by purpose."""

    settings: SiteSettings
    help_lines: tuple[HelpLine, ...]
    header: tuple[Link, ...]
    footer: tuple[Link, ...]
    # Address by purpose (``PURPOSES``); "" where no page is set or it is not live.
    pages: dict[str, str]


def furniture_key(site_id: int) -> str:
    """Cache key of a site's furniture; ``cms.receivers`` drops it when settings or a menu page change."""
    return f"cms.furniture.{site_id}"


def site_furniture(request: HttpRequest) -> Furniture:
    """What stands around the pages of the request's site: 3 queries when cold, 1 cache read a request when warm."""
    if isinstance(read := getattr(request, "_site_furniture", None), Furniture):
        return read
    request._site_furniture = furniture = _furniture(request)  # type: ignore[attr-defined]
    return furniture


def _furniture(request: HttpRequest) -> Furniture:
    site = Site.find_for_request(request) or Site.objects.select_related("root_page").first()
    if site is None:
        return Furniture(SiteSettings(), (), (), (), {})
    key = furniture_key(site.pk)
    found = cache.get(key)
    if isinstance(found, Furniture):
        return found
    settings = SiteSettings.objects.select_related(*(f"{purpose}_page" for purpose in PURPOSES)).filter(
        site=site
    ).first() or SiteSettings(site=site)
    links = (
        NavigationLink.objects.filter(settings__site=site, page__live=True)
        .select_related("page")
        .order_by("sort_order")
    )
    menus: dict[str, list[Link]] = {place: [] for place in NavigationLink.Place.values}
    for link in links:
        url = link.page.get_url(request)
        if url:
            menus[link.place].append(Link(link.label or link.page.title, url))
    furniture = Furniture(
        settings=settings,
        help_lines=tuple(HelpLine.objects.filter(settings__site=site).order_by("sort_order")),
        header=tuple(menus[NavigationLink.Place.HEADER]),
        footer=tuple(menus[NavigationLink.Place.FOOTER]),
        pages={purpose: _url_of(getattr(settings, f"{purpose}_page"), request) for purpose in PURPOSES},
    )
    cache.set(key, furniture, FURNITURE_SECONDS)
    return furniture


def _url_of(page: Page | None, request: HttpRequest) -> str:
    return (page.get_url(request) or "") if page is not None and page.live else ""

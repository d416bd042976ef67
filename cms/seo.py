"""What a page's head says to search engines and link previews, and schema.org objects as JSON-LD."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

logger = logging.getLogger(__name__)

SHARE_SPEC = "fill-1200x630|format-jpeg"
Trail = list[tuple[str, str]]
HOME = "Home"  # the home page's own title is a sentence long
HOME_DEPTH = 2

# As Django's json_script: inside <script> these would end the element or open a comment.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def json_ld(objects: list[dict[str, Any]]) -> SafeString:
    """The text of a ``<script type="application/ld+json">``; "" when there is nothing to say."""
    if not objects:
        return SafeString("")
    graph = {"@context": "https://schema.org", "@graph": objects}
    return mark_safe(json.dumps(graph, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 – escaped just above


def iso_duration(ms: int) -> str:
    """ISO 8601, as schema.org wants lengths: ``PT1M22S``."""
    minutes, seconds = divmod((ms + 500) // 1000, 60)
    return f"PT{minutes}M{seconds}S"


def breadcrumb_list(trail: list[tuple[str, str]]) -> dict[str, Any]:
    """schema.org BreadcrumbList of (name, absolute address) from the home page down."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(trail, start=1)
        ],
    }


@dataclass(frozen=True, slots=True)
class Head:
    """Addresses are absolute, and always on the site's own host, whatever host was asked."""

    canonical: str
    title: str = ""
    description: str = ""
    image_url: str = ""
    image_alt: str = ""
    json_ld: str = ""


def absolute(path: str) -> str:
    """A path of this site as a whole address; whole addresses (as of a media host) stay as they are."""
    return path if path.startswith(("https://", "http://")) else f"{settings.SITE_URL}{path}"


def picture_url(picture: Any, spec: str) -> str:
    """Address of a picture in one size; "" without a picture, or where its file is lost: the page stands without it."""
    if picture is None:
        return ""
    try:
        return picture.get_rendition(spec).url
    except SourceImageIOError:
        logger.warning("the file of picture %s cannot be read", picture.pk)
        return ""


def page_trail(page: Page, request: HttpRequest) -> Trail:
    """(title, path) from the home page down to the page's parent; 1 query, none for the home page."""
    if page.pk is None or page.depth is None or page.depth <= HOME_DEPTH:
        return []
    return [
        (HOME if above.depth == HOME_DEPTH else above.title, above.get_url(request) or "")
        for above in page.get_ancestors()
        if above.depth >= HOME_DEPTH
    ]


def build_head(page: Page, request: HttpRequest, trail: Trail) -> Head:
    """The head of a Wagtail page."""
    image = getattr(page, "share_image", None)
    canonical = absolute(page.get_url(request) or request.path)
    objects = list(page.structured_data(request)) if hasattr(page, "structured_data") else []
    if trail:
        objects.append(breadcrumb_list([(name, absolute(url)) for name, url in [*trail, (page.title, canonical)]]))
    return Head(
        canonical=canonical,
        title=page.seo_title or page.title,
        description=getattr(page, "page_description", "") or "",
        image_url=absolute(image_url) if (image_url := picture_url(image, SHARE_SPEC)) else "",
        image_alt=getattr(page, "poster_description", "") or "",
        json_ld=json_ld(objects),
    )

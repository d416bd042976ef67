"""Tags for every page: the trail above it, and what its head says."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Page

from cms import seo

register = template.Library()


@register.simple_tag(takes_context=True)
def page_trail(context: dict[str, Any]) -> seo.Trail:
    """(label, path) from the home page down to the page's parent; the view's own ``breadcrumb`` where it gives one."""
    if "breadcrumb" in context:
        return context["breadcrumb"]
    page = context.get("page")
    return seo.page_trail(page, context["request"]) if isinstance(page, Page) else []


@register.simple_tag(takes_context=True)
def page_head(context: dict[str, Any], trail: seo.Trail) -> seo.Head:
    """What the page says of itself; the view's own ``head`` where it gives one."""
    if isinstance(head := context.get("head"), seo.Head):
        return head
    page = context.get("page")
    if isinstance(page, Page) and "canonical_path" not in context:
        return seo.build_head(page, context["request"], trail)
    return seo.Head(seo.absolute(context.get("canonical_path") or context["request"].path))

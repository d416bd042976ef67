"""The comments block and the like button of a page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.template import RequestContext
from django.urls import reverse

from comments import wording
from comments.context import thread_context
from comments.selectors import like_count, thread_for

register = template.Library()

PAGE_PARAMETER = "comments"
# What the parts of the page need from around them; an inclusion tag starts with an empty context.
SHARED = ("request", "site_settings", "site_links", "help_lines", "page")


@register.inclusion_tag("comments/thread.html", takes_context=True)
def comments_for(context: RequestContext, page: Any) -> dict[str, Any]:
    """Everything readers say under ``page``, and the form to join in."""
    request = context["request"]
    thread = thread_for(page, request=request, number=request.GET.get(PAGE_PARAMETER, 1))
    return {**_shared(context), **thread_context(request, page, thread)}


@register.inclusion_tag("comments/like_button.html", takes_context=True)
def likes_for(context: RequestContext, page: Any) -> dict[str, Any]:
    """A button that likes ``page``, and how many do. The same for every reader; nothing for a page never saved."""
    if page.pk is None:
        return {}
    return {**_shared(context), "like_url": reverse("comments:like", args=[page.pk]), "count": like_count(page)}


@register.filter
def when(moment: dt.datetime) -> str:
    """A date with its time, as the site writes them."""
    return wording.when(moment)


def _shared(context: RequestContext) -> dict[str, Any]:
    return {name: context[name] for name in SHARED if name in context}

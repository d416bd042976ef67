"""A copy of a film starts as a draft: nobody has agreed to that page yet.

Wagtail stores a copy with "publish copies", and an alias, as live rows, past ``FilmPage.publish`` and all that it asks.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

NO_ALIAS = "Nothing has been copied. A film cannot have an alias: each film page needs agreements of its own."
COPIES_ARE_DRAFTS = "Copies of films are drafts. Publish each one when it has all that it needs."
LIVE_AT_ONCE = ("publish_copies", "alias")


class CopyAsDraftForm(CopyForm):
    """Wagtail's form without the two choices that would make a copy live at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LIVE_AT_ONCE:
            self.fields.pop(name, None)


def keep_copies_of_films_as_drafts(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Before a page is copied: an alias is refused, publishing is left out, where a film is among the pages.

    Pages above the film index have Wagtail's own form, and a form can be sent by hand.
    """
    from films.models import FilmPage

    chosen = [name for name in LIVE_AT_ONCE if request.POST.get(name)]
    if not chosen or not FilmPage.objects.descendant_of(page, inclusive=True).exists():
        return None
    if "alias" in chosen:
        messages.error(request, NO_ALIAS)
        return redirect("wagtailadmin_pages:copy", page.pk)
    request.POST = request.POST.copy()
    del request.POST["publish_copies"]
    messages.warning(request, COPIES_ARE_DRAFTS)
    return None

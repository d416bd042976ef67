"""What the templates of comments are given, by the page tag and by the views alike."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from accounts.selectors import in_words, offered_services
from cms.selectors import site_furniture
from comments import wording
from comments.forms import CommentForm
from comments.selectors import Thread, is_taking_comments


def form_context(request: HttpRequest, page: Any, *, form: CommentForm | None = None) -> dict[str, Any]:
    """The comment form of a page. For a reader who is not signed in it is the same for everybody."""
    furniture = site_furniture(request)
    back = f"{page.get_url(request) or '/'}#comment-form"
    commenter = _commenter(request, back)
    services = () if commenter else offered_services()
    initial = {"name": commenter["name"]} if commenter else {}
    return {
        "comment_form": form or CommentForm(page=page, initial=initial),
        "comment_form_url": reverse("comments:send", args=[page.pk]),
        "is_taking_comments": is_taking_comments(page, request),
        "hours_note": wording.HOURS_NOTE.format(hours=furniture.settings.moderation_hours),
        "commenter": commenter,
        "sign_in_url": f"{reverse('account_login')}?{urlencode({'next': back})}" if services else "",
        "sign_in_services": in_words(services),
        "rules": wording.RULES,
        "house_rules_url": furniture.pages.get("house_rules", ""),
        "comment_data_url": furniture.pages.get("privacy", ""),
    }


def crisis_context(request: HttpRequest) -> dict[str, Any]:
    """The words of the crisis page, and the site settings they need."""
    site = site_furniture(request).settings
    return {
        "site": site,
        "crisis_opening": wording.CRISIS_OPENING,
        "crisis_lines": wording.CRISIS_LINES,
        "crisis_closing": wording.CRISIS_CLOSING.format(hours=site.moderation_hours),
    }


def thread_context(request: HttpRequest, page: Any, thread: Thread) -> dict[str, Any]:
    """The whole comments block of a page."""
    form = form_context(request, page) if thread.state == "open" else {}
    return {"thread": thread, "empty_text": wording.EMPTY_THREAD, "official_mark": wording.OFFICIAL_MARK, **form}


def _commenter(request: HttpRequest, back: str) -> dict[str, str] | None:
    """The signed-in reader's name and way out. Without a session cookie the session is not even looked at."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    return {
        "name": request.user.display_name,
        "account_url": reverse("accounts:account"),
        "sign_out_url": f"{reverse('account_logout')}?{urlencode({'next': back})}",
    }

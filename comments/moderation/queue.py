"""The queue: what waits for a person, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.log_actions import log
from wagtail.models import Site

from comments.models import Comment, CommentSettings
from comments.moderation.marking import concern_label, excerpt
from comments.moderation.permissions import ModeratorRequiredMixin
from comments.selectors import TABS, Tab, moderation_queue, tab_counts
from comments.text import display_text

COMMENTS_A_PAGE = 25
FLAGS_SHOWN = 3
URGENT_REPORT = "Someone may be at risk: the words of a report about this comment."
MODERATION_MEDIA = Media(css={"all": ["comments/moderation.css"]})


@dataclass(frozen=True, slots=True)
class Row:
    """One comment in the queue, in words."""

    comment: Comment
    name: str
    excerpt: str
    flags: list[str]
    is_crisis: bool
    open_reports: int

    @classmethod
    def of(cls, comment: Any) -> Row:
        flags = [f"{concern_label(f.concern)}: {f.reason}" for f in comment.findings.all()]
        if comment.has_urgent_report:
            flags.insert(0, URGENT_REPORT)
        return cls(
            comment=comment,
            name=display_text(comment.author_name),
            excerpt=excerpt(comment.body),
            flags=list(dict.fromkeys(flags))[:FLAGS_SHOWN],
            is_crisis=comment.is_crisis,
            open_reports=comment.open_reports,
        )


class QueueView(ModeratorRequiredMixin, BaseListingView):
    """One tab of the queue."""

    model = Comment
    page_title = "Comments"
    header_icon = "comment"
    template_name = "comments/moderation/queue.html"
    results_template_name = "comments/moderation/queue_results.html"
    paginate_by = COMMENTS_A_PAGE

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.tab = kwargs.get("tab", "urgent")

    def get_base_queryset(self) -> QuerySet[Comment]:
        if self.tab not in TABS:
            raise Http404("No such queue.")
        return moderation_queue(self.tab)

    def get_index_url(self) -> str:
        return reverse("comments_moderation:queue", args=[self.tab])

    def get_page_subtitle(self) -> str:
        return TABS[self.tab][0]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        counts = tab_counts()
        settings = _settings()
        return {
            **super().get_context_data(*args, **kwargs),
            "tabs": [Tab(slug, label, counts[slug], empty) for slug, (label, empty) in TABS.items()],
            "tab": self.tab,
            "empty_text": TABS[self.tab][1],
            "settings": settings,
            "is_alert_missing": not settings.on_call_email,
            "media": MODERATION_MEDIA,
        }

    def paginate_queryset(self, queryset: QuerySet[Comment], page_size: int) -> Any:
        paginator, page, objects, is_paginated = super().paginate_queryset(queryset, page_size)
        self.extra_context = {"rows": [Row.of(comment) for comment in objects]}
        return paginator, page, objects, is_paginated


class FrontDoorView(ModeratorRequiredMixin, View):
    """Leads to the most pressing queue that holds something."""

    def get(self, request: HttpRequest) -> HttpResponse:
        counts = tab_counts()
        first = next((slug for slug in ("urgent", "waiting", "on-hold", "reported") if counts[slug]), "waiting")
        return redirect("comments_moderation:queue", tab=first)


class PauseView(ModeratorRequiredMixin, View):
    """The one switch for all comments of the site."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        settings = _settings()
        settings.are_paused = request.POST.get("pause") == "yes"
        settings.save(update_fields=["are_paused"])
        log(instance=settings, action="wagtail.edit", user=request.user)
        words = "All comments are paused." if settings.are_paused else "Films take comments again."
        messages.success(request, words)
        return redirect("comments_moderation:index")


def _settings() -> CommentSettings:
    return CommentSettings.for_site(Site.objects.get(is_default_site=True))

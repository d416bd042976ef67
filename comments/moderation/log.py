"""Every decision about every comment: who, when, what and why. For complaints, requests and the team itself."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView

from comments.models import Decision, ModerationDecision, Reason
from comments.moderation.permissions import ModeratorRequiredMixin
from comments.moderation.queue import MODERATION_MEDIA
from comments.wording import when


def moderators(request: Any) -> QuerySet[Any]:
    """People who have decided about a comment."""
    return get_user_model().objects.filter(moderation_decisions__isnull=False).distinct().order_by("username")


class LogFilterSet(WagtailFilterSet):
    """What the log can be narrowed to."""

    decision = django_filters.MultipleChoiceFilter(
        label="Decision", choices=Decision.choices, widget=django_filters.widgets.forms.CheckboxSelectMultiple
    )
    reason = django_filters.MultipleChoiceFilter(
        label="Reason", choices=Reason.choices, widget=django_filters.widgets.forms.CheckboxSelectMultiple
    )
    moderator = django_filters.ModelMultipleChoiceFilter(
        label="Person", queryset=moderators, widget=django_filters.widgets.forms.CheckboxSelectMultiple
    )
    decided_at = django_filters.DateFromToRangeFilter(label="Date", widget=DateRangePickerWidget)

    class Meta:
        model = ModerationDecision
        fields: list[str] = []


class LogView(ModeratorRequiredMixin, BaseListingView):
    """The site-wide log, newest first. Nothing in it can be changed, by administrators either."""

    model = ModerationDecision
    page_title = "Comments"
    page_subtitle = "Decision log"
    header_icon = "history"
    results_template_name = "wagtailadmin/generic/listing_results.html"
    index_url_name = "comments_moderation:log"
    index_results_url_name = "comments_moderation:log_results"
    filterset_class = LogFilterSet
    paginate_by = 50
    default_ordering = ("-decided_at", "-pk")
    verbose_name_plural = "decisions"
    columns = [
        Column("decided_at", label="When", accessor=lambda decision: when(decision.decided_at)),
        Column("moderator_name", label="Who"),
        Column("get_decision_display", label="What"),
        Column("get_reason_display", label="Reason"),
        TitleColumn(
            "comment",
            label="Comment",
            accessor="comment.reference",
            get_url=lambda decision: reverse("comments_moderation:comment", args=[decision.comment_id]),
        ),
        Column("comment.page.title", label="Film"),
    ]

    def get_base_queryset(self) -> QuerySet[ModerationDecision]:
        return ModerationDecision.objects.select_related("comment__page")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("comments_moderation:index"), "label": "Comments"},
            {"url": "", "label": "Decision log"},
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        return {**context, "media": context["media"] + MODERATION_MEDIA}

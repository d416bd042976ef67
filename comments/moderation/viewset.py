"""Comments in the Wagtail admin: addresses and the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.viewsets.base import ViewSet

from comments.moderation.detail import CommentView
from comments.moderation.log import LogView
from comments.moderation.permissions import may_moderate
from comments.moderation.queue import FrontDoorView, PauseView, QueueView
from comments.selectors import pressing_count


class CommentsMenuItem(MenuItem):
    """Shows how many urgent and waiting comments there are, to those who may read them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_moderate(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        count = pressing_count()
        item = super().render_component(request)
        item.label = f"{self.label} ({count})" if count else self.label
        return item


class CommentModerationViewSet(ViewSet):
    """Registered once, in ``comments.wagtail_hooks``."""

    name = "comments_moderation"
    url_prefix = "comments"
    icon = "comment"
    menu_label = "Comments"
    menu_name = "comments"
    menu_order = 150
    add_to_admin_menu = True
    menu_item_class = CommentsMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", FrontDoorView.as_view(), name="index"),
            path("log/", LogView.as_view(), name="log"),
            path("log/results/", LogView.as_view(results_only=True), name="log_results"),
            path("pause/", PauseView.as_view(), name="pause"),
            path("<int:pk>/", CommentView.as_view(), name="comment"),
            path("queue/<slug:tab>/", QueueView.as_view(), name="queue"),
        ]

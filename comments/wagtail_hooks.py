"""Registers the moderators' side with the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from comments.moderation.summary import queue_lines
from comments.moderation.viewset import CommentModerationViewSet


@hooks.register("register_admin_viewset")
def register_moderation() -> CommentModerationViewSet:
    return CommentModerationViewSet()


@hooks.register("construct_homepage_summary_items")
def add_queues(request: HttpRequest, items: list[Any]) -> None:
    items += queue_lines(request)

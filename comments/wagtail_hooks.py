"""Registers the moderators' side with the Wagtail admin."""

from wagtail import hooks

from comments.moderation.viewset import CommentModerationViewSet


@hooks.register("register_admin_viewset")
def register_moderation() -> CommentModerationViewSet:
    return CommentModerationViewSet()

"""Who may look after comments."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from comments.models import Comment

RIGHT = "moderate"
policy = ModelPermissionPolicy(Comment)


def may_moderate(user: Any) -> bool:
    """Whether somebody holds the right to decide about comments."""
    return policy.user_has_permission(user, RIGHT)


class ModeratorRequiredMixin(PermissionCheckedMixin):
    """403 for everybody else: a redirect would tell neither people nor monitoring that they have no right."""

    permission_policy = policy

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user_has_permission(RIGHT):
            context = {"page_title": "Comments", "header_title": "Comments", "header_icon": "comment"}
            return render(request, "comments/moderation/forbidden.html", context, status=403)
        return super().dispatch(request, *args, **kwargs)

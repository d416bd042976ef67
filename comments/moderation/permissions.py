"""Who may look after comments."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from cms.views import permission_denied
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
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

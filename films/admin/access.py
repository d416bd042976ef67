"""Which film files a person may work on in the admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.permissions import policy_registry

from films.models import Video


def video_for(request: HttpRequest, pk: int, action: str = "change") -> Video:
    """The film file, if this person may do that to it; 404 otherwise, whether or not there is one."""
    allowed = policy_registry.get_by_type(Video).instances_user_has_any_permission_for(request.user, [action])
    return get_object_or_404(allowed.select_related("collection"), pk=pk)

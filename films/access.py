"""Who may have the files of a film or a picture: everybody, the people who work with it, or nobody.

Being let into the admin is not enough to see what is not public: a moderator of comments has no business with drafts.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from wagtail.permissions import policy_registry

from films.models import FilmPage, Video

# What an editor of films or pictures holds; either is enough to look.
RIGHTS = ("change", "choose")


class Access(Enum):
    """An answer about one file and one person."""

    PUBLIC = "everybody may have it, and caches may keep it for a while"
    PRIVATE = "this person may have it, and no cache may keep it"
    NONE = "for this person it does not exist"


def access_to_video(user: Any, video: Video | None) -> Access:
    """To a film's files, captions and playlists. Withdrawn means gone, for the people who work here too."""
    if video is None or video.is_withdrawn:
        return Access.NONE
    if FilmPage.objects.for_readers().filter(video=video).exists():
        return Access.PUBLIC
    return access_by_right(user, video)


def access_by_right(user: Any, kept: Any) -> Access:
    """To a film file or a picture that is not public: only with rights over the collection it is kept in."""
    policy = policy_registry.get_by_type(type(kept))
    return Access.PRIVATE if policy.user_has_any_permission_for_instance(user, RIGHTS, kept) else Access.NONE

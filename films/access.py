"""Who may have the files of a film or a picture: everybody, the people who work with it, or nobody.

Being let into the admin is not enough to see what is not public: a moderator of comments has no business with drafts.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry

from cms.models import Picture
from films.models import Contributor, FilmPage, Video

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


def access_to_picture(user: Any, picture: Picture | None) -> Access:
    """To the sizes of a picture: as public as what shows it.

    A poster is public with its film and a portrait with its person; any other page or setting that shows a picture
    makes it public. One that nothing shows, or shows any longer, is for those who keep pictures.
    """
    if picture is None:
        return Access.NONE
    if FilmPage.objects.for_readers().filter(poster=picture).exists():
        return Access.PUBLIC
    if Contributor.objects.with_public_film().filter(portrait=picture).exists() or _is_shown_elsewhere(picture):
        return Access.PUBLIC
    return access_by_right(user, picture)


def _is_shown_elsewhere(picture: Picture) -> bool:
    """By anything but films and people, as Wagtail's index of references knows it."""
    judged_by_themselves = ContentType.objects.get_for_models(FilmPage, Contributor).values()
    return (
        ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(Picture), to_object_id=str(picture.pk)
        )
        .exclude(content_type__in=judged_by_themselves)
        .exists()
    )


def access_by_right(user: Any, kept: Any) -> Access:
    """To a film file or a picture that is not public: only with rights over the collection it is kept in."""
    policy = policy_registry.get_by_type(type(kept))
    return Access.PRIVATE if policy.user_has_any_permission_for_instance(user, RIGHTS, kept) else Access.NONE

"""Keeps what readers see true: kept film views and the index of spoken lines follow every change.

And keeps films that have a record, whatever deletes them: a page above them is deleted without asking their model.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from films import search
from films.keeping import require_no_record
from films.models import CaptionTrack, Consent, Contributor, FilmPage, PracticeArea, Rendition, Video
from films.models.video import private_storage
from films.selectors.film_page import film_view_key
from films.tasks import make_picture_sizes

LANGUAGES = ("", "en-GB", "cy")


@receiver([post_save, post_delete], sender=CaptionTrack)
@receiver([post_save, post_delete], sender=Consent)
@receiver([post_save, post_delete], sender=Contributor)
@receiver([post_save, post_delete], sender=FilmPage)
@receiver([post_save, post_delete], sender=PracticeArea)
@receiver([post_save, post_delete], sender=Rendition)
@receiver([post_save, post_delete], sender=Video)
@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
def forget_film_views(**kwargs: Any) -> None:
    """The next reader gets every film's page made afresh: a film shows other films, people and areas too."""
    pks = FilmPage.objects.values_list("pk", flat=True)
    keys = [film_view_key(pk, language) for pk in pks for language in LANGUAGES]
    cache.delete_many(keys)
    # And once more: until the change is committed, a reader may have had the old page kept again.
    transaction.on_commit(partial(cache.delete_many, keys))


@receiver(post_delete, sender=Consent)
def delete_signed_form(instance: Consent, **kwargs: Any) -> None:
    """The signed form is somebody's name and signature: it does not outlive the record it belongs to."""
    if instance.evidence_file:
        transaction.on_commit(partial(private_storage().delete, instance.evidence_file.name), robust=True)


@receiver(pre_delete, sender=FilmPage)
def keep_films_with_a_record(instance: FilmPage, **kwargs: Any) -> None:
    require_no_record(instance)


@receiver(page_published, sender=FilmPage)
def prepare_pictures(instance: FilmPage, **kwargs: Any) -> None:
    """A published film's poster and the portraits of its people are made in all sizes, before a reader waits."""
    people = Contributor.objects.filter(credits__film=instance).exclude(portrait=None)
    portraits = list(people.values_list("portrait_id", flat=True).distinct())
    transaction.on_commit(partial(make_picture_sizes.enqueue, instance.poster_id, portraits))


@receiver(post_save, sender=Contributor)
def prepare_portrait(instance: Contributor, **kwargs: Any) -> None:
    if instance.portrait_id:
        transaction.on_commit(partial(make_picture_sizes.enqueue, None, [instance.portrait_id]))


@receiver(post_save, sender=CaptionTrack)
def index_spoken_lines(instance: CaptionTrack, **kwargs: Any) -> None:
    """Every change of a track's cues ends by saving the track, in the same transaction."""
    search.index_track(instance.pk)


@receiver(post_delete, sender=CaptionTrack)
def forget_spoken_lines(instance: CaptionTrack, **kwargs: Any) -> None:
    search.forget_tracks([instance.pk])

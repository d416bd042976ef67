"""Merging one practice area into another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Site

from films.models import Contributor, Fact, FilmPage, PracticeArea, PracticeAreaIndexPage


class CannotMerge(Exception):
    """The message is a sentence for an editor."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How much changed its area."""

    films: int
    people: int
    facts: int


def merge(area: PracticeArea, *, into: PracticeArea, by: Any = None) -> Moved:
    """Move everything in ``area`` to ``into``, leave redirects at the old addresses, and delete ``area``.

    Drafts are moved as well, so that publishing one later does not fail on an area that is gone.
    Raises ``CannotMerge`` for an area and itself.
    """
    if area.pk == into.pk:
        raise CannotMerge("An area cannot be merged into itself.")
    with transaction.atomic():
        films = list(FilmPage.objects.filter(practice_areas=area))
        for film in films:
            film.practice_areas.add(into)
            film.practice_areas.remove(area)
            film.save()
        _move_drafts(area, into)
        people = Contributor.objects.filter(practice_area=area).update(practice_area=into)
        for person in Contributor.objects.filter(other_areas=area):
            person.other_areas.remove(area)
            if person.practice_area_id != into.pk:
                person.other_areas.add(into)
        facts = Fact.objects.filter(practice_area=area).update(practice_area=into)
        for relation in PracticeArea._meta.related_objects:
            # What other apps point at an area with, such as role pages: a plain foreign key moves as it is.
            if relation.many_to_one or relation.one_to_many:
                model, field = relation.related_model, relation.field.name
                model._default_manager.filter(**{field: area}).update(**{field: into})
        _leave_redirects(area, into)
        log(instance=into, action="wagtail.edit", user=by, data={"merged": area.slug})
        area.delete()
    return Moved(films=len(films), people=people, facts=facts)


def _move_drafts(area: PracticeArea, into: PracticeArea) -> None:
    """Rewrite the newest draft of every film that names ``area``."""
    for film in FilmPage.objects.exclude(latest_revision=None).select_related("latest_revision"):
        revision = film.latest_revision
        chosen = revision.content.get("practice_areas", [])
        if area.pk in chosen:
            revision.content["practice_areas"] = list(dict.fromkeys(into.pk if pk == area.pk else pk for pk in chosen))
            revision.save(update_fields=["content"])


def _leave_redirects(area: PracticeArea, into: PracticeArea) -> None:
    for index in PracticeAreaIndexPage.objects.live():
        address = index.get_url_parts()
        if address is None:
            continue
        site_id, _, index_path = address
        site = Site.objects.get(pk=site_id)
        Redirect.objects.filter(redirect_link=f"{index_path}{area.slug}/").update(
            redirect_link=f"{index_path}{into.slug}/"
        )
        Redirect.objects.update_or_create(
            old_path=Redirect.normalise_path(f"{index_path}{area.slug}/"),
            site=site,
            defaults={
                "redirect_link": f"{index_path}{into.slug}/",
                "is_permanent": True,
                "automatically_created": True,
            },
        )

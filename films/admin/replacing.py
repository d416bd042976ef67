"""Replacing a film's cut: choose the new one, see what is missing and what changes, and swap."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from comments.models import Comment
from films import readiness
from films.admin.withdrawing import film_for
from films.models import Contributor, FilmPage, Video
from films.public_places import people_in
from films.services import replacing
from films.services.replacing import MAX_NOTE


class CutForm(forms.Form):
    """Which film file is the new cut. Those that can be used and are used nowhere, newest first."""

    video = forms.ModelChoiceField(
        Video.objects.none(),
        label="New cut",
        empty_label="Choose a film file",
        error_messages={"required": "Choose the film file of the new cut."},
    )

    def __init__(self, *args: Any, film: FilmPage, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = policy_registry.get_by_type(Video).instances_user_has_any_permission_for(user, ["choose"])
        unused = allowed.filter(withdrawn_at=None, films=None)
        if film.is_withdrawn and film.video_id and not film.video.is_withdrawn:
            unused = unused | allowed.filter(pk=film.video_id)
        self.fields["video"].queryset = unused.order_by("-created_at")


class SwapForm(forms.Form):
    """What readers are told, and who is no longer in the film."""

    note = forms.CharField(
        label="What has changed?",
        max_length=MAX_NOTE,
        help_text="Readers see it on the film’s page. Such as: Replaced because a figure was out of date.",
        error_messages={"required": "Say what has changed. Readers see it."},
    )
    poster_description = forms.CharField(
        label="Take a new poster from this cut? Then describe it",
        max_length=250,
        required=False,
        help_text="Leave empty to keep the poster. Change it when it shows somebody who is no longer in the film.",
    )
    people_gone = forms.ModelMultipleChoiceField(
        Contributor.objects.none(),
        label="Who is no longer in the film?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Their names leave the page. What they agreed to stays on record.",
    )

    def __init__(self, *args: Any, film: FilmPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_in(film)
        self.fields["people_gone"].queryset = Contributor.objects.filter(pk__in=[person.pk for person in people])
        if not people:
            del self.fields["people_gone"]


def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a cut; copy the words to it; replace. What was chosen stands in the address, so it can be left open."""
    film = film_for(request, pk)
    if not film.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    choice = CutForm(request.GET if "video" in request.GET else None, film=film, user=request.user)
    video = choice.cleaned_data["video"] if choice.is_bound and choice.is_valid() else None
    here = f"{request.path}?{urlencode({'video': video.pk})}" if video else request.path
    if request.method == "POST" and video is None:
        messages.error(request, "Choose the film file of the new cut.")
        return redirect(request.path)
    if request.method == "POST" and "copy_words" in request.POST:
        _copy_words(request, film, video)
        return redirect(here)
    swap = SwapForm(request.POST if request.method == "POST" else None, film=film)
    if request.method == "POST" and swap.is_valid():
        answer = _replace(request, film, video, swap)
        if answer is not None:
            return answer
    return _page(request, film, choice, video, swap)


def _copy_words(request: HttpRequest, film: FilmPage, video: Video) -> None:
    count = replacing.copy_words(film.video, video) if film.video and film.video_id != video.pk else 0
    if count:
        messages.success(request, "The words are copied as a draft. Check every line against the new cut.")
    else:
        messages.info(request, "There was nothing to copy: the new cut has its own words.")


def _replace(request: HttpRequest, film: FilmPage, video: Video, swap: SwapForm) -> HttpResponse | None:
    gone = [person.pk for person in swap.cleaned_data.get("people_gone", ())]
    try:
        old = replacing.replace(
            film,
            video=video,
            note=swap.cleaned_data["note"],
            by=request.user,
            people_gone=gone,
            poster_description=swap.cleaned_data["poster_description"],
        )
    except (replacing.CannotReplace, readiness.NotReady) as error:
        swap.add_error(None, str(error))
        return None
    messages.success(request, f"“{film.title}” shows the new cut now, at the same address.")
    if old is not None:
        return redirect("film_withdrawals:checklist", old.pk)
    return redirect("wagtailadmin_pages:edit", film.pk)


def _page(request: HttpRequest, film: FilmPage, choice: CutForm, video: Video | None, swap: SwapForm) -> HttpResponse:
    context: dict[str, Any] = {}
    if video is not None:
        chosen = swap.cleaned_data.get("people_gone", ()) if swap.is_bound else ()
        to_review = replacing.comments_to_review(film, film.video, video) if film.video else ()
        context = {
            "missing": replacing.missing_for_cut(film, video, people_gone=[person.pk for person in chosen]),
            "changes": replacing.changes_by(film, video),
            "comments": Comment.objects.filter(pk__in=list(to_review)).oldest_first(),
            "may_copy_words": film.video_id not in (None, video.pk) and not video.caption_tracks.exists(),
            "may_see_comments": request.user.has_perm("comments.moderate_comment"),
        }
    return render(
        request,
        "films/admin/replace.html",
        {
            "film": film,
            "video": video,
            "choice": choice,
            "swap": swap,
            "upload_url": reverse("videos:add"),
            "page_title": "Replace the film file",
            "page_subtitle": film.title,
            "header_title": f"Replace the film file: {film.title}",
            "header_icon": "film-file",
            **context,
        },
        status=422 if swap.is_bound and swap.errors else 200,
    )

"""Film files in the admin: list, upload, one file with its steps, and the chooser of the film form."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser as chooser_views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import BaseChooser
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from films.admin import captions, prepared, summary
from films.admin.access import video_for
from films.admin.uploads import UploadForm, VideoForm
from films.captions.times import format_duration_words
from films.models import FilmUpload, ProcessingStep, Video
from films.services import videos

State = ProcessingStep.State
UPLOAD_SCRIPT = "films/admin/upload.js"


def poster_of(video: Video) -> str:
    stills = videos.stills_of(video)
    return format_html('<img class="film-still" src="{}" alt="">', stills[0].url) if stills else ""


def status_of(video: Video) -> str:
    if video.is_withdrawn:
        return format_html('<span class="w-status">{}</span>', "Withdrawn")
    if video.status == Video.Status.FAILED:
        return format_html(
            '<span class="w-status">{}</span> <span class="film-problem">{}</span>',
            video.get_status_display(),
            video.problem,
        )
    primary = " w-status--primary" if video.is_ready else ""
    return format_html('<span class="w-status{}">{}</span>', primary, video.get_status_display())


def length_of(video: Video | None) -> str:
    return format_duration_words(video.duration_ms) if video and video.duration_ms else ""


def used_in(video: Video) -> str:
    return ", ".join(film.title for film in video.films.all())


class VideoFilters(WagtailFilterSet):
    words = django_filters.ChoiceFilter(
        label="Captions",
        choices=[(summary.WORDS_TO_CHECK, "To check")],
        empty_label="All",
        method="filter_words",
        widget=forms.Select,
    )

    class Meta:
        model = Video
        fields = ("status", "collection")

    def filter_words(self, videos: QuerySet[Video], name: str, value: str) -> QuerySet[Video]:
        return summary.with_captions_to_check(videos)


class VideoIndexView(generic.IndexView):
    any_permission_required = ["add", "change", "delete"]

    def get_base_queryset(self) -> QuerySet[Video]:
        allowed = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["change", "delete"])
        return allowed.prefetch_related("renditions", "films")


class VideoCreateView(generic.CreateView):
    template_name = "films/admin/video_upload.html"
    page_title = "Upload"
    submit_button_label = "Upload"
    submit_button_active_label = "Uploading…"
    success_message = "“%(object)s” is here. We are preparing it now; you can leave this page."

    def save_instance(self) -> Video:
        return self.form.save()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unfinished = FilmUpload.objects.of(self.request.user).resumable(timezone.now())
        return {
            **super().get_context_data(**kwargs),
            "unfinished_uploads": unfinished,
            "list_url": reverse("videos:index"),
        }

    def get_success_url(self) -> str:
        return self.get_edit_url()


class VideoEditView(generic.EditView):
    template_name = "films/admin/video_edit.html"

    def get_object(self, queryset: QuerySet[Video] | None = None) -> Video:
        if getattr(self, "object", None):
            return self.object
        return video_for(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, **steps_context(self.object), **captions.tracks_context(self.object)}


class VideoDeleteView(generic.DeleteView):
    def get_object(self, queryset: QuerySet[Video] | None = None) -> Video:
        if getattr(self, "object", None):
            return self.object
        return video_for(self.request, self.kwargs["pk"], "delete")

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                log(instance=self.object, action="wagtail.delete", deleted=True)
                videos.remove_video(self.object)
        except videos.CannotRemove as error:
            messages.error(self.request, str(error))
            return redirect(reverse("videos:edit", args=[self.object.pk]))
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url())


def steps_context(video: Video) -> dict[str, Any]:
    """What the list of steps prints, and whether it is worth asking again soon."""
    states = set(video.steps.values_list("state", flat=True))
    is_under_way = State.RUNNING in states or video.steps.filter(state=State.WAITING, queued_at__isnull=False).exists()
    return {
        "video": video,
        "steps": prepared.step_rows(video),
        **prepared.made_context(video),
        "is_under_way": is_under_way,
        "may_try_again": not video.is_withdrawn and bool(states & {State.FAILED, State.CANCELLED}),
        "stills": videos.stills_of(video),
        "film": video.mp4,
        "length": length_of(video),
        "size": filesizeformat(video.size_bytes),
        "uploaded": naturaltime(video.created_at),
    }


def video_steps(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of steps alone, for the script that refreshes it."""
    return render(request, "films/admin/video_steps.html", steps_context(video_for(request, pk)))


@require_POST
def video_try_again(request: HttpRequest, pk: int) -> HttpResponse:
    video = video_for(request, pk)
    if videos.try_again(video):
        messages.success(request, f"We are trying again to prepare “{video.title}”.")
    else:
        messages.info(request, "There is nothing to try again.")
    return redirect(reverse("videos:edit", args=[pk]))


@require_POST
def video_stop(request: HttpRequest, pk: int) -> HttpResponse:
    video = video_for(request, pk)
    if videos.stop(video):
        messages.success(request, f"We have stopped preparing “{video.title}”.")
    else:
        messages.info(request, "There is nothing to stop: all steps are over.")
    return redirect(reverse("videos:edit", args=[pk]))


class VideoViewSet(ModelViewSet):
    model = Video
    name = "videos"
    url_prefix = "film-files"
    icon = "film-file"
    menu_label = "Film files"
    menu_name = "film-files"
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = VideoIndexView
    add_view_class = VideoCreateView
    edit_view_class = VideoEditView
    delete_view_class = VideoDeleteView
    list_display = [
        Column("poster", label="Poster", accessor=poster_of),
        TitleColumn(
            "title",
            label="Title",
            sort_key="title",
            get_url=lambda video: reverse("videos:edit", args=[video.pk]),
        ),
        Column("status", label="Status", accessor=status_of, sort_key="status"),
        Column("length", label="Length", accessor=length_of, sort_key="duration_ms"),
        Column("size", label="Size", accessor=lambda video: filesizeformat(video.size_bytes), sort_key="size_bytes"),
        Column("used_in", label="Used in", accessor=used_in),
    ]
    filterset_class = VideoFilters
    search_fields = ["title"]

    def get_form_class(self, for_update: bool = False) -> type[VideoForm]:
        return VideoForm if for_update else UploadForm

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/steps/", video_steps, name="steps"),
            path("<int:pk>/try-again/", video_try_again, name="try_again"),
            path("<int:pk>/stop/", video_stop, name="stop"),
            path("<int:pk>/steps/<slug:name>/again/", prepared.repeat_step, name="repeat_step"),
            path("<int:pk>/steps/<slug:name>/stop/", prepared.stop_step, name="stop_step"),
            *captions.urlpatterns(),
        ]


class _ForPeopleWhoMayChoose:
    """Chooser views that show only what this person may choose, and whose upload form knows who sends it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy_registry.get_by_type(Video).user_has_permission(request.user, "choose"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "for_user": self.request.user}

    def get_object_list(self) -> QuerySet[Video]:
        allowed = policy_registry.get_by_type(Video).instances_user_has_any_permission_for(
            self.request.user, ["choose"]
        )
        return allowed.not_withdrawn().prefetch_related("renditions")

    @property
    def columns(self) -> list[Column]:
        return [
            Column("poster", label="Poster", accessor=poster_of),
            *super().columns,
            Column("status", label="Status", accessor=status_of),
            Column("length", label="Length", accessor=length_of),
        ]


class VideoChooseView(_ForPeopleWhoMayChoose, chooser_views.ChooseView):
    pass


class VideoChooseResultsView(_ForPeopleWhoMayChoose, chooser_views.ChooseResultsView):
    pass


class VideoChooserCreateView(chooser_views.CreateView):
    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "for_user": self.request.user}


class VideoChosenView(chooser_views.ChosenView):
    def get_object(self, pk: Any) -> Video:
        return video_for(self.request, pk, "choose")


class VideoChooserWidget(BaseChooser):
    """The chooser, with the script that sends a film in pieces."""

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[UPLOAD_SCRIPT])


class VideoChooserViewSet(ChooserViewSet):
    model = Video
    base_widget_class = VideoChooserWidget
    name = "video_chooser"
    url_prefix = "film-files/chooser"
    icon = "film-file"
    choose_one_text = "Choose or upload a film"
    choose_another_text = "Choose another film"
    edit_item_text = "Open this film file"
    search_tab_label = "Choose"
    creation_tab_label = "Upload"
    create_action_label = "Upload"
    create_action_clicked_label = "Uploading…"
    creation_form_class = UploadForm
    choose_view_class = VideoChooseView
    choose_results_view_class = VideoChooseResultsView
    create_view_class = VideoChooserCreateView
    chosen_view_class = VideoChosenView

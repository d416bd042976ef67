"""Captions of a film file in the admin: send a file, see what was wrong in it, read, mend, check, and take it away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from films.captions import rules
from films.captions.cues import NotACaptionFile
from films.captions.detect import MAX_SIZE_BYTES
from films.fields import ClockFormField
from films.models import CaptionTrack, Cue, Video
from films.services import captions

LANGUAGES = [("en-GB", "English"), ("cy", "Cymraeg")]
CUES_A_PAGE = 50


class CaptionUploadForm(forms.Form):
    """A caption file and what it is. The file is read by the service, which says what is wrong with it."""

    file = forms.FileField(
        label="Caption file",
        help_text="A WebVTT (.vtt) or SubRip (.srt) file. Captions already here in this language are replaced.",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
        error_messages={"required": "Choose the caption file."},
    )
    language = forms.ChoiceField(choices=LANGUAGES)
    kind = forms.ChoiceField(choices=CaptionTrack.Kind.choices, label="What it holds")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_SIZE_BYTES:
            raise ValidationError("This file is larger than 20 MB. Caption files are much smaller: choose another.")
        return file


class CueForm(forms.Form):
    """One line: when it shows, and its words as WebVTT cue text."""

    start_ms = ClockFormField(label="Starts at")
    end_ms = ClockFormField(label="Ends at")
    payload = forms.CharField(
        label="Words", widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": "Write the words."}
    )


def tracks_context(video: Video) -> dict[str, Any]:
    return {"video": video, "tracks": video.caption_tracks.annotate(cue_count=Count("cues"))}


def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a caption file."""
    video = _video(request, pk)
    form = CaptionUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            track = captions.import_captions(
                video,
                data=file.read(),
                filename=file.name,
                language=form.cleaned_data["language"],
                kind=form.cleaned_data["kind"],
            )
        except NotACaptionFile as error:
            form.add_error("file", str(error))
        else:
            _tell_about_import(request, track)
            return redirect(_url(track))
    return render(
        request,
        "films/admin/captions_upload.html",
        {
            "form": form,
            "video": video,
            "page_title": "Upload captions",
            "page_subtitle": video.title,
            "header_title": f"Upload captions: {video.title}",
            "header_icon": "captions",
            "breadcrumbs_items": _breadcrumbs(video, "Upload captions"),
        },
        status=422 if form.errors else 200,
    )


def show(request: HttpRequest, pk: int, track_pk: int) -> HttpResponse:
    """One track: what the file's reading left open, and its lines, fifty a page."""
    track = _track(request, pk, track_pk)
    page = Paginator(track.cues.in_order(), CUES_A_PAGE).get_page(request.GET.get("p"))
    cues = list(page.object_list)
    found: dict[int, list[rules.Finding]] = {}
    for finding in rules.check(cues, is_portrait=track.video.is_portrait):
        found.setdefault(finding.cue, []).append(finding)
    open_cue = request.GET.get("edit", "")
    rows = [
        {"cue": cue, "findings": found.get(index, []), "form": _form_for(cue) if str(cue.pk) == open_cue else None}
        for index, cue in enumerate(cues)
    ]
    return _page(request, track, page, rows)


@require_POST
def mark_checked(request: HttpRequest, pk: int, track_pk: int) -> HttpResponse:
    track = _track(request, pk, track_pk)
    try:
        captions.mark_checked(track, by=request.user)
    except captions.CannotCheck as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "These captions are marked as checked by you, today.")
    return redirect(_url(track))


@require_POST
def change_cue(request: HttpRequest, pk: int, track_pk: int, cue_pk: int) -> HttpResponse:
    track = _track(request, pk, track_pk)
    cue = get_object_or_404(track.cues, pk=cue_pk)
    page_number = request.GET.get("p", "1")
    if "remove" in request.POST:
        captions.remove_cue(cue)
        messages.success(request, "The caption is gone. Check the captions again.")
        return redirect(f"{_url(track)}?p={page_number}")
    form = CueForm(request.POST)
    if form.is_valid():
        was_checked = track.is_checked
        try:
            captions.change_cue(cue, **form.cleaned_data)
        except captions.CannotChange as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                "Saved. The words have changed, so these captions have to be checked again."
                if was_checked
                else "Saved.",
            )
            return redirect(f"{_url(track)}?p={page_number}#cue-{cue.pk}")
    page = Paginator(track.cues.in_order(), CUES_A_PAGE).get_page(page_number)
    rows = [{"cue": row, "findings": [], "form": form if row.pk == cue.pk else None} for row in page.object_list]
    return _page(request, track, page, rows, status=422)


def export(request: HttpRequest, pk: int, track_pk: int, format: str) -> HttpResponse:
    """The track as a file to keep."""
    track = _track(request, pk, track_pk)
    if format not in captions.FORMATS:
        raise Http404
    name = f"{slugify(track.video.title) or 'film'}-{track.language}.{format}"
    return HttpResponse(
        captions.write_track(track, format),
        content_type=f"{captions.FORMATS[format]}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def urlpatterns() -> list[Any]:
    """Below the address of the film files."""
    track = "<int:pk>/captions/<int:track_pk>/"
    return [
        path("<int:pk>/captions/", upload, name="captions_upload"),
        path(track, show, name="captions"),
        path(f"{track}checked/", mark_checked, name="captions_checked"),
        path(f"{track}lines/<int:cue_pk>/", change_cue, name="captions_cue"),
        path(f"{track}export/<slug:format>/", export, name="captions_export"),
    ]


def _video(request: HttpRequest, pk: int) -> Video:
    from films.admin.videos import video_for

    return video_for(request, pk)


def _track(request: HttpRequest, pk: int, track_pk: int) -> CaptionTrack:
    return get_object_or_404(CaptionTrack.objects.select_related("video"), pk=track_pk, video=_video(request, pk))


def _url(track: CaptionTrack) -> str:
    return reverse("videos:captions", args=[track.video_id, track.pk])


def _form_for(cue: Cue) -> CueForm:
    return CueForm(initial={"start_ms": cue.start_ms, "end_ms": cue.end_ms, "payload": cue.payload})


def _breadcrumbs(video: Video, label: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("videos:index"), "label": "Film files"},
        {"url": reverse("videos:edit", args=[video.pk]), "label": video.title},
        {"url": "", "label": label},
    ]


def _page(request: HttpRequest, track: CaptionTrack, page: Any, rows: list[dict[str, Any]], status: int = 200) -> Any:
    return render(
        request,
        "films/admin/captions.html",
        {
            "track": track,
            "video": track.video,
            "page": page,
            "rows": rows,
            "formats": captions.FORMATS,
            "page_title": "Captions",
            "page_subtitle": track.video.title,
            "header_title": f"Captions: {track.video.title}",
            "header_icon": "captions",
            "breadcrumbs_items": _breadcrumbs(track.video, f"{track.get_kind_display()}, {track.language_name}"),
        },
        status=status,
    )


def _tell_about_import(request: HttpRequest, track: CaptionTrack) -> None:
    if track.status == CaptionTrack.Status.IMPORTING:
        messages.success(request, "This is a long file. We are reading it in; you can leave this page.")
    elif track.import_problems:
        messages.warning(request, "The captions are here. Some lines need a look: see the list below.")
    else:
        messages.success(request, "The captions are here. Check every line, then mark them as checked.")

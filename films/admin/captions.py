"""Captions of a film file in the admin: send a file, see what was wrong in it, read, mend, check, and take it away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.text import slugify
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import ModelLogEntry

from films.captions import rules
from films.captions.cues import NotACaptionFile
from films.captions.detect import MAX_SIZE_BYTES
from films.fields import ClockFormField
from films.models import CaptionTrack, Cue, Video
from films.services import caption_checks, captions

LANGUAGES = [("en-GB", "English"), ("cy", "Cymraeg")]
CUES_A_PAGE = 50
# As many things to mend as are listed at once; the rest are counted.
MOST_LISTED = 50
MOST_CHECKS = 10


class CaptionUploadForm(forms.Form):
    """A caption file and what it is. The file is read by the service, which says what is wrong with it."""

    file = forms.FileField(
        label="Caption file",
        help_text="A WebVTT (.vtt) or SubRip (.srt) file. Checked captions stay in use until you have checked these.",
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
    """The tracks of a film file, a draft below what it is to replace."""
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
    """One track: who has checked it, what there is to mend, and its lines, fifty a page."""
    return _page(request, _track(request, pk, track_pk))


@require_POST
def mark_checked(request: HttpRequest, pk: int, track_pk: int) -> HttpResponse:
    track = _track(request, pk, track_pk)
    try:
        track = caption_checks.mark_checked(
            track, by=request.user, seen_at=parse_datetime(request.POST.get("seen_at", "")) or track.updated_at
        )
    except caption_checks.CannotCheck as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, "These captions are in use now, and the transcript with them. They are marked as checked by you."
        )
        for film in caption_checks.films_with_a_lost_quote(track):
            messages.warning(request, f"The pull quote of “{film.title}” is not in the captions. Choose another.")
    return _back_to(track)


@require_POST
def change_cue(request: HttpRequest, pk: int, track_pk: int, cue_pk: int) -> HttpResponse:
    track = _track(request, pk, track_pk)
    cue = get_object_or_404(track.cues, pk=cue_pk)
    form = CueForm(request.POST)
    try:
        if "remove" in request.POST:
            changed = captions.remove_cue(cue)
            messages.success(request, "The caption is gone. " + _now_what(track, changed))
            return redirect(f"{_url(changed)}?p={request.GET.get('p', '1')}")
        if form.is_valid():
            cue = captions.change_cue(cue, **form.cleaned_data)
            messages.success(request, "Saved. " + _now_what(track, cue.track))
            return redirect(_line_url(cue.track, cue))
    except captions.NotHere as error:
        messages.error(request, str(error))
        return _back_to(track)
    except captions.CannotChange as error:
        form.add_error(None, str(error))
    return _page(request, track, open_cue=cue.pk, form=form, status=422)


def discard(request: HttpRequest, pk: int, track_pk: int) -> HttpResponse:
    """Throw a draft away, after one question."""
    track = _track(request, pk, track_pk)
    if request.method == "POST":
        try:
            captions.discard(track, by=request.user)
        except captions.CannotChange as error:
            messages.error(request, str(error))
            return redirect(_url(track))
        messages.success(request, "The draft is gone.")
        return redirect(_url(track.replaces) if track.replaces else reverse("videos:edit", args=[track.video_id]))
    return render(
        request,
        "films/admin/captions_discard.html",
        {"track": track, "video": track.video, "address": _url(track), **_heading(track, "Discard a draft")},
    )


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
        path(f"{track}discard/", discard, name="captions_discard"),
        path(f"{track}lines/<int:cue_pk>/", change_cue, name="captions_cue"),
        path(f"{track}export/<slug:format>/", export, name="captions_export"),
    ]


def _video(request: HttpRequest, pk: int) -> Video:
    from films.admin.access import video_for

    return video_for(request, pk)


def _track(request: HttpRequest, pk: int, track_pk: int) -> CaptionTrack:
    tracks = CaptionTrack.objects.select_related("video", "replaces", "draft")
    return get_object_or_404(tracks, pk=track_pk, video=_video(request, pk))


def _url(track: CaptionTrack) -> str:
    return reverse("videos:captions", args=[track.video_id, track.pk])


def _back_to(track: CaptionTrack) -> HttpResponse:
    """Back to the track, or to its film file where somebody has checked or discarded it meanwhile."""
    if CaptionTrack.objects.filter(pk=track.pk).exists():
        return redirect(_url(track))
    return redirect("videos:edit", track.video_id)


def _form_for(cue: Cue) -> CueForm:
    return CueForm(initial={"start_ms": cue.start_ms, "end_ms": cue.end_ms, "payload": cue.payload})


def _breadcrumbs(video: Video, label: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("videos:index"), "label": "Film files"},
        {"url": reverse("videos:edit", args=[video.pk]), "label": video.title},
        {"url": "", "label": label},
    ]


def _heading(track: CaptionTrack, title: str) -> dict[str, Any]:
    """What the admin's page frame shows."""
    label = f"{track.get_kind_display()}, {track.language_name}{'' if track.is_checked else ', draft'}"
    return {
        "page_title": title,
        "page_subtitle": track.video.title,
        "header_title": f"{title}: {track.video.title}",
        "header_icon": "captions",
        "breadcrumbs_items": _breadcrumbs(track.video, label),
    }


def _page(
    request: HttpRequest,
    track: CaptionTrack,
    *,
    open_cue: int | None = None,
    form: CueForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The track's page; ``form`` is the one that was sent for the line ``open_cue``, with what is wrong in it."""
    may_change = not (track.is_checked and track.waiting_draft) and track.status != CaptionTrack.Status.IMPORTING
    inspection = caption_checks.inspect(track)
    page = Paginator(inspection.cues, CUES_A_PAGE).get_page(request.GET.get("p"))
    found: dict[int, list[rules.Finding]] = {}
    for finding in inspection.findings:
        found.setdefault(finding.cue, []).append(finding)
    wanted = str(open_cue) if open_cue is not None else request.GET.get("edit", "")
    rows = [
        {
            "cue": cue,
            "findings": found.get(index, []),
            "form": (form or _form_for(cue)) if str(cue.pk) == wanted and may_change else None,
        }
        for index, cue in enumerate(page.object_list, page.start_index() - 1 if inspection.cues else 0)
    ]
    return render(
        request,
        "films/admin/captions.html",
        {
            "track": track,
            "video": track.video,
            "page": page,
            "rows": rows,
            "may_change": may_change,
            "form_was_refused": form is not None,
            "formats": captions.FORMATS,
            "summary": _summary(track, inspection),
            "checks": ModelLogEntry.objects.for_instance(track).filter(action="films.captions_check")[:MOST_CHECKS],
            **_heading(track, "Captions"),
        },
        status=status,
    )


def _summary(track: CaptionTrack, inspection: caption_checks.Inspection) -> dict[str, Any]:
    """What there is to mend and to look at over all pages, each with a link to its line."""

    def listed(findings: list[rules.Finding]) -> dict[str, Any]:
        return {
            "count": len(findings),
            "unlisted": max(0, len(findings) - MOST_LISTED),
            "findings": [
                {
                    "start_ms": inspection.cues[finding.cue].start_ms,
                    "message": finding.message,
                    "url": _line_url(track, inspection.cues[finding.cue], finding.cue // CUES_A_PAGE + 1),
                }
                for finding in findings[:MOST_LISTED]
            ],
        }

    errors, others = len(inspection.errors), len(inspection.others)
    return {
        "heading": f"{_things(errors)} to mend, {others or 'nothing'} to look at",
        "errors": listed(inspection.errors),
        "others": listed(inspection.others),
    }


def _things(count: int) -> str:
    return {0: "Nothing", 1: "1 thing"}.get(count, f"{count} things")


def _now_what(before: CaptionTrack, after: CaptionTrack) -> str:
    """What follows from a change of a line."""
    if before.pk != after.pk:
        return "The change is in a draft. The captions in use stay as they are until you have checked it."
    return "Check every line before you mark the captions as checked."


def _line_url(track: CaptionTrack, cue: Cue, page_number: int | None = None) -> str:
    """A line in the list of its track, on its page."""
    if page_number is None:
        before = track.cues.filter(
            Q(start_ms__lt=cue.start_ms) | Q(start_ms=cue.start_ms, position__lt=cue.position)
        ).count()
        page_number = before // CUES_A_PAGE + 1
    return f"{_url(track)}?p={page_number}#cue-{cue.pk}"


def _tell_about_import(request: HttpRequest, track: CaptionTrack) -> None:
    if track.status == CaptionTrack.Status.IMPORTING:
        messages.success(request, "This is a long file. We are reading it in; you can leave this page.")
        return
    stay = " The captions in use stay until then." if track.is_replacement else ""
    if track.import_problems:
        messages.warning(
            request, f"The captions are here as a draft. Some lines need a look, then check every line.{stay}"
        )
    else:
        messages.success(
            request, f"The captions are here as a draft. Check every line, then mark them as checked.{stay}"
        )

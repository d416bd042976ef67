"""What was made of a film file, and what was noticed in it, as the admin shows it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from films import pipeline
from films.admin.access import video_for
from films.fields import format_clock
from films.models import ProcessingStep, Rendition, Video
from films.services import videos

State = ProcessingStep.State
Kind = Rendition.Kind

# In the order in which an editor thinks of them. Stills have a place of their own in the film's form.
SHOWN = (Kind.MP4, Kind.MP4_LOW, Kind.HLS, Kind.AUDIO, Kind.STORYBOARD, Kind.WAVEFORM)
# A sentence names the first places itself; with more of them, all are listed after it.
PLACES_IN_SENTENCE = 3


def step_rows(video: Video) -> list[dict[str, Any]]:
    return [
        {
            "name": step.name,
            "label": pipeline.label_of(step.name),
            "state": step.get_state_display(),
            "is_running": step.state == State.RUNNING,
            "percent": step.percent,
            "seconds": step.seconds,
            "attempt": step.attempt,
            "reason": step.reason,
            "may_repeat": step.name in pipeline.BY_NAME and step.state not in videos.UNDER_WAY,
            "may_stop": step.state == State.RUNNING,
        }
        for step in video.steps.order_by("position")
    ]


def made_context(video: Video) -> dict[str, Any]:
    """Files with their sizes, and findings with their places, for the template."""
    files = sorted(
        (rendition for rendition in video.renditions.all() if rendition.kind in SHOWN),
        key=lambda rendition: (SHOWN.index(rendition.kind), -(rendition.height or 0)),
    )
    is_checked = any(step.name == "checks" and step.state == State.DONE for step in video.steps.all())
    return {
        "files": [_file_row(rendition) for rendition in files],
        "findings": [_finding_row(finding) for finding in video.findings],
        "is_checked": is_checked,
    }


def _file_row(rendition: Rendition) -> dict[str, Any]:
    return {
        "label": str(rendition),
        "picture": f"{rendition.width} × {rendition.height}" if rendition.width and rendition.height else "",
        "size": filesizeformat(rendition.size_bytes),
        "kilobits": round(rendition.bits_per_second / 1000) if rendition.bits_per_second else None,
    }


def _finding_row(finding: dict[str, Any]) -> dict[str, Any]:
    at_ms = finding.get("at_ms", [])
    has_more = len(at_ms) > PLACES_IN_SENTENCE
    return {
        "sentence": finding["sentence"],
        "times": [format_clock(at // 1000 * 1000) for at in at_ms] if has_more else [],
    }


@require_POST
def repeat_step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    video = video_for(request, pk)
    step = get_object_or_404(video.steps, name=name)
    label = pipeline.label_of(step.name)
    if step.name in pipeline.BY_NAME and videos.repeat_step(video, step.name):
        messages.success(request, f"We do this step again: {label}.")
    else:
        messages.info(request, f"This step is not over yet: {label}.")
    return redirect(reverse("videos:edit", args=[pk]))


@require_POST
def stop_step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    video = video_for(request, pk)
    label = pipeline.label_of(get_object_or_404(video.steps, name=name).name)
    if videos.stop(video, name):
        messages.success(request, f"We have stopped this step: {label}.")
    else:
        messages.info(request, f"This step is over already: {label}.")
    return redirect(reverse("videos:edit", args=[pk]))

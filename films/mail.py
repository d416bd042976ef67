"""Messages about films to those who work on them."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from films.models import Video


def tell_failure(video_id: int) -> bool:
    """Mail who uploaded a film that it could not be prepared; False when it is gone, mended, or nobody's.

    Raises what the mail server raises.
    """
    failed = Video.objects.select_related("uploaded_by").filter(pk=video_id, status=Video.Status.FAILED)
    video = failed.filter(is_demo=False).first()
    editor = video.uploaded_by if video else None
    if video is None or editor is None or not editor.email or not editor.is_active:
        return False
    url = f"{settings.SITE_URL}{reverse('videos:edit', args=[video.pk])}"
    body = render_to_string("films/email/failed.txt", {"video": video, "url": url})
    EmailMessage("A film could not be prepared", body, to=[editor.email]).send()
    return True

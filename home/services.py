"""Writes: messages from readers."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import logging
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from accounts.models import User
from cms.models import SiteSettings
from comments.models import CommentSettings
from comments.services import shows_risk
from films.models import FilmPage
from home.models import ContactPage, Enquiry

logger = logging.getLogger(__name__)


def receive_enquiry(
    *,
    page: ContactPage,
    message: str,
    name: str,
    email: str,
    sender: str,
    film: FilmPage | None = None,
    is_person_in_film: bool = False,
) -> Enquiry:
    """Keep a message and tell the team. The same message sent twice from one place is kept once.

    One whose words show a risk to somebody is marked urgent: it is listed first, and whoever is on call is told.
    """
    key = _submission_key(page.pk, sender, name, email, message)
    if existing := Enquiry.objects.filter(submission_key=key).first():
        return existing
    try:
        with transaction.atomic():
            enquiry = Enquiry.objects.create(
                page=page,
                purpose=page.purpose,
                submission_key=key,
                name=name,
                email=email,
                message=message,
                film=film,
                is_person_in_film=is_person_in_film,
                is_urgent=shows_risk(message, page),
            )
            transaction.on_commit(lambda: tell_team.enqueue(enquiry.pk))
    except IntegrityError:
        return Enquiry.objects.get(submission_key=key)
    return enquiry


def mark_answered(enquiry: Enquiry, user: User) -> None:
    """Close a message. A second time changes nothing."""
    Enquiry.objects.filter(pk=enquiry.pk, answered_at=None).update(answered_at=timezone.now(), answered_by=user)


def reopen(enquiry: Enquiry) -> None:
    """Put an answered message back among the open ones."""
    Enquiry.objects.filter(pk=enquiry.pk).exclude(answered_at=None).update(answered_at=None, answered_by=None)


def forget_answered_enquiries() -> int:
    """Delete messages answered more than ``ENQUIRY_KEEP_DAYS`` days ago; what nobody has answered stays.

    Returns how many, which is also what the log says.
    """
    before = timezone.now() - dt.timedelta(days=settings.ENQUIRY_KEEP_DAYS)
    count, _ = Enquiry.objects.filter(answered_at__lt=before).delete()
    if count:
        logger.info("Deleted %d messages answered before %s", count, before.date())
    return count


def _submission_key(*parts: Any) -> str:
    text = "\x1f".join(str(part) for part in (*parts, timezone.localdate().isoformat()))
    return hmac.new(settings.COMMENTS_KEY.encode(), text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


@task(backend="background", queue_name="mail")
def tell_team(enquiry_id: int) -> None:
    """Mail the team that a message came, without its words; a second run sends a second mail, nothing worse."""
    enquiry = Enquiry.objects.filter(pk=enquiry_id).first()
    if enquiry is None:
        return
    to = set(SiteSettings.objects.exclude(contact_email="").values_list("contact_email", flat=True)[:1])
    if enquiry.is_urgent:
        to |= set(CommentSettings.objects.exclude(on_call_email="").values_list("on_call_email", flat=True)[:1])
    if not to:
        return
    url = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('enquiries:edit', args=[enquiry.pk])}"
    send_mail(
        f"{'Urgent. ' if enquiry.is_urgent else ''}{enquiry.get_purpose_display()}: {enquiry.reference}",
        f"A message came in on the site. Read and answer it here:\n{url}\n\n"
        "This mail holds none of its words on purpose.",
        None,
        sorted(to),
    )

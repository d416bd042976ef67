"""Agreements after they were given: the signed form, withdrawing one, warnings before the end, and the end."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from PIL import Image, UnidentifiedImageError
from wagtail.log_actions import log

from films import withdrawal_mail
from films.models import Consent, FilmPage, Withdrawal
from films.models.video import private_storage
from films.services import withdrawal

logger = logging.getLogger(__name__)

# Days before the end on which editors are told, the longest notice first.
NOTICES = (60, 30, 7)
PDF = "application/pdf"
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png"}
ENDINGS = {PDF: "pdf", "image/jpeg": "jpg", "image/png": "png"}
MOST_PIXELS = 80_000_000  # a page scanned at 600 dots an inch has 35 million


class NotAForm(Exception):
    """The file is not taken as a signed form. The message is a sentence for an editor."""


def keep_form(consent: Consent, upload: UploadedFile, *, by: Any) -> None:
    """Keep a signed form, in the place of one that is there. Raises ``NotAForm``.

    Another form than the one a second person has seen needs to be seen again.
    """
    media_type = type_of_form(upload)
    with transaction.atomic():
        row = Consent.objects.select_for_update().get(pk=consent.pk)
        old = row.evidence_file.name
        upload.seek(0)
        row.evidence_file.save("form", File(upload), save=False)
        row.evidence_type = media_type
        changed = ["evidence_file", "evidence_type"]
        if old:
            row.second_sign_off_by = row.second_sign_off_at = None
            row.recorded_by = by
            changed += ["second_sign_off_by", "second_sign_off_at", "recorded_by"]
        row.save(update_fields=changed)
        log(instance=row.film, action="films.consent_form", user=by, data={"consent": row.pk})
        if old:
            transaction.on_commit(lambda: private_storage().delete(old), robust=True)


def type_of_form(upload: UploadedFile) -> str:
    """The media type by the file's content, whatever its name says. Raises ``NotAForm``."""
    if upload.size > settings.CONSENT_FORM_MAX_BYTES:
        most = filesizeformat(settings.CONSENT_FORM_MAX_BYTES).replace("\xa0", " ")
        raise NotAForm(f"The file must be {most} or smaller.")
    upload.seek(0)
    content = upload.read()
    # PDF readers look for the header in the first kilobyte (ISO 32000-1, annex H.3, note 13); we want it in front.
    if content.startswith(b"%PDF-"):
        return PDF
    try:
        with Image.open(BytesIO(content), formats=list(PICTURES)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAForm("The picture is too large. Scan the form at 300 dots an inch.")
            picture.verify()
            return PICTURES[picture.format or ""]
    except NotAForm:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, KeyError):
        raise NotAForm("Choose a PDF, or a photo of the form as JPEG or PNG.") from None


def withdraw_consents(consents: Iterable[Consent], *, by: Any) -> list[Withdrawal]:
    """A person takes their agreement back for these films, and each of them is taken down at once.

    A film that was never public has nothing to take down; it can no longer be published as it is.
    """
    withdrawals = []
    with transaction.atomic():
        for consent in consents:
            film = FilmPage.objects.select_for_update().get(pk=consent.film_id)
            taken_back = Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
            if not taken_back:
                continue
            log(instance=film, action="films.consent_withdraw", user=by, data={"consent": consent.pk})
            if film.live or film.first_published_at:
                withdrawals.append(withdrawal.withdraw(film, cause=Withdrawal.Cause.CONSENT_WITHDRAWN, asked_by=by))
    return withdrawals


def look_after(day: dt.date | None = None) -> tuple[int, int]:
    """Warn of what ends soon and withdraw what has ended. Returns how many of each."""
    today = day or timezone.localdate()
    withdrawn = withdraw_ended(today)
    return warn(today), withdrawn


def warn(today: dt.date) -> int:
    """Mail editors each notice once; one that was missed while no worker ran comes late rather than never."""
    ending: list[tuple[Consent, int]] = []
    soon = Consent.objects.in_force(today).needed().filter(expires_on__lte=today + dt.timedelta(days=max(NOTICES)))
    for consent in soon.select_related("film").order_by("expires_on", "pk"):
        days = (consent.expires_on - today).days
        notice = min(notice for notice in NOTICES if days <= notice)
        was_renewed = consent.warned_days is not None and days > consent.warned_days
        if consent.warned_days is None or was_renewed or notice < consent.warned_days:
            ending.append((consent, days))
            consent.warned_days = notice
    if ending:
        withdrawal_mail.warn_of_ends(ending)
        for consent, _ in ending:
            Consent.objects.filter(pk=consent.pk).update(warned_days=consent.warned_days)
    return len(ending)


def withdraw_ended(today: dt.date) -> int:
    """Take down every public film for which somebody's agreement has come to its end. Returns how many."""
    ended = Consent.objects.ended(today).values("film")
    films = FilmPage.objects.filter(pk__in=ended, withdrawn_at=None, live=True)
    count = 0
    for film in films:
        withdrawal.withdraw(film, cause=Withdrawal.Cause.CONSENT_ENDED)
        count += 1
    return count

"""One person's consent: the signed form, kept apart from all that is served, and taking the consent back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.log_actions import log

from films.admin.withdrawing import may_withdraw
from films.models import Consent
from films.services import consents

RIGHT = "films.handle_consent_form"


class EvidenceForm(forms.Form):
    evidence = forms.FileField(
        label="Signed form",
        help_text="A PDF, or a photo as JPEG or PNG. It is kept private, and readers never see it.",
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={"required": "Choose the signed form.", "empty": "This file is empty."},
    )


def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a signed form with a consent, or another one in its place."""
    consent = _consent_for(request, pk)
    form = EvidenceForm(request.POST, request.FILES) if request.method == "POST" else EvidenceForm()
    if request.method == "POST" and form.is_valid():
        try:
            consents.keep_form(consent, form.cleaned_data["evidence"], by=request.user)
        except consents.NotAForm as error:
            form.add_error("evidence", str(error))
        else:
            messages.success(request, "The signed form is kept.")
            return redirect("wagtailadmin_pages:edit", consent.film_id)
    return render(
        request,
        "films/admin/evidence.html",
        {"form": form, "consent": consent, **_header("Signed form", consent)},
        status=422 if form.errors else 200,
    )


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed form, to be saved and never shown in the page; who opened it is on record."""
    consent = _consent_for(request, pk)
    if not consent.evidence_file:
        raise Http404
    try:
        content = consent.evidence_file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    log(instance=consent.film, action="films.consent_form_opened", user=request.user, data={"consent": consent.pk})
    ending = consents.ENDINGS.get(consent.evidence_type, "bin")
    response = FileResponse(
        content,
        as_attachment=True,
        filename=f"consent-{consent.pk}.{ending}",
        content_type=consent.evidence_type or "application/octet-stream",
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class TakeBackForm(forms.Form):
    consents = forms.ModelMultipleChoiceField(
        Consent.objects.none(),
        label="Withdraw consent for these films",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least 1 film."},
    )

    def __init__(self, *args: Any, consent: Consent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["consents"]
        field.queryset = (
            Consent.objects.filter(contributor=consent.contributor_id, withdrawn_at=None)
            .needed()
            .select_related("film")
            .order_by("film__title")
        )
        field.label_from_instance = _named
        field.initial = [consent.pk]


def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A person withdraws: choose the films concerned, each of which is taken down."""
    consent = get_object_or_404(Consent.objects.select_related("film", "contributor"), pk=pk)
    if not may_withdraw(request.user, consent.film):
        raise PermissionDenied
    if consent.withdrawn_at is not None:
        messages.info(request, "This consent was withdrawn before.")
        return redirect("wagtailadmin_pages:edit", consent.film_id)
    form = TakeBackForm(request.POST if request.method == "POST" else None, consent=consent)
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["consents"])
        if not all(may_withdraw(request.user, one.film) for one in chosen):
            raise PermissionDenied
        done = consents.withdraw_consents(chosen, by=request.user)
        number = f"{len(done)} film{'' if len(done) == 1 else 's'}"
        messages.success(request, f"The consent of {consent.contributor} is withdrawn, and {number} with it.")
        if len(done) == 1:
            return redirect("film_withdrawals:checklist", done[0].pk)
        return redirect("film_withdrawals:report") if done else redirect("wagtailadmin_pages:edit", consent.film_id)
    return render(
        request,
        "films/admin/take_back.html",
        {"form": form, "consent": consent, **_header("Withdraw consent", consent)},
        status=422 if form.errors else 200,
    )


def _named(consent: Consent) -> str:
    state = "public now" if consent.film.live else "not public"
    return f"{consent.film.title} ({state})"


def _consent_for(request: HttpRequest, pk: int) -> Consent:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    consent = get_object_or_404(Consent.objects.select_related("film", "contributor"), pk=pk)
    if not consent.film.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return consent


def _header(title: str, consent: Consent) -> dict[str, Any]:
    return {
        "page_title": title,
        "page_subtitle": str(consent),
        "header_title": f"{title}: {consent}",
        "header_icon": "consent",
    }

"""Withdrawing a film, the proof that it is gone, restoring it, and the list of what was withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from comments.models import Comment
from comments.wording import when
from films.models import FilmPage, Withdrawal
from films.services import withdrawal as withdrawing

RIGHT = "films.withdraw_film"
ANYBODY_MAY_ASK = ("consent_withdrawn", "consent_ended", "legal", "editorial")


def may_withdraw(user: Any, film: FilmPage) -> bool:
    """With the right of its own, and with rights over this page."""
    return user.has_perm(RIGHT) and film.permissions_for_user(user).can_edit()


def film_for(request: HttpRequest, pk: int) -> FilmPage:
    """The film, if this person may withdraw it. Raises ``PermissionDenied``, or ``Http404``."""
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    film = get_object_or_404(FilmPage, pk=pk)
    if not may_withdraw(request.user, film):
        raise PermissionDenied
    return film


class WithdrawForm(forms.Form):
    cause = forms.ChoiceField(
        label="Why?",
        choices=[choice for choice in Withdrawal.Cause.choices if choice[0] in ANYBODY_MAY_ASK],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the film is withdrawn."},
        help_text="Readers are not told. It is kept with your name and the time.",
    )


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """One page, one button: what will be gone, and why it is asked."""
    film = film_for(request, pk)
    if film.is_withdrawn:
        return _to_checklist(film)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = withdrawing.withdraw(film, cause=form.cleaned_data["cause"], asked_by=request.user)
        messages.success(request, f"“{film.title}” is withdrawn. Nobody can open it any more.")
        return redirect("film_withdrawals:checklist", done.pk)
    others = FilmPage.objects.filter(video=film.video_id, withdrawn_at=None).exclude(pk=film.pk)
    return render(
        request,
        "films/admin/withdraw.html",
        {
            "form": form,
            "film": film,
            "others": others if film.video_id else (),
            "keep_days": settings.FILM_WITHDRAWN_KEEP_DAYS,
            **_header("Withdraw this film", film.title),
        },
        status=422 if form.errors else 200,
    )


def checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """Each place where readers could meet the film, with what they get there now."""
    withdrawal = _withdrawal_for(request, pk)
    comments = Comment.objects.filter(pk__in=withdrawal.comments_to_review).select_related("page").oldest_first()
    is_in_force = withdrawal.restored_at is None
    return render(
        request,
        "films/admin/checklist.html",
        {
            "withdrawal": withdrawal,
            "film": withdrawal.film,
            "still_there": len(withdrawal.still_there),
            "comments": comments,
            "may_check": is_in_force and withdrawal.forgotten_at is None,
            "may_restore": is_in_force and withdrawal.film is not None and withdrawal.film.is_withdrawn,
            "may_see_comments": request.user.has_perm("comments.moderate_comment"),
            **_header(
                "Old cut: is it gone?" if withdrawal.is_of_a_cut else "Withdrawn film: is it gone?",
                withdrawal.film.title if withdrawal.film else f"Film {withdrawal.film_number}",
            ),
        },
    )


@require_POST
def check_again(request: HttpRequest, pk: int) -> HttpResponse:
    withdrawal = _withdrawal_for(request, pk)
    if withdrawal.restored_at is None and withdrawal.forgotten_at is None:
        if withdrawal.cleared_at is None:
            withdrawing.clear(withdrawal)
        checked = withdrawing.check_places(withdrawal)
        if checked.is_all_gone:
            messages.success(request, "Checked: it is gone from every place.")
        else:
            messages.warning(request, f"Checked: still there in {len(checked.still_there)} of {len(checked.checks)}.")
    return redirect("film_withdrawals:checklist", pk)


def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then make the film a draft again."""
    film = film_for(request, pk)
    if request.method == "POST":
        try:
            withdrawing.restore(film, by=request.user)
        except withdrawing.CannotRestore as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request,
                f"“{film.title}” is a draft again, and its file is being prepared. Publish it when it is ready.",
            )
        return redirect("wagtailadmin_pages:edit", film.pk)
    return render(request, "films/admin/restore.html", {"film": film, **_header("Restore this film", film.title)})


def header_buttons(page: Page, user: Any, view_name: str = "", next_url: str | None = None) -> Iterator[Button]:
    """What may be done to a film as a whole, among the actions of its page."""
    if not issubclass(page.specific_class or Page, FilmPage):
        return
    film = page if isinstance(page, FilmPage) else FilmPage.objects.get(pk=page.pk)
    if not may_withdraw(user, film):
        return
    if film.is_withdrawn:
        standing = withdrawing.withdrawal_in_force(film)
        if standing:
            url = reverse("film_withdrawals:checklist", args=[standing.pk])
            yield Button("Is it gone? Checklist", url=url, icon_name="list-ul", priority=70)
            url = reverse("film_withdrawals:restore", args=[film.pk])
            yield Button("Restore this film", url=url, icon_name="undo", priority=72)
    else:
        url = reverse("film_withdrawals:withdraw", args=[film.pk])
        yield Button("Withdraw this film", url=url, icon_name="no-view", priority=70)
    url = reverse("film_withdrawals:replace", args=[film.pk])
    yield Button("Replace the film file", url=url, icon_name="film-file", priority=71)


def tell_of_withdrawal(request: HttpRequest, page: Page) -> None:
    """Whoever opens a withdrawn film's form reads first that it is withdrawn."""
    if request.method != "GET" or not isinstance(page, FilmPage) or not page.is_withdrawn:
        return
    standing = withdrawing.withdrawal_in_force(page)
    buttons = []
    if standing and may_withdraw(request.user, page):
        buttons = [messages.button(reverse("film_withdrawals:checklist", args=[standing.pk]), "See the checklist")]
    messages.warning(request, "This film is withdrawn. Nobody can open it, and it cannot be published.", buttons)


class WithdrawalFilterSet(WagtailFilterSet):
    cause = django_filters.MultipleChoiceFilter(
        label="Why", choices=Withdrawal.Cause.choices, widget=forms.CheckboxSelectMultiple
    )
    asked_at = django_filters.DateFromToRangeFilter(label="When", widget=DateRangePickerWidget)

    class Meta:
        model = Withdrawal
        fields: list[str] = []


class WithdrawalsView(ReportView):
    """Everything that was ever withdrawn or replaced, newest first. Nothing in it can be changed."""

    model = Withdrawal
    page_title = "Withdrawn films"
    header_icon = "no-view"
    results_template_name = "wagtailadmin/generic/listing_results.html"
    index_url_name = "film_withdrawals:report"
    index_results_url_name = "film_withdrawals:report_results"
    filterset_class = WithdrawalFilterSet
    default_ordering = "-asked_at"
    verbose_name_plural = "withdrawals"
    list_export = ["asked_at", "film_number", "title", "get_cause_display", "asked_by", "gone_at", "restored_at"]
    export_headings = {
        "asked_at": "When",
        "film_number": "Film number",
        "title": "Film",
        "get_cause_display": "Why",
        "asked_by": "Who",
        "gone_at": "Proved gone",
        "restored_at": "Taken back",
    }
    columns = [
        TitleColumn(
            "film",
            label="Film",
            accessor="title",
            classname="title film-report-title",
            get_url=lambda row: reverse("film_withdrawals:checklist", args=[row.pk]),
        ),
        Column("asked_at", label="When", accessor=lambda row: when(row.asked_at)),
        Column("cause", label="Why", accessor="get_cause_display"),
        Column("asked_by", label="Who", accessor=lambda row: row.asked_by or "The end of a consent"),
        Column("state", label="State", accessor=lambda row: state_of(row)),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Withdrawal]:
        return Withdrawal.objects.select_related("film", "asked_by")

    def get_filename(self) -> str:
        return "withdrawn-films"


def state_of(withdrawal: Withdrawal) -> str:
    """In a word or two, whether it is gone."""
    if withdrawal.restored_at:
        return "Taken back"
    if withdrawal.checked_at is None:
        return "Not checked yet"
    if withdrawal.is_all_gone:
        return "Gone"
    return format_html('<span class="w-status w-status--label">{}</span>', "Still there")


def urls() -> list[Any]:
    from films.admin.replacing import replace

    return [
        path("", WithdrawalsView.as_view(), name="report"),
        path("results/", WithdrawalsView.as_view(results_only=True), name="report_results"),
        path("film/<int:pk>/", withdraw, name="withdraw"),
        path("film/<int:pk>/restore/", restore, name="restore"),
        path("film/<int:pk>/replace/", replace, name="replace"),
        path("<int:pk>/", checklist, name="checklist"),
        path("<int:pk>/check/", check_again, name="check"),
    ]


def _withdrawal_for(request: HttpRequest, pk: int) -> Withdrawal:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    withdrawal = get_object_or_404(Withdrawal.objects.select_related("film", "asked_by", "restored_by"), pk=pk)
    if withdrawal.film is not None and not may_withdraw(request.user, withdrawal.film):
        raise PermissionDenied
    return withdrawal


def _to_checklist(film: FilmPage) -> HttpResponse:
    standing = withdrawing.withdrawal_in_force(film)
    return redirect("film_withdrawals:checklist", standing.pk) if standing else redirect("film_listing:index")


def _header(title: str, subtitle: str) -> dict[str, Any]:
    return {
        "page_title": title,
        "page_subtitle": subtitle,
        "header_title": f"{title}: {subtitle}",
        "header_icon": "no-view",
    }

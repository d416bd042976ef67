"""The reader's side: sending a comment, following it, reporting one, liking a film."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.http import client_address, public_post
from comments import services, wording
from comments.context import crisis_context, form_context
from comments.counters import CacheCounters
from comments.forms import CommentForm, ReportForm, summary_of
from comments.keys import sender_key
from comments.models import Comment, Reason, Report, State
from comments.models.comment import OPEN_STATES
from comments.selectors import comment_settings, commentable_page, last_reason, like_count, public_comments
from comments.text import clean_submitted_text, display_text

logger = logging.getLogger(__name__)

READER_COOKIE = "reader"
READER_COOKIE_AGE_S = 365 * 24 * 60 * 60
LIKES_IN_AN_HOUR = 60  # a whole lecture behind one address may like a film
REASONS_WITH_HELP = (Reason.CRISIS_SUPPORT, Reason.SELF_HARM_DETAIL)


class SeeOther(HttpResponseRedirect):
    """303: what was posted is done; the answer stands at another address."""

    status_code = 303


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take in a comment on a page; a visit to this address leads to the page's form."""
    try:
        page = _page_or_404(page_id)
        if request.method != "POST":
            return HttpResponseRedirect(f"{page.get_url(request)}#comments")
        return _private(_take_in(request, page))
    except DatabaseError:
        if request.method != "POST":
            raise
        logger.exception("A comment on page %s could not be saved", page_id)
        return _private(_not_saved(request))


def _take_in(request: HttpRequest, page: Any) -> HttpResponse:
    form = CommentForm(request.POST, page=page)
    if not form.is_valid():
        return _form_again(request, form, status=422)
    data = form.cleaned_data
    try:
        comment = services.submit_comment(
            page=page,
            name=data["name"],
            body=data["body"],
            email=data["email"],
            stamp=data["stamp"],
            stamp_age_s=form.read.age_s,
            at_ms=data["at"],
            fill_ms=data["fill_ms"],
            honeypot_filled=bool(data["leave_empty"]),
            address=client_address(request),
            user=request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None,
        )
    except services.CommentsClosed as error:
        form.add_error(None, str(error))
        return _form_again(request, form, status=422)
    except services.TooManyComments as error:
        form.add_error(None, str(error))
        response = _form_again(request, form, status=429)
        response["Retry-After"] = "600"
        return response
    return SeeOther(reverse("comments:reference", args=[comment.access_token]))


def _form_again(request: HttpRequest, form: CommentForm, *, status: int) -> HttpResponse:
    """The form with its words kept and what to put right; help leads when the words show a risk."""
    errors = summary_of(form)
    context = {
        **form_context(request, form.page, form=form.with_new_stamp()),
        "errors": errors,
        "page": form.page,
        "is_crisis": services.shows_risk(form.data.get("body", ""), form.page),
        **crisis_context(request),
    }
    return render(request, "comments/form_page.html", context, status=status)


def _not_saved(request: HttpRequest) -> HttpResponse:
    """Needs no database: the words come back as they were sent."""
    kept = {name: clean_submitted_text(request.POST.get(name, ""))[:20_000] for name in ("name", "email", "body")}
    context = {**kept, "message": wording.NOT_SAVED, "action": request.path}
    for name in ("stamp", "at"):
        context[name] = request.POST.get(name, "")[:500]
    response = HttpResponse(render_to_string("comments/not_saved.html", context), status=503)
    response["Retry-After"] = "120"
    return response


@require_safe
def reference(request: HttpRequest, token: str) -> HttpResponse:
    """What became of one comment, for whoever holds its secret address."""
    comment = get_object_or_404(Comment.objects.select_related("page"), access_token=token)
    reason = last_reason(comment) if comment.state in (State.NOT_PUBLISHED, State.REMOVED) else ""
    state = State(comment.state)
    crisis = crisis_context(request)
    days = crisis["site"].decision_working_days
    page_url = comment.page.get_url(request) if comment.page.live else ""
    context = {
        "comment": comment,
        "state": state,
        "is_open": state in OPEN_STATES,
        "received_text": wording.state_text(State.RECEIVED, reference=comment.reference),
        "state_text": wording.state_text(state, reference=comment.reference, days=days, reason=reason),
        "is_crisis": _leads_with_help(comment, reason),
        "reason_links": wording.REASON_LINKS.get(Reason(reason), ()) if reason else (),
        "page_title": comment.page.title if page_url else "",
        "page_url": page_url,
        "reference_address": request.build_absolute_uri(request.path),
        "can_withdraw": state not in (State.WITHDRAWN, State.ERASED),
        **crisis,
    }
    return _private(render(request, "comments/reference_page.html", context))


def _leads_with_help(comment: Comment, reason: str) -> bool:
    """At once when the screening saw a risk, whatever the hour; not once a person decided that all is well."""
    if comment.state in (State.APPROVED, State.ERASED):
        return False
    if comment.state == State.URGENT or reason in REASONS_WITH_HELP:
        return True
    return comment.findings.filter(concern="crisis").exists()


@public_post
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """The sender takes the comment back, in any state."""
    comment = get_object_or_404(Comment, access_token=token)
    services.withdraw(comment)
    return _private(SeeOther(reverse("comments:reference", args=[token])))


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that a published comment should not be there. No account is needed."""
    comment = get_object_or_404(Comment.objects.public().select_related("page"), reference=reference)
    page = _page_or_404(comment.page_id)
    # A comment hidden until somebody has looked at the first report is not readable here either.
    get_object_or_404(public_comments(page, comment_settings(page, request)), pk=comment.pk)
    form, status = ReportForm(), 200
    if request.method == "POST":
        form, status = ReportForm(request.POST), 422
        if form.is_valid():
            try:
                sent = services.report_comment(comment, address=client_address(request), **form.cleaned_data)
            except services.TooManyReports as error:
                form.add_error(None, str(error))
                status = 429
            else:
                return _private(SeeOther(reverse("comments:report_sent", args=[sent.reference])))
    context = {
        "form": form,
        "errors": summary_of(form) if form.is_bound else [],
        # As with a comment that was not taken in: help leads, whatever has to be put right.
        "is_crisis": form.is_bound and services.shows_risk(form.data.get("details", ""), comment.page),
        **crisis_context(request),
        "comment": comment,
        "name": display_text(comment.author_name),
        "body": display_text(comment.body),
        "page_url": f"{comment.page.get_url(request)}#comment-{comment.pk}",
    }
    return _private(render(request, "comments/report_page.html", context, status=status))


@require_safe
def report_sent(request: HttpRequest, reference: str) -> HttpResponse:
    """That a report arrived, and how to name it later; help leads for somebody who may be at risk."""
    sent = get_object_or_404(Report, reference=reference)
    context = {"reference": sent.reference, "is_crisis": sent.is_urgent, **crisis_context(request)}
    return _private(render(request, "comments/report_sent_page.html", context))


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def like(request: HttpRequest, page_id: int) -> HttpResponse:
    """Like a film, or take that back. The cookie is set by a like and by nothing else."""
    page = _page_or_404(page_id)
    reader = request.COOKIES.get(READER_COOKIE, "")
    if request.method == "POST":
        return _private(_change_like(request, page, reader))
    context = {
        "page": page,
        "page_url": page.get_url(request),
        "count": like_count(page),
        "is_liked": services.is_liked(page, reader),
        "like_url": request.path,
    }
    return _private(render(request, "comments/like_page.html", context))


def _change_like(request: HttpRequest, page: Any, reader: str) -> HttpResponse:
    response = SeeOther(reverse("comments:like", args=[page.pk]))
    if request.POST.get("take_back"):
        services.unlike(page, reader)
        return response
    sender = sender_key(client_address(request))
    if sender and CacheCounters().add(f"comments:likes:{page.pk}:{sender}", 60 * 60) > LIKES_IN_AN_HOUR:
        context = {"page": page, "page_url": page.get_url(request), "message": wording.TOO_MANY_LIKES}
        return render(request, "comments/like_page.html", context, status=429)
    if not reader:
        reader = get_random_string(32)
        response.set_cookie(
            READER_COOKIE,
            reader,
            max_age=READER_COOKIE_AGE_S,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    services.like(page, reader)
    return response


def _page_or_404(page_id: int) -> Any:
    page = commentable_page(page_id)
    if page is None:
        raise Http404("No page here takes comments.")
    return page


def _private(response: HttpResponse) -> HttpResponse:
    """For one person only: kept by no cache, found by no search engine, its address told to no other site."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response

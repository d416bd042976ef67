"""A reader signs in and out, sees what the site holds about them, and leaves."""

from __future__ import annotations

import logging
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.base import AuthProcess
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts import services
from accounts.adapters import stopped
from accounts.forms import CloseForm, NameForm
from accounts.returning import HOME, next_address
from accounts.selectors import SignInService, form_hosts, holdings_of, offered_service, offered_services, service_of
from cms.http import View, client_address
from cms.throttle import Limit, Throttle, place_of

logger = logging.getLogger(__name__)

SHOWN_ON_THE_PAGE = 50
# Each start leaves a session behind; a classroom behind one address may start at the same time.
STARTS = Throttle("sign-in-start", (Limit(60, 10 * 60),))


class SeeOther(HttpResponseRedirect):
    """303: what was posted is done; the answer stands at another address."""

    status_code = 303


def personal(view: View) -> View:
    """For one person only: kept by no cache, found by no search engine."""

    @wraps(view)
    def kept_private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return kept_private


def signed_in(view: View) -> View:
    """Sends a reader who is not signed in to the choice of services, and back afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return HttpResponseRedirect(_sign_in_address(reverse("accounts:account")))
        return view(request, *args, **kwargs)

    return personal(guarded)


@personal
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Which service to sign in with. The one page whose forms may lead to those services."""
    offered = offered_services()
    context = {"services": offered, "next": next_address(request)}
    response = render(request, "account/login.html", context)
    if hosts := form_hosts():
        response._csp_update = {"form-action": hosts}  # type: ignore[attr-defined]
    return response


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, service: str) -> HttpResponse:
    """Off to the service, by a button only: a link or a reload leads to the choice.

    Only the way back is taken from the request: no scope, no other purpose.
    """
    offered = _offered_or_404(service)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("account_login"))
    if not STARTS.take(place_of(client_address(request))):
        response = render(request, "account/too_many.html", {"again_url": reverse("account_login")}, status=429)
        response["Retry-After"] = "600"
        return response
    provider = get_adapter().get_provider(request, provider=offered.id)
    return provider.redirect(
        request,
        process=AuthProcess.LOGIN,
        next_url=next_address(request),
        scope=provider.get_scope(),
        auth_params=provider.get_auth_params(),
    )


@personal
@require_GET
def callback(request: HttpRequest, service: str) -> HttpResponse:
    """Back from the service, with its word for who somebody is. An answer that makes no sense signs nobody in."""
    offered = _offered_or_404(service)
    finish = import_string(f"{registry.get_class(offered.id).get_package()}.views.oauth2_callback")
    try:
        return finish(request)
    except (AttributeError, IntegrityError, KeyError, TypeError, ValueError) as error:
        # The kind only: the message may hold what the service said about the person.
        logger.error("The answer of %s could not be used: %s", offered.id, type(error).__name__)
        page = "socialaccount/authentication_error.html"
        return stopped(request, page, {"service": offered.label}, 502, {})


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, or sign out and choose another account. Asks first, so that no link can do it."""
    back = next_address(request)
    if request.method == "POST":
        get_account_adapter().logout(request)
        return SeeOther(_sign_in_address(back) if request.POST.get("another") else back)
    if not request.user.is_authenticated:
        return HttpResponseRedirect(back)
    context = {"next": back, "name": request.user.display_name, "can_choose": bool(offered_services())}
    return render(request, "account/logout.html", context)


@personal
@require_safe
def inactive(request: HttpRequest) -> HttpResponse:
    """The account was switched off by an administrator."""
    return render(request, "account/account_inactive.html", status=403)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The name to show, and everything the site holds about the reader."""
    form, status = NameForm(initial={"name": request.user.display_name}), 200
    if request.method == "POST":
        form, status = NameForm(request.POST), 422
        if form.is_valid():
            services.choose_name(request.user, form.cleaned_data["name"])
            return SeeOther(f"{reverse('accounts:account')}?saved=1")
    context = {
        "form": form,
        "errors": _summary(form),
        "is_saved": bool(request.GET.get("saved")) and not form.is_bound,
        "service": service_of(request.user),
        "email": request.user.email,
        "is_team_member": request.user.is_team_member,
        "holdings": holdings_of(request.user, most=SHOWN_ON_THE_PAGE),
    }
    return render(request, "accounts/account.html", context, status=status)


@signed_in
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Everything the site holds about the reader, as a file (UK GDPR, articles 15 and 20)."""
    response = JsonResponse(services.export_account(request.user), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """Leave for good. The question about published comments is the confirmation."""
    if request.user.is_team_member:
        return render(request, "accounts/team_account.html", status=403)
    form, status = CloseForm(), 200
    if request.method == "POST":
        form, status = CloseForm(request.POST), 422
        if form.is_valid():
            services.close_account(request.user, keeps_published=form.cleaned_data["comments"] == CloseForm.KEEP)
            request.session.flush()
            return SeeOther(reverse("accounts:closed"))
    return render(request, "accounts/close.html", {"form": form, "errors": _summary(form)}, status=status)


@personal
@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """That an account is gone."""
    return render(request, "accounts/closed.html", {"home_url": HOME})


def _offered_or_404(service: str) -> SignInService:
    offered = offered_service(service)
    if offered is None:
        raise Http404("Nobody signs in with that here.")
    return offered


def _sign_in_address(back: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': back})}"


def _summary(form: Any) -> list[dict[str, str]]:
    """A form's errors for the summary at its head. A group of choices begins at its first choice."""
    if not form.is_bound:
        return []
    return [
        {"message": str(error), "field_id": form[name].auto_id + ("_0" if form[name].use_fieldset else "")}
        for name, errors in form.errors.items()
        for error in errors
    ]

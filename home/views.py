"""Posts from the contact and take-down pages."""

from __future__ import annotations

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from cms.http import client_address, public_post
from cms.stamps import read_stamp
from home.forms import enquiry_form_class, stamp_purpose
from home.models import ContactPage
from home.services import receive_enquiry

TOO_FAST_S = 2
MAX_IN_WINDOW = 5
WINDOW_S = 600
TOO_MANY = "You have sent several messages. Wait 10 minutes, then try again."
TOO_FAST = "Your message is still here. Select Send message again."


@public_post
@require_http_methods(["POST"])
def send_enquiry(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take a message, or show the form again with what was typed and what to put right."""
    page = ContactPage.objects.live().public().filter(pk=page_id).first()
    if page is None:
        raise Http404
    data = request.POST.copy()
    for name, values in data.lists():
        # A database may refuse these, and nobody types them.
        data.setlist(name, [v.replace("\x00", "").encode("utf-8", "replace").decode() for v in values])
    form = enquiry_form_class(page)(data, page=page)
    sender = client_address(request)
    if form.is_valid() and not form.cleaned_data["website_address"]:
        stamp = read_stamp(form.cleaned_data["stamp"], stamp_purpose(page))
        if stamp.age_s is None or stamp.age_s < TOO_FAST_S:
            form.add_error(None, TOO_FAST)
        elif _is_flooding(sender):
            form.add_error(None, TOO_MANY)
        else:
            enquiry = receive_enquiry(
                page=page,
                message=form.cleaned_data["message"],
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                sender=sender,
                film=form.cleaned_data.get("film"),
                is_person_in_film=form.cleaned_data.get("is_person_in_film", False),
            )
            return HttpResponseRedirect(f"{page.get_url(request)}sent/?reference={enquiry.reference}")
    elif form.is_valid():
        # A program filled in the hidden field: it hears what a person hears, and nothing is kept.
        return HttpResponseRedirect(f"{page.get_url(request)}sent/")
    return _form_again(request, page, form)


def _form_again(request: HttpRequest, page: Page, form: object) -> HttpResponse:
    form.data["stamp"] = form.fields["stamp"].initial  # type: ignore[attr-defined]
    context = {**page.get_context(request), "form": form, "errors": _errors(form)}
    response = render(request, "home/contact_page.html", context, status=422)
    response["Cache-Control"] = "no-store"
    return response


def _errors(form: object) -> list[dict[str, str]]:
    """For the error summary: each sentence and the field it is about."""
    found = []
    for name, messages in form.errors.items():  # type: ignore[attr-defined]
        field_id = "" if name == "__all__" else f"id_{name}"
        found += [{"message": message, "field_id": field_id} for message in messages]
    return found


def _is_flooding(sender: str) -> bool:
    key = f"home.enquiries.{sender}"
    cache.add(key, 0, WINDOW_S)
    try:
        return cache.incr(key) > MAX_IN_WINDOW
    except ValueError:
        return False

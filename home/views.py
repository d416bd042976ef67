"""Posts from the contact and take-down pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST

from cms.http import client_address, public_post
from cms.stamps import read_stamp
from cms.throttle import Limit, Throttle
from comments.context import crisis_context
from comments.keys import sender_key
from comments.services import shows_risk
from comments.text import clean_submitted_text
from home.forms import EnquiryForm, enquiry_form_class, stamp_purpose
from home.models import ContactPage
from home.services import receive_enquiry

TOO_FAST_S = 2
MAX_IN_WINDOW = 5
WINDOW_S = 600
ENQUIRIES = Throttle("enquiry", (Limit(MAX_IN_WINDOW, WINDOW_S),))
TOO_MANY = "You have sent several messages. Wait 10 minutes, then try again."
SEND_AGAIN = "Your message is still here. Select Send message again."


@public_post
@require_POST
def send_enquiry(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take a message, or show the form again with what was typed and what to put right."""
    page = ContactPage.objects.live().public().filter(pk=page_id).first()
    if page is None:
        raise Http404
    form = enquiry_form_class(page)(_clean(request.POST), page=page)
    address = client_address(request)
    if form.is_valid():
        if looks_automatic(form):
            # A person whose browser filled in the trap, or who is very quick, loses nothing and sends once more.
            form.add_error(None, SEND_AGAIN)
        elif not shows_risk(form.cleaned_data["message"], page) and _is_flooding(sender_key(address)):
            form.add_error(None, TOO_MANY)
        else:
            enquiry = receive_enquiry(
                page=page,
                message=form.cleaned_data["message"],
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                sender=address,
                film=form.cleaned_data.get("film"),
                is_person_in_film=form.cleaned_data.get("is_person_in_film", False),
            )
            return HttpResponseRedirect(f"{page.get_url(request)}sent/?reference={enquiry.reference}")
    return _form_again(request, page, form)


def looks_automatic(form: EnquiryForm) -> bool:
    """Whether the form was filled in as programs do: the trap too, within two seconds, or with no stamp of ours."""
    stamp = read_stamp(form.cleaned_data["stamp"], stamp_purpose(form.page))
    return bool(form.cleaned_data["leave_empty"]) or stamp.age_s is None or stamp.age_s < TOO_FAST_S


def _clean(posted: QueryDict) -> QueryDict:
    """Without the characters that nobody types and that a database may refuse."""
    data = posted.copy()
    for name, values in data.lists():
        data.setlist(name, [clean_submitted_text(value) for value in values])
    return data


def _form_again(request: HttpRequest, page: ContactPage, form: EnquiryForm) -> HttpResponse:
    """Everything typed is kept, and no cache keeps it. Help leads when the words show a risk."""
    errors = form.summary
    form.start_afresh()
    context = {**page.get_context(request), "form": form, "errors": errors}
    if shows_risk(form.data.get("message", ""), page):
        context |= {"needs_help": True, **crisis_context(request)}
    response = render(request, page.template, context, status=422)
    response["Cache-Control"] = "no-store"
    return response


def _is_flooding(sender: str) -> bool:
    """Whether this sender, known by a keyed hash only, sent more than ``MAX_IN_WINDOW`` messages within the window.

    A sender without an address is not limited: behind a wrongly set up proxy that would be everybody at once.
    """
    return bool(sender) and not ENQUIRIES.take(sender)

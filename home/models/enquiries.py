"""Messages from readers: contact and feedback, take-down requests."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField

from cms.models import BasePage, IntroducedPage
from comments.context import crisis_context
from comments.models.comment import REFERENCE_ALPHABET
from home.blocks import ProseBlock

ENQUIRY_REFERENCE = re.compile(f"E-[{REFERENCE_ALPHABET}]{{6}}")


def new_enquiry_reference() -> str:
    """A reference a person can read out, such as ``E-K4TD9M``."""
    return f"E-{get_random_string(6, REFERENCE_ALPHABET)}"


class ContactPage(RoutablePageMixin, IntroducedPage):
    """A form that reaches a person."""

    class Purpose(models.TextChoices):
        CONTACT = "contact", "Contact and feedback"
        TAKE_DOWN = "take_down", "Take-down request"

    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.CONTACT)
    body = StreamField(ProseBlock(), blank=True, help_text="Shown before the form.")
    thank_you = models.TextField(
        default="Thank you. We have your message and will answer within 5 working days.", max_length=400
    )

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "home/contact_page.html"
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("purpose"),
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("thank_you"),
    ]

    class Meta:
        verbose_name = "contact form"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.forms import empty_enquiry_form

        return {
            **super().get_context(request, *args, **kwargs),
            "form": empty_enquiry_form(self),
            # In a preview of a new page there is nothing to send to yet.
            "form_url": reverse("home:send_enquiry", args=[self.pk]) if self.pk else "",
        }

    @path("sent/", name="sent")
    def sent(self, request: HttpRequest) -> HttpResponse:
        """Where the sender lands; the reference is only repeated when it looks like one of ours.

        Whether help leads is looked up: the address, which others may see later, must not say that somebody was in
        distress, and no cache may keep the page that does.
        """
        reference = request.GET.get("reference", "")
        is_ours = bool(ENQUIRY_REFERENCE.fullmatch(reference))
        overrides = {"is_sent": True, "sent_text": self.thank_you, "reference": reference if is_ours else ""}
        if is_ours and Enquiry.objects.filter(reference=reference, is_urgent=True).exists():
            overrides |= {"needs_help": True, **crisis_context(request)}
        response = self.render(request, context_overrides=overrides)
        response["X-Robots-Tag"] = "noindex"
        response["Cache-Control"] = "private, no-store"
        return response


class Enquiry(models.Model):
    """One message."""

    page = models.ForeignKey(ContactPage, null=True, on_delete=models.SET_NULL, related_name="enquiries")
    purpose = models.CharField(max_length=12, choices=ContactPage.Purpose.choices)
    reference = models.CharField(max_length=10, unique=True, default=new_enquiry_reference, editable=False)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    film = models.ForeignKey("films.FilmPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_person_in_film = models.BooleanField("I am in the film", default=False)
    message = models.TextField()
    # The words were screened for a risk to somebody when they came in.
    is_urgent = models.BooleanField(default=False, editable=False)
    received_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True, help_text="For the team only. The sender may ask to see it.")

    class Meta:
        ordering = ["-received_at"]
        verbose_name = "message"

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.reference}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

"""The campaign's own pages, for tests."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Page

from home.models import CampaignPage, ContactPage, Enquiry
from tests.support.pages import site_tree


class ContactPageFactory(DjangoModelFactory):
    """Contact and feedback below the home page. ``take_down=True`` makes it the take-down request."""

    class Meta:
        model = ContactPage

    title = factory.Sequence(lambda n: f"Contact {n}")

    class Params:
        take_down = factory.Trait(purpose=ContactPage.Purpose.TAKE_DOWN)

    @classmethod
    def _create(cls, model_class: type[Page], *args: Any, **kwargs: Any) -> Page:
        return site_tree().home.add_child(instance=model_class(*args, **kwargs))


class CampaignPageFactory(ContactPageFactory):
    class Meta:
        model = CampaignPage

    title = factory.Sequence(lambda n: f"Page {n}")


class EnquiryFactory(DjangoModelFactory):
    class Meta:
        model = Enquiry

    page = factory.SubFactory(ContactPageFactory)
    purpose = factory.SelfAttribute("page.purpose")
    submission_key = factory.Sequence(lambda n: f"{n:064}")
    message = "The captions are hard to read on my phone."

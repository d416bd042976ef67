"""What the campaign adds to the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks

from cms.admin_summary import CountItem
from home.admin.enquiries import EnquiryViewSet, open_enquiries
from home.admin.guides import GuidesPanel, GuideViewSet, guides_for, guides_menu_item, keep_help_in_the_house
from home.admin.launch import before_launch_panel
from home.models import Enquiry

hooks.register("register_help_menu_item", guides_menu_item)
hooks.register("construct_help_menu", keep_help_in_the_house)


@hooks.register("register_admin_viewset")
def register_guides() -> GuideViewSet:
    return GuideViewSet()


@hooks.register("construct_homepage_panels")
def add_guides(request: HttpRequest, panels: list[Any]) -> None:
    if guides := guides_for(request.user):
        panels.append(GuidesPanel(guides))


@hooks.register("register_admin_viewset")
def register_enquiries() -> EnquiryViewSet:
    return EnquiryViewSet()


@hooks.register("construct_homepage_panels")
def add_before_launch(request: HttpRequest, panels: list[Any]) -> None:
    if (panel := before_launch_panel(request)) is not None:
        panels.insert(0, panel)


class OpenEnquiries(CountItem):
    """Messages that wait for an answer."""

    order = 15
    model = Enquiry
    icon = "mail"
    one = "message without an answer"
    many = "messages without an answer"

    def rows(self) -> QuerySet[Enquiry]:
        return open_enquiries()

    def url(self) -> str:
        return f"{reverse('enquiries:index')}?is_answered=false"


@hooks.register("construct_homepage_summary_items")
def add_open_enquiries(request: HttpRequest, items: list[Any]) -> None:
    items.append(OpenEnquiries(request))

"""Roles explained."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.models import IntroducedPage
from films.models import Fact, PracticeArea
from home.blocks import ProseBlock


class RoleIndexPage(IntroducedPage):
    """All roles."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.RolePage"]
    max_count_per_parent = 1
    template = "home/role_index_page.html"

    class Meta:
        verbose_name = "roles explained"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        roles = RolePage.objects.child_of(self).live().public().select_related("practice_area")
        return {**super().get_context(request, *args, **kwargs), "roles": roles}


class RolePage(IntroducedPage):
    """One role: what they do, when you might meet one, how they qualify, figures, the law in short."""

    opening = StreamField(ProseBlock(), blank=True, help_text="Quoted words or a paragraph before the sections.")
    what_they_do = RichTextField(blank=True)
    when_you_might_meet_one = RichTextField(blank=True)
    how_they_qualify = RichTextField(blank=True)
    law_in_short = RichTextField(blank=True, help_text="General information only.")
    law_checked_on = models.DateField(null=True, blank=True)
    practice_area = models.ForeignKey(
        PracticeArea, null=True, blank=True, on_delete=models.SET_NULL, related_name="role_pages"
    )
    facts = ParentalManyToManyField(
        Fact,
        blank=True,
        related_name="+",
        help_text="Figures shown beside the words. Choose none to show those of the practice area.",
    )

    parent_page_types = ["home.RoleIndexPage"]
    subpage_types: list[str] = []
    template = "home/role_page.html"
    content_panels = [
        *IntroducedPage.content_panels,
        FieldPanel("practice_area"),
        FieldPanel("opening"),
        FieldPanel("facts", widget=forms.CheckboxSelectMultiple),
        FieldPanel("what_they_do"),
        FieldPanel("when_you_might_meet_one"),
        FieldPanel("how_they_qualify"),
        MultiFieldPanel([FieldPanel("law_in_short"), FieldPanel("law_checked_on")], heading="The law in short"),
    ]
    search_fields = [
        *IntroducedPage.search_fields,
        index.SearchField("opening"),
        index.SearchField("what_they_do"),
        index.SearchField("when_you_might_meet_one"),
        index.SearchField("how_they_qualify"),
        index.SearchField("law_in_short"),
    ]

    class Meta:
        verbose_name = "role"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.selectors import role_context

        return {**super().get_context(request, *args, **kwargs), **role_context(self)}

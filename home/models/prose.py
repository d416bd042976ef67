"""Pages of prose: house rules, privacy, cookies and the like; help; resources for trainers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.models import HelpLine, IntroducedPage
from cms.selectors import site_furniture
from home.blocks import ProseBlock


class ProsePage(IntroducedPage):
    """What every page of prose has: an introduction, then blocks."""

    body = StreamField(ProseBlock(), blank=True)

    content_panels = [*IntroducedPage.content_panels, FieldPanel("body")]
    search_fields = [*IntroducedPage.search_fields, index.SearchField("body")]

    class Meta:
        abstract = True


class CampaignPage(ProsePage):
    """A page of prose."""

    parent_page_types = ["home.HomePage", "home.CampaignPage"]
    subpage_types = ["home.CampaignPage"]
    template = "home/campaign_page.html"

    class Meta:
        verbose_name = "page of prose"
        verbose_name_plural = "pages of prose"


class HelpPage(ProsePage):
    """Get help now: the help lines of the site settings, by nation, before any prose."""

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "home/help_page.html"

    class Meta:
        verbose_name = "get help now"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Help lines for England and everywhere first; the other nations' own below."""
        lines = site_furniture(request).help_lines
        first = {HelpLine.Nation.UK, HelpLine.Nation.ENGLAND}
        return {
            **super().get_context(request, *args, **kwargs),
            "main_lines": [line for line in lines if line.nation in first],
            "other_lines": [line for line in lines if line.nation not in first],
        }


class TrainerResourcesPage(ProsePage):
    """For people who teach with the films: each film's questions, words and downloads in one place."""

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "home/trainer_resources_page.html"

    class Meta:
        verbose_name = "resources for trainers"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.selectors import trainer_context

        return {**super().get_context(request, *args, **kwargs), **trainer_context()}

"""The front page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cms.models import BasePage
from films.models import FilmPage
from home.blocks import ProseBlock


class HomePage(BasePage):
    """The campaign's title and introduction, the lead film, the latest films, areas, and figures."""

    introduction = StreamField(ProseBlock(), blank=True)
    introduction_source = models.CharField(
        max_length=200,
        blank=True,
        help_text="Where the introduction's words come from, when they are quoted.",
    )
    lead_film = models.ForeignKey("films.FilmPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    how_to_comment = models.TextField(blank=True, max_length=400)
    closing_picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown beside the words on how to comment.",
    )
    closing_picture_alt = models.CharField(
        "what the closing picture shows",
        max_length=200,
        blank=True,
        help_text="For people who do not see it. Leave empty when it only decorates.",
    )

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.AccessibilityStatementPage",
        "home.CampaignPage",
        "home.ContactPage",
        "home.HelpPage",
        "home.RoleIndexPage",
        "home.TrainerResourcesPage",
        "films.FilmIndexPage",
        "films.PeopleIndexPage",
        "films.PracticeAreaIndexPage",
    ]
    max_count = 1
    private_page_options: list[str] = []  # all films stand below it, and a film is public or not
    template = "home/home_page.html"
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("introduction"), FieldPanel("introduction_source")], heading="Introduction"),
        PageChooserPanel("lead_film", "films.FilmPage"),
        MultiFieldPanel(
            [FieldPanel("how_to_comment"), FieldPanel("closing_picture"), FieldPanel("closing_picture_alt")],
            heading="At the end of the page",
        ),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = "home page"

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """A film, the page most asked for, is found whole by its address; all others as Wagtail finds them."""
        if len(path_components) == 2:
            address = f"{self.url_path}{'/'.join(path_components)}/"
            film = FilmPage.objects.filter(url_path=address).first()
            if film is not None:
                return film.route(request, [])
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.selectors import home_context

        return {**super().get_context(request, *args, **kwargs), **home_context(self)}

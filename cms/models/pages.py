"""What every page of the site has in common."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from cms.forms import TabbedPageForm


class BasePage(Page):
    """A page of this site. ``is_demo`` marks what the demo made, so that one command can remove it."""

    is_demo = models.BooleanField(default=False, editable=False)

    base_form_class = TabbedPageForm

    class Meta:
        abstract = True

    @property
    def page_description(self) -> str:
        """One plain sentence for search engines and link previews."""
        return self.search_description

    @property
    def share_image(self) -> Any:
        """The picture shown when the page is shared, or None."""
        return None

    @property
    def last_updated(self) -> Any:
        """When the published words last changed; before the first publication, now."""
        return self.last_published_at or self.latest_revision_created_at or timezone.now()

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """As Wagtail's, in one query: the paths of the pages above are known from the page's own."""
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(page__path__in=paths)

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """schema.org objects for this page, as JSON-ready dictionaries; none by default."""
        return []


class IntroducedPage(BasePage):
    """A page that opens with a sentence or two, which also stand for it in search results and link previews.

    A model that wants another length declares ``introduction`` afresh; panels, search and description go by its name.
    """

    introduction = models.CharField(max_length=300, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        abstract = True

    @property
    def page_description(self) -> str:
        return self.search_description or self.introduction

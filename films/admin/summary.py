"""What needs somebody's attention, on the admin's first page."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.site_summary import SummaryItem
from wagtail.models import Site
from wagtail.permissions import policy_registry

from cms.models import SiteSettings
from films.models import Consent, Fact, FilmPage, Video

CONSENT_WARNING_DAYS = 60


class CountItem(SummaryItem):
    """A number, what it counts, and where to do something about it. Nothing is shown for none."""

    template_name = "films/admin/summary_item.html"
    icon = "warning"
    model: type
    one = ""
    many = ""

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def url(self) -> str:
        raise NotImplementedError

    def is_shown(self) -> bool:
        may = policy_registry.get_by_type(self.model).user_has_any_permission(self.request.user, ["add", "change"])
        if may:
            self.count = self.rows().count()
        return may and self.count > 0

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        label = self.one if self.count == 1 else self.many
        return {"count": self.count, "label": label, "url": self.url(), "icon": self.icon}


class FactsDue(CountItem):
    order = 310
    model = Fact
    icon = "fact"
    one = "figure past its review date"
    many = "figures past their review date"

    def rows(self) -> QuerySet[Fact]:
        return Fact.objects.due_for_review()

    def url(self) -> str:
        return f"{reverse(Fact.snippet_viewset.get_url_name('list'))}?review_by__lte={timezone.localdate()}"


class ConsentsEnding(CountItem):
    order = 320
    model = FilmPage
    icon = "consent"
    one = f"consent that ends within {CONSENT_WARNING_DAYS} days"
    many = f"consents that end within {CONSENT_WARNING_DAYS} days"

    def rows(self) -> QuerySet[Consent]:
        return Consent.objects.ending_within(CONSENT_WARNING_DAYS)

    def url(self) -> str:
        return reverse("film_consents:report")


class FailedFilms(CountItem):
    order = 330
    model = Video
    icon = "film-file"
    one = "film file that could not be prepared"
    many = "film files that could not be prepared"

    def rows(self) -> QuerySet[Video]:
        return Video.objects.filter(status=Video.Status.FAILED)

    def url(self) -> str:
        return f"{reverse('videos:index')}?status={Video.Status.FAILED}"


class HelpNumbersDue(SummaryItem):
    """Help numbers that nobody has tried yet, or for 90 days."""

    order = 300
    template_name = "films/admin/summary_item.html"

    def is_shown(self) -> bool:
        if not policy_registry.get_by_type(SiteSettings).user_has_permission(self.request.user, "change"):
            return False
        self.site = Site.find_for_request(self.request) or Site.objects.filter(is_default_site=True).first()
        return self.site is not None and SiteSettings.for_site(self.site).is_help_check_due

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        was_checked = SiteSettings.for_site(self.site).help_checked_on is not None
        return {
            "count": "",
            "label": f"Check the help numbers: nobody has tried them {'for 90 days' if was_checked else 'yet'}",
            "url": reverse("wagtailsettings:edit", args=["cms", "sitesettings", self.site.pk]),
            "icon": "warning",
        }

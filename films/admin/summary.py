"""What needs somebody's attention, on the admin's first page."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.site_summary import SummaryItem
from wagtail.models import Site
from wagtail.permissions import policy_registry

from cms.admin_summary import TEMPLATE, CountItem
from cms.models import SiteSettings
from films.models import CaptionTrack, Consent, Fact, FilmPage, Video

CONSENT_WARNING_DAYS = 60
WORDS_TO_CHECK = "to-check"  # the value of the film files' filter


def with_captions_to_check(videos: QuerySet[Video]) -> QuerySet[Video]:
    """Film files with words that no person has signed for."""
    drafts = (CaptionTrack.Status.DRAFT, CaptionTrack.Status.MACHINE_DRAFT)
    return videos.filter(pk__in=CaptionTrack.objects.filter(status__in=drafts).values("video"))


class FactsDue(CountItem):
    order = 60
    model = Fact
    icon = "fact"
    one = "figure past its review date"
    many = "figures past their review date"

    def rows(self) -> QuerySet[Fact]:
        return Fact.objects.due_for_review()

    def url(self) -> str:
        return f"{reverse(Fact.snippet_viewset.get_url_name('list'))}?review_by__lte={timezone.localdate()}"


class ConsentsEnding(CountItem):
    order = 70
    model = FilmPage
    icon = "consent"
    one = f"consent that ends within {CONSENT_WARNING_DAYS} days"
    many = f"consents that end within {CONSENT_WARNING_DAYS} days"

    def rows(self) -> QuerySet[Consent]:
        return Consent.objects.ending_within(CONSENT_WARNING_DAYS)

    def url(self) -> str:
        return reverse("film_consents:report")


class FailedFilms(CountItem):
    order = 20
    model = Video
    icon = "film-file"
    one = "film file that could not be prepared"
    many = "film files that could not be prepared"

    def rows(self) -> QuerySet[Video]:
        return Video.objects.filter(status=Video.Status.FAILED)

    def url(self) -> str:
        return f"{reverse('videos:index')}?status={Video.Status.FAILED}"


class DraftFilms(CountItem):
    """Films nobody can watch yet; the list they lead to says what each one lacks."""

    order = 30
    model = FilmPage
    icon = "film"
    one = "film is not published: see what is missing"
    many = "films are not published: see what is missing"

    def rows(self) -> QuerySet[FilmPage]:
        return FilmPage.objects.not_live()

    def url(self) -> str:
        return f"{reverse('film_listing:index')}?ordering=live"  # drafts first


class CaptionsToCheck(CountItem):
    order = 40
    model = Video
    icon = "captions"
    one = "film file has captions to check"
    many = "film files have captions to check"

    def rows(self) -> QuerySet[Video]:
        return with_captions_to_check(Video.objects.all())

    def url(self) -> str:
        return f"{reverse('videos:index')}?words={WORDS_TO_CHECK}"


class HelpNumbersDue(SummaryItem):
    """Help numbers that nobody has tried yet, or for 90 days."""

    order = 50
    template_name = TEMPLATE

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


ITEMS = (FailedFilms, DraftFilms, CaptionsToCheck, HelpNumbersDue, FactsDue, ConsentsEnding)

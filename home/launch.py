"""What has to be filled in before a new site is shown to the public, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from wagtail.models import Page, Site

from cms.models import SiteSettings
from comments.models import CommentSettings
from films.models import FilmPage
from home.models import AccessibilityStatementPage


@dataclass(frozen=True, slots=True)
class Gap:
    """Something only the publisher knows. ``url`` opens the form it belongs to, "" where there is none."""

    sentence: str
    url: str = ""


def gaps_before_launch(site: Site) -> list[Gap]:
    """Everything still missing for ``site``, most important first; empty when the site may be shown."""
    chosen = SiteSettings.for_site(site)
    comments = CommentSettings.for_site(site)
    settings_url = reverse("wagtailsettings:edit", args=["cms", "sitesettings", site.pk])
    comments_url = reverse("wagtailsettings:edit", args=["comments", "commentsettings", site.pk])
    gaps = []
    if chosen.is_help_check_due:
        gaps.append(Gap("Try every help number, on the help page too, then say on which day you did.", settings_url))
    if not comments.on_call_email:
        gaps.append(Gap("Say who is told at once when a comment suggests that somebody is at risk.", comments_url))
    if not chosen.publisher_name:
        gaps.append(Gap("Say who publishes this site.", settings_url))
    if not chosen.contact_email:
        gaps.append(Gap("Give the e-mail address that is told about readers’ messages.", settings_url))
    if not chosen.reuse_contact:
        gaps.append(Gap("Say who to ask about quoting or re-using a film.", settings_url))
    gaps += _statement_gaps(site)
    gaps += _privacy_gaps(chosen.privacy_page)
    if FilmPage.objects.filter(is_demo=True).exists():
        gaps.append(Gap("Take the demo content away: manage.py seed_demo --remove"))
    return gaps


def _statement_gaps(site: Site) -> list[Gap]:
    statement = AccessibilityStatementPage.objects.descendant_of(site.root_page).first()
    if statement is None:
        return [Gap("Make an accessibility statement. The law asks for one.")]
    url = reverse("wagtailadmin_pages:edit", args=[statement.pk])
    draft = statement.get_latest_revision_as_object()
    has_facts = draft.organisation and draft.tested_on and (draft.contact_email or draft.contact_other)
    if not has_facts:
        return [
            Gap("Fill in the accessibility statement: who runs the site, when it was tested, how to reach you.", url)
        ]
    return [] if statement.live else [Gap("Publish the accessibility statement.", url)]


def _privacy_gaps(page: Page | None) -> list[Gap]:
    """The first words name no organisation, so a page that nobody has published anew still lacks it."""
    if page is None:
        return [Gap("Make a page on privacy, and choose it in the site settings under Menus.")]
    is_as_laid_out = page.first_published_at is None or page.last_published_at == page.first_published_at
    if not is_as_laid_out:
        return []
    sentence = "Read the privacy page through, add which organisation is responsible and how to reach it, and publish."
    return [Gap(sentence, reverse("wagtailadmin_pages:edit", args=[page.pk]))]

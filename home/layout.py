"""Lays out a site: pages, words, figures, help lines and menus from ``content/site.yaml``. Safe to repeat.

What an editor has changed since is left alone: only what is missing is made.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from cms.models import HelpLine, NavigationLink, SiteSettings
from comments.models import CommentSettings
from films.models import Fact, FilmIndexPage, PeopleIndexPage, PracticeArea, PracticeAreaIndexPage
from home.models import (
    AccessibilityStatementPage,
    CampaignPage,
    ContactPage,
    HelpPage,
    HomePage,
    RoleIndexPage,
    RolePage,
    TrainerResourcesPage,
)

CONTENT = Path(__file__).parent / "content" / "site.yaml"
# When the sentences of law in site.yaml were last compared with their sources.
LAW_CHECKED_ON = dt.date(2026, 11, 22)
INDEXES: dict[str, type[Page]] = {
    "films": FilmIndexPage,
    "areas": PracticeAreaIndexPage,
    "people": PeopleIndexPage,
    "roles": RoleIndexPage,
    "trainers": TrainerResourcesPage,
}


def site_content() -> dict[str, Any]:
    """The words a new site starts with."""
    return yaml.safe_load(CONTENT.read_text(encoding="utf-8"))


@transaction.atomic
def lay_out_site() -> HomePage:
    """The whole page tree. Pages of the law (accessibility, privacy) stay drafts until somebody fills them in."""
    content = site_content()
    home = _home(content["home"])
    site = _site(home)
    _facts(content["facts"])
    for slug, who_it_is_for in content["areas"].items():
        PracticeArea.objects.filter(slug=slug, who_it_is_for="").update(who_it_is_for=f"<p>{who_it_is_for}</p>")
    for name, model in INDEXES.items():
        entry = content["indexes"][name]
        _child(home, model, entry["slug"], title=entry["title"], introduction=entry["introduction"], in_menus=True)
    roles = RoleIndexPage.objects.child_of(home).get()
    for entry in content["roles"]:
        _role(roles, entry)
    purposes: dict[str, Page] = {"films": FilmIndexPage.objects.child_of(home).get()}
    for entry in content["pages"]:
        page = _child(
            home,
            CampaignPage,
            entry["slug"],
            title=entry["title"],
            introduction=entry["introduction"],
            body=_stream(entry["body"]),
        )
        if "purpose" in entry:
            purposes[entry["purpose"]] = page
    helped = content["help"]
    purposes["help"] = _child(
        home,
        HelpPage,
        helped["slug"],
        title=helped["title"],
        introduction=helped["introduction"],
        body=_stream(helped["body"]),
    )
    for purpose in ("contact", "take_down"):
        entry = dict(content[purpose])
        body = _stream(entry.pop("body"))
        purposes[purpose] = _child(home, ContactPage, entry.pop("slug"), purpose=purpose, body=body, **entry)
    entry = dict(content["accessibility"])
    _child(home, AccessibilityStatementPage, entry.pop("slug"), is_live=False, **entry)
    _settings(site, content, purposes)
    _menus(site, home, content)
    # Afresh: the one above does not know of its children, and saving it would make the tree forget them.
    return HomePage.objects.get(pk=home.pk)


def _home(entry: dict[str, Any]) -> HomePage:
    existing = HomePage.objects.first()
    if existing:
        return existing
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=Locale.get_active())
    # Wagtail's own first migration leaves a welcome page, which would hold the slug and the site.
    welcome = Page.objects.filter(depth=2, slug="home").exclude(content_type__model="homepage").first()
    home = HomePage(
        title=entry["title"],
        slug="home" if welcome is None else "front-page",
        search_description=entry["search_description"],
        introduction=[_quotation(entry["quoted"])],
        how_to_comment=entry["how_to_comment"],
    )
    root.add_child(instance=home)
    home.save_revision().publish()
    if welcome is not None:
        Site.objects.filter(root_page=welcome).update(root_page=home)
        welcome.delete()
        home = HomePage.objects.get()
        home.slug = "home"
        home.save_revision().publish()
    return HomePage.objects.get()


def _site(home: HomePage) -> Site:
    parts = urlsplit(settings.SITE_URL)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname, site.port, site.root_page = parts.hostname or "localhost", port, home
    site.site_name = site.site_name or settings.WAGTAIL_SITE_NAME
    site.save()
    return site


def _child(
    parent: Page, model: type[Page], slug: str, *, is_live: bool = True, in_menus: bool = False, **fields: Any
) -> Page:
    """The page of this slug below ``parent``, made if it is missing."""
    existing = Page.objects.child_of(parent).filter(slug=slug).first()
    if existing is not None:
        return existing.specific
    page = model(slug=slug, live=is_live, show_in_menus=in_menus, **fields)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    revision = page.save_revision()
    if is_live:
        revision.publish()
    return model.objects.get(pk=page.pk)


def _role(index: RoleIndexPage, entry: dict[str, Any]) -> None:
    opening = []
    if quoted := entry.get("quoted"):
        opening = [{"type": "heading", "value": quoted["heading"]}, _quotation(quoted)]
    _child(
        index,
        RolePage,
        entry["slug"],
        title=entry["title"],
        introduction=entry["introduction"],
        opening=opening,
        what_they_do=entry["what_they_do"],
        when_you_might_meet_one=entry["when_you_might_meet_one"],
        how_they_qualify=entry["how_they_qualify"],
        law_in_short=entry.get("law_in_short", ""),
        law_checked_on=LAW_CHECKED_ON if entry.get("law_in_short") else None,
        practice_area=PracticeArea.objects.filter(slug=entry["area"]).first(),
        facts=Fact.objects.filter(slug__in=entry["facts"]),
    )


def _facts(entries: list[dict[str, Any]]) -> None:
    for order, entry in enumerate(entries):
        fields = dict(entry)
        area, later_than = fields.pop("area", None), fields.pop("later_than", None)
        Fact.objects.get_or_create(
            slug=fields.pop("slug"),
            defaults={
                **fields,
                "sort_order": order,
                "practice_area": PracticeArea.objects.filter(slug=area).first() if area else None,
                "later_than": Fact.objects.filter(slug=later_than).first() if later_than else None,
            },
        )


def _quotation(quoted: dict[str, Any]) -> dict[str, Any]:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in quoted["paragraphs"])
    return {"type": "quotation", "value": {"text": text, "source": quoted["source"], "year": quoted["year"]}}


def _stream(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """``- heading: x`` as the data of a StreamField."""
    return [
        {"type": kind, "value": value.isoformat() if isinstance(value, dt.date) else value}
        for block in blocks
        for kind, value in block.items()
    ]


def _settings(site: Site, content: dict[str, Any], purposes: dict[str, Page]) -> None:
    chosen = SiteSettings.for_site(site)
    for purpose, page in purposes.items():
        if getattr(chosen, f"{purpose}_page_id") is None:
            setattr(chosen, f"{purpose}_page", Page.objects.get(pk=page.pk))
    chosen.save()
    CommentSettings.for_site(site)  # makes the row, with what a new site starts with
    if not HelpLine.objects.filter(settings=chosen).exists():
        for order, line in enumerate(content["help_lines"]):
            HelpLine.objects.create(settings=chosen, sort_order=order, **line)


def _menus(site: Site, home: HomePage, content: dict[str, Any]) -> None:
    chosen = SiteSettings.for_site(site)
    if NavigationLink.objects.filter(settings=chosen).exists():
        return
    pages = {page.slug: page for page in Page.objects.child_of(home)}
    for place in NavigationLink.Place.values:
        for order, slug in enumerate(content[place]):
            NavigationLink.objects.create(settings=chosen, place=place, page=pages[slug], sort_order=order)

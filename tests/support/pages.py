"""The pages every test of the site's front needs: home, and the three indexes below it."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Page, Site

from films.models import FilmIndexPage, PeopleIndexPage, PracticeAreaIndexPage
from home.models import HomePage


@dataclass(frozen=True, slots=True)
class SiteTree:
    site: Site
    home: HomePage
    films: FilmIndexPage
    practice_areas: PracticeAreaIndexPage
    people: PeopleIndexPage


def site_tree() -> SiteTree:
    """The default site with a home page and its index pages; made once a test, found after that."""
    site = Site.objects.get(is_default_site=True)
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        home = root.add_child(
            instance=HomePage(title="Mental health social work in the NHS – short films", slug="start")
        )
        site.root_page = home
        site.save()
    return SiteTree(
        site=site,
        home=home,
        films=_below(home, FilmIndexPage, "Films", "films"),
        practice_areas=_below(home, PracticeAreaIndexPage, "Practice areas", "practice-areas"),
        people=_below(home, PeopleIndexPage, "People", "people"),
    )


def _below(home: HomePage, model: type[Page], title: str, slug: str) -> Page:
    return model.objects.child_of(home).first() or home.add_child(instance=model(title=title, slug=slug))

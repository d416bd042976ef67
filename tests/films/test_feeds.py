"""Films as Atom and RSS, and in the list for search engines."""

from __future__ import annotations

from xml.etree import ElementTree

from django.conf import settings
from django.test import TestCase
from wagtail.models import PageViewRestriction

from tests.films.factories import (
    ContributorFactory,
    CreditFactory,
    FilmPageFactory,
    PracticeAreaFactory,
    VideoFactory,
)
from tests.support.pages import site_tree

ATOM = {"a": "http://www.w3.org/2005/Atom"}


class FeedTests(TestCase):
    def setUp(self):
        site_tree()

    def feed(self, address: str) -> ElementTree.Element:
        answer = self.client.get(address)
        self.assertEqual(answer.status_code, 200)
        self.assertFalse(answer.cookies)
        return ElementTree.fromstring(answer.content)  # noqa: S314 – our own

    def test_atom_has_what_the_standard_asks_for(self):
        """RFC 4287: ids, titles, times, an author, a link to itself; enclosures with address, length and type."""
        film = FilmPageFactory(
            title="Home & away", video=VideoFactory(ready=True), practice_areas=[PracticeAreaFactory(name="Wards")]
        )
        feed = self.feed("/feeds/films.atom")
        for name in ("a:id", "a:title", "a:updated", "a:author/a:name"):
            self.assertTrue(feed.findtext(name, namespaces=ATOM), name)
        self.assertEqual(feed.find("a:link[@rel='self']", ATOM).get("href"), f"{settings.SITE_URL}/feeds/films.atom")
        entry = feed.find("a:entry", ATOM)
        self.assertEqual(entry.findtext("a:id", namespaces=ATOM), f"urn:uuid:{film.translation_key}")
        self.assertEqual(entry.findtext("a:title", namespaces=ATOM), "Home & away")
        self.assertRegex(entry.findtext("a:updated", namespaces=ATOM), r"^\d{4}-\d\d-\d\dT")
        self.assertEqual(entry.find("a:category", ATOM).get("term"), "Wards")
        enclosure = entry.find("a:link[@rel='enclosure']", ATOM)
        self.assertEqual(enclosure.get("href"), f"{settings.SITE_URL}{film.video.mp4.url}")
        self.assertEqual((enclosure.get("length"), enclosure.get("type")), ("12", "video/mp4"))

    def test_rss_tells_the_same(self):
        film = FilmPageFactory(title="Home again", video=VideoFactory(ready=True))
        item = self.feed("/feeds/films.rss").find("channel/item")
        self.assertEqual(item.findtext("title"), "Home again")
        self.assertEqual(item.findtext("link"), f"{settings.SITE_URL}{film.url}")
        self.assertEqual(item.find("guid").get("isPermaLink"), "false")
        self.assertEqual(item.find("enclosure").get("type"), "video/mp4")

    def test_no_feed_tells_of_films_that_are_not_public(self):
        FilmPageFactory(title="Secret draft", draft=True)
        FilmPageFactory(title="Secret withdrawn", withdrawn=True)
        private = FilmPageFactory(title="Secret private")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        for address in ("/feeds/films.atom", "/feeds/films.rss"):
            self.assertNotContains(self.client.get(address), "Secret")

    def test_characters_that_xml_forbids_do_not_break_a_feed(self):
        FilmPageFactory(title="Bell", summary="a <b> ]]> & c")
        self.assertEqual(len(self.feed("/feeds/films.atom").findall("a:entry", ATOM)), 1)

    def test_a_feed_is_found_from_every_page(self):
        self.assertContains(self.client.get("/films/"), "/feeds/films.atom")


class SitemapTests(TestCase):
    def test_it_lists_films_areas_and_people_that_are_public_and_no_others(self):
        tree = site_tree()
        area = PracticeAreaFactory(slug="wards")
        public = FilmPageFactory(slug="public-film", practice_areas=[area])
        CreditFactory(film=public, contributor=ContributorFactory(slug="public-person"))
        CreditFactory(
            film=FilmPageFactory(slug="hidden-draft", draft=True), contributor=ContributorFactory(slug="hidden-person")
        )
        FilmPageFactory(slug="hidden-withdrawn", withdrawn=True)
        private = FilmPageFactory(slug="hidden-private")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        answer = self.client.get("/sitemap.xml")
        ElementTree.fromstring(answer.content)  # noqa: S314 – our own
        for path in (public.url, f"{tree.practice_areas.url}wards/", f"{tree.people.url}public-person/"):
            self.assertContains(answer, f"{path}</loc>")
        self.assertNotContains(answer, "hidden")

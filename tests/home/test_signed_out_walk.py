"""What a reader who is not signed in gets, on every page of a laid-out site with films and people in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.core.cache import cache
from django.test import Client, TestCase
from wagtail.models import Page

from home.layout import lay_out_site
from home.models import AccessibilityStatementPage, CampaignPage, RolePage
from tests.films.factories import (
    ConsentFactory,
    ContributorFactory,
    CreditFactory,
    FilmPageFactory,
    PracticeAreaFactory,
    SeriesPageFactory,
)
from tests.support.files import OwnFiles
from tests.support.nu import nu

# With the furniture in the cache.
MAX_QUERIES = 9
MAX_QUERIES_ROLE = 20
OWN_PREFIXES = ("/media/", "/static/")


class Reader(HTMLParser):
    """Headings, addresses and ids of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if found.get("id"):
            self.ids.append(found["id"])
        for name in ("href", "action"):
            if found.get(name):
                self.links.append(found[name])


class SignedOutWalkTests(OwnFiles, TestCase):
    @classmethod
    def setUpTestData(cls):
        lay_out_site()
        area = PracticeAreaFactory(slug="community-mental-health")
        person = ContributorFactory(name="Amara Lindqvist", slug="amara-lindqvist", practice_area=area)
        for number in range(2):
            film = FilmPageFactory(
                publishable=True, title=f"Film {number}", practice_areas=[area], series=SeriesPageFactory()
            )
            CreditFactory(film=film, contributor=person)
            ConsentFactory(film=film, contributor=person, may_use_in_class=True, may_download=True)
        AccessibilityStatementPage.objects.get().save_revision().publish()

    def walk(self) -> dict[str, str]:
        """Every page that can be reached from the home page by following links, by its path."""
        pages: dict[str, str] = {}
        waiting = ["/"]
        broken = []
        while waiting:
            address = waiting.pop()
            if address in pages:
                continue
            answer = self.client.get(address)
            kind = answer.get("Content-Type", "")
            if answer.status_code != 200:
                broken.append((address, answer.status_code))
                pages[address] = ""
                continue
            pages[address] = answer.content.decode() if kind.startswith("text/html") else ""
            if urlsplit(address).query:
                continue  # a filtered list or a moment of a film: looked at, not walked from
            for link in Reader(pages[address]).links:
                path = urldefrag(urljoin(address, link)).url
                parts = urlsplit(path)
                if parts.scheme or parts.netloc or path.startswith(("/accounts/", "/comments/", *OWN_PREFIXES)):
                    continue
                if re.fullmatch(r"/messages/\d+/", path):
                    continue  # takes posts only
                waiting.append(path)
        self.assertEqual(broken, [])
        return pages

    def test_the_whole_site_can_be_walked_and_is_in_order(self):
        pages = {path: html for path, html in self.walk().items() if html}
        live = {page.get_url() for page in Page.objects.live().filter(depth__gt=1)}
        self.assertEqual(live - set(pages), set(), "pages no link leads to")
        for path, html in pages.items():
            with self.subTest(path):
                reader = Reader(html)
                self.assertEqual(reader.levels.count(1), 1, "one h1")
                jumps = [b for a, b in zip(reader.levels, reader.levels[1:], strict=False) if b > a + 1]
                self.assertEqual(jumps, [], "headings in order")
                self.assertEqual(len(reader.ids), len(set(reader.ids)), "ids are unique")
                self.assertNotIn("csrfmiddlewaretoken", html)
                self.assertNotRegex(html, r"<[^>]+\s(style|on\w+)=")

    def test_every_page_is_valid_html(self):
        nu({path: html for path, html in self.walk().items() if html and not urlsplit(path).query})

    def test_no_page_sets_a_cookie_or_differs_between_readers(self):
        for path in (page.get_url() for page in Page.objects.live().filter(depth__gt=1)):
            with self.subTest(path):
                first, second = Client().get(path), Client(headers={"user-agent": "Another"}).get(path)
                self.assertEqual(dict(first.cookies) | dict(second.cookies), {})
                self.assertEqual(_without_stamps(first.content), _without_stamps(second.content))
                self.assertIn("max-age", first["Cache-Control"])

    def test_pages_cost_few_queries(self):
        for address, ceiling in (("/privacy/", MAX_QUERIES), (RolePage.objects.first().get_url(), MAX_QUERIES_ROLE)):
            self.client.get(address)  # warms the furniture
            with self.subTest(address), self.assertNumQueries(AtMost(ceiling)):
                self.client.get(address)

    def test_a_missing_page_helps_onward(self):
        answer = self.client.get("/nothing-here/")
        self.assertContains(answer, "We cannot find that page", status_code=404)
        self.assertContains(answer, 'href="/films/"', status_code=404)
        self.assertContains(answer, "116 123", status_code=404)

    def test_the_cache_forgets_menus_when_a_menu_page_is_renamed(self):
        self.assertContains(self.client.get("/"), "House rules for comments")
        page = CampaignPage.objects.get(slug="house-rules")
        page.title = "Our rules"
        page.save_revision().publish()
        self.assertContains(self.client.get("/films/"), "Our rules")
        cache.clear()
        self.assertContains(self.client.get("/films/"), "Our rules")


class AtMost(int):
    """For ``assertNumQueries``: equal to every number up to this one."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, int) and other <= int(self)

    __hash__ = int.__hash__


def _without_stamps(html: bytes) -> bytes:
    """A form's stamp says when its page was made; two readers of one cached page get the same."""
    return re.sub(rb'name="stamp" value="[^"]*"', b"", html)

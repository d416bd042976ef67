"""What pages say of themselves to search engines and link previews."""

from __future__ import annotations

import json

from django.template import Context, Template
from django.test import RequestFactory, SimpleTestCase, TestCase, override_settings

from cms import seo
from tests.home.factories import CampaignPageFactory
from tests.support.pages import site_tree


class JsonLdTests(SimpleTestCase):
    def test_nothing_in_it_can_end_the_script_or_open_a_comment(self):
        hostile = "</script><script>alert(1)</script><!-- &"
        text = seo.json_ld([{"@type": "Thing", "name": hostile}])
        for part in ("<", ">", "&"):
            self.assertNotIn(part, text)
        self.assertEqual(json.loads(text)["@graph"][0]["name"], hostile)

    def test_nothing_to_say_says_nothing(self):
        self.assertEqual(seo.json_ld([]), "")

    def test_lengths_are_iso_8601(self):
        for ms, text in {0: "PT0M0S", 499: "PT0M0S", 500: "PT0M1S", 82_000: "PT1M22S", 3_600_000: "PT60M0S"}.items():
            self.assertEqual(seo.iso_duration(ms), text)

    @override_settings(SITE_URL="https://films.example.org")
    def test_addresses_are_whole(self):
        self.assertEqual(seo.absolute("/films/"), "https://films.example.org/films/")
        self.assertEqual(seo.absolute("https://media.example.org/x.mp4"), "https://media.example.org/x.mp4")


@override_settings(SITE_URL="https://films.example.org")
class HeadTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.home = site_tree().home
        cls.page = CampaignPageFactory(title="House rules", slug="house-rules", introduction="What we decide by.")

    def render(self, source: str, host: str = "testserver", **context):
        request = RequestFactory().get("/house-rules/", headers={"host": host})
        return Template("{% load site %}" + source).render(Context({"request": request, **context}))

    def test_the_canonical_address_is_the_sites_own_whatever_host_was_asked(self):
        source = "{% page_trail as t %}{% page_head t as h %}{{ h.canonical }} {{ h.description }}"
        self.assertEqual(
            self.render(source, host="evil.example", page=self.page),
            "https://films.example.org/house-rules/ What we decide by.",
        )

    def test_the_trail_starts_at_home_by_a_short_name_and_leaves_out_the_page(self):
        child = self.page.add_child(instance=type(self.page)(title="More", slug="more"))
        source = "{% page_trail as t %}{% for name, url in t %}{{ name }} {{ url }};{% endfor %}"
        self.assertEqual(self.render(source, page=child), "Home /;House rules /house-rules/;")
        self.assertEqual(self.render(source, page=self.home), "")

    def test_a_views_own_trail_and_address_win(self):
        source = "{% page_trail as t %}{% page_head t as h %}{{ t.0.0 }} {{ h.canonical }}"
        text = self.render(source, page=self.page, breadcrumb=[("Films", "/films/")], canonical_path="/films/x/")
        self.assertEqual(text, "Films https://films.example.org/films/x/")

    def test_pages_that_are_not_in_the_tree_have_a_head_too(self):
        source = "{% page_trail as t %}{% page_head t as h %}[{{ t|length }}] {{ h.canonical }}"
        self.assertEqual(self.render(source), "[0] https://films.example.org/house-rules/")

    def test_the_breadcrumb_is_told_to_search_engines(self):
        request = RequestFactory().get("/house-rules/")
        head = seo.build_head(self.page, request, seo.page_trail(self.page, request))
        (crumbs,) = json.loads(head.json_ld)["@graph"]
        self.assertEqual([item["name"] for item in crumbs["itemListElement"]], ["Home", "House rules"])

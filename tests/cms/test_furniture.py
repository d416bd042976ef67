"""Menus, help lines and purposeful links: read once, kept, and never older than the last change."""

from __future__ import annotations

from django.test import RequestFactory, TestCase
from wagtail.models import Page, Site

from cms.models import HelpLine, NavigationLink, SiteSettings
from cms.selectors import site_furniture
from tests.home.factories import CampaignPageFactory
from tests.support.pages import site_tree


class FurnitureTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        tree = site_tree()
        cls.page = CampaignPageFactory(title="House rules", slug="house-rules")
        cls.settings = SiteSettings.for_site(tree.site)
        cls.settings.house_rules_page = Page.objects.get(pk=cls.page.pk)
        cls.settings.save()
        cls.line = HelpLine.objects.create(
            settings=cls.settings, name="Samaritans", number="116 123", href="tel:116123"
        )
        NavigationLink.objects.create(settings=cls.settings, place="footer", page=cls.settings.house_rules_page)

    def furniture(self):
        return site_furniture(RequestFactory().get("/"))

    def test_it_holds_menus_help_and_pages_by_purpose(self):
        found = self.furniture()
        self.assertEqual([(link.label, link.url) for link in found.footer], [("House rules", "/house-rules/")])
        self.assertEqual(found.header, ())
        self.assertEqual([line.number for line in found.help_lines], ["116 123"])
        self.assertEqual((found.pages["house_rules"], found.pages["privacy"]), ("/house-rules/", ""))

    def test_a_second_page_reads_none_of_it_again(self):
        request = RequestFactory().get("/")
        site_furniture(request)
        with self.assertNumQueries(0):
            site_furniture(request)

    def test_each_change_is_seen_at_once(self):
        changes = {
            "a number": (lambda: self._set(self.line, number="999"), lambda f: f.help_lines[0].number, "999"),
            "the name": (lambda: self._set(self.settings, wordmark="Films"), lambda f: f.settings.wordmark, "Films"),
            "a title": (lambda: self._publish(title="Our rules"), lambda f: f.footer[0].label, "Our rules"),
            "an address": (lambda: self._publish(slug="our-rules"), lambda f: f.footer[0].url, "/our-rules/"),
            "a page gone": (self._unpublish, lambda f: (f.footer, f.pages["house_rules"]), ((), "")),
            "a line gone": (self.line.delete, lambda f: f.help_lines, ()),
        }
        for name, (change, read, expected) in changes.items():
            with self.subTest(name):
                self.furniture()
                change()
                self.assertEqual(read(self.furniture()), expected)

    def test_without_a_site_there_is_nothing_to_show_and_no_error(self):
        Site.objects.all().delete()
        found = self.furniture()
        self.assertEqual((found.header, found.help_lines, found.pages), ((), (), {}))

    @staticmethod
    def _set(row, **fields):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()

    def _publish(self, **fields):
        page = type(self.page).objects.get(pk=self.page.pk)
        self._set(page, **fields)
        page.save_revision().publish()

    def _unpublish(self):
        type(self.page).objects.get(pk=self.page.pk).unpublish()

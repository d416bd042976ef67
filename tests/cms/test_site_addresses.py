"""Addresses of the site itself: for load balancers, robots and phones."""

from __future__ import annotations

from unittest import mock

from django.db.utils import OperationalError
from django.test import SimpleTestCase, TestCase, override_settings


class HealthTests(TestCase):
    def test_the_site_is_well_when_its_database_answers(self):
        answer = self.client.get("/healthz")
        self.assertEqual((answer.status_code, answer.content), (200, b"ok"))
        self.assertEqual(answer["Cache-Control"], "no-store")

    def test_a_database_that_is_away_is_told_with_when_to_ask_again(self):
        with mock.patch("cms.views.connection.cursor", side_effect=OperationalError):
            answer = self.client.get("/healthz")
        self.assertContains(answer, "the database does not answer", status_code=503)
        self.assertEqual(answer["Retry-After"], "30")
        self.assertEqual(answer["Cache-Control"], "no-store")

    def test_it_changes_nothing(self):
        self.assertEqual(self.client.post("/healthz").status_code, 405)


class RobotsTests(TestCase):
    @override_settings(SITE_URL="https://films.example.org")
    def test_robots_are_kept_from_personal_places_and_shown_the_map(self):
        lines = self.client.get("/robots.txt").content.decode().splitlines()
        self.assertIn("Disallow: /admin/", lines)
        self.assertIn("Disallow: /accounts/", lines)
        self.assertIn("Sitemap: https://films.example.org/sitemap.xml", lines)
        self.assertNotIn("Disallow: /", lines)


class ManifestTests(TestCase):
    def test_phones_learn_the_name_and_find_icons(self):
        answer = self.client.get("/site.webmanifest")
        self.assertEqual(answer["Content-Type"], "application/manifest+json")
        told = answer.json()
        self.assertEqual(told["name"], "Social work films")
        self.assertEqual([icon["sizes"] for icon in told["icons"]], ["192x192", "512x512"])
        self.assertTrue(all(icon["src"].startswith("/static/") for icon in told["icons"]))


class FaviconTests(SimpleTestCase):
    def test_a_page_without_an_icon_of_its_own_gets_the_sites(self):
        answer = self.client.get("/favicon.ico")
        self.assertEqual(answer.status_code, 302)
        self.assertIn("cms/icons/icon-32", answer["Location"])

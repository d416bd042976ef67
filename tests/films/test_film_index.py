"""The films index: what can be chosen, and what is then shown."""

from __future__ import annotations

import html
import re

from django.test import TestCase
from django.utils import timezone

from films.models import FilmPage, PracticeArea
from tests.films.factories import (
    CaptionTrackFactory,
    FilmPageFactory,
    SeriesPageFactory,
    TopicFactory,
    VideoFactory,
)
from tests.films.readers import queries_to_get
from tests.support.pages import site_tree


def titles(page) -> list[str]:
    return re.findall(r'film-row-title"><a[^>]*>([^<]+)<', page.content.decode())


def count(page, value: str) -> str | None:
    found = re.search(rf'<option value="{value}"[^>]*>[^<]*\((\d+)\)', page.content.decode())
    return found and found[1]


class FacetTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.amhp, cls.bia, cls.empty = PracticeArea.objects.in_order()[:3]
        cls.law, cls.family = TopicFactory(slug="t-law"), TopicFactory(slug="t-family")
        cls.url = site_tree().films.url
        cls.series = SeriesPageFactory(slug="roles")

    def setUp(self):
        FilmPageFactory(
            title="One",
            practice_areas=[self.amhp],
            topics=[self.law],
            series=self.series,
            video=VideoFactory(ready=True),
        )
        FilmPageFactory(title="Two", practice_areas=[self.amhp, self.bia], topics=[self.family])
        FilmPageFactory(title="Three", practice_areas=[self.bia], topics=[self.law], audio_description="not_needed")
        FilmPageFactory(title="Hidden", practice_areas=[self.amhp], draft=True)
        FilmPageFactory(title="Gone", practice_areas=[self.amhp], withdrawn=True)

    def test_all_public_films_stand_newest_first_with_a_count_in_words(self):
        page = self.client.get(self.url)
        self.assertEqual(titles(page), ["Three", "Two", "One"])
        self.assertContains(page, "3 films")

    def test_filters_combine(self):
        page = self.client.get(self.url, {"area": self.amhp.slug, "topic": "t-law"})
        self.assertEqual(titles(page), ["One"])
        self.assertContains(page, "1 film<")

    def test_a_count_says_what_choosing_would_leave(self):
        page = self.client.get(self.url, {"area": self.amhp.slug})
        self.assertEqual(count(page, "t-law"), "1")
        self.assertEqual(count(page, self.amhp.slug), "2")
        self.assertEqual(count(page, self.bia.slug), "2")  # counted as if no area were chosen
        self.assertIsNone(count(page, self.empty.slug))

    def test_every_offered_value_leaves_as_many_films_as_its_count_says(self):
        page = self.client.get(self.url).content.decode()
        for name, options in re.findall(r'<select id="[^"]+" name="(\w+)">(.*?)</select>', page, re.S):
            for value, number in re.findall(r'value="([\w-]+)"[^>]*>[^<]*\((\d+)\)', options):
                with self.subTest(f"{name}={value}"):
                    self.assertEqual(len(titles(self.client.get(self.url, {name: value}))), int(number))

    def test_values_nobody_offers_are_ignored(self):
        for query in (
            {"area": "nope"},
            {"sort": "x"},
            {"page": "-1"},
            {"page": "x"},
            {"area": "' OR 1=1 --"},
            {"z": "1"},
        ):
            with self.subTest(str(query)):
                self.assertContains(self.client.get(self.url, query), "3 films")

    def test_chosen_filters_can_be_removed_one_by_one(self):
        page = self.client.get(self.url, {"area": self.amhp.slug, "topic": "t-law", "sort": "title"})
        links = [
            html.unescape(link)
            for link in re.findall(r'<a href="(\?[^"]*)"><span class="hidden-visually">Remove', page.content.decode())
        ]
        self.assertEqual(len(links), 2)
        self.assertEqual(set(links), {"?topic=t-law&sort=title", f"?area={self.amhp.slug}&sort=title"})

    def test_when_nothing_matches_each_filter_can_be_removed(self):
        page = self.client.get(self.url, {"area": self.bia.slug, "series": "roles"})
        self.assertContains(page, "No films match. Remove a filter")
        self.assertContains(page, "Remove filter", 2)

    def test_a_site_without_films_says_that_the_first_is_on_its_way(self):
        FilmPage.objects.all().delete()
        self.assertContains(self.client.get(self.url), "The first film is on its way.")

    def test_sorting(self):
        self.assertEqual(titles(self.client.get(self.url, {"sort": "title"})), ["One", "Three", "Two"])

    def test_access_features_are_a_filter(self):
        film = FilmPageFactory(title="Cymraeg", video=VideoFactory(ready=True))
        CaptionTrackFactory(video=film.video, language="cy", checked=True)
        self.assertEqual(titles(self.client.get(self.url, {"access": "cymraeg"})), ["Cymraeg"])
        self.assertEqual(titles(self.client.get(self.url, {"access": "no-pictures-needed"})), ["Three"])

    def test_lengths_are_a_filter(self):
        self.assertEqual(titles(self.client.get(self.url, {"length": "under-2"})), ["One"])


class ManyFilmsTests(TestCase):
    def test_sixty_films_come_in_pages_that_keep_the_filters(self):
        url, area = site_tree().films.url, PracticeArea.objects.in_order().first()
        now = timezone.now()
        for number in range(60):
            FilmPageFactory(title=f"Film {number:02}", practice_areas=[area], first_published_at=now)
        first = self.client.get(url, {"area": area.slug, "sort": "title"})
        self.assertEqual(titles(first), [f"Film {n:02}" for n in range(24)])
        self.assertContains(first, "Page 1 of 3")
        self.assertContains(first, f"?area={area.slug}&amp;sort=title&amp;page=2")
        last = self.client.get(url, {"area": area.slug, "sort": "title", "page": "3"})
        self.assertEqual(titles(last), [f"Film {n:02}" for n in range(48, 60)])

    def test_twenty_films_cost_no_more_than_two(self):
        url = site_tree().films.url
        FilmPageFactory.create_batch(2, publishable=True)
        few = queries_to_get(self.client, url)
        FilmPageFactory.create_batch(18, publishable=True)
        self.assertEqual(queries_to_get(self.client, url), few)
        self.assertLessEqual(few, 24)

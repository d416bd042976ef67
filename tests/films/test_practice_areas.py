"""The list of practice areas, and each one's page."""

from __future__ import annotations

from django.test import TestCase

from films.models import PracticeArea
from tests.films.factories import ContributorFactory, CreditFactory, FactFactory, FilmPageFactory
from tests.films.readers import queries_to_get
from tests.support.pages import site_tree


class PracticeAreaTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.url = site_tree().practice_areas.url
        cls.area, cls.other = PracticeArea.objects.in_order()[:2]

    def test_the_list_counts_public_films_alone(self):
        FilmPageFactory(practice_areas=[self.area])
        FilmPageFactory(practice_areas=[self.area], draft=True)
        FilmPageFactory(practice_areas=[self.area], withdrawn=True)
        page = self.client.get(self.url)
        self.assertContains(page, self.area.name)
        self.assertContains(page, "1 film<")
        self.assertContains(page, "No films yet", PracticeArea.objects.count() - 1)

    def test_an_area_shows_its_films_people_and_figures(self):
        film = FilmPageFactory(title="Home again", practice_areas=[self.area])
        CreditFactory(film=film, contributor=ContributorFactory(name="Amara Lindqvist", practice_area=self.area))
        FilmPageFactory(title="Another field", practice_areas=[self.other])
        FactFactory(practice_area=self.area, figure="about 4,200")
        page = self.client.get(f"{self.url}{self.area.slug}/")
        for words in (self.area.description, "Home again", "Amara Lindqvist", "about 4,200"):
            self.assertContains(page, words)
        self.assertNotContains(page, "Another field")

    def test_an_area_without_a_film_has_a_page_too(self):
        page = self.client.get(f"{self.url}{self.area.slug}/")
        self.assertContains(page, "No films yet")
        self.assertContains(page, "See all films")

    def test_an_unknown_area_is_not_found(self):
        self.assertEqual(self.client.get(f"{self.url}nope/").status_code, 404)

    def test_lists_cost_the_same_for_two_films_and_twenty(self):
        FilmPageFactory.create_batch(2, publishable=True, practice_areas=[self.area])
        addresses = (self.url, f"{self.url}{self.area.slug}/")
        few = [queries_to_get(self.client, address) for address in addresses]
        FilmPageFactory.create_batch(18, publishable=True, practice_areas=[self.area])
        self.assertEqual([queries_to_get(self.client, address) for address in addresses], few)

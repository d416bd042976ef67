"""The people in the films, and each one's page."""

from __future__ import annotations

from django.test import TestCase

from films.models import PracticeArea
from tests.films.factories import ContributorFactory, CreditFactory, FilmPageFactory, PictureFactory
from tests.films.readers import queries_to_get
from tests.support.pages import site_tree


class PeopleTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.url = site_tree().people.url
        cls.area, cls.other = PracticeArea.objects.in_order()[:2]

    def person(self, name: str, film=None, **fields):
        person = ContributorFactory(name=name, slug=name.lower().replace(" ", "-"), **fields)
        if film is not None:
            CreditFactory(film=film, contributor=person)
        return person

    def test_only_people_in_public_films_are_listed(self):
        self.person("Public Person", FilmPageFactory())
        self.person("Draft Person", FilmPageFactory(draft=True))
        self.person("Gone Person", FilmPageFactory(withdrawn=True))
        self.person("No Film")
        page = self.client.get(self.url)
        self.assertContains(page, "Public Person")
        self.assertContains(page, "1 person<")
        for name in ("Draft Person", "Gone Person", "No Film"):
            self.assertNotContains(page, name)

    def test_people_are_found_by_practice_area_their_further_areas_too(self):
        film = FilmPageFactory()
        self.person("First Person", film, practice_area=self.area)
        self.person("Second Person", film, practice_area=self.other).other_areas.add(self.area)
        self.person("Third Person", film, practice_area=self.other)
        page = self.client.get(self.url, {"area": self.area.slug})
        self.assertContains(page, "2 people")
        self.assertContains(page, f"{self.area.name} (2)")
        self.assertNotContains(page, "Third Person")
        self.assertContains(self.client.get(self.url, {"area": "nope"}), "3 people")

    def test_a_filter_in_force_can_be_removed(self):
        self.person("First Person", FilmPageFactory(), practice_area=self.area)
        self.assertContains(self.client.get(self.url, {"area": self.area.slug}), "Remove filter")

    def test_a_profile_shows_words_and_films_and_no_more(self):
        film = FilmPageFactory(title="Home again", pull_quote="I ask first.", pull_quote_start_ms=28_000)
        person = self.person("Amara Lindqvist", film, bio="I trained in Leeds.\n\nI work at night.", team="Night team")
        film.pull_quote_speaker = person
        film.save()
        page = self.client.get(f"{self.url}amara-lindqvist/")
        for words in ("Amara Lindqvist", "I trained in Leeds.", "Night team", "Home again", "I ask first.", "0:28"):
            self.assertContains(page, words)
        self.assertContains(page, f"{film.url}?t=28")

    def test_somebody_without_a_public_film_has_no_page_and_is_gone_after_a_withdrawal(self):
        self.person("Draft Person", FilmPageFactory(draft=True))
        self.person("Gone Person", FilmPageFactory(withdrawn=True))
        self.assertEqual(self.client.get(f"{self.url}draft-person/").status_code, 404)
        gone = self.client.get(f"{self.url}gone-person/")
        self.assertNotContains(gone, "Gone Person", status_code=410)
        self.assertContains(gone, "noindex", status_code=410)
        self.assertEqual(self.client.get(f"{self.url}nobody/").status_code, 404)

    def test_hostile_names_are_only_words(self):
        self.person("Evil", FilmPageFactory(), bio="<script>alert(1)</script>", role='"><img src=x>')
        page = self.client.get(f"{self.url}evil/").content.decode()
        self.assertNotIn("<script>alert", page)
        self.assertNotIn("<img src=x>", page)

    def test_twenty_people_cost_no_more_than_two(self):
        film = FilmPageFactory()
        for number in range(2):
            self.person(f"Person {number}", film, portrait=PictureFactory())
        few = queries_to_get(self.client, self.url)
        for number in range(2, 20):
            self.person(f"Person {number}", film, portrait=PictureFactory())
        self.assertEqual(queries_to_get(self.client, self.url), few)

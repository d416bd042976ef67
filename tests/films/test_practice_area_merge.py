"""Two practice areas become one: nothing is lost, and old addresses lead on."""

from django.test import TestCase
from wagtail.contrib.redirects.models import Redirect

from films.models import Contributor, FilmPage, PracticeArea
from films.services import practice_areas
from tests.films.factories import ContributorFactory, FactFactory, FilmPageFactory, PracticeAreaFactory
from tests.support.pages import site_tree


class MergeTests(TestCase):
    def setUp(self):
        site_tree()
        self.old, self.new = PracticeAreaFactory(slug="old"), PracticeAreaFactory(slug="new")

    def merge(self):
        return practice_areas.merge(self.old, into=self.new)

    def test_films_people_and_facts_move_and_the_area_goes(self):
        film = FilmPageFactory(practice_areas=[self.old])
        both = FilmPageFactory(practice_areas=[self.old, self.new])
        person = ContributorFactory(practice_area=self.old)
        helper = ContributorFactory(practice_area=self.new)
        helper.other_areas.add(self.old)
        fact = FactFactory(practice_area=self.old)
        moved = self.merge()
        self.assertEqual((moved.films, moved.people, moved.facts), (2, 1, 1))
        for page in (film, both):
            self.assertEqual(list(FilmPage.objects.get(pk=page.pk).practice_areas.all()), [self.new])
        person.refresh_from_db()
        fact.refresh_from_db()
        self.assertEqual((person.practice_area, fact.practice_area), (self.new, self.new))
        self.assertFalse(Contributor.objects.get(pk=helper.pk).other_areas.exists())
        self.assertFalse(PracticeArea.objects.filter(slug="old").exists())

    def test_a_draft_published_afterwards_is_in_the_area_that_stayed(self):
        film = FilmPageFactory(draft=True, publishable=True, practice_areas=[self.old])
        revision = FilmPage.objects.get(pk=film.pk).save_revision()
        self.merge()
        revision.refresh_from_db()
        revision.publish()
        self.assertEqual(list(FilmPage.objects.get(pk=film.pk).practice_areas.all()), [self.new])

    def test_the_old_address_leads_to_the_new_one_also_after_a_second_merge(self):
        self.merge()
        last = PracticeAreaFactory(slug="last")
        practice_areas.merge(self.new, into=last)
        links = dict(Redirect.objects.values_list("old_path", "redirect_link"))
        self.assertEqual(set(links.values()), {"/practice-areas/last/"})
        self.assertEqual(set(links), {"/practice-areas/old", "/practice-areas/new"})

    def test_an_area_is_not_merged_into_itself(self):
        with self.assertRaises(practice_areas.CannotMerge):
            practice_areas.merge(self.old, into=self.old)

"""The factories other tests stand on."""

from django.test import TestCase

from films.models import FilmPage
from tests.films import factories


class FactoryTests(TestCase):
    def test_a_film_lies_below_the_film_index_and_is_public(self):
        film = factories.FilmPageFactory()
        self.assertIn(film, FilmPage.objects.for_readers())
        self.assertEqual(film.get_parent().slug, "films")

    def test_a_ready_film_has_an_mp4_and_checked_words(self):
        film = factories.FilmPageFactory(ready=True)
        self.assertTrue(film.video.mp4.file.size)
        self.assertTrue(film.caption_track.is_checked)
        self.assertEqual(film.caption_track.cues.count(), 2)

    def test_a_draft_and_a_withdrawn_film_are_not_for_readers(self):
        factories.FilmPageFactory(draft=True)
        factories.FilmPageFactory(withdrawn=True)
        self.assertFalse(FilmPage.objects.for_readers().exists())

    def test_areas_and_topics_are_kept(self):
        area, topic = factories.PracticeAreaFactory(), factories.TopicFactory()
        film = FilmPage.objects.get(pk=factories.FilmPageFactory(practice_areas=[area], topics=[topic]).pk)
        self.assertEqual((list(film.practice_areas.all()), list(film.topics.all())), ([area], [topic]))

    def test_every_other_row_can_be_made_alone(self):
        for name in (
            "CreditFactory",
            "ConsentFactory",
            "ChapterFactory",
            "ChangeNoteFactory",
            "CueFactory",
            "FactFactory",
            "SeriesPageFactory",
            "ProcessingStepFactory",
            "PictureFactory",
            "RenditionFactory",
        ):
            with self.subTest(name):
                self.assertIsNotNone(getattr(factories, name)().pk)

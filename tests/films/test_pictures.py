"""Posters and portraits are ready before a reader asks."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.test import TestCase
from django_tasks import task_backends

from cms.models import PictureRendition
from films import tasks
from films.models import FilmPage
from tests.films.factories import ConsentFactory, ContributorFactory, CreditFactory, FilmPageFactory, PictureFactory


class ReadyPicturesTests(TestCase):
    def enqueued(self) -> list[tuple]:
        return [tuple(result.args) for result in task_backends["background"].results if "picture" in result.task.name]

    def setUp(self):
        task_backends["background"].clear()

    def test_publishing_asks_for_the_poster_and_the_portraits(self):
        film = FilmPageFactory(publishable=True, draft=True)
        person = ContributorFactory(portrait=PictureFactory())
        CreditFactory(film=film, contributor=person)
        ConsentFactory(film=film, contributor=person)
        task_backends["background"].clear()
        with self.captureOnCommitCallbacks(execute=True):
            FilmPage.objects.get(pk=film.pk).save_revision().publish()
        self.assertIn((film.poster_id, [person.portrait_id]), self.enqueued())

    def test_after_the_task_a_reader_causes_no_new_size(self):
        film = FilmPageFactory(publishable=True)
        other = FilmPageFactory(publishable=True)
        person = CreditFactory(film=film, contributor=ContributorFactory(portrait=PictureFactory())).contributor
        for poster in (film.poster_id, other.poster_id):
            tasks.make_picture_sizes.func(poster, [person.portrait_id])
        before = PictureRendition.objects.count()
        for address in (film.url, "/films/", "/people/", "/"):
            self.assertEqual(self.client.get(address).status_code, 200)
        self.assertEqual(PictureRendition.objects.count(), before)

    def test_a_second_run_and_a_picture_that_is_gone_change_nothing(self):
        film = FilmPageFactory(publishable=True)
        tasks.make_picture_sizes.func(film.poster_id, [])
        before = PictureRendition.objects.count()
        tasks.make_picture_sizes.func(film.poster_id, [999_999])
        tasks.make_picture_sizes.func(None, [])
        self.assertEqual(PictureRendition.objects.count(), before)

    def test_every_picture_of_a_film_page_can_be_fetched(self):
        film = FilmPageFactory(publishable=True)
        FilmPageFactory.create_batch(2, publishable=True)
        page = self.client.get(film.url).content.decode()
        sources = re.findall(r'(?:poster|src)="(/media/[^"]+)"', page)
        for srcset in re.findall(r'srcset="([^"]+)"', page):
            sources += [part.split()[0] for part in srcset.split(",")]
        self.assertGreater(len(sources), 4)
        for source in sources:
            self.assertEqual(self.client.get(urlsplit(source).path).status_code, 200, source)

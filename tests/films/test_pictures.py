"""Posters and portraits are ready before a reader asks."""

from __future__ import annotations

import re
from unittest import mock
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.test import TestCase
from django_tasks import task_backends

from cms.models import Picture, PictureRendition
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


class TwoProcessesTests(TestCase):
    """Two web processes make the same sizes at once: each answers, and one row a size is kept."""

    SPECS = ("format-webp|fill-480x270", "format-jpeg|fill-480x270")

    def setUp(self):
        self.picture = PictureFactory()

    def while_the_other_is_first(self, specs: tuple[str, ...]):
        """The other process stores its renditions in the moment in which this one writes its own."""
        create = PictureRendition.objects.bulk_create
        first = []

        def other_first(rows, **options):
            if not first:
                first.append(True)
                for spec in specs:
                    Picture.objects.get(pk=self.picture.pk).get_rendition(spec)
            return create(rows, **options)

        return mock.patch.object(type(PictureRendition.objects), "bulk_create", side_effect=other_first)

    def check_kept(self):
        kept = PictureRendition.objects.filter(image=self.picture)
        self.assertEqual(sorted(kept.values_list("filter_spec", flat=True)), sorted(self.SPECS))

    def test_several_sizes(self):
        with self.while_the_other_is_first(self.SPECS):
            mine = self.picture.get_renditions(*self.SPECS)
        self.check_kept()
        for rendition in mine.values():
            self.assertTrue(rendition.file.storage.exists(rendition.file.name))

    def test_what_is_shown_is_what_is_kept(self):
        """A file that no row knows would stay when the picture is taken away."""
        with self.while_the_other_is_first(self.SPECS):
            mine = self.picture.get_renditions(*self.SPECS)
        kept = set(PictureRendition.objects.filter(image=self.picture).values_list("file", flat=True))
        self.assertEqual({rendition.file.name for rendition in mine.values()}, kept)
        again = Picture.objects.get(pk=self.picture.pk).get_renditions(*self.SPECS)
        self.assertEqual({rendition.file.name for rendition in again.values()}, kept)

    def test_one_size(self):
        spec = self.SPECS[0]
        make = Picture.generate_rendition_file
        others = []

        def other_first(picture, *args, **options):
            made = make(picture, *args, **options)
            if not others:
                others.append(True)
                others.append(Picture.objects.get(pk=self.picture.pk).get_rendition(spec))
            return made

        with mock.patch.object(Picture, "generate_rendition_file", autospec=True, side_effect=other_first):
            mine = self.picture.get_rendition(spec)
        self.assertEqual(mine.file.name, others[1].file.name)
        self.assertEqual(PictureRendition.objects.filter(image=self.picture).count(), 1)

    def test_the_database_keeps_one_row_a_size(self):
        rendition = self.picture.get_rendition(self.SPECS[0])
        rendition.pk = None
        with self.assertRaises(IntegrityError), transaction.atomic():
            rendition.save(force_insert=True)

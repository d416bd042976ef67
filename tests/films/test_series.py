"""A series: its films in order, how long they are, and the series beside it."""

from __future__ import annotations

import re

from django.test import TestCase

from tests.films.factories import FilmPageFactory, SeriesPageFactory, VideoFactory


class SeriesTests(TestCase):
    def test_films_stand_in_their_order_with_the_whole_length(self):
        series = SeriesPageFactory(title="The roles", introduction="Short films about jobs.")
        for position, title in ((2, "Second"), (1, "First")):
            video = VideoFactory(ready=True, duration_ms=65_000)
            FilmPageFactory(title=title, series=series, series_position=position, video=video)
        FilmPageFactory(title="Hidden", series=series, draft=True)
        page = self.client.get(series.url)
        self.assertEqual(re.findall(r'film-row-title"><a[^>]*>([^<]+)<', page.content.decode()), ["First", "Second"])
        self.assertContains(page, "2 films, 2 minutes 10 seconds in all.")
        self.assertContains(page, "Short films about jobs.")

    def test_the_series_before_and_after_are_linked(self):
        first, second, third = (SeriesPageFactory(title=f"Series {name}") for name in "ABC")
        page = self.client.get(second.url)
        self.assertContains(page, f'rel="prev" href="{first.url}"')
        self.assertContains(page, f'rel="next" href="{third.url}"')
        self.assertContains(page, "Next series")
        self.assertNotContains(self.client.get(first.url), 'rel="prev"')

    def test_a_series_without_films_says_so(self):
        page = self.client.get(SeriesPageFactory().url)
        self.assertContains(page, "The first film is on its way.")
        self.assertContains(page, "0 films.")

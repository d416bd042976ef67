"""Lists in the admin: the same number of queries however long, and words instead of a programmer's values."""

import datetime as dt
import re

from django.test import TestCase
from django.urls import reverse

from films.models import Contributor, Fact
from tests.films.factories import (
    ChapterFactory,
    ConsentFactory,
    ContributorFactory,
    CreditFactory,
    FactFactory,
    FilmPageFactory,
    SeriesPageFactory,
    VideoFactory,
)
from tests.films.readers import queries_to_get
from tests.home.factories import EnquiryFactory
from tests.home.test_enquiries_admin import member

BARE = ("None", "True", "False")


def films(count):
    for film in [FilmPageFactory(ready=True) for _ in range(count)]:
        CreditFactory(film=film)
        ConsentFactory(film=film)
        ChapterFactory(film=film)


def listing(model):
    return reverse(model.snippet_viewset.get_url_name("list"))


class ListingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.administrator = member("Administrators")

    def setUp(self):
        self.client.force_login(self.administrator)

    def test_a_longer_list_costs_no_more_queries(self):
        lists = {
            "film files": (reverse("videos:index"), lambda n: [FilmPageFactory(ready=True) for _ in range(n)]),
            "film file chooser": (
                reverse("video_chooser:choose"),
                lambda n: [VideoFactory(ready=True) for _ in range(n)],
            ),
            "films": (reverse("film_listing:index"), films),
            "series": (reverse("series_listing:index"), SeriesPageFactory.create_batch),
            "people": (listing(Contributor), ContributorFactory.create_batch),
            "facts": (listing(Fact), FactFactory.create_batch),
            "consents": (reverse("film_consents:report"), ConsentFactory.create_batch),
            "messages": (
                reverse("enquiries:index"),
                lambda n: [EnquiryFactory(film=FilmPageFactory()) for _ in range(n)],
            ),
        }
        for name, (address, make) in lists.items():
            with self.subTest(name):
                make(2)
                few = queries_to_get(self.client, address)
                make(7)
                self.assertEqual(queries_to_get(self.client, address), few)
                self.assertLess(few, 50)

    def test_lists_say_yes_no_and_dates_in_words(self):
        ConsentFactory(given_on=dt.date(2018, 8, 6), expires_on=None, review_on=None)
        FactFactory(review_by=dt.date(2018, 8, 6))
        FactFactory(review_by=dt.date(2999, 1, 1))
        SeriesPageFactory()
        expected = {
            reverse("videos:index"): (),
            reverse("film_listing:index"): (),
            reverse("series_listing:index"): (),
            listing(Contributor): ("Social worker",),
            listing(Fact): ("6 August 2018", "Yes", "No"),
            reverse("film_consents:report"): ("6 August 2018", "No date", "No end"),
        }
        for address, words in expected.items():
            page = self.client.get(address).content.decode().split("<main")[1]
            for word in words:
                self.assertRegex(page, rf">\s*{word}\s*<", address)
            for bare in BARE:
                self.assertIsNone(re.search(rf">\s*{bare}\s*<", page), f"{address}: {bare}")

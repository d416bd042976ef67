"""Films, and what they stand below, are public or not: there is no password in between."""

from django.test import TestCase
from django.urls import reverse
from wagtail.models import PageViewRestriction

from accounts.models import User
from films.models import FilmPage
from home.models import CampaignPage
from tests.films.factories import FilmPageFactory, SeriesPageFactory
from tests.support.pages import site_tree


class PrivacyTests(TestCase):
    def test_films_and_the_pages_above_them_cannot_be_given_a_password(self):
        self.client.force_login(User.objects.create_superuser("ann", "ann@films.example", "a long pass phrase"))
        tree = site_tree()
        for page in (FilmPageFactory(), SeriesPageFactory(), tree.films, tree.home):
            with self.subTest(page.title):
                address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
                self.assertNotContains(self.client.get(address), "password")
                self.client.post(address, {"restriction_type": "password", "password": "abc"})
                self.assertFalse(PageViewRestriction.objects.exists())

    def test_other_pages_ask_for_their_password_in_the_site_s_own_clothes(self):
        page = site_tree().home.add_child(instance=CampaignPage(title="About", search_description="Not for all"))
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="abc")
        answer = self.client.get(page.url)
        self.assertTemplateUsed(answer, "base.html")
        self.assertContains(answer, "<h1>This page needs a password</h1>", html=True)
        self.assertNotContains(answer, "Not for all")
        self.assertNotIn("public", answer.get("Cache-Control", ""))
        restriction = PageViewRestriction.objects.get()
        address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
        wrong = self.client.post(address, {"password": "abd", "return_url": page.url})
        self.assertContains(wrong, "The password you have entered is not correct.")
        self.assertContains(
            self.client.post(address, {"password": "abc", "return_url": page.url}, follow=True), "About"
        )

    def test_a_film_with_a_password_all_the_same_is_not_public_anywhere(self):
        film = FilmPageFactory(ready=True, title="Home again")
        PageViewRestriction.objects.create(page=film, restriction_type="password", password="abc")
        self.assertFalse(FilmPage.objects.for_readers().exists())
        for address in ("/films/", "/search/?q=home", "/feeds/films.atom", "/sitemap.xml", "/"):
            with self.subTest(address):
                self.assertNotContains(self.client.get(address), "home-again")
        self.assertEqual(self.client.get(film.video.mp4.url).status_code, 404)

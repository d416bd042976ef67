"""An error on a tab that is hidden is named above the form, with its field and its tab."""

from django.test import TestCase
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from accounts.models import User
from films.models import FilmPage
from home.models import CampaignPage
from tests.films.factories import FilmPageFactory
from tests.films.test_film_form import form_data
from tests.support.pages import site_tree


class ErrorsOnTabsTests(TestCase):
    def setUp(self):
        self.tree = site_tree()
        self.client.force_login(User.objects.create_superuser("ann", "ann@films.example", "a long pass phrase"))

    def add(self, parent, model, data):
        address = reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])
        return self.client.post(address, {**data, "action-save": "yes"})

    def test_a_new_film_whose_address_is_taken(self):
        film = FilmPageFactory()
        answer = self.add(self.tree.films, FilmPage, form_data(film, title="Another"))
        self.assertContains(answer, "<li>Look at the tab “Publish”: Slug.</li>", html=True)
        self.assertContains(answer, "<li>Slug: The slug &#x27;")
        self.assertEqual(FilmPage.objects.count(), 1)

    def test_rows_are_named_with_their_tab_too(self):
        film = FilmPageFactory(ready=True)
        row = {"start_ms": "nine o'clock", "title": "Beginning", "ORDER": "1"}
        data = form_data(film, chapters=inline_formset([row]), slug="not a slug")
        answer = self.client.post(reverse("wagtailadmin_pages:edit", args=[film.pk]), {**data, "action-save": "yes"})
        self.assertContains(answer, "<li>Look at the tab “Words”: Chapters.</li>", html=True)
        self.assertContains(answer, "<li>Look at the tab “Publish”: Slug.</li>", html=True)

    def test_a_new_page_of_another_kind(self):
        data = nested_form_data(
            {"title": "About", "slug": self.tree.films.slug, "body": streamfield([]), "comments": inline_formset([])}
        )
        answer = self.add(self.tree.home, CampaignPage, {**data, "introduction": rich_text("")})
        self.assertContains(answer, "<li>Look at the tab “Promote”: Slug.</li>", html=True)
        self.assertContains(answer, "<li>Slug: The slug &#x27;")

    def test_site_settings(self):
        site = Site.objects.get(is_default_site=True)
        address = reverse("wagtailsettings:edit", args=["cms", "sitesettings", site.pk])
        answer = self.client.post(address, {"wordmark": "Films", "moderation_days": ""})
        self.assertContains(answer, "Look at the tab “Moderation hours”: ")

    def test_without_an_error_no_tab_is_named(self):
        film = FilmPageFactory()
        address = reverse("wagtailadmin_pages:edit", args=[film.pk])
        answer = self.client.post(address, {**form_data(film), "action-save": "yes"}, follow=True)
        self.assertNotContains(answer, "Look at the tab")

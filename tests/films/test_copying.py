"""A copy of a film is a draft, whoever makes it and however."""

from django.contrib.auth.models import Group
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from films.models import FilmIndexPage, FilmPage
from films.models.copies import AliasRefused
from home.models import CampaignPage
from tests.films.factories import ConsentFactory, FilmPageFactory
from tests.support.pages import site_tree


class CopyingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tree = site_tree()
        cls.film = ConsentFactory(film=FilmPageFactory(publishable=True, title="Home again")).film
        cls.film.save_revision()
        cls.editor = User.objects.create_user("ann", "ann@films.example", "a long pass phrase")
        cls.editor.groups.add(Group.objects.get(name="Editors"))
        cls.administrator = User.objects.create_superuser("bea", "bea@films.example", "a long pass phrase")

    def copy(self, page, **choices):
        data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": page.get_parent().pk, **choices}
        return self.client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data, follow=True)

    def assert_only_the_first_film_is_public(self):
        self.assertEqual(list(FilmPage.objects.for_readers()), [self.film])
        self.assertFalse(FilmPage.objects.live().exclude(pk=self.film.pk).exists())

    def test_a_film_s_copy_is_a_draft_though_publishing_was_ticked(self):
        self.client.force_login(self.editor)
        answer = self.copy(self.film, publish_copies="on")
        self.assertContains(answer, "Copies of films are drafts.")
        copied = FilmPage.objects.get(slug="copy")
        self.assertFalse(copied.live)
        self.assertFalse(copied.consents.exists())
        self.assertEqual(self.client.get("/films/copy/").status_code, 404)
        self.assert_only_the_first_film_is_public()

    def test_a_film_gets_no_alias_and_the_editor_is_told_why(self):
        self.client.force_login(self.editor)
        for choices in ({"alias": "on"}, {"alias": "on", "publish_copies": "on"}):
            with self.subTest(choices):
                self.assertContains(self.copy(self.film, **choices), "A film cannot have an alias")
                self.assertFalse(Page.objects.filter(slug="copy").exists())

    def test_the_form_does_not_offer_what_is_refused(self):
        self.client.force_login(self.editor)
        for page in (self.film, self.tree.films):
            answer = self.client.get(reverse("wagtailadmin_pages:copy", args=[page.pk]))
            self.assertContains(answer, 'name="new_title"')
            self.assertNotContains(answer, 'name="publish_copies"')
            self.assertNotContains(answer, 'name="alias"')

    def test_the_film_index_is_copied_with_its_films_as_drafts(self):
        other_home = self.tree.home.copy(update_attrs={"slug": "other"})
        self.client.force_login(self.administrator)
        self.copy(self.tree.films, publish_copies="on", copy_subpages="on", new_parent_page=other_home.pk)
        self.assertEqual(FilmPage.objects.child_of(Page.objects.get(slug="copy")).count(), 1)
        self.assert_only_the_first_film_is_public()

    def test_the_page_above_the_films_gets_no_alias_and_no_live_copy(self):
        self.client.force_login(self.administrator)
        self.assertContains(self.copy(self.tree.home, alias="on"), "A film cannot have an alias")
        answer = self.copy(self.tree.home, publish_copies="on", copy_subpages="on")
        self.assertContains(answer, "Copies of films are drafts.")

    def test_a_page_without_films_below_it_is_copied_as_ever(self):
        self.client.force_login(self.administrator)
        self.copy(self.tree.home.add_child(instance=CampaignPage(title="About")), publish_copies="on")
        self.assertTrue(Page.objects.get(slug="copy").live)

    def test_copies_by_code_are_drafts_and_aliases_are_refused(self):
        other_home = self.tree.home.copy(update_attrs={"slug": "other"})
        for page, to in ((self.film, None), (FilmIndexPage.objects.get(pk=self.tree.films.pk), other_home)):
            with self.subTest(page.title):
                copied = page.copy(recursive=True, to=to, keep_live=True, update_attrs={"slug": "by-code"})
                self.assertFalse(copied.live)
                with self.assertRaises(AliasRefused):
                    page.create_alias(update_slug="alias")
        self.assertEqual(FilmPage.objects.count(), 4)
        self.assert_only_the_first_film_is_public()

"""No way of publishing gets round what a film must have."""

import datetime as dt

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from comments.models import Comment
from films.models import FilmPage
from films.readiness import NotReady
from tests.comments.factories import CommentFactory
from tests.films.factories import FilmPageFactory


class UnreadyFilmTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.film = FilmPageFactory(live=False, summary="")
        cls.editor = User.objects.create_user("ann", password="a long pass phrase")
        cls.editor.groups.add(Group.objects.get(name="Editors"))

    def setUp(self):
        self.client.force_login(self.editor)

    def is_public(self) -> bool:
        return FilmPage.objects.for_readers().filter(pk=self.film.pk).exists()

    def test_code_that_publishes_is_told_what_is_missing(self):
        with self.assertRaisesMessage(NotReady, "You cannot publish yet."):
            self.film.save_revision().publish()
        self.assertFalse(self.is_public())

    def test_approving_in_the_workflow_leads_back_to_the_form_with_what_is_missing(self):
        self.film.save_revision()
        state = self.film.get_workflow().start(self.film, self.editor)
        address = reverse(
            "wagtailadmin_pages:workflow_action", args=[self.film.pk, "approve", state.current_task_state.pk]
        )
        answer = self.client.post(address, {}, follow=True)
        self.assertContains(answer, "You cannot publish yet.")
        self.assertFalse(self.is_public())

    def test_publishing_a_parent_with_its_descendants_leaves_it_out(self):
        self.film.save_revision()
        index = self.film.get_parent()
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        self.client.post(f"{address}?id={index.pk}", {"include_descendants": "on"}, follow=True)
        self.assertFalse(self.is_public())

    def test_the_clock_passes_it_over_and_goes_on_with_the_next(self):
        ready = FilmPageFactory(live=False, publishable=True)
        past = timezone.now() - dt.timedelta(minutes=1)
        for film in (self.film, ready):
            revision = film.save_revision()
            revision.approved_go_live_at = past
            revision.save()
        call_command("publish_scheduled", verbosity=0)
        self.assertFalse(self.is_public())
        self.assertTrue(FilmPage.objects.for_readers().filter(pk=ready.pk).exists())


class RecordTests(TestCase):
    def test_a_film_with_comments_is_not_deleted(self):
        film = FilmPageFactory()
        CommentFactory(page=film, approved=True)
        self.client.force_login(User.objects.create_superuser("ann", "ann@films.example", "a long pass phrase"))
        for page in (film, film.get_parent()):
            with self.subTest(page=page.title):
                answer = self.client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
                self.assertContains(answer, "Nothing has been deleted.")
        self.assertTrue(Page.objects.filter(pk=film.pk).exists())
        self.assertEqual(Comment.objects.count(), 1)

"""No way of publishing gets round what a film must have."""

import datetime as dt

from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.management import call_command
from django.db import transaction
from django.test import RequestFactory, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page

from accounts.models import User
from comments.models import Comment
from films.keeping import RecordKept
from films.middleware import RefusalMiddleware
from films.models import FilmPage
from films.readiness import NotReady
from tests.comments.factories import CommentFactory
from tests.films.factories import ConsentFactory, CreditFactory, FilmPageFactory


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
        state = self.film.get_workflow().start(self.film, None)
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

    def test_the_form_and_wagtails_own_api_make_nothing_public_that_lacks_something(self):
        self.film.save_revision()
        address = reverse("wagtailadmin_api:pages:action", args=[self.film.pk, "publish"])
        answer = self.client.post(address, follow=True)
        self.assertContains(answer, "Nothing has been published.")
        self.assertContains(answer, "Write the one-line summary.")
        self.assertFalse(self.is_public())

    def test_a_new_version_of_a_public_film_is_held_to_the_same(self):
        film = FilmPageFactory(publishable=True, live=False)
        film.save_revision().publish()
        film = FilmPage.objects.get(pk=film.pk)
        film.summary = ""
        revision = film.save_revision()
        with self.assertRaises(NotReady):
            PublishPageRevisionAction(revision).execute()
        self.assertEqual(FilmPage.objects.get(pk=film.pk).summary, "What happens in this film, in one line.")

    def test_a_public_film_that_lacks_something_today_can_still_be_changed(self):
        film = FilmPageFactory(publishable=True, live=False)
        film.save_revision().publish()
        film = FilmPage.objects.get(pk=film.pk)
        film.video.caption_tracks.all().delete()
        film.comments_are = FilmPage.CommentsAre.CLOSED
        film.save()
        self.assertTrue(FilmPage.objects.get(pk=film.pk).live)

    def test_several_at_once_name_every_film_and_every_thing(self):
        other = FilmPageFactory(live=False, publishable=True, title="No poster here", poster=None)
        ready = FilmPageFactory(live=False, publishable=True)
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        for query, data in (
            (f"id={self.film.pk}&id={other.pk}&id={ready.pk}", {}),
            (f"id={self.film.get_parent().pk}", {"include_descendants": "on"}),
        ):
            with self.subTest(query):
                answer = self.client.post(f"{address}?{query}", data, follow=True)
                for words in ("Nothing has been published.", "Write the one-line summary.", "Choose a picture for the"):
                    self.assertContains(answer, words)
                self.assertFalse(FilmPage.objects.get(pk=ready.pk).live)


class CopyTests(TestCase):
    """A copy is another film page: nobody has agreed to that one yet."""

    def setUp(self):
        self.film = FilmPageFactory(publishable=True, live=False)
        credit = CreditFactory(film=self.film)
        ConsentFactory(film=self.film, contributor=credit.contributor)
        self.film.save_revision().publish()
        self.film = FilmPage.objects.get(pk=self.film.pk)
        self.client.force_login(User.objects.create_superuser("ann", "ann@films.example", "a long pass phrase"))

    def copy(self, **choices):
        parent = self.film.get_parent().pk
        fields = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": parent, **choices}
        return self.client.post(reverse("wagtailadmin_pages:copy", args=[self.film.pk]), fields, follow=True)

    def test_it_starts_as_a_draft(self):
        self.copy()
        copy = FilmPage.objects.get(slug="a-copy")
        self.assertEqual((copy.live, copy.consents.count(), copy.credits.count()), (False, 0, 1))

    def test_wagtails_own_api_makes_no_live_copy(self):
        address = reverse("wagtailadmin_api:pages:action", args=[self.film.pk, "copy"])
        fields = {"recursive": False, "keep_live": True, "slug": "a-copy", "title": "A copy"}
        self.client.post(address, fields, content_type="application/json")
        self.assertEqual(FilmPage.objects.filter(live=True).count(), 1)


class RecordTests(TestCase):
    def setUp(self):
        self.film = FilmPageFactory()
        self.client.force_login(User.objects.create_superuser("ann", "ann@films.example", "a long pass phrase"))

    def is_kept(self) -> bool:
        return Page.objects.filter(pk=self.film.pk).exists()

    def test_a_film_with_comments_is_not_deleted(self):
        CommentFactory(page=self.film, approved=True)
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        for page in (self.film, self.film.get_parent(), self.film.get_parent().get_parent()):
            for address in (reverse("wagtailadmin_pages:delete", args=[page.pk]), f"{bulk}?id={page.pk}"):
                with self.subTest(address):
                    self.assertContains(self.client.post(address, follow=True), "Nothing has been deleted.")
                    self.assertTrue(self.is_kept())
        self.assertEqual(Comment.objects.count(), 1)

    def test_nor_a_film_with_consents_by_code(self):
        ConsentFactory(film=self.film)
        for page in (self.film, Page.objects.get(pk=self.film.pk), self.film.get_parent()):
            with self.subTest(type(page).__name__), self.assertRaises(RecordKept), transaction.atomic():
                page.delete()
        self.assertTrue(self.is_kept())

    def test_the_refusal_reaches_the_editor_in_words(self):
        """Whatever screen, or address of Wagtail's API, tried to delete it."""
        request = RequestFactory().post("/admin/api/main/pages/1/action/delete/")
        SessionMiddleware(lambda _: None).process_request(request)
        MessageMiddleware(lambda _: None).process_request(request)
        answer = RefusalMiddleware(lambda _: None).process_exception(request, RecordKept(self.film))
        self.assertEqual(answer.url, reverse("wagtailadmin_pages:edit", args=[self.film.pk]))
        self.assertIn("Nothing has been deleted.", str(next(iter(get_messages(request)))))

    def test_a_film_without_a_record_is_deleted(self):
        self.client.post(reverse("wagtailadmin_pages:delete", args=[self.film.pk]))
        self.assertFalse(self.is_kept())

"""What a reader finds on the account page: a name to change, their own comments, a file, and the way out."""

from __future__ import annotations

import json
from unittest import mock

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import services
from accounts.models import User
from comments.models import Comment, ModerationDecision, State
from tests.accounts.services import FakeServices, set_up, sign_in
from tests.comments.factories import CommentFactory, ModeratorFactory, UserFactory, commentable_page

PAGE = "/accounts/"


class AccountPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.reader = UserFactory(display_name="Rhian", email="rhian@example.org")
        cls.page = commentable_page(title="On the ward")

    def setUp(self):
        self.client.force_login(self.reader)

    def test_a_reader_sees_their_own_comments_and_where_they_stand(self):
        states = {
            State.APPROVED: "On the page",
            State.URGENT: "Waiting to be read",
            State.WAITING: "Waiting to be read",
            State.LIKELY_SPAM: "Waiting to be read",
            State.ON_HOLD: "We are still looking at it",
            State.NOT_PUBLISHED: "Not published",
            State.REMOVED: "Removed from the page",
            State.WITHDRAWN: "Withdrawn by you",
        }
        for state, words in states.items():
            with self.subTest(state):
                Comment.objects.all().delete()
                comment = CommentFactory(page=self.page, user=self.reader, state=state)
                page = self.client.get(PAGE)
                self.assertContains(page, "On the ward</a>")
                self.assertContains(page, f"{words}, sent")
                self.assertContains(page, reverse("comments:reference", args=[comment.access_token]))
                self.assertNotContains(page, "spam")

    def test_comments_of_others_and_of_the_team_are_not_listed(self):
        CommentFactory(page=self.page, user=UserFactory(), body="Not mine")
        CommentFactory(page=self.page, user=None, author_name="Rhian")
        CommentFactory(page=self.page, user=self.reader, official=True)
        page = self.client.get(PAGE)
        self.assertContains(page, "You have not sent a comment while signed in.")
        self.assertNotContains(page, "/comments/r/")

    def test_a_long_list_costs_no_more_queries_and_says_that_it_is_cut(self):
        CommentFactory(page=self.page, user=self.reader)
        self.client.get(PAGE)  # warms what is read once
        few = _queries(self.client, PAGE)
        CommentFactory.create_batch(54, page=self.page, user=self.reader)
        with self.assertNumQueries(few):
            page = self.client.get(PAGE)
        self.assertContains(page, "The newest 50 of 55.")

    def test_the_name_is_changed_here_and_shown_in_the_form(self):
        response = self.client.post(PAGE, {"name": "  R.\u202e  P. "})
        self.assertEqual((response.status_code, response["Location"]), (303, "/accounts/?saved=1"))
        self.assertContains(self.client.get("/accounts/?saved=1"), "Your name is saved.")
        self.assertContains(self.client.get(self.page.url), 'value="R. P."')

    def test_a_name_that_cannot_be_shown_is_explained(self):
        for name, words in (
            ("", "Enter the name to show with your comments."),
            ("\u202e\u200f", "Enter the name to show with your comments."),
            ("x" * 61, "The name must be 60 characters or fewer."),
        ):
            with self.subTest(name):
                page = self.client.post(PAGE, {"name": name})
                self.assertContains(page, words, status_code=422, count=2)
                self.assertContains(page, 'href="#id_name"', status_code=422)

    def test_nothing_but_the_name_can_be_changed(self):
        self.client.post(PAGE, {"name": "R", "is_staff": "on", "is_superuser": "1", "email": "x@example.org"})
        self.reader.refresh_from_db()
        self.assertFalse(self.reader.is_staff or self.reader.is_superuser)
        self.assertEqual(self.reader.email, "rhian@example.org")

    def test_markup_in_a_name_stays_text(self):
        self.reader.display_name = '"><img src=x onerror=alert(1)>'
        self.reader.save()
        for address in (PAGE, reverse("account_logout"), reverse("account_login"), self.page.url):
            with self.subTest(address):
                self.assertNotContains(self.client.get(address), "<img src=x")

    def test_posting_needs_the_token_of_the_page(self):
        strict = self.client_class(enforce_csrf_checks=True)
        strict.force_login(self.reader)
        for address in (PAGE, reverse("accounts:close"), reverse("account_logout")):
            self.assertEqual(strict.post(address, {"name": "x", "comments": "erase"}).status_code, 403)
        self.assertTrue(User.objects.filter(pk=self.reader.pk).exists())

    def test_the_file_holds_everything_about_the_reader_and_nothing_about_others(self):
        CommentFactory(
            page=self.page, user=self.reader, body="My words", not_published=True, author_email="r@example.org"
        )
        CommentFactory(page=self.page, user=UserFactory(), body="Words of another")
        response = self.client.get(reverse("accounts:export"))
        self.assertEqual(response["Content-Disposition"], 'attachment; filename="my-data.json"')
        self.assertEqual(response["Cache-Control"], "private, no-store")
        data = json.loads(response.content)
        self.assertEqual(data["account"]["name_shown"], "Rhian")
        self.assertEqual(data["account"]["email"], "rhian@example.org")
        (comment,) = data["comments"]
        self.assertEqual((comment["comment"], comment["state"]), ("My words", "Not published"))
        self.assertEqual(comment["email"], "r@example.org")
        self.assertIn("it is not about this film", comment["reason"])
        self.assertNotIn("Words of another", response.content.decode())

    @set_up("wordpress")
    def test_the_file_names_the_service_and_the_number_there(self):
        with FakeServices():
            sign_in(self.client)
        account = json.loads(self.client.get(reverse("accounts:export")).content)["account"]
        self.assertEqual((account["signs_in_with"], account["id_at_that_service"]), ("WordPress.com", ["4711"]))


@set_up("wordpress")
class ClosingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = commentable_page(title="On the ward")

    def setUp(self):
        with FakeServices():
            sign_in(self.client)
        self.reader = User.objects.get(socialaccount__uid="4711")
        fields = {"page": self.page, "user": self.reader, "author_name": "Rhian", "author_email": "r@example.org"}
        keys = {"sender_key": "s" * 64, "network_key": "n" * 64}
        self.published = CommentFactory(approved=True, body="Words on the page", **fields, **keys)
        self.waiting = CommentFactory(waiting=True, body="Words nobody has read", **fields, **keys)
        self.other = CommentFactory(approved=True, page=self.page, author_name="Somebody else", user=UserFactory())

    def close(self, choice: str):
        return self.client.post(reverse("accounts:close"), {"comments": choice})

    def test_closing_asks_what_happens_to_published_comments(self):
        page = self.client.get(reverse("accounts:close"))
        self.assertContains(page, "What should happen to your published comments?")
        for choice in ("", "burn"):
            again = self.close(choice)
            self.assertContains(again, "Select what happens to your published comments", status_code=422)
            self.assertContains(again, 'href="#id_comments_0"', status_code=422)
        self.assertTrue(User.objects.filter(pk=self.reader.pk).exists())

    def test_everything_goes_when_the_reader_wants_it(self):
        response = self.close("erase")
        self.assertEqual((response.status_code, response["Location"]), (303, "/accounts/closed/"))
        self.assertContains(self.client.get("/accounts/closed/"), "Your account is closed")
        self.assertFalse(User.objects.filter(pk=self.reader.pk).exists())
        for comment in (self.published, self.waiting):
            self.assert_erased(comment)
        self.assertNotContains(self.client.get(self.page.url), "Words on the page")
        self.assertContains(self.client.get(self.page.url), "Somebody else")

    def test_published_words_can_stay_without_the_person(self):
        self.close("keep")
        self.published.refresh_from_db()
        kept = self.published
        self.assertEqual((kept.state, kept.author_name, kept.body), (State.APPROVED, "A reader", "Words on the page"))
        self.assertEqual((kept.user, kept.author_email, kept.sender_key, kept.network_key), (None, "", "", ""))
        self.assert_erased(self.waiting)
        page = self.client.get(self.page.url).content.decode()
        self.assertIn("Words on the page", page)
        self.assertNotIn("Rhian", page)

    def assert_erased(self, comment: Comment) -> None:
        comment.refresh_from_db()
        self.assertEqual(comment.state, State.ERASED)
        self.assertEqual((comment.body, comment.author_name, comment.author_email, comment.user), ("", "", "", None))
        self.assertEqual((comment.sender_key, comment.network_key), ("", ""))
        last = ModerationDecision.objects.filter(comment=comment).last()
        self.assertEqual((last.decision, last.moderator_name), ("erase", "The sender"))

    def test_every_session_ends_and_no_cookie_stays(self):
        elsewhere = self.client_class()
        with FakeServices():
            sign_in(elsewhere)
        self.close("erase")
        self.assertEqual(self.client.cookies["sessionid"].value, "")
        self.assertEqual(elsewhere.get(PAGE).status_code, 302)

    def test_coming_back_later_makes_a_new_account(self):
        self.close("erase")
        with FakeServices():
            sign_in(self.client)
        self.assertNotEqual(User.objects.get(socialaccount__uid="4711").pk, self.reader.pk)

    def test_all_of_it_goes_or_nothing(self):
        with (
            mock.patch("comments.receivers.erase_sender", side_effect=RuntimeError),
            self.assertRaises(RuntimeError),
        ):
            self.close("erase")
        self.assertTrue(User.objects.filter(pk=self.reader.pk).exists())
        self.published.refresh_from_db()
        self.assertEqual(self.published.body, "Words on the page")

    def test_an_account_of_the_team_is_not_closed_here(self):
        moderator = ModeratorFactory()
        self.client.force_login(moderator)
        self.assertContains(self.close("erase"), "An administrator can close it.", status_code=403)
        with self.assertRaises(services.TeamAccount):
            services.close_account(moderator, keeps_published=False)
        self.assertTrue(User.objects.filter(pk=moderator.pk).exists())


def _queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)

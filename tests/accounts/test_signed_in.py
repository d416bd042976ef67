"""Signed in and signed out as the comment form shows it, and what a cached page must never show."""

from __future__ import annotations

import re

from django.test import TestCase
from django.urls import reverse

from comments.models import Comment
from tests.accounts.services import FakeServices, set_up, sign_in
from tests.comments.factories import UserFactory, commentable_page

ALL = ("wordpress", "google", "twitter_oauth2", "facebook")


@set_up(*ALL)
class CommentFormTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = commentable_page(title="On the ward")

    def form_of(self, client) -> str:
        return client.get(self.page.url).content.decode()

    def test_the_form_offers_the_services_that_are_set_up_and_leads_back_to_itself(self):
        back = f"{self.page.url}#comment-form".replace("/", "%2F").replace("#", "%23")
        page = self.form_of(self.client)
        self.assertIn("sign in with WordPress.com, Google, X or Facebook", page)
        self.assertIn(f"/accounts/login/?next={back}", page)
        with set_up("google"):
            self.assertIn("sign in with Google</a>", self.form_of(self.client))
        with set_up("google", "facebook"):
            self.assertIn("sign in with Google or Facebook</a>", self.form_of(self.client))

    def test_a_site_without_keys_says_nothing_of_signing_in(self):
        with set_up():
            page = self.form_of(self.client)
            choice = self.client.get(reverse("account_login"))
        self.assertNotIn("/accounts/login/", page)
        self.assertNotIn('class="sign-in"', page)
        self.assertContains(choice, "Signing in is not set up on this site.")
        self.assertNotContains(choice, '<form method="post"')

    def test_after_signing_in_the_name_is_filled_and_the_comment_is_the_readers(self):
        with FakeServices():
            response = sign_in(self.client, next_url=f"{self.page.url}#comment-form")
        self.assertEqual(response["Location"], f"{self.page.url}#comment-form")
        page = self.form_of(self.client)
        self.assertIn('value="Rhian of the Allotment"', page)
        self.assertIn("You are signed in as <b>Rhian of the Allotment</b>", page)
        self.assertIn("Sign out or use another account", page)
        self.assertNotIn("rhian@example.org", page)
        stamp = page.split('name="stamp" value="')[1].split('"')[0]
        data = {"name": "Rhian", "body": "The allotment part moved me.", "agree": "on", "stamp": stamp, "at": ""}
        sent_on = self.client.post(reverse("comments:send", args=[self.page.pk]), data)
        self.assertEqual(sent_on.status_code, 303)
        comment = Comment.objects.get()
        self.assertEqual((comment.user.display_name, comment.author_name), ("Rhian of the Allotment", "Rhian"))
        self.assertEqual(comment.author_email, "")

    def test_a_film_page_is_the_same_for_all_who_are_signed_out(self):
        fresh = self.client.get(self.page.url)
        with FakeServices():
            sign_in(self.client)
            mine = self.client.get(self.page.url)
            self.client.post(reverse("account_logout"), {"next": self.page.url})
        after = self.client.get(self.page.url)
        self.assertEqual(_without_stamp(fresh), _without_stamp(after))
        self.assertNotEqual(_without_stamp(fresh), _without_stamp(mine))
        self.assertNotIn("csrfmiddlewaretoken", fresh.content.decode())
        self.assertIn("public", fresh["Cache-Control"])
        self.assertIn("no-store", mine["Cache-Control"])
        self.assertFalse(fresh.cookies)

    def test_likes_of_the_signed_in_work_as_for_others(self):
        with FakeServices():
            sign_in(self.client)
        address = reverse("comments:like", args=[self.page.pk])
        self.assertEqual(self.client.post(address).status_code, 303)
        self.assertEqual(self.page.likes.count(), 1)

    def test_cookies_come_with_the_act_that_needs_them(self):
        self.client.get(self.page.url)
        self.assertEqual(set(self.client.cookies), set())
        with set_up():
            self.client.get(reverse("account_login"))
        self.assertEqual(set(self.client.cookies), set())
        self.client.get(reverse("account_login"))
        self.assertEqual(set(self.client.cookies), {"csrftoken"})
        with FakeServices():
            sign_in(self.client)
        self.assertEqual(set(self.client.cookies), {"csrftoken", "sessionid"})
        self.assertTrue(self.client.cookies["sessionid"]["httponly"])
        self.assertEqual(self.client.cookies["sessionid"]["samesite"], "Lax")


def _without_stamp(response) -> str:
    """The form's stamp says when it was made, to the second."""
    return re.sub(r'name="stamp" value="[^"]*"', "", response.content.decode())


@set_up(*ALL)
class SigningOutTests(TestCase):
    def setUp(self):
        with FakeServices():
            sign_in(self.client)

    def test_signing_out_asks_first_and_leads_back(self):
        page = self.client.get(reverse("account_logout"), {"next": "/films/#comment-form"})
        self.assertContains(page, "You are signed in as <b>Rhian of the Allotment</b>")
        self.assertIn("_auth_user_id", self.client.session)
        response = self.client.post(reverse("account_logout"), {"next": "/films/#comment-form"})
        self.assertEqual((response.status_code, response["Location"]), (303, "/films/#comment-form"))
        self.assertEqual(self.client.cookies["sessionid"].value, "")

    def test_another_account_is_one_step_away(self):
        response = self.client.post(reverse("account_logout"), {"next": "/films/", "another": "1"})
        self.assertEqual(response["Location"], "/accounts/login/?next=%2Ffilms%2F")
        self.assertNotIn("_auth_user_id", self.client.session)
        with FakeServices():
            sign_in(self.client, "facebook")
        self.assertContains(self.client.get(reverse("accounts:account")), 'value="Rhian Pugh"')

    def test_signing_in_with_another_service_replaces_the_account(self):
        first = self.client.session["_auth_user_id"]
        with FakeServices():
            sign_in(self.client, "facebook")
        self.assertNotEqual(self.client.session["_auth_user_id"], first)

    def test_a_visit_of_the_signed_out_leads_on(self):
        self.assertRedirects(
            self.client_class().get(reverse("account_logout"), {"next": "/x/"}), "/x/", fetch_redirect_response=False
        )


class TeamTests(TestCase):
    def test_somebody_of_the_team_sees_the_page_of_readers_too(self):
        self.client.force_login(UserFactory(is_superuser=True))
        page = self.client.get(reverse("accounts:account"))
        self.assertContains(page, "Your account")
        self.assertNotContains(page, "Close my account")

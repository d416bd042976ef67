"""Guessing passwords at the door of the admin."""

from __future__ import annotations

import datetime as dt
from unittest import mock

from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.cache import cache
from django.test import TestCase, override_settings
from django.urls import reverse

from accounts.forms import TOO_MANY_TRIES
from accounts.models import User
from tests.comments.factories import ModeratorFactory

PASSWORD, GUESS = "correct horse battery", "a guess"
# Room for the counts of a hundred tries; Django's own limit of 300 would throw some away.
ROOM = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}}}


@override_settings(CACHES=ROOM)
class TeamSignInTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = ModeratorFactory(username="ann")

    def setUp(self):
        cache.clear()

    def try_to_sign_in(self, username: str = "ann", password: str = GUESS, address: str = "192.0.2.1"):
        form = {"username": username, "password": password}
        return self.client_class().post(reverse("wagtailadmin_login"), form, REMOTE_ADDR=address)

    def assert_signed_in(self, response) -> None:
        self.assertEqual(response.status_code, 302)
        self.assertIn("sessionid", response.cookies)

    def words_of(self, response) -> str:
        (error,) = response.context["form"].non_field_errors()
        return error

    def test_five_slips_are_free_and_the_sixth_try_waits_even_with_the_right_password(self):
        for _ in range(5):
            self.assertIn("password didn't match", self.words_of(self.try_to_sign_in()))
        self.assertEqual(self.words_of(self.try_to_sign_in()), TOO_MANY_TRIES)
        self.assertEqual(self.words_of(self.try_to_sign_in(password=PASSWORD)), TOO_MANY_TRIES)

    def test_the_owner_signs_in_from_elsewhere_while_somebody_guesses(self):
        for _ in range(50):
            self.try_to_sign_in()
        self.assert_signed_in(self.try_to_sign_in(password=PASSWORD, address="198.51.100.7"))

    def test_known_and_unknown_names_get_the_same_answers(self):
        for number in range(7):
            known = self.words_of(self.try_to_sign_in("ann"))
            unknown = self.words_of(self.try_to_sign_in("nobody"))
            with self.subTest(number):
                self.assertEqual(known, unknown)
        self.assertEqual(known, TOO_MANY_TRIES)

    def test_known_disabled_and_unknown_names_cost_the_same_work(self):
        """One hashing of a password each, and none once tries are stopped: the same time, up to noise."""
        User.objects.create(username="gone", password=make_password(PASSWORD), is_active=False)
        counts = {}
        for name in ("ann", "gone", "nobody"):
            hasher = "django.contrib.auth.hashers.MD5PasswordHasher.encode"
            with mock.patch(hasher, autospec=True, return_value="md5$x$y") as encode:
                counts[name] = [encode.call_count for _ in range(7) if self.try_to_sign_in(name)]
        self.assertEqual(counts["ann"], [1, 2, 3, 4, 5, 5, 5])
        self.assertEqual(counts["ann"], counts["nobody"])
        self.assertEqual(counts["ann"], counts["gone"])

    def test_capital_letters_and_addresses_next_door_do_not_give_more_tries(self):
        for number, name in enumerate(("ann", "Ann", "ANN", "aNN", "anN")):
            self.try_to_sign_in(name, address=f"2001:db8:1:2::{number}")
        self.assertEqual(self.words_of(self.try_to_sign_in(address="2001:db8:1:2:ffff::9")), TOO_MANY_TRIES)
        self.assertNotEqual(self.words_of(self.try_to_sign_in(address="2001:db8:1:3::9")), TOO_MANY_TRIES)

    def test_the_right_password_forgets_the_slips_before_it(self):
        for _ in range(3):
            for _ in range(4):
                self.try_to_sign_in()
            self.assert_signed_in(self.try_to_sign_in(password=PASSWORD))

    def test_the_wait_grows(self):
        minute, tried = dt.timedelta(minutes=1).total_seconds(), []
        with mock.patch("time.time") as clock:
            for after in range(0, 24 * 60, 6):
                clock.return_value = 1_800_000_000 + after * minute
                tried += [after for _ in range(5) if self.words_of(self.try_to_sign_in()) != TOO_MANY_TRIES]
        self.assertEqual(len([after for after in tried if after < 6]), 5)
        self.assertEqual(len([after for after in tried if after < 60]), 10)
        self.assertEqual(len(tried), 20)

    def test_guessing_from_everywhere_keeps_the_owner_out_of_new_places_only(self):
        self.assert_signed_in(self.try_to_sign_in(password=PASSWORD, address="198.51.100.7"))
        for number in range(100):
            self.try_to_sign_in(address=f"203.0.113.{number}")
        self.assertEqual(self.words_of(self.try_to_sign_in(password=PASSWORD, address="192.0.2.200")), TOO_MANY_TRIES)
        self.assert_signed_in(self.try_to_sign_in(password=PASSWORD, address="198.51.100.7"))

    def test_a_list_of_names_from_one_place_is_stopped(self):
        for number in range(100):
            self.try_to_sign_in(f"name{number}")
        self.assertEqual(self.words_of(self.try_to_sign_in("ann")), TOO_MANY_TRIES)

    def test_the_log_names_nobody(self):
        with self.assertLogs("accounts", "INFO") as logs:
            for _ in range(6):
                self.try_to_sign_in("ann\r\nforged line")
            self.try_to_sign_in(password=PASSWORD)
        text = "\n".join(logs.output)
        self.assertIn("A sign-in failed", text)
        self.assertIn("too many tries", text)
        self.assertIn(f"User {self.moderator.pk} signed in", text)
        for word in ("ann", "forged", "192.0.2.1"):
            self.assertNotIn(word, text)

    def test_somebody_disabled_is_cut_off_at_the_next_request(self):
        self.client.force_login(self.moderator)
        self.assertEqual(self.client.get(reverse("wagtailadmin_home")).status_code, 200)
        User.objects.filter(pk=self.moderator.pk).update(is_active=False)
        self.assertEqual(self.client.get(reverse("wagtailadmin_home")).status_code, 302)

    def test_the_session_gets_a_new_key_at_sign_in(self):
        session = self.client.session
        session["kept"] = 1
        session.save()
        before = session.session_key
        self.client.post(reverse("wagtailadmin_login"), {"username": "ann", "password": PASSWORD})
        self.assertIn("_auth_user_id", self.client.session)
        self.assertNotEqual(self.client.session.session_key, before)

    def test_nobodys_mailbox_is_flooded_with_links_to_a_new_password(self):
        pages = set()
        for number in range(5):
            form = {"email": self.moderator.email}
            address = reverse("wagtailadmin_password_reset")
            response = self.client_class().post(address, form, REMOTE_ADDR=f"192.0.2.{number}")
            pages.add((response.status_code, response["Location"]))
        self.assertEqual(len(mail.outbox), 3)
        self.assertEqual(len(pages), 1)

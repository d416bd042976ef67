"""A reader signs in with another service: the way there, the way back, and all that can go wrong between."""

from __future__ import annotations

import time
from unittest import mock

import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import TestCase
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from tests.accounts.services import PROFILES, FakeServices, come_back, sent, set_up, sign_in, start
from tests.comments.factories import ModeratorFactory
from tests.support.hostile_strings import HOSTILE_STRINGS

ALL = ("wordpress", "google", "twitter_oauth2", "facebook")


@set_up(*ALL)
class SigningInTests(TestCase):
    def test_each_service_leads_to_an_account_without_rights_or_password(self):
        names = {
            "wordpress": "Rhian of the Allotment",
            "google": "Rhian Pugh",
            "twitter_oauth2": "Rhian P",
            "facebook": "Rhian Pugh",
        }
        for service, name in names.items():
            with self.subTest(service), FakeServices():
                client = self.client_class()
                response = sign_in(client, service, "/films/?page=2#comment-form")
                self.assertRedirects(response, "/films/?page=2#comment-form", fetch_redirect_response=False)
                user = User.objects.get(pk=client.session["_auth_user_id"])
                self.assertEqual(user.display_name, name)
                self.assertFalse(user.has_usable_password())
                self.assertFalse(user.is_team_member or user.groups.exists() or user.first_name or user.last_name)
                self.assertRegex(user.username, r"^reader-[a-z0-9]{16}$")

    def test_the_second_time_leads_to_the_same_account(self):
        with FakeServices():
            for _ in range(2):
                sign_in(self.client_class())
        self.assertEqual(User.objects.filter(socialaccount__uid="4711").count(), 1)
        self.assertEqual(User.objects.filter(username__startswith="reader-").count(), 1)

    def test_a_name_the_reader_chose_here_is_not_overwritten_by_the_service(self):
        with FakeServices():
            sign_in(self.client)
            self.client.post(reverse("accounts:account"), {"name": "R."})
            sign_in(self.client_class())
        self.assertEqual(User.objects.get(socialaccount__uid="4711").display_name, "R.")

    def test_no_token_picture_or_profile_is_kept(self):
        for service in ALL:
            with FakeServices():
                sign_in(self.client_class(), service)
        self.assertFalse(SocialToken.objects.exists())
        self.assertEqual(set(map(str, SocialAccount.objects.values_list("extra_data", flat=True))), {"{}"})
        sessions = "".join(str(session.get_decoded()) for session in Session.objects.all())
        self.assertNotIn("a-token-to-forget", sessions)
        self.assertNotIn("pictures.example", sessions)

    def test_no_picture_is_fetched_and_every_question_has_a_timeout(self):
        for service in ALL:
            with self.subTest(service), FakeServices() as fake:
                sign_in(self.client_class(), service)
                self.assertEqual(len(fake.asked), 2)
                self.assertEqual(fake.timeouts, [5, 5])

    def test_only_the_profile_and_the_address_are_asked_for(self):
        scopes = {
            "wordpress": {"auth"},
            "google": {"profile", "email"},
            "twitter_oauth2": {"users.read", "tweet.read"},
            "facebook": {"public_profile"},
        }
        for service, scope in scopes.items():
            with self.subTest(service):
                self.assertEqual(set(start(self.client, service)["scope"].replace(",", " ").split()), scope)

    def test_a_request_cannot_widen_what_is_asked_for(self):
        address = reverse("accounts:start", args=["google"])
        response = self.client.post(
            f"{address}?scope=https://mail.google.com/&auth_params=prompt%3Dnone&process=connect"
        )
        self.assertNotIn("mail.google.com", response["Location"])
        self.assertNotIn("prompt", response["Location"])

    def test_signing_in_never_connects_a_second_service_to_an_account(self):
        with FakeServices():
            sign_in(self.client, "wordpress")
            address = reverse("accounts:start", args=["facebook"]) + "?process=connect"
            state = self.client.post(address, {"process": "connect"})["Location"].split("state=")[1].split("&")[0]
            come_back(self.client, "facebook", code="a-code", state=state)
        owners = SocialAccount.objects.values_list("user", flat=True)
        self.assertEqual(len(set(owners)), 2)

    def test_the_code_is_bound_to_the_browser_that_started(self):
        for service in ("google", "twitter_oauth2"):
            with self.subTest(service), FakeServices() as fake:
                self.assertEqual(start(self.client, service)["code_challenge_method"], "S256")
                sign_in(self.client_class(), service)
                self.assertGreaterEqual(len(sent(fake.asked[0])["code_verifier"]), 43)

    def test_the_session_gets_a_new_key_at_sign_in(self):
        with FakeServices():
            asked = start(self.client, "wordpress")
            before = self.client.session.session_key
            come_back(self.client, "wordpress", code="a-code", state=asked["state"])
        self.assertNotEqual(self.client.session.session_key, before)
        self.assertFalse(Session.objects.filter(session_key=before).exists())

    def test_sign_ins_are_logged_by_number_only(self):
        with FakeServices(), self.assertLogs("accounts", "INFO") as logs:
            sign_in(self.client)
        user = User.objects.get(socialaccount__uid="4711")
        self.assertIn(f"User {user.pk} signed in", "".join(logs.output))
        self.assertNotIn("rhian", "".join(logs.output).lower())

    def test_a_disabled_reader_is_cut_off_at_the_next_request(self):
        with FakeServices():
            sign_in(self.client)
            self.assertEqual(self.client.get(reverse("accounts:account")).status_code, 200)
            User.objects.filter(socialaccount__uid="4711").update(is_active=False)
            cut_off = self.client.get(reverse("accounts:account"))
            self.assertEqual(cut_off["Location"], "/accounts/login/?next=%2Faccounts%2F")
            self.assertRedirects(sign_in(self.client_class()), "/accounts/inactive/", fetch_redirect_response=False)
        self.assertContains(self.client.get("/accounts/inactive/"), "has been switched off", status_code=403)

    def test_names_that_deceive_are_cleaned_and_shortened(self):
        for sent_name, kept in {
            "Rhian\u202egnp.exe": "Rhiangnp.exe",
            "  Rhian\n\tPugh \x00": "Rhian Pugh",
            "x" * 500: "x" * 60,
            "\u200f\u202d": "rhian",
            12: "rhian",
        }.items():
            with self.subTest(sent_name), FakeServices(wordpress={**PROFILES["wordpress"], "display_name": sent_name}):
                SocialAccount.objects.all().delete()
                sign_in(self.client_class())
                self.assertEqual(User.objects.get(socialaccount__uid="4711").display_name, kept)


@set_up(*ALL)
class AddressTests(TestCase):
    def reader(self, service: str, **profile: object) -> User:
        with FakeServices(**{service: {**PROFILES[service], **profile}}):
            client = self.client_class()
            sign_in(client, service)
            return User.objects.get(pk=client.session["_auth_user_id"])

    def test_a_verified_address_is_kept(self):
        self.assertEqual(self.reader("google").email, "rhian@example.org")
        self.assertEqual(self.reader("wordpress", email="other@example.org").email, "other@example.org")

    def test_an_address_that_was_not_verified_is_not_kept(self):
        for service, profile in (
            ("google", {"verified_email": False}),
            ("wordpress", {"email_verified": False}),
            ("wordpress", {"email_verified": "yes", "ID": 4712}),
            ("facebook", {"email": "rhian@example.org", "verified": True}),
        ):
            with self.subTest(service, **profile):
                self.assertEqual(self.reader(service, **profile).email, "")

    def test_an_address_of_the_team_opens_nothing_and_is_not_kept(self):
        editor = ModeratorFactory(email="Rhian@Example.org")
        reader = self.reader("google")
        self.assertNotEqual(reader, editor)
        self.assertEqual(reader.email, "")
        self.assertFalse(reader.is_team_member)
        self.assertFalse(editor.socialaccount_set.exists())

    def test_an_address_of_another_reader_opens_nothing_either(self):
        first = self.reader("google")
        second = self.reader("wordpress")
        self.assertNotEqual(first, second)
        self.assertEqual(second.email, "")

    def test_a_reader_who_joined_the_team_signs_in_with_a_password_only(self):
        reader = self.reader("wordpress")
        reader.user_permissions.set(ModeratorFactory().user_permissions.all())
        with FakeServices():
            response = sign_in(self.client)
        self.assertContains(response, "belongs to the team", status_code=403)
        self.assertNotIn("_auth_user_id", self.client.session)

    def test_a_password_cannot_be_asked_for_in_a_readers_name(self):
        reader = self.reader("google")
        self.client.post(reverse("wagtailadmin_password_reset"), {"email": reader.email})
        self.assertEqual(mail.outbox, [])


@set_up(*ALL)
class GoneWrongTests(TestCase):
    def assert_nobody_is_signed_in(self) -> None:
        self.assertNotIn("_auth_user_id", self.client.session)
        self.assertFalse(SocialAccount.objects.exists())

    def test_a_state_nobody_gave_out_signs_nobody_in(self):
        with FakeServices() as fake:
            start(self.client, "wordpress")
            response = come_back(self.client, "wordpress", code="a-code", state="made-up")
        self.assertContains(response, "We could not sign you in", status_code=401)
        self.assertEqual(fake.asked, [])
        self.assert_nobody_is_signed_in()

    def test_the_state_of_another_browser_or_service_signs_nobody_in(self):
        with FakeServices() as fake:
            other = start(self.client_class(), "wordpress")["state"]
            start(self.client, "wordpress")
            self.assertEqual(come_back(self.client, "wordpress", code="c", state=other).status_code, 401)
            google = start(self.client, "google")["state"]
            self.assertEqual(come_back(self.client, "wordpress", code="c", state=google).status_code, 401)
        self.assertEqual(fake.asked, [])
        self.assert_nobody_is_signed_in()

    def test_a_state_is_good_for_one_time(self):
        with FakeServices():
            state = start(self.client, "wordpress")["state"]
            come_back(self.client, "wordpress", code="c", state=state)
            self.assertEqual(come_back(self.client, "wordpress", code="c", state=state).status_code, 401)

    def test_a_state_is_good_for_ten_minutes(self):
        with FakeServices() as fake:
            state = start(self.client, "wordpress")["state"]
            later = time.time() + 601
            with mock.patch("allauth.socialaccount.internal.statekit.time.time", return_value=later):
                response = come_back(self.client, "wordpress", code="c", state=state)
        self.assertEqual(response.status_code, 401)
        self.assertEqual(fake.asked, [])

    def test_who_cancels_is_told_so_and_led_back_without_a_cookie(self):
        state = start(self.client, "google", "/films/?page=2#comment-form")["state"]
        response = come_back(self.client, "google", error="access_denied", state=state)
        self.assertContains(response, "You did not sign in")
        self.assertContains(response, 'href="/films/?page=2#comment-form"')
        self.assertEqual(self.client.cookies["sessionid"].value, "")
        self.assertFalse(Session.objects.exists())

    def test_answers_that_make_no_sense_sign_nobody_in(self):
        for service, profile in (
            ("wordpress", {"ID": None}),
            ("wordpress", {"ID": True}),
            ("wordpress", {"ID": "4711"}),
            ("wordpress", {}),
            ("wordpress", ["a list"]),
            ("google", {"email": "x@example.org"}),
            ("google", ["a list"]),
            ("twitter_oauth2", {"id": 5}),
            ("facebook", {"id": ""}),
            ("facebook", None),
        ):
            with self.subTest(service=service, profile=profile), FakeServices(**{service: profile}):
                response = sign_in(self.client, service)
                self.assertIn(response.status_code, {401, 502})
                self.assertIn("We could not sign you in", response.content.decode())
                self.assert_nobody_is_signed_in()

    def test_a_service_that_refuses_the_code_signs_nobody_in(self):
        for service in ALL:
            with self.subTest(service), FakeServices() as fake:
                fake.refuses_code = True
                self.assertEqual(sign_in(self.client, service).status_code, 401)
                self.assert_nobody_is_signed_in()

    def test_a_service_that_cannot_be_reached_signs_nobody_in(self):
        with mock.patch("requests.adapters.HTTPAdapter.send", side_effect=requests.ConnectTimeout):
            self.assertEqual(sign_in(self.client).status_code, 401)
        self.assert_nobody_is_signed_in()

    def test_the_failure_page_repeats_nothing_of_its_address(self):
        plain = come_back(self.client, "wordpress", state="none").content.decode()
        self.assertIn("We could not sign you in", plain)
        for text in HOSTILE_STRINGS[:15]:
            for name in ("error", "state", "code", "provider"):
                cache.clear()  # so many starts would be slowed down
                with self.subTest(name=name, text=text), FakeServices() as fake:
                    fake.refuses_code = True
                    state = start(self.client, "wordpress")["state"]
                    response = come_back(self.client, "wordpress", **{"code": "c", "state": state, name: text})
                    self.assertEqual(response.status_code, 401)
                    self.assertEqual(response.content.decode(), plain)

    def test_the_way_back_stays_on_this_site(self):
        for address in (
            "https://evil.example/",
            "//evil.example/",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "http:evil.example",
            "/%0d%0aSet-Cookie:x=1\r\nX: y",
            "https://testserver@evil.example/",
            "http://testserver.evil.example/",
            "evil.example",
            "/" + "a" * 2000,
        ):
            with self.subTest(address), FakeServices():
                page = self.client_class().get(reverse("account_login"), {"next": address})
                self.assertContains(page, '<input type="hidden" name="next" value="/">')
                self.assertNotContains(page, escape(address)[:60] if "evil" in address else "javascript:")
                client = self.client_class()
                self.assertEqual(sign_in(client, next_url=address)["Location"], "/")
                self.assertEqual(client.post(reverse("account_logout"), {"next": address})["Location"], "/")

    def test_the_address_coming_back_cannot_choose_where_to_go(self):
        with FakeServices():
            state = start(self.client, "wordpress")["state"]
            response = come_back(self.client, "wordpress", code="c", state=state, next="https://evil.example/")
        self.assertEqual(response["Location"], "/")

    def test_starting_needs_the_token_of_the_page(self):
        strict = self.client_class(enforce_csrf_checks=True)
        self.assertEqual(strict.post(reverse("accounts:start", args=["google"])).status_code, 403)
        self.assertNotIn("sessionid", strict.cookies)

    def test_a_flood_of_starts_is_slowed_down(self):
        address = reverse("accounts:start", args=["google"])
        codes = {self.client.post(address).status_code for _ in range(60)}
        self.assertEqual(codes, {302})
        response = self.client.post(address)
        self.assertContains(response, "Wait a few minutes", status_code=429)
        self.assertEqual(response["Retry-After"], "600")
        self.assertEqual(self.client.post(address, REMOTE_ADDR="192.0.2.7").status_code, 302)

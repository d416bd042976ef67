"""Every address below /accounts/, and every one that django-allauth would bring: which exist, and for whom."""

from __future__ import annotations

import importlib

from allauth.account import urls as account_urls
from allauth.socialaccount import urls as social_urls
from django.test import TestCase
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.accounts.services import FakeServices, set_up, sign_in

ALL = ("wordpress", "google", "twitter_oauth2", "facebook")
# Address, then the status for GET and POST by somebody signed out, and for GET by a signed-in reader.
HERE = (
    ("/accounts/", 302, 302, 200),
    ("/accounts/login/", 200, 405, 200),
    ("/accounts/logout/", 302, 303, 200),
    ("/accounts/inactive/", 403, 405, 403),
    ("/accounts/export/", 302, 302, 200),
    ("/accounts/close/", 302, 302, 200),
    ("/accounts/closed/", 200, 405, 200),
    *((f"/accounts/{service}/login/", 302, 302, 302) for service in ALL),
    *((f"/accounts/{service}/login/callback/", 401, 405, 401) for service in ALL),
)
GONE = (
    "signup/",
    "reauthenticate/",
    "email/",
    "confirm-email/",
    "confirm-email/abc/",
    "password/change/",
    "password/set/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/done/",
    "password/reset/key/1-abc/",
    "login/code/",
    "login/code/confirm/",
    "phone/verify/",
    "phone/change/",
    "signup/passkey/",
    "2fa/",
    "sessions/",
    "3rdparty/",
    "3rdparty/signup/",
    "3rdparty/login/cancelled/",
    "3rdparty/login/error/",
    "social/login/cancelled/",
    "social/login/error/",
    "social/signup/",
    "social/connections/",
    "google/login/token/",
    "facebook/login/token/",
    "dummy/login/",
    "openid_connect/login/",
    "oidc/x/login/",
    "%3Cscript%3E/login/",
)


@set_up(*ALL)
class AddressTests(TestCase):
    def test_each_address_answers_as_the_table_says(self):
        reader = self.client_class()
        with FakeServices():
            sign_in(reader)
        for address, get, post, signed_in in HERE:
            with self.subTest(address):
                self.assertEqual(self.client_class().get(address).status_code, get)
                self.assertEqual(self.client_class().post(address).status_code, post)
                self.assertEqual(reader.get(address).status_code, signed_in)

    def test_the_table_names_every_address(self):
        patterns = [pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "accounts/"]
        found = set(_addresses(patterns[0].url_patterns, "/accounts/"))
        listed = {address for address, *_ in HERE}
        self.assertEqual({address for address in found if "<" not in address} - listed, set())
        self.assertEqual({address for address in found if "<" in address}, {"/accounts/<slug:service>/login/"})

    def test_the_other_pages_of_allauth_do_not_exist(self):
        for address in GONE:
            with self.subTest(address):
                self.assertEqual(self.client.get(f"/accounts/{address}").status_code, 404)
                self.assertEqual(self.client.post(f"/accounts/{address}").status_code, 404)

    def test_every_name_of_allauth_was_decided_about(self):
        """A new version of django-allauth with a new page makes this fail, so that somebody looks."""
        modules = [importlib.import_module(f"allauth.socialaccount.providers.{name}.urls") for name in ALL[1:]]
        names = {name for module in (account_urls, social_urls, *modules) for name in _names(module.urlpatterns)}
        kept = {"account_login", "account_logout", "account_inactive", *(f"{name}_callback" for name in ALL[1:])}
        self.assertLessEqual(kept, names)
        for name in names - kept:
            with self.subTest(name), self.assertRaises(NoReverseMatch):
                reverse(name)

    def test_a_service_without_keys_does_not_exist(self):
        with set_up("google"):
            for service in ("wordpress", "twitter_oauth2", "facebook"):
                with self.subTest(service):
                    self.assertEqual(self.client.post(f"/accounts/{service}/login/").status_code, 404)
                    self.assertEqual(self.client.get(f"/accounts/{service}/login/callback/").status_code, 404)
            page = self.client.get("/accounts/login/")
        self.assertContains(page, "Continue with Google")
        self.assertNotContains(page, "Continue with X")

    def test_half_a_pair_of_keys_is_none(self):
        providers = {"google": {"KEYS": {"client_id": "only-this", "secret": ""}}}
        with self.settings(SOCIALACCOUNT_PROVIDERS=providers):
            self.assertContains(self.client.get("/accounts/login/"), "Signing in is not set up on this site.")

    def test_no_cache_keeps_any_of_them(self):
        for address, get, *_ in HERE:
            if get in (200, 302, 401, 403):
                with self.subTest(address):
                    self.assertEqual(self.client.get(address)["Cache-Control"], "private, no-store")

    def test_forms_may_lead_to_the_services_from_the_choice_and_from_nowhere_else(self):
        policy = _form_action(self.client.get("/accounts/login/"))
        for host in ("'self'", "https://public-api.wordpress.com", "https://accounts.google.com", "https://x.com"):
            self.assertIn(host, policy)
        with set_up("google"):
            self.assertEqual(
                _form_action(self.client.get("/accounts/login/")), ["'self'", "https://accounts.google.com"]
            )
        with set_up():
            self.assertEqual(_form_action(self.client.get("/accounts/login/")), ["'self'"])
        for address in ("/accounts/closed/", "/accounts/inactive/", "/accounts/google/login/callback/"):
            self.assertEqual(_form_action(self.client.get(address)), ["'self'"])


def _form_action(response) -> list[str]:
    directives = dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))
    return directives["form-action"].split()


def _addresses(patterns, prefix):
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _addresses(pattern.url_patterns, address)
        else:
            yield address


def _names(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name

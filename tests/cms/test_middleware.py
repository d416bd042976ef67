"""What every answer carries, also when something went wrong."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, SimpleTestCase, TestCase, override_settings
from django.urls import path

from cms.middleware import CacheHeadersMiddleware, CompressionMiddleware, RequestIdFilter, RequestIdMiddleware
from cms.urls import handler400, handler403, handler404, handler500  # noqa: F401 - Django reads them from here
from cms.urls import urlpatterns as site_urlpatterns

LONG_TEXT = "Mental health social work. " * 100


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault nobody expected")


urlpatterns = [path("breaks", breaks), *site_urlpatterns]


@override_settings(ROOT_URLCONF=__name__)
class EveryAnswerTests(TestCase):
    ADDRESSES = {"/healthz": 200, "/robots.txt": 200, "/no-such-page/": 404, "/breaks": 500, "/admin/login/": 200}

    def setUp(self) -> None:
        self.client.raise_request_exception = False
        logging.disable(logging.CRITICAL)
        self.addCleanup(logging.disable, logging.NOTSET)

    def test_safety_headers_are_on_pages_and_on_errors(self):
        for address, status in self.ADDRESSES.items():
            with self.subTest(address):
                answer = self.client.get(address)
                self.assertEqual(answer.status_code, status)
                self.assertEqual(answer["X-Content-Type-Options"], "nosniff")
                self.assertEqual(answer["Referrer-Policy"], "same-origin")
                self.assertIn(answer["X-Frame-Options"], {"DENY", "SAMEORIGIN"} if "/admin/" in address else {"DENY"})
                self.assertEqual(answer["Cross-Origin-Opener-Policy"], "same-origin")
                self.assertEqual(answer["Cross-Origin-Resource-Policy"], "same-origin")
                self.assertIn("camera=()", answer["Permissions-Policy"])
                self.assertRegex(answer["X-Request-ID"], r"^[0-9a-f]{12}$")
                self.assertIn("Content-Security-Policy", answer)

    def test_public_answers_allow_no_inline_script_and_the_admin_does(self):
        for address in ("/healthz", "/no-such-page/", "/breaks"):
            policy = self.client.get(address)["Content-Security-Policy"]
            self.assertIn("default-src 'none'", policy)
            self.assertNotIn("unsafe", policy)
            self.assertNotIn("*", policy)
        self.assertIn("'unsafe-inline'", self.client.get("/admin/login/")["Content-Security-Policy"])

    def test_an_error_page_shows_nothing_of_the_inside(self):
        answer = self.client.get("/breaks")
        self.assertNotContains(answer, "RuntimeError", status_code=500)
        self.assertNotContains(answer, "a fault nobody expected", status_code=500)


class RequestIdTests(SimpleTestCase):
    def test_an_id_from_outside_is_not_taken_over(self):
        middleware = RequestIdMiddleware(lambda request: HttpResponse())
        answer = middleware(RequestFactory().get("/", headers={"x-request-id": "forged\nline"}))
        self.assertNotIn("forged", answer["X-Request-ID"])

    def test_log_lines_carry_the_id_of_their_request_and_none_outside(self):
        record = logging.LogRecord("x", logging.INFO, "", 0, "", None, None)

        def view(request: HttpRequest) -> HttpResponse:
            RequestIdFilter().filter(record)
            return HttpResponse()

        answer = RequestIdMiddleware(view)(RequestFactory().get("/"))
        self.assertEqual(record.request_id, answer["X-Request-ID"])
        RequestIdFilter().filter(record)
        self.assertEqual(record.request_id, "-")


class RequestIdOfRefusalsTests(TestCase):
    def test_the_line_about_a_missing_page_carries_the_id_its_reader_was_given(self):
        with self.assertLogs("django.request", "WARNING") as lines:
            answer = self.client.get("/no-such-page/")
        self.assertEqual(answer.status_code, 404)
        record = lines.records[0]
        RequestIdFilter().filter(record)
        self.assertEqual(record.request_id, answer["X-Request-ID"])


class CacheRuleTests(SimpleTestCase):
    def answer(self, request: HttpRequest, response: HttpResponse | None = None) -> HttpResponse:
        return CacheHeadersMiddleware(lambda _request: response or HttpResponse("page"))(request)

    def test_public_pages_may_be_kept_for_less_than_a_withdrawal_may_take(self):
        answer = self.answer(RequestFactory().get("/films/"))
        self.assertIn("public", answer["Cache-Control"])
        self.assertIn("s-maxage=120", answer["Cache-Control"])
        self.assertIn("Cookie", answer["Vary"])

    def test_personal_answers_are_kept_by_nobody(self):
        signed_in = RequestFactory().get("/films/")
        signed_in.COOKIES["sessionid"] = "x"
        with_cookie = HttpResponse("page")
        with_cookie.set_cookie("sessionid", "x")
        cases = {
            "signed in": (signed_in, None),
            "sets a cookie": (RequestFactory().get("/films/"), with_cookie),
            "admin": (RequestFactory().get("/admin/pages/"), None),
            "post": (RequestFactory().post("/comments/"), None),
        }
        for name, (request, response) in cases.items():
            with self.subTest(name):
                cache_control = self.answer(request, response)["Cache-Control"]
                self.assertIn("no-store", cache_control)
                self.assertNotIn("public", cache_control)

    def test_errors_and_refusals_are_not_kept(self):
        for status in (400, 403, 429, 500, 503):
            with self.subTest(status):
                answer = self.answer(RequestFactory().get("/films/"), HttpResponse(status=status))
                self.assertNotIn("public", answer.get("Cache-Control", ""))

    def test_a_view_with_rules_of_its_own_is_left_alone(self):
        response = HttpResponse("page")
        response["Cache-Control"] = "max-age=31536000, immutable"
        answer = self.answer(RequestFactory().get("/films/"), response)
        self.assertEqual(answer["Cache-Control"], "max-age=31536000, immutable")


class CompressionTests(SimpleTestCase):
    def encoding(self, content_type: str, status: int = 200, address: str = "/films/") -> str:
        response = HttpResponse(LONG_TEXT, content_type=content_type, status=status)
        request = RequestFactory().get(address, headers={"accept-encoding": "gzip"})
        return CompressionMiddleware(lambda _request: response)(request).get("Content-Encoding", "")

    def test_text_is_compressed(self):
        for content_type in ("text/html; charset=utf-8", "text/vtt", "application/json", "application/rss+xml"):
            with self.subTest(content_type):
                self.assertEqual(self.encoding(content_type), "gzip")

    def test_film_and_pictures_and_byte_ranges_are_not(self):
        for content_type in ("video/mp4", "video/iso.segment", "image/webp", "application/pdf"):
            with self.subTest(content_type):
                self.assertEqual(self.encoding(content_type), "")
        self.assertEqual(self.encoding("text/vtt", status=206), "")

    def test_the_admin_is_not_since_its_pages_hold_secrets_beside_what_others_typed(self):
        self.assertEqual(self.encoding("text/html", address="/admin/pages/"), "")

"""Who sent a request, and from where: nothing a sender can write is believed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, SimpleTestCase, TestCase, override_settings

from cms.http import client_address, is_same_origin, network_of, public_post

CONNECTION = "192.0.2.7"


def request_from(forwarded: str | None = None, connection: str = CONNECTION) -> HttpRequest:
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=connection)


class ClientAddressTests(SimpleTestCase):
    @override_settings(TRUSTED_PROXY_COUNT=0)
    def test_without_a_proxy_of_ours_the_header_counts_for_nothing(self):
        self.assertEqual(client_address(request_from("203.0.113.9")), CONNECTION)

    @override_settings(TRUSTED_PROXY_COUNT=1)
    def test_behind_one_proxy_only_the_entry_it_wrote_counts(self):
        self.assertEqual(client_address(request_from("203.0.113.9")), "203.0.113.9")
        for forged in ("1.1.1.1, 203.0.113.9", "10.0.0.1,8.8.8.8 , 203.0.113.9", "nonsense, 203.0.113.9"):
            with self.subTest(forged):
                self.assertEqual(client_address(request_from(forged)), "203.0.113.9")

    @override_settings(TRUSTED_PROXY_COUNT=2)
    def test_behind_two_proxies_the_entry_before_the_last_counts(self):
        self.assertEqual(client_address(request_from("1.1.1.1, 203.0.113.9, 198.51.100.2")), "203.0.113.9")

    @override_settings(TRUSTED_PROXY_COUNT=2)
    def test_a_header_shorter_than_the_chain_was_not_written_by_it(self):
        self.assertEqual(client_address(request_from("203.0.113.9")), CONNECTION)

    @override_settings(TRUSTED_PROXY_COUNT=1)
    def test_an_entry_that_is_no_address_is_nobody(self):
        self.assertEqual(client_address(request_from("unknown")), "")
        self.assertEqual(client_address(request_from(connection="")), "")

    def test_one_address_written_two_ways_is_one_sender(self):
        long_form = "2001:0db8:0000:0000:0000:0000:0000:0001"
        self.assertEqual(client_address(request_from(connection=long_form)), "2001:db8::1")

    def test_a_household_shares_its_network(self):
        self.assertEqual(network_of("203.0.113.9"), "203.0.113.0/24")
        self.assertEqual(network_of("2001:db8:1:2::9"), "2001:db8:1::/48")
        self.assertEqual(network_of(""), "")


@override_settings(ALLOWED_HOSTS=["films.example"], CSRF_TRUSTED_ORIGINS=["https://partner.example"])
class SameOriginTests(SimpleTestCase):
    # (headers, whether the post may come in)
    MATRIX = (
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        # A neighbour below the same registered name is another site's business.
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://films.example"}, False),
        ({"origin": "https://films.example"}, True),
        ({"origin": "http://films.example"}, False),
        ({"origin": "https://films.example:8443"}, False),
        ({"origin": "https://films.example.evil.example"}, False),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "https://partner.example"}, True),
        # What a sandboxed frame or a privacy redirect sends.
        ({"origin": "null"}, False),
        ({"origin": "null", "referer": "https://films.example/films/"}, False),
        ({"referer": "https://films.example/films/"}, True),
        ({"referer": "https://evil.example/films.example/"}, False),
        ({"origin": "https://evil.example", "referer": "https://films.example/"}, False),
        ({}, True),
    )

    def test_only_posts_from_pages_of_this_site_come_in(self):
        for headers, expected in self.MATRIX:
            with self.subTest(headers):
                request = RequestFactory().post("/", headers={"host": "films.example", **headers}, secure=True)
                self.assertIs(is_same_origin(request), expected)


@public_post
def takes_posts(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


class PublicPostTests(TestCase):
    def test_a_post_from_elsewhere_is_refused_with_a_page_that_says_so(self):
        request = RequestFactory().post("/", headers={"sec-fetch-site": "cross-site"})
        answer = takes_posts(request)
        self.assertEqual(answer.status_code, 403)
        self.assertNotIn(b"taken", answer.content)

    def test_a_post_from_this_site_needs_no_token(self):
        request = RequestFactory(enforce_csrf_checks=True).post("/", headers={"sec-fetch-site": "same-origin"})
        self.assertEqual(takes_posts(request).content, b"taken")
        self.assertTrue(takes_posts.csrf_exempt)

    def test_links_from_elsewhere_may_read(self):
        request = RequestFactory().get("/", headers={"sec-fetch-site": "cross-site"})
        self.assertEqual(takes_posts(request).content, b"taken")

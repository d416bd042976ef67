"""Error pages: each says what happened, shows help, and leads on; the last two need neither database nor request."""

from __future__ import annotations

from django.test import RequestFactory, SimpleTestCase, TestCase

from cms import views
from tests.support.pages import site_tree


class ErrorPagesWithoutADatabaseTests(SimpleTestCase):
    def test_when_everything_is_broken_the_page_still_comes(self):
        answer = views.server_error(RequestFactory().get("/"))
        self.assertContains(answer, "Sorry, something went wrong", status_code=500)
        self.assertContains(answer, 'href="tel:116123"', status_code=500)

    def test_a_request_that_cannot_be_read_is_answered(self):
        answer = views.bad_request(RequestFactory().get("/"))
        self.assertContains(answer, "We cannot read that request", status_code=400)
        self.assertContains(answer, 'href="tel:999"', status_code=400)


class ErrorPagesTests(TestCase):
    def test_refusals_and_missing_pages_lead_on_to_the_films(self):
        site_tree()
        request = RequestFactory().get("/x/")
        for view, status in ((views.permission_denied, 403), (views.page_not_found, 404)):
            answer = view(request)
            self.assertContains(answer, "See all films", status_code=status)
            self.assertContains(answer, '<meta name="robots" content="noindex">', status_code=status)
            self.assertEqual(answer.content.count(b"<h1"), 1)

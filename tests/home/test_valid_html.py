"""Pages no link leads to: errors, forms that come back, and what follows a form. Each is valid HTML with one h1."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from unittest import mock

import time_machine
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, TestCase, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from accounts.models import User
from cms import views
from cms.stamps import make_stamp
from comments import services
from comments.models import CommentSettings, Reason, State
from films.models import Credit, PeopleIndexPage, PracticeAreaIndexPage
from home.forms import stamp_purpose
from home.layout import lay_out_site
from home.models import ContactPage
from tests.accounts.services import FakeServices, set_up, sign_in
from tests.comments.factories import CommentFactory, ReportFactory
from tests.films.factories import (
    CaptionTrackFactory,
    ChangeNoteFactory,
    ChapterFactory,
    ContributorFactory,
    CreditFactory,
    FilmPageFactory,
    VideoFactory,
)
from tests.support.files import OwnFiles
from tests.support.nu import nu
from tests.support.pages import site_tree

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
CRISIS = "I want to kill myself tonight"
ODD_WORDS = "<b>Words</b> & \"quotes\" 'and' ]]> --> 😀 é́ \u202eabc"
HEADING = re.compile(r"<h1[\s>]")


class PagesNoLinkLeadsToTests(OwnFiles, TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        lay_out_site()
        cls.film = FilmPageFactory(publishable=True, title="A day on the ward")
        cls.comment = CommentFactory(page=cls.film, approved=True, author_name=ODD_WORDS[:60], body=ODD_WORDS)

    def setUp(self) -> None:
        super().setUp()
        self.pages: dict[str, bytes] = {}

    def keep(self, name: str, status: int, answer: HttpResponse) -> None:
        self.assertEqual(answer.status_code, status, name)
        self.pages[name] = answer.content

    def assertAllInOrder(self) -> None:
        for name, html in self.pages.items():
            with self.subTest(name):
                self.assertEqual(len(HEADING.findall(html.decode())), 1, "one h1")
                self.assertRegex(html.decode(), r"<title>\s*\S")
        nu(self.pages)

    def post(self, address: str, data: dict[str, Any], client: Client | None = None) -> HttpResponse:
        return (client or self.client).post(address, data, headers=SAME_SITE, follow=True)

    def request(self) -> HttpRequest:
        return RequestFactory().get("/x/")

    def stamp(self, purpose: str) -> str:
        with time_machine.travel(timezone.now() - dt.timedelta(minutes=2), tick=False):
            return make_stamp(purpose)

    def test_errors(self):
        client = Client(raise_request_exception=False)
        self.keep("404", 404, client.get("/nothing-here/"))
        self.keep("404 of a film", 404, client.get("/films/nothing-here/"))
        self.keep("403 of another site", 403, client.post(f"/comments/{self.film.pk}/", headers={"Origin": "null"}))
        self.keep("403", 403, views.permission_denied(self.request()))
        self.keep("400", 400, views.bad_request(self.request()))
        self.keep("500", 500, views.server_error(self.request()))
        with override_settings(ALLOWED_HOSTS=["films.example"]), mock.patch("logging.Logger.error"):
            self.keep("400 of a host that is not ours", 400, client.get("/", headers={"Host": "evil.example"}))
        withdrawn = FilmPageFactory(ready=True, withdrawn=True)
        self.keep("410", 410, client.get(withdrawn.url))
        person = ContributorFactory()
        CreditFactory(film=withdrawn, contributor=person)
        self.assertTrue(Credit.objects.filter(contributor=person).exists())
        profile = f"{PeopleIndexPage.objects.get().url}{person.slug}/"
        self.keep("410 of a person", 410, client.get(profile))
        PageViewRestriction.objects.create(page=self.film, restriction_type="password", password="x")
        self.keep("a password", 200, client.get(self.film.url, follow=True))
        self.assertAllInOrder()

    def test_the_comment_form_when_it_comes_back(self):
        address = reverse("comments:send", args=[self.film.pk])
        right = {"name": "Robin", "body": "It helped me.", "email": "", "at": "", "agree": "on"}
        right["stamp"] = self.stamp(f"comment:{self.film.pk}")
        self.keep("all wrong", 422, self.post(address, {"email": "x", "at": "soon", "body": ""}))
        self.keep("odd words", 422, self.post(address, {**right, "name": "", "body": ODD_WORDS}))
        self.keep("too long", 422, self.post(address, {**right, "body": "x" * 1501}))
        self.keep("old stamp", 422, self.post(address, {**right, "stamp": "forged"}))
        self.keep("at risk", 422, self.post(address, {**right, "name": "", "body": CRISIS}))
        with mock.patch("comments.services.submit_comment", side_effect=OperationalError), self.assertLogs("comments"):
            self.keep("not saved", 503, self.post(address, {**right, "body": ODD_WORDS}))
        with mock.patch("comments.services.submit_comment", side_effect=services.TooManyComments("Wait.")):
            self.keep("too many", 429, self.post(address, right))
        CommentSettings.objects.update_or_create(site=site_tree().site, defaults={"are_paused": True})
        self.keep("paused", 422, self.post(address, right))
        self.assertAllInOrder()

    def test_what_a_sender_sees_afterwards(self):
        for state in State.values:
            comment = CommentFactory(page=self.film, state=state, author_name="Sam", body=ODD_WORDS)
            self.keep(state, 200, self.client.get(reverse("comments:reference", args=[comment.access_token])))
        for reason in Reason:
            comment = CommentFactory(page=self.film, not_published=True, decision__reason=reason)
            self.keep(reason, 200, self.client.get(reverse("comments:reference", args=[comment.access_token])))
        self.assertAllInOrder()

    def test_reports_and_likes(self):
        address = reverse("comments:report", args=[self.comment.reference])
        self.keep("report", 200, self.client.get(address))
        self.keep("report with errors", 422, self.post(address, {"why": "", "details": ODD_WORDS}))
        self.keep("report too long", 422, self.post(address, {"why": "other", "details": "x" * 9000}))
        with mock.patch("comments.services.report_comment", side_effect=services.TooManyReports("Wait.")):
            self.keep("too many reports", 429, self.post(address, {"why": "other"}))
        sent = ReportFactory(comment=self.comment)
        self.keep("report sent", 200, self.client.get(reverse("comments:report_sent", args=[sent.reference])))
        like = reverse("comments:like", args=[self.film.pk])
        self.keep("like", 200, self.client.get(like))
        self.keep("liked", 200, self.post(like, {}))
        with mock.patch("comments.views.LIKES_IN_AN_HOUR", 0):
            self.keep("too many likes", 429, self.post(like, {}, Client()))
        self.assertAllInOrder()

    def test_contact_and_take_down_forms_when_they_come_back(self):
        for page in ContactPage.objects.live():
            address = f"/messages/{page.pk}/"
            right = {"message": "A question.", "stamp": self.stamp(stamp_purpose(page))}
            self.keep(f"{page.slug} with errors", 422, self.post(address, {"message": "", "email": "x"}))
            self.keep(f"{page.slug} with odd words", 422, self.post(address, {"message": ODD_WORDS, "name": ODD_WORDS}))
            self.keep(f"{page.slug} at risk", 422, self.post(address, {**right, "message": CRISIS, "email": "x"}))
            self.keep(f"{page.slug} sent", 200, self.post(address, right))
            self.keep(f"{page.slug} sent at risk", 200, self.client.get(f"{page.url}sent/?reference=E-K4TD9M&help=now"))
        self.assertAllInOrder()

    def test_films_in_every_state(self):
        self.keep("no file", 200, self.client.get(FilmPageFactory().url))
        self.keep("preparing", 200, self.client.get(FilmPageFactory(video=VideoFactory()).url))
        self.keep("failed", 200, self.client.get(FilmPageFactory(video=VideoFactory(failed=True)).url))
        for choice in ("closed", "hidden"):
            film = FilmPageFactory(publishable=True, comments_are=choice)
            self.keep(f"comments {choice}", 200, self.client.get(film.url))
        full = FilmPageFactory(publishable=True, title=ODD_WORDS[:60], content_note=ODD_WORDS, synopsis="<p>Text</p>")
        CreditFactory(film=full, contributor=ContributorFactory(name=ODD_WORDS[:60], role='"role" & <i>'))
        for start in (0, 1000):
            ChapterFactory(film=full, start_ms=start, title=ODD_WORDS[:40])
        ChangeNoteFactory(film=full)
        CaptionTrackFactory(
            video=full.video, language="cy", kind="subtitles", checked=True, words=["<v Ann>Ann & <i>x"]
        )
        for comment in CommentFactory.create_batch(30, page=full, approved=True):
            CommentFactory(page=full, approved=True, official=True, replies_to=comment)
        for query in ("", "?words=cy", "?t=28", "?comments=2"):
            self.keep(f"a full film {query}", 200, self.client.get(f"{full.url}{query}"))
        self.assertAllInOrder()

    def test_lists_searched_and_narrowed(self):
        FilmPageFactory.create_batch(26)
        films, people = self.film.get_parent().url, PeopleIndexPage.objects.get().url
        areas = PracticeAreaIndexPage.objects.get().url
        for address in (
            "/search/",
            "/search/?q=day",
            "/search/?q=nam",
            "/search/?q=zzzz",
            "/search/?q=%3Cb%3E%22%26",
            f"{films}?sort=title&page=2",
            f"{films}?length=over-10&access=bsl",
            f"{people}?area=perinatal",
            f"{areas}perinatal/",
        ):
            self.keep(address, 200, self.client.get(address))
        self.assertAllInOrder()

    @set_up("wordpress", "google", "facebook")
    def test_accounts(self):
        self.keep("choose", 200, self.client.get("/accounts/login/"))
        self.keep("closed", 200, self.client.get("/accounts/closed/"))
        self.keep("inactive", 403, self.client.get("/accounts/inactive/"))
        self.keep("failed", 401, self.client.get("/accounts/google/login/callback/"))
        with FakeServices():
            sign_in(self.client)
        CommentFactory(page=self.film, waiting=True, user=User.objects.latest("pk"))
        for name in ("", "logout/", "close/"):
            self.keep(f"accounts/{name}", 200, self.client.get(f"/accounts/{name}"))
        self.keep("a film, signed in", 200, self.client.get(self.film.url))
        self.keep("a wrong name", 422, self.post("/accounts/", {"name": "\u202e"}))
        self.assertAllInOrder()

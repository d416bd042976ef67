"""What readers see under a film."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory, TestCase
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from comments.models import CommentSettings, State
from comments.selectors import comment_count
from films.models import FilmPage
from tests.comments.factories import CommentFactory, ReportFactory, commentable_page, days_ago
from tests.support.hostile_strings import STORABLE_HOSTILE_STRINGS
from tests.support.pages import site_tree


class ThreadTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.film = commentable_page()

    def thread(self, query: str = "") -> str:
        """The comments block alone, as the page's template asks for it."""
        request = RequestFactory().get(f"/{query}")
        template = Template("{% load comments_tags %}{% comments_for page %}")
        return template.render(Context({"request": request, "page": self.film}))

    def queries(self) -> int:
        Site.clear_site_root_paths_cache()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            self.thread()
        return len(captured)

    def test_only_approved_comments_are_shown(self):
        for state in State.values:
            CommentFactory(page=self.film, state=state, body=f"Words in state {state}")
        CommentFactory(approved=True, body="On another film")
        html = self.thread()
        self.assertIn("Words in state approved", html)
        self.assertEqual(html.count("Words in state"), 1)
        self.assertNotIn("On another film", html)
        self.assertIn("1 comment<", html)

    def test_the_oldest_comes_first(self):
        CommentFactory(page=self.film, approved=True, body="Second", submitted_at=days_ago(1))
        CommentFactory(page=self.film, approved=True, body="First", submitted_at=days_ago(2))
        html = self.thread()
        self.assertLess(html.index("First"), html.index("Second"))

    def test_an_empty_thread_invites(self):
        self.assertIn("No comments yet. You can be the first.", self.thread())

    def test_the_form_carries_its_exact_words(self):
        html = self.thread()
        for words in (
            "Your comment",
            "Do not include names, addresses or anything that could identify a patient or someone else.",
            "Name to show with your comment. You can use a made-up name.",
            "Email (optional). Only used to tell you what we decide.",
            "I am 16 or over and I agree to the house rules.",
            "Send comment",
            "We read comments Monday to Friday, 9am to 5pm. Nobody reads them live. If you need help now, see ",
            "Get help now",
        ):
            self.assertInHTML(words, html) if words == "Send comment" else self.assertIn(words, html)

    def test_the_trap_is_out_of_reach_of_people(self):
        html = self.thread()
        self.assertIn('<div class="hidden-visually" aria-hidden="true"><label for="comment-leave_empty">', html)
        self.assertRegex(html, r'<input type="text" name="leave_empty" autocomplete="off" tabindex="-1"')

    def test_each_comment_has_a_report_link_of_its_own(self):
        comment = CommentFactory(page=self.film, approved=True, author_name="Robin")
        self.assertIn(f'href="/comments/report/{comment.reference}/"', self.thread())

    def test_a_comment_is_plain_text_without_live_links(self):
        CommentFactory(page=self.film, approved=True, body="See https://shop.example/ <b>now</b>")
        html = self.thread()
        self.assertIn("See https://shop.example/ &lt;b&gt;now&lt;/b&gt;", html)
        self.assertNotIn('href="https://shop.example', html)

    def test_hostile_strings_stay_text(self):
        for text in STORABLE_HOSTILE_STRINGS:
            CommentFactory(page=self.film, approved=True, body=text, author_name=text[:60])
        html = "".join(self.thread(f"?comments={number}") for number in (1, 2))
        for markup in ("<script>alert", "<img src=x", "<svg/onload", "<iframe", "</textarea><script", "\u202e"):
            with self.subTest(markup):
                self.assertNotIn(markup, html)

    def test_a_reported_comment_leaves_the_page_when_the_setting_says_so(self):
        comment = CommentFactory(page=self.film, approved=True, body="Reported words")
        ReportFactory(comment=comment)
        self.assertIn("Reported words", self.thread())
        CommentSettings.objects.update_or_create(site=site_tree().site, defaults={"hide_reported": True})
        self.assertNotIn("Reported words", self.thread())
        self.assertEqual(self.client.get(f"/comments/report/{comment.reference}/").status_code, 404)
        self.assertEqual(comment_count(self.film), 0)

    def test_a_preview_of_a_page_never_saved_has_no_thread_and_no_like(self):
        request = RequestFactory().get("/")
        template = Template("{% load comments_tags %}{% likes_for page %}{% comments_for page %}")
        html = template.render(Context({"request": request, "page": FilmPage(title="New")}))
        self.assertEqual(html.strip(), "")

    def test_a_long_thread_comes_in_parts_and_none_is_out_of_reach(self):
        for number in range(120):
            CommentFactory(
                page=self.film, approved=True, body=f"Thought {number:03d}", submitted_at=days_ago(200 - number)
            )
        first, second = self.thread(), self.thread("?comments=2")
        self.assertIn("120 comments", first)
        self.assertIn("Thought 099", first)
        self.assertNotIn("Thought 100", first)
        self.assertIn('href="?comments=2#comments"', first)
        self.assertIn("Thought 119", second)
        for query in ("?comments=99", "?comments=x", "?comments=-1"):
            self.assertIn("Thought", self.thread(query))

    def test_five_hundred_comments_cost_no_more_queries_than_twenty(self):
        self.fill(20)
        self.thread()
        few = self.queries()
        self.fill(480)
        self.assertEqual(self.queries(), few)
        self.assertLessEqual(few, 6)

    def fill(self, number: int, **fields: Any) -> None:
        one = CommentFactory.build(page=self.film, approved=True)
        rows = [
            type(one)(page=self.film, state=State.APPROVED, author_name="Robin", body=f"Thought {n}")
            for n in range(number)
        ]
        type(one).objects.bulk_create(rows)

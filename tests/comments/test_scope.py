"""What readers can do is what docs/online-safety.md lists: text, a name, a like, a report, and taking it back."""

from __future__ import annotations

from django import forms
from django.test import SimpleTestCase, TestCase
from django.urls import get_resolver

from accounts.forms import CloseForm, NameForm
from comments.forms import CommentForm, ReportForm
from home.forms import EnquiryForm, TakeDownForm
from tests.comments.factories import CommentFactory, commentable_page
from tests.support.machine import ROOT

# What a reader fills in, and what the page fills in by itself.
FIELDS = {
    CommentForm: {"body", "name", "email", "agree", "at", "stamp", "fill_ms", "leave_empty"},
    ReportForm: {"why", "details", "email"},
    EnquiryForm: {"message", "name", "email", "stamp", "leave_empty"},
    TakeDownForm: {"message", "name", "email", "film", "is_person_in_film", "stamp", "leave_empty"},
    NameForm: {"name"},
    CloseForm: {"comments"},
}
COMMENT_ADDRESSES = {"send", "like", "reference", "withdraw", "report", "report_sent"}


class ScopeTests(SimpleTestCase):
    def test_forms_ask_for_what_the_scope_lists_and_for_no_file(self):
        for form, names in FIELDS.items():
            with self.subTest(form.__name__):
                self.assertEqual(set(form.base_fields), names)
                self.assertFalse(
                    [name for name, field in form.base_fields.items() if isinstance(field, forms.FileField)]
                )

    def test_readers_have_no_other_address_to_post_about_comments(self):
        resolver = dict(get_resolver().namespace_dict)["comments"][1]
        self.assertEqual({name for name in resolver.reverse_dict if isinstance(name, str)}, COMMENT_ADDRESSES)

    def test_the_note_names_the_paragraph_the_date_and_who_has_to_confirm_it(self):
        note = (ROOT / "docs" / "online-safety.md").read_text(encoding="utf-8")
        for words in ("Schedule 1, Part 1, paragraph 4", "Read on 22 November 2026", "Confirmed for the publisher by"):
            self.assertIn(words, note)


class NoConversationTests(TestCase):
    def test_a_thread_has_no_reply_profile_or_live_link_for_readers(self):
        film = commentable_page()
        CommentFactory(page=film, approved=True, author_name="Sam", body="See https://example.org and @robin")
        thread = self.client.get(film.url).content.decode().split('id="comments"')[1]
        letter = thread.split("</article>")[0]
        self.assertIn("https://example.org", letter)
        self.assertNotIn('href="https://example.org', letter)
        self.assertNotIn("Reply", letter.replace("Reply from the film team", ""))
        self.assertNotIn('type="file"', thread)

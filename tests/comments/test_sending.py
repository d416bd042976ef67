"""A reader sends a comment, and what comes next."""

from __future__ import annotations

import datetime as dt
from typing import Any
from unittest import mock

import time_machine
from django.db import OperationalError
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from cms.stamps import make_stamp
from comments import wording
from comments.models import Comment, CommentSettings, State, StoredFinding
from tests.comments.factories import commentable_page
from tests.support.hostile_strings import STORABLE_HOSTILE_STRINGS
from tests.support.pages import site_tree

CRISIS = "I want to kill myself tonight"


class SendingTestCase(TestCase):
    """A film that takes comments, and a way to send one as a browser would."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.film = commentable_page(title="A day on the ward")
        cls.url = reverse("comments:send", args=[cls.film.pk])

    def fields(self, **changes: Any) -> dict[str, Any]:
        with time_machine.travel(timezone.now() - dt.timedelta(minutes=2), tick=False):
            stamp = make_stamp(f"comment:{self.film.pk}")
        return {
            "name": "Robin",
            "body": "The family meeting was well explained.",
            "email": "",
            "at": "",
            "agree": "on",
            "stamp": stamp,
            **changes,
        }

    def send(self, follow: bool = False, headers: dict[str, str] | None = None, **changes: Any) -> Any:
        headers = {"Sec-Fetch-Site": "same-origin"} if headers is None else headers
        return self.client.post(self.url, self.fields(**changes), follow=follow, headers=headers)


class AcceptedCommentTests(SendingTestCase):
    def test_the_sender_is_led_to_a_page_with_the_reference(self):
        response = self.send(follow=True)
        comment = Comment.objects.get()
        self.assertEqual(response.redirect_chain, [(reverse("comments:reference", args=[comment.access_token]), 303)])
        self.assertContains(
            response,
            "Thank you. We have your comment. A person will read it before it can be published. "
            f"Your reference is {comment.reference}.",
        )
        self.assertContains(response, "Your comment is waiting to be read. We aim to decide within 2 working days.")

    def test_nothing_is_public_before_a_person_approved_it(self):
        self.send(body="Only for the moderators yet")
        self.assertEqual(Comment.objects.get().state, State.WAITING)
        self.assertNotContains(self.client.get(self.film.url), "Only for the moderators yet")

    def test_the_reference_page_is_private_and_not_for_search_engines(self):
        response = self.send(follow=True)
        self.assertEqual(response["Cache-Control"], "private, no-store")
        self.assertEqual(response["X-Robots-Tag"], "noindex")
        self.assertEqual(response["Referrer-Policy"], "same-origin")
        self.assertContains(response, '<meta name="robots" content="noindex">', html=True)

    def test_neither_the_page_nor_the_post_sets_a_cookie(self):
        page = self.client.get(self.film.url)
        self.assertFalse(page.cookies)
        self.assertNotContains(page, "csrfmiddlewaretoken")
        self.assertFalse(self.send().cookies)

    def test_the_page_is_the_same_for_every_signed_out_reader(self):
        with time_machine.travel(timezone.now(), tick=False):
            first = self.client.get(self.film.url).content
            second = self.client_class(headers={"user-agent": "Other"}).get(self.film.url).content
        self.assertEqual(first, second)

    def test_the_form_sent_twice_is_stored_once(self):
        fields = self.fields()
        first = self.client.post(self.url, fields)
        second = self.client.post(self.url, fields)
        self.assertEqual(Comment.objects.count(), 1)
        self.assertEqual(first["Location"], second["Location"])

    def test_another_text_with_the_same_stamp_is_another_comment(self):
        fields = self.fields()
        self.client.post(self.url, fields)
        self.client.post(self.url, {**fields, "body": "And the nurse was right too."})
        self.assertEqual(Comment.objects.count(), 2)

    def test_network_addresses_are_kept_as_keyed_hashes_only(self):
        self.client.post(self.url, self.fields(), REMOTE_ADDR="192.0.2.77")
        comment = Comment.objects.get()
        self.assertEqual(len(comment.sender_key), 64)
        self.assertNotIn("192.0.2", repr(list(Comment.objects.values())))
        with override_settings(COMMENTS_KEY="another key"):
            self.client.post(self.url, self.fields(body="Another one"), REMOTE_ADDR="192.0.2.77")
        self.assertEqual(Comment.objects.values("sender_key").distinct().count(), 2)

    def test_a_moment_in_the_film_is_kept_and_linked(self):
        self.send(at="0:52")
        comment = Comment.objects.get()
        self.assertEqual(comment.at_ms, 52_000)
        Comment.objects.update(state=State.APPROVED)
        self.assertContains(
            self.client.get(self.film.url),
            f'about <a href="{self.film.url}?t=52"><span class="figures">0:52</span></a>',
        )

    def test_what_screening_found_is_stored_with_the_comment(self):
        self.send(body="Buy now https://a.example https://b.example https://c.example cheap pills")
        self.assertTrue(StoredFinding.objects.filter(comment=Comment.objects.get(), concern="spam").exists())

    def test_a_welsh_comment_waits_like_any_other(self):
        self.send(body="Diolch am y ffilm. Roedd y cyfarfod teulu yn ddefnyddiol iawn i ni.")
        self.assertEqual(Comment.objects.get().state, State.WAITING)


class CrisisTests(SendingTestCase):
    def test_the_next_page_leads_with_help_before_anything_else(self):
        with time_machine.travel(dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC)):
            response = self.send(body=CRISIS, follow=True)
        self.assertEqual(Comment.objects.get().state, State.URGENT)
        main = response.content.decode().split("<main")[1]
        words = "It sounds as if things are very hard right now."
        self.assertIn(words, main)
        self.assertLess(main.index(words), main.index("Thank you. We have your comment."))
        self.assertContains(response, 'call <a href="tel:999">999</a> or go to A&amp;E.')
        self.assertContains(response, "We have also passed your message to our team, who work Monday to Friday")

    def test_a_spam_score_cannot_hide_it(self):
        self.send(
            body=f"{CRISIS} buy cheap pills https://a.example https://b.example https://c.example", leave_empty="x"
        )
        self.assertEqual(Comment.objects.get().state, State.URGENT)

    def test_it_is_taken_in_above_the_limit(self):
        for number in range(5):
            self.send(body=f"Comment number {number} about this film")
        self.send(body=CRISIS)
        self.assertTrue(Comment.objects.filter(state=State.URGENT).exists())

    def test_help_leads_even_when_the_form_has_an_error(self):
        response = self.send(body=CRISIS, name="")
        main = response.content.decode().split("<main")[1]
        self.assertEqual(response.status_code, 422)
        self.assertLess(main.index("You deserve help straight away."), main.index("There is a problem"))


class RefusedFormTests(SendingTestCase):
    def assert_error(self, message: str, field: str, **changes: Any) -> Any:
        response = self.send(**changes)
        self.assertEqual(response.status_code, 422)
        self.assertContains(response, f'<a href="#comment-{field}">{message}</a>', status_code=422)
        self.assertEqual(Comment.objects.count(), 0)
        return response

    def test_each_error_says_what_to_do_and_links_to_its_field(self):
        cases = [
            ("Enter your comment", "body", {"body": "  \n "}),
            ("Your comment must be 1,500 characters or fewer. It has 1,501.", "body", {"body": "a" * 1501}),
            ("Check your email address. It should look like name@example.com", "email", {"email": "robin"}),
            ("Select the box to show that you agree to the house rules", "agree", {"agree": ""}),
            ("Enter the moment as minutes and seconds, such as 0:52", "at", {"at": "soon"}),
            ("Enter a name to show with your comment. You can use a made-up name", "name", {"name": ""}),
        ]
        for message, field, changes in cases:
            with self.subTest(field):
                self.assert_error(message, field, **changes)

    def test_the_page_with_errors_has_one_heading_and_begins_with_what_to_put_right(self):
        page = self.send(body="").content.decode()
        main = page.split("<main")[1]
        self.assertIn("<title>Error: send a comment", page)
        self.assertEqual(main.count("Send a comment<"), 1)
        self.assertLess(main.index("There is a problem"), main.index("<h1"))
        self.assertIn('aria-labelledby="comment-form-heading"', main)
        self.assertIn('<h1 id="comment-form-heading">', main)

    def test_the_words_stay_in_the_box(self):
        response = self.assert_error(
            "Check your email address. It should look like name@example.com",
            "email",
            email="robin",
            body="A long thought & <b>more</b>",
        )
        self.assertContains(response, "A long thought &amp; &lt;b&gt;more&lt;/b&gt;</textarea>", status_code=422)
        self.assertContains(response, 'value="Robin"', status_code=422)

    def test_the_summary_takes_the_focus(self):
        response = self.send(body="")
        self.assertContains(
            response, 'role="alert" aria-labelledby="error-summary-title" tabindex="-1"', status_code=422
        )

    def test_line_ends_and_accents_count_as_a_person_counts(self):
        self.assertEqual(self.send(body="é\r\n" * 750).status_code, 303)
        self.assertEqual(self.send(body="é" * 1500).status_code, 303)

    def test_a_page_that_was_open_for_a_long_time_keeps_the_text_and_gets_a_new_stamp(self):
        with time_machine.travel(timezone.now() - dt.timedelta(days=2), tick=False):
            fields = self.fields()
        response = self.client.post(self.url, fields)
        self.assertEqual(response.status_code, 422)
        self.assertContains(
            response,
            "This page was open for a long time. Your comment is still here. Select Send comment again.",
            status_code=422,
        )
        self.assertContains(response, f"{fields['body']}</textarea>", status_code=422)
        again = response.context["comment_form"]["stamp"].value()
        self.assertNotEqual(again, fields["stamp"])
        self.assertEqual(self.client.post(self.url, {**fields, "stamp": again}).status_code, 303)

    def test_a_stamp_of_another_film_does_not_count(self):
        response = self.send(stamp=make_stamp("comment:999999"))
        self.assertContains(response, wording.OPEN_TOO_LONG, status_code=422)

    def test_a_post_from_another_site_is_refused(self):
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Origin": "https://evil.example"},
            {"Referer": "https://evil.example/page"},
        ):
            with self.subTest(headers=headers):
                self.assertEqual(self.send(headers=headers).status_code, 403)
        self.assertEqual(Comment.objects.count(), 0)

    def test_a_trap_that_was_filled_is_no_proof_and_loses_nothing(self):
        self.assertEqual(self.send(leave_empty="http://spam.example").status_code, 303)
        self.assertTrue(Comment.objects.get().findings.filter(check_name="honeypot").exists())


class LimitTests(SendingTestCase):
    def test_the_sixth_comment_in_ten_minutes_is_asked_to_wait_and_keeps_its_text(self):
        for number in range(5):
            self.assertEqual(self.send(body=f"Thought number {number} on this film").status_code, 303)
        response = self.send(body="One thought too many")
        self.assertEqual(response.status_code, 429)
        self.assertEqual(response["Retry-After"], "600")
        self.assertContains(
            response, "You have sent several comments. Wait 10 minutes, then try again.", status_code=429
        )
        self.assertContains(response, "One thought too many</textarea>", status_code=429)
        self.assertEqual(Comment.objects.count(), 5)

    def test_a_made_up_forwarding_header_does_not_raise_the_number(self):
        for number in range(12):
            self.client.post(
                self.url,
                self.fields(body=f"Thought number {number}"),
                headers={"X-Forwarded-For": f"198.51.100.{number}"},
            )
        self.assertEqual(Comment.objects.count(), 5)

    def test_other_senders_are_not_held_up(self):
        for number in range(6):
            self.send(body=f"Thought number {number} on this film")
        response = self.client.post(self.url, self.fields(body="From next door"), REMOTE_ADDR="203.0.113.9")
        self.assertEqual(response.status_code, 303)

    def test_ten_minutes_later_the_sender_can_write_again(self):
        for number in range(6):
            self.send(body=f"Thought number {number} on this film")
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
            self.assertEqual(self.send(body="A calmer thought").status_code, 303)


class TroubleTests(SendingTestCase):
    def test_a_database_that_does_not_answer_loses_no_words(self):
        for place in ("comments.views.commentable_page", "comments.services.submit_comment"):
            with self.subTest(place), mock.patch(place, side_effect=OperationalError):
                response = self.send(body="Hard to <write> again")
                self.assertEqual(response.status_code, 503)
                self.assertContains(
                    response, "Sorry, we could not save your comment. Copy it, then try again later.", status_code=503
                )
                self.assertContains(response, "Hard to &lt;write&gt; again</textarea>", status_code=503)

    def test_hostile_strings_break_no_field(self):
        for number, text in enumerate(STORABLE_HOSTILE_STRINGS):
            fields = {"body": text, "name": text} if number % 2 else {"body": "A thought", "email": text, "at": text}
            with self.subTest(number=number):
                data = self.fields(**fields, fill_ms=text, leave_empty=text)
                response = self.client.post(self.url, data, REMOTE_ADDR=f"10.0.{number}.1")
                self.assertIn(response.status_code, (303, 422))

    def test_nul_and_lone_surrogates_do_not_reach_the_database(self):
        self.send(body="before\x00after", name="Ro\x00bin")
        body = b"name=Robin&agree=on&body=before%ED%A0%80after&stamp=" + self.fields()["stamp"].encode()
        response = self.client.post(self.url, body, content_type="application/x-www-form-urlencoded")
        self.assertEqual(response.status_code, 303)
        self.assertEqual(Comment.objects.filter(body="beforeafter").count(), 1)


class ClosedTests(SendingTestCase):
    def test_a_closed_film_says_so_and_takes_nothing(self):
        self.film.comments_are = "closed"
        self.film.save()
        self.assertContains(self.client.get(self.film.url), "Comments on this film are closed.")
        response = self.send(body="Too late")
        self.assertContains(response, "Comments on this film are closed.", status_code=422)
        self.assertContains(response, "Too late</textarea>", status_code=422)
        self.assertEqual(Comment.objects.count(), 0)

    def test_the_closing_date_is_the_last_day(self):
        self.film.comments_close_on = dt.date(2026, 11, 20)
        self.film.save()
        with time_machine.travel(dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC)):
            self.assertEqual(self.send().status_code, 303)
        with time_machine.travel(dt.datetime(2026, 11, 21, 0, 30, tzinfo=dt.UTC)):
            self.assertEqual(self.send(body="One day late").status_code, 422)

    def test_hidden_comments_are_neither_shown_nor_taken(self):
        self.film.comments_are = "hidden"
        self.film.save()
        self.assertNotContains(self.client.get(self.film.url), 'id="comments"')
        self.assertEqual(self.send().status_code, 404)

    def test_one_switch_pauses_all_films_and_keeps_what_was_approved(self):
        self.send(body="Approved long ago")
        Comment.objects.update(state=State.APPROVED)
        CommentSettings.objects.update_or_create(site=site_tree().site, defaults={"are_paused": True})
        page = self.client.get(self.film.url)
        self.assertContains(page, "Comments are paused on all films at the moment.")
        self.assertContains(page, "Approved long ago")
        self.assertNotContains(page, "Send comment")
        self.assertEqual(self.send().status_code, 422)

    def test_pages_that_are_not_public_take_nothing(self):
        self.film.unpublish()
        self.assertEqual(self.send().status_code, 404)
        self.assertEqual(self.client.post(reverse("comments:send", args=[site_tree().home.pk])).status_code, 404)

    def test_a_visit_to_the_sending_address_leads_to_the_form(self):
        self.assertRedirects(
            self.client.get(self.url), f"{self.film.get_url()}#comments", fetch_redirect_response=False
        )

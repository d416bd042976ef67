"""What a sender sees later, reports and likes by readers, and mail."""

from __future__ import annotations

import datetime as dt
from unittest import mock

import time_machine
from django.core import mail
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from comments import mail as comments_mail
from comments import services
from comments.models import Comment, CommentSettings, Decision, Like, Reason, Report, State
from comments.wording import REASON_TEXTS
from tests.comments.factories import (
    CommentFactory,
    FindingFactory,
    ModeratorFactory,
    ReportFactory,
    commentable_page,
    days_ago,
)
from tests.support.hostile_strings import STORABLE_HOSTILE_STRINGS
from tests.support.pages import site_tree

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


class ReferencePageTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.film = commentable_page()

    def page(self, comment: Comment):
        return self.client.get(reverse("comments:reference", args=[comment.access_token]))

    def test_each_state_has_its_words(self):
        cases = {
            "waiting": "Your comment is waiting to be read. We aim to decide within 2 working days.",
            "spam": "Your comment is waiting to be read. We aim to decide within 2 working days.",
            "on_hold": "We are still looking at your comment. You do not need to do anything.",
            "approved": "Your comment is now on the page.",
            "withdrawn": "You withdrew this comment. It is not on the page.",
            "erased": "We have deleted this comment and your details.",
            "removed": "Your comment was on the page. We have now removed it. Reason: it attacks or threatens people.",
        }
        for trait, words in cases.items():
            with self.subTest(trait):
                self.assertContains(self.page(CommentFactory(page=self.film, **{trait: True})), words)

    def test_each_reason_is_told_in_its_exact_words(self):
        for reason in Reason:
            comment = CommentFactory(page=self.film, not_published=True, decision__reason=reason)
            with self.subTest(reason):
                self.assertContains(self.page(comment), escape(REASON_TEXTS[reason]))

    def test_when_it_was_sent_is_told_to_machines_in_a_way_html_knows(self):
        # At most three digits may follow the second in HTML; the database keeps six.
        sent = dt.datetime(2026, 7, 1, 8, 5, 9, 123456, tzinfo=dt.UTC)
        comment = CommentFactory(page=self.film, approved=True, submitted_at=sent)
        self.assertContains(self.page(comment), '<time datetime="2026-07-01T09:05+0100">')

    def test_private_support_comes_with_the_help_lines_first(self):
        comment = CommentFactory(page=self.film, not_published=True, decision__reason=Reason.CRISIS_SUPPORT)
        main = self.page(comment).content.decode().split("<main")[1]
        self.assertLess(main.index("116 123"), main.index("We have kept your comment private."))

    def test_who_comes_back_after_a_message_in_distress_reads_help_first_and_what_happens_with_it(self):
        cases = {
            "urgent": "Your comment is waiting to be read. We aim to decide within 2 working days.",
            "on_hold": "We are still looking at your comment. You do not need to do anything.",
            "withdrawn": "You withdrew this comment. It is not on the page.",
            "not_published": REASON_TEXTS[Reason.CRISIS_SUPPORT],
        }
        for trait, words in cases.items():
            comment = CommentFactory(
                page=self.film, submitted_at=days_ago(3), decision__reason=Reason.CRISIS_SUPPORT, **{trait: True}
            )
            FindingFactory(comment=comment, concern="crisis", reason="Speaks of ending a life.")
            with self.subTest(trait):
                page = self.page(comment)
                main = page.content.decode().split("<main")[1]
                self.assertLess(main.index("It sounds as if things are very hard right now."), main.index(words))
                self.assertLess(main.index("0800 1111"), main.index("<h2>Your comment</h2>"))
                self.assertLess(main.index("<h2>Your comment</h2>"), main.index(words))
                self.assertContains(page, "<h1", count=1)
                told = "We have also passed your message to our team" in main
                self.assertEqual(told, trait in ("urgent", "on_hold"))

    def test_a_comment_can_be_withdrawn_in_any_state(self):
        for state in State.values:
            comment = CommentFactory(page=self.film, state=state)
            url = reverse("comments:withdraw", args=[comment.access_token])
            with self.subTest(state):
                self.assertEqual(self.client.get(url).status_code, 405)
                response = self.client.post(url, headers=SAME_SITE, follow=True)
                comment.refresh_from_db()
                self.assertEqual(comment.state, State.ERASED if state == State.ERASED else State.WITHDRAWN)
                self.assertEqual(response.status_code, 200)
                self.assertFalse(response.cookies)

    def test_another_site_cannot_withdraw_it(self):
        comment = CommentFactory(page=self.film, approved=True)
        url = reverse("comments:withdraw", args=[comment.access_token])
        self.assertEqual(self.client.post(url, headers={"Sec-Fetch-Site": "cross-site"}).status_code, 403)
        comment.refresh_from_db()
        self.assertEqual(comment.state, State.APPROVED)

    def test_it_repeats_nothing_that_was_typed(self):
        comment = CommentFactory(page=self.film, waiting=True)
        for number, text in enumerate(STORABLE_HOSTILE_STRINGS):
            marked = f"typed-{number} {text}"
            Comment.objects.filter(pk=comment.pk).update(body=marked, author_name=marked[:60])
            page = self.page(comment)
            with self.subTest(number=number):
                self.assertContains(page, comment.reference)
                self.assertNotContains(page, "typed-")

    def test_a_made_up_address_is_404(self):
        self.assertEqual(self.client.get("/comments/r/nothing/").status_code, 404)


class ReportTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.comment = CommentFactory(page=commentable_page(), approved=True, body="Words <b>about</b> somebody")
        cls.url = reverse("comments:report", args=[cls.comment.reference])

    def test_a_report_needs_a_reason_and_gets_a_reference(self):
        self.assertContains(self.client.get(self.url), "Words &lt;b&gt;about&lt;/b&gt; somebody")
        response = self.client.post(self.url, {"why": ""}, headers=SAME_SITE)
        link = '<a href="#report-why_0">Choose what is wrong with the comment</a>'
        self.assertContains(response, link, status_code=422)
        response = self.client.post(self.url, {"why": "about_me"}, headers=SAME_SITE, follow=True)
        report = Report.objects.get()
        self.assertContains(response, f"Your reference is {report.reference}.")
        self.assertFalse(response.cookies)

    def test_whoever_reports_is_told_when_an_answer_comes(self):
        page = self.client.post(self.url, {"why": "about_me"}, headers=SAME_SITE, follow=True)
        self.assertContains(page, "If you gave an email address, we will answer within 30 days.")

    def test_the_same_report_twice_is_one(self):
        for _ in range(2):
            self.client.post(self.url, {"why": "abuse", "details": "Look at line 2"}, headers=SAME_SITE)
        self.assertEqual(Report.objects.count(), 1)

    def test_only_public_comments_can_be_reported(self):
        hidden = CommentFactory(page=self.comment.page, waiting=True)
        url = reverse("comments:report", args=[hidden.reference])
        self.assertEqual(self.client.get(url).status_code, 404)
        self.assertEqual(self.client.post(url, {"why": "abuse"}, headers=SAME_SITE).status_code, 404)
        self.assertFalse(Report.objects.exists())

    def test_the_eleventh_report_in_ten_minutes_waits(self):
        for number in range(11):
            response = self.client.post(self.url, {"why": "other", "details": str(number)}, headers=SAME_SITE)
        self.assertContains(response, "You have sent several reports.", status_code=429)
        self.assertEqual(Report.objects.count(), 10)


class LikeTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.film = commentable_page()
        cls.url = reverse("comments:like", args=[cls.film.pk])

    def test_a_like_sets_one_cookie_that_scripts_cannot_read_and_counts_once(self):
        response = self.client.post(self.url, headers=SAME_SITE)
        cookie = response.cookies["reader"]
        self.assertTrue(cookie["httponly"])
        self.assertEqual((cookie["samesite"], cookie["max-age"]), ("Lax", 365 * 24 * 3600))
        again = self.client.post(self.url, headers=SAME_SITE, follow=True)
        self.assertContains(again, "You like this film")
        self.assertEqual(Like.objects.count(), 1)
        self.assertNotIn(cookie.value, repr(list(Like.objects.values())))

    def test_a_like_can_be_taken_back(self):
        self.client.post(self.url, headers=SAME_SITE)
        page = self.client.post(self.url, {"take_back": "1"}, headers=SAME_SITE, follow=True)
        self.assertContains(page, "You have not liked this film")
        self.assertEqual(Like.objects.count(), 0)

    def test_the_film_s_page_is_the_same_for_who_likes_it(self):
        self.client.post(self.url, headers=SAME_SITE)
        with time_machine.travel(timezone.now(), tick=False):
            mine, other = self.client.get(self.film.url), self.client_class().get(self.film.url)
        self.assertEqual(mine.content, other.content)
        self.assertContains(other, "person likes it")

    def test_looking_sets_no_cookie_and_likes_nothing(self):
        response = self.client.get(self.url)
        self.assertFalse(response.cookies)
        self.assertEqual(Like.objects.count(), 0)


@override_settings(SITE_URL="https://films.example")
class OutcomeMailTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.film = commentable_page()
        cls.moderator = ModeratorFactory()

    def decided(self, decision: Decision = Decision.DO_NOT_PUBLISH, reason: str = "off_topic", **fields):
        fields = {"waiting": True, "body": "Secret words", "author_name": "Secret name", **fields}
        comment = CommentFactory(page=self.film, author_email="robin@example.org", **fields)
        record = services.decide(
            comment, self.moderator, decision, expected_state=comment.state, reason=reason, is_confirmed=True
        )
        return comment, record

    def after_the_undo_window(self):
        return time_machine.travel(timezone.now() + dt.timedelta(minutes=11))

    def test_one_message_tells_the_reason_and_none_of_the_comment(self):
        comment, record = self.decided()
        with self.after_the_undo_window():
            self.assertTrue(comments_mail.tell_outcome(record.pk))
            self.assertFalse(comments_mail.tell_outcome(record.pk))
        [message] = mail.outbox
        self.assertEqual(message.to, ["robin@example.org"])
        self.assertIn("We did not publish your comment because it is not about this film.", message.body)
        self.assertIn(f"https://films.example/comments/r/{comment.access_token}/", message.body)
        self.assertNotIn("Secret", message.body + message.subject)

    def test_who_named_a_patient_reads_kind_words_and_where_to_turn_on_the_page_and_in_the_mail(self):
        comment, record = self.decided(reason="personal_details")
        with self.after_the_undo_window():
            comments_mail.tell_outcome(record.pk)
        page = self.client.get(reverse("comments:reference", args=[comment.access_token]))
        for words in (
            "We know that may not be what you meant. You can send it again without names, places or dates.",
            "How to complain about NHS care",
            "Help after the death of someone close to you",
        ):
            self.assertContains(page, words)
            self.assertIn(words, mail.outbox[0].body)

    def test_nothing_is_sent_while_the_decision_can_be_undone_or_after_it_was(self):
        comment, record = self.decided()
        self.assertFalse(comments_mail.tell_outcome(record.pk))
        services.undo(comment, self.moderator, expected_state=comment.state)
        with self.after_the_undo_window():
            self.assertFalse(comments_mail.tell_outcome(record.pk))
        self.assertEqual(mail.outbox, [])

    def test_crisis_mail_leads_with_help_and_goes_at_once(self):
        _, record = self.decided(reason="crisis_support", urgent=True, waiting=False, state=State.URGENT)
        self.assertTrue(comments_mail.tell_outcome(record.pk))
        body = mail.outbox[0].body
        self.assertLess(body.index("Call Samaritans on 116 123"), body.index("We have kept your comment private."))

    def test_a_mail_server_that_is_down_costs_nothing_but_time(self):
        _, record = self.decided()
        with self.after_the_undo_window():
            with mock.patch("django.core.mail.EmailMessage.send", side_effect=ConnectionRefusedError):
                with self.assertRaises(ConnectionRefusedError):
                    comments_mail.tell_outcome(record.pk)
                self.assertEqual(comments_mail.send_what_was_missed(timezone.now() + dt.timedelta(minutes=30)), 0)
            self.assertEqual(comments_mail.send_what_was_missed(timezone.now() + dt.timedelta(minutes=30)), 1)
            self.assertEqual(comments_mail.send_what_was_missed(timezone.now() + dt.timedelta(minutes=30)), 0)
        self.assertEqual(len(mail.outbox), 1)

    def test_the_on_call_person_is_told_once_and_without_the_words(self):
        comment = CommentFactory(page=self.film, urgent=True, body="Secret words", author_name="Secret name")
        self.assertFalse(comments_mail.alert_on_call(comment.pk))
        CommentSettings.objects.update_or_create(site=site_tree().site, defaults={"on_call_email": "call@example.org"})
        self.assertTrue(comments_mail.alert_on_call(comment.pk))
        self.assertFalse(comments_mail.alert_on_call(comment.pk))
        [message] = mail.outbox
        self.assertIn(f"https://films.example/admin/comments/{comment.pk}/", message.body)
        self.assertNotIn("Secret", message.body + message.subject)


class ForgettingTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.film = commentable_page()

    def sent(self, days: float, **fields) -> Comment:
        return CommentFactory(
            page=self.film, submitted_at=days_ago(days), author_email="r@example.org", sender_key="a" * 64,
            network_key="b" * 64, **fields,
        )  # fmt: skip

    def test_each_thing_goes_when_its_time_is_up_and_the_log_stays(self):
        refused, young = self.sent(91, not_published=True), self.sent(89, not_published=True)
        spam = self.sent(91, spam=True)
        public, waiting = self.sent(31, approved=True), self.sent(31, waiting=True)
        fresh = self.sent(29, approved=True)
        FindingFactory(comment=refused)
        forgotten = services.forget_what_is_due()
        for comment in (refused, young, public, waiting, fresh):
            comment.refresh_from_db()
        self.assertEqual((refused.body, refused.author_name, refused.findings.count()), ("", "", 0))
        self.assertEqual(refused.decisions.count(), 1)
        self.assertTrue(young.body)
        self.assertFalse(Comment.objects.filter(pk=spam.pk).exists())
        self.assertEqual((public.author_email, public.sender_key, public.network_key), ("", "", ""))
        self.assertTrue(public.body)
        self.assertEqual((waiting.author_email, waiting.sender_key), ("r@example.org", ""))
        self.assertEqual((fresh.author_email, fresh.sender_key), ("r@example.org", "a" * 64))
        self.assertEqual((forgotten.refused_texts, forgotten.spam), (1, 1))
        again = services.forget_what_is_due()
        self.assertEqual((again.refused_texts, again.spam, again.emails, again.network_keys), (0, 0, 0, 0))

    def test_of_spam_that_people_decided_about_the_words_go_and_the_log_stays(self):
        moderator, spam = ModeratorFactory(first_name="Ada", last_name="Mensah"), self.sent(91, spam=True)
        services.decide(spam, moderator, Decision.NOT_SPAM, expected_state=State.LIKELY_SPAM, note="Quotes her words")
        services.undo(spam, moderator, expected_state=State.WAITING)
        self.assertEqual(services.forget_what_is_due().spam, 1)
        spam.refresh_from_db()
        self.assertEqual((spam.body, spam.author_name, spam.author_email, spam.sender_key), ("", "", "", ""))
        self.assertEqual(spam.state, State.ERASED)
        self.assertEqual(
            list(spam.decisions.values_list("decision", "moderator_name", "note")),
            [
                (Decision.NOT_SPAM, "Ada Mensah", ""),
                (Decision.UNDO, "Ada Mensah", ""),
                (Decision.EXPIRE, "The daily clearing", ""),
            ],
        )
        self.assertEqual(services.forget_what_is_due().spam, 0)
        self.assertEqual(spam.decisions.count(), 3)

    def test_the_log_of_a_refused_comment_outlives_its_words_and_the_moderator_s_account(self):
        moderator, comment = ModeratorFactory(first_name="Ada", last_name="Mensah"), self.sent(91, waiting=True)
        services.decide(comment, moderator, Decision.DO_NOT_PUBLISH, expected_state=State.WAITING, reason="abuse")
        Comment.objects.filter(pk=comment.pk).update(state_changed_at=days_ago(91))
        services.forget_what_is_due()
        moderator.delete()
        record = comment.decisions.get()
        self.assertEqual((record.moderator_name, record.reason, record.note), ("Ada Mensah", "abuse", ""))
        comment.refresh_from_db()
        self.assertEqual(comment.body, "")

    def test_what_somebody_under_16_wrote_goes_the_day_after_the_decision(self):
        child = self.sent(2, not_published=True, decision__reason=Reason.UNDER_AGE)
        other = self.sent(2, not_published=True)
        today = self.sent(0.5, not_published=True, decision__reason=Reason.UNDER_AGE)
        services.forget_what_is_due()
        for comment in (child, other, today):
            comment.refresh_from_db()
        self.assertEqual((child.body, child.author_name, child.author_email), ("", "", ""))
        self.assertEqual(child.decisions.get().reason, Reason.UNDER_AGE)
        self.assertTrue(other.body and today.body)

    def test_spam_stays_two_weeks_however_short_the_setting(self):
        CommentSettings.objects.update_or_create(site=site_tree().site, defaults={"keep_refused_days": 1})
        self.sent(13, spam=True)
        services.forget_what_is_due()
        self.assertEqual(Comment.objects.count(), 1)


class ClosingAnAccountTests(TestCase):
    def test_every_comment_of_a_person_is_erased_and_official_replies_stay(self):
        film, person = commentable_page(), ModeratorFactory()
        CommentFactory(page=film, approved=True, user=person, body="Mine")
        asked = CommentFactory(page=film, approved=True)
        ReportFactory(comment=asked)
        reply = services.reply_officially(asked, person, "The team's words")
        self.assertEqual(services.erase_sender(person), 1)
        self.assertFalse(Comment.objects.filter(body="Mine").exists())
        reply.refresh_from_db()
        self.assertEqual(reply.body, "The team's words")

"""A report in which somebody sounds at risk: help first for them, the top of the urgent queue for the team."""

from __future__ import annotations

import datetime as dt

from django.core import mail
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from comments import mail as comments_mail
from comments import services
from comments.models import CommentSettings, Report
from tests.comments.factories import CommentFactory, ModeratorFactory, ReportFactory, commentable_page, days_ago
from tests.support.pages import site_tree

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
DISTRESS = "Reading this makes me want to kill myself tonight"
HELP = "It sounds as if things are very hard right now."


class Base(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.film = commentable_page()
        cls.comment = CommentFactory(page=cls.film, approved=True, body="Words on the page")
        cls.url = reverse("comments:report", args=[cls.comment.reference])
        cls.moderator = ModeratorFactory()

    def report(self, follow: bool = True, **fields):
        fields = {"why": "abuse", "details": DISTRESS, **fields}
        return self.client.post(self.url, fields, headers=SAME_SITE, follow=follow)

    def on_call(self) -> None:
        CommentSettings.objects.update_or_create(site=site_tree().site, defaults={"on_call_email": "call@example.org"})


class WhoReportsTests(Base):
    def assert_help_leads(self, page, before: str) -> None:
        main = page.content.decode().split("<main")[1]
        self.assertIn(HELP, main)
        self.assertLess(main.index("tel:116123"), main.index(before))
        self.assertIn("<title>You deserve help straight away.", page.content.decode())

    def test_help_stands_before_the_thanks_and_the_report_is_kept(self):
        page = self.report()
        self.assert_help_leads(page, "Thank you for your report")
        self.assertContains(page, "We have also passed your message to our team")
        self.assertContains(page, "<h1>", count=1)
        self.assertEqual(Report.objects.get().details, DISTRESS)

    def test_help_leads_also_when_something_has_to_be_put_right(self):
        page = self.report(why="")
        self.assertEqual(page.status_code, 422)
        self.assert_help_leads(page, "There is a problem")
        self.assertContains(page, DISTRESS, status_code=422)
        self.assertFalse(Report.objects.exists())

    def test_no_limit_keeps_such_a_report_out(self):
        for number in range(11):
            self.report(details=str(number), follow=False)
        self.assertEqual(Report.objects.count(), 10)
        self.assertEqual(self.report().status_code, 200)
        self.assertEqual(Report.objects.urgent().count(), 1)

    def test_an_ordinary_report_is_thanked_for_as_ever(self):
        page = self.report(details="It names my ward")
        self.assertNotContains(page, HELP)
        self.assertContains(page, "<h1>Thank you for your report</h1>")
        self.assertFalse(Report.objects.get().is_urgent)


class WhoAnswersTests(Base):
    def setUp(self) -> None:
        self.client.force_login(self.moderator)

    def queue(self, tab: str = "urgent"):
        return self.client.get(reverse("comments_moderation:queue", args=[tab]))

    def act(self, **fields):
        return self.client.post(reverse("comments_moderation:comment", args=[self.comment.pk]), fields, follow=True)

    def test_it_stands_in_the_urgent_queue_and_is_counted_there(self):
        self.report()
        other = CommentFactory(page=self.film, urgent=True, submitted_at=timezone.now() + dt.timedelta(seconds=5))
        page = self.queue()
        self.assertEqual([row.comment for row in page.context["rows"]], [self.comment, other])
        self.assertContains(page, "Someone may be at risk: the words of a report about this comment.")
        self.assertContains(page, 'Urgent <span class="moderation-count">2</span>')
        self.assertContains(self.client.get(reverse("wagtailadmin_home")), "Comments (2)")
        self.assertRedirects(self.client.get(reverse("comments_moderation:index")), self.page_of("urgent"))

    def page_of(self, tab: str) -> str:
        return reverse("comments_moderation:queue", args=[tab])

    def test_in_the_queue_of_reports_it_comes_before_older_ones(self):
        older = CommentFactory(page=self.film, approved=True, submitted_at=days_ago(3))
        ReportFactory(comment=older)
        self.report()
        self.assertEqual([row.comment for row in self.queue("reported").context["rows"]], [self.comment, older])

    def test_the_steps_stand_first_and_a_decision_closes_the_report(self):
        self.report()
        page = self.client.get(reverse("comments_moderation:comment", args=[self.comment.pk]))
        self.assertContains(page, "Someone who reported this comment may be at risk")
        self.assertContains(page, "life is at risk, call 999")
        self.assertContains(page, DISTRESS)
        self.act(act="keep", **{"keep-expected_state": "approved"})
        self.assertEqual(Report.objects.get().closed_by, self.moderator)
        self.assertContains(self.queue(), "Nobody waits in the urgent queue.")

    def test_it_waits_on_when_the_comment_is_taken_back_until_a_person_closes_it(self):
        self.report()
        services.report_comment(self.comment, why="spam", details="An ordinary one")
        services.withdraw(self.comment)
        self.assertEqual(list(Report.objects.unanswered()), list(Report.objects.urgent()))
        self.assertContains(self.queue(), self.comment.reference)
        self.act(act="close_reports")
        self.assertEqual(Report.objects.get(is_urgent=True).closed_by, self.moderator)
        self.assertNotContains(self.queue(), self.comment.reference)

    def test_its_words_are_kept_until_it_is_answered_when_the_sender_s_account_closes(self):
        self.comment.user = self.moderator
        self.comment.save()
        self.report()
        services.erase_sender(self.moderator)
        self.assertEqual(Report.objects.get().details, DISTRESS)

    def test_whoever_is_on_call_is_told_once_and_without_the_words(self):
        self.on_call()
        with self.captureOnCommitCallbacks() as queued:
            self.report()
        self.assertEqual(len(queued), 1)
        report = Report.objects.get()
        self.assertTrue(comments_mail.alert_on_call_of_report(report.pk))
        self.assertFalse(comments_mail.alert_on_call_of_report(report.pk))
        self.assertEqual(comments_mail.send_what_was_missed(), 0)
        [message] = mail.outbox
        self.assertEqual(message.subject, f"Urgent report {report.reference}: someone may be at risk")
        self.assertNotIn("kill", message.body)
        self.assertIn(f"/admin/comments/{self.comment.pk}/", message.body)

    @override_settings(SITE_URL="https://films.example")
    def test_an_alert_that_was_lost_is_sent_later(self):
        self.report()
        self.on_call()
        self.assertEqual(comments_mail.send_what_was_missed(), 1)

    def test_the_words_of_a_closed_report_go_after_90_days(self):
        kept = ReportFactory(comment=self.comment, details="Young", closed_at=days_ago(89))
        gone = ReportFactory(comment=self.comment, details="Old", closed_at=days_ago(91))
        services.forget_what_is_due()
        for report in (kept, gone):
            report.refresh_from_db()
        self.assertEqual((kept.details, gone.details), ("Young", ""))

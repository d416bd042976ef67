"""What moderators see and do in the admin."""

from __future__ import annotations

import datetime as dt
from typing import Any

import time_machine
from django.contrib.auth.models import Group, Permission
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment, CommentSettings, Decision, ModerationDecision, Reason, Report, State
from tests.comments.factories import (
    CommentFactory,
    FindingFactory,
    ModeratorFactory,
    ReportFactory,
    UserFactory,
    commentable_page,
)
from tests.support.hostile_strings import STORABLE_HOSTILE_STRINGS
from tests.support.pages import site_tree


class ModerationTestCase(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.film = commentable_page(title="A day on the ward")
        cls.moderator = ModeratorFactory(first_name="Ada", last_name="Mensah")

    def setUp(self) -> None:
        self.client.force_login(self.moderator)

    def queue(self, tab: str = "waiting", **query: Any) -> Any:
        return self.client.get(reverse("comments_moderation:queue", args=[tab]), query)

    def open(self, comment: Comment) -> Any:
        return self.client.get(reverse("comments_moderation:comment", args=[comment.pk]))

    def act(self, comment: Comment, act: str, *, seen: str = "", follow: bool = True, **fields: Any) -> Any:
        data = {"act": act, f"{act}-expected_state": seen or comment.state, "expected_state": seen or comment.state}
        data |= {f"{act}-{name}": value for name, value in fields.items()}
        return self.client.post(reverse("comments_moderation:comment", args=[comment.pk]), data, follow=follow)

    def comment(self, **fields: Any) -> Comment:
        return CommentFactory(page=self.film, **fields)


class WhoMayModerateTests(ModerationTestCase):
    def test_editors_without_the_right_get_403_everywhere(self):
        editor = UserFactory()
        editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
        self.client.force_login(editor)
        comment = self.comment(waiting=True)
        addresses = [
            reverse("comments_moderation:index"),
            reverse("comments_moderation:log"),
            reverse("comments_moderation:log_results"),
            reverse("comments_moderation:queue", args=["waiting"]),
            reverse("comments_moderation:comment", args=[comment.pk]),
        ]
        for address in addresses:
            with self.subTest(address):
                self.assertEqual(self.client.get(address).status_code, 403)
        self.assertEqual(self.act(comment, "approve").status_code, 403)
        self.assertEqual(self.client.post(reverse("comments_moderation:pause"), {"pause": "yes"}).status_code, 403)
        self.assertNotContains(self.client.get(reverse("wagtailadmin_home")), reverse("comments_moderation:index"))

    def test_the_group_of_comment_moderators_has_the_right(self):
        person = UserFactory()
        person.groups.add(Group.objects.get(name="Moderators"))
        self.client.force_login(person)
        self.assertContains(self.queue(), "Queues of comments")

    def test_a_decision_without_the_form_s_token_is_refused(self):
        comment = self.comment(waiting=True)
        client = self.client_class(enforce_csrf_checks=True)
        client.force_login(self.moderator)
        response = client.post(
            reverse("comments_moderation:comment", args=[comment.pk]),
            {"act": "approve", "approve-expected_state": "waiting"},
        )
        self.assertEqual(response.status_code, 403)
        comment.refresh_from_db()
        self.assertEqual(comment.state, State.WAITING)


class QueueTests(ModerationTestCase):
    def test_the_menu_counts_urgent_and_waiting_comments(self):
        self.comment(urgent=True)
        self.comment(waiting=True)
        self.comment(spam=True)
        self.assertContains(self.client.get(reverse("wagtailadmin_home")), "Comments (2)")

    def test_each_tab_holds_its_own_and_says_how_many(self):
        for trait in ("urgent", "waiting", "received", "on_hold", "spam", "approved", "withdrawn"):
            self.comment(**{trait: True}, body=f"Sorted as {trait}")
        ReportFactory(comment=self.comment(approved=True, body="Sorted as reported"))
        self.assertContains(self.queue("waiting"), 'Waiting <span class="moderation-count">2</span>')
        for tab, trait, other in (
            ("urgent", "urgent", "waiting"),
            ("waiting", "received", "spam"),
            ("on-hold", "on_hold", "urgent"),
            ("likely-spam", "spam", "waiting"),
            ("reported", "reported", "approved"),
            ("done", "withdrawn", "waiting"),
        ):
            with self.subTest(tab):
                self.assertContains(self.queue(tab), f"Sorted as {trait}")
                self.assertNotContains(self.queue(tab), f"Sorted as {other}")

    def test_a_sign_of_a_crisis_comes_first_whatever_the_order_of_arrival(self):
        old = self.comment(on_hold=True, body="Older", submitted_at=timezone.now() - dt.timedelta(hours=5))
        new = self.comment(on_hold=True, body="Newer")
        FindingFactory(comment=new, concern="crisis", reason="Speaks of ending a life.")
        rows = [row.comment for row in self.queue("on-hold").context["rows"]]
        self.assertEqual(rows, [new, old])

    def test_a_row_tells_age_film_first_lines_and_flags_in_words(self):
        comment = self.comment(
            on_hold=True,
            body="First line\nSecond line\nThird line",
            submitted_at=timezone.now() - dt.timedelta(hours=3, minutes=5),
        )
        FindingFactory(comment=comment, concern="personal_data", reason="A telephone number.")
        page = self.queue("on-hold")
        self.assertContains(page, "3 hours, 5 minutes".replace(" ", "\xa0").replace(",\xa0", ", "))
        for words in ("A day on the ward", "First line\nSecond line …", "Could identify someone: A telephone number."):
            self.assertContains(page, words)
        self.assertNotContains(page, "Third line")

    def test_an_empty_queue_says_so(self):
        self.assertContains(self.queue("likely-spam"), "Nothing looks like spam.")

    def test_a_hundred_rows_cost_no_more_queries_than_two_and_come_in_pages(self):
        for number in range(2):
            FindingFactory(comment=self.comment(on_hold=True, body=f"Row {number}"))
        self.queue("on-hold")
        with self.assertNumQueries(FuzzyCount()) as few:
            self.queue("on-hold")
        for number in range(98):
            FindingFactory(comment=self.comment(on_hold=True, body=f"More {number}"))
        with self.assertNumQueries(FuzzyCount()) as many:
            self.queue("on-hold")
        # One count decides about the pages in both cases.
        self.assertEqual(len(many), len(few))
        shown = [len(self.queue("on-hold", p=number).context["rows"]) for number in (1, 2, 3, 4)]
        self.assertEqual(shown, [25, 25, 25, 25])
        self.assertContains(self.queue("on-hold"), "?p=2")

    def test_when_a_comment_was_sent_is_written_as_on_the_rest_of_the_site(self):
        comment = self.comment(waiting=True, submitted_at=dt.datetime(2026, 7, 1, 13, 5, tzinfo=dt.UTC))
        for page in (self.queue("waiting"), self.open(comment)):
            self.assertContains(page, "1 July 2026, 2:05pm")
            main = page.content.decode().split("<main")[1]
            self.assertNotRegex(main, r">\s*(None|True|False)\s*<")

    def test_one_switch_pauses_all_comments(self):
        self.client.post(reverse("comments_moderation:pause"), {"pause": "yes"})
        self.assertTrue(CommentSettings.for_site(site_tree().site).are_paused)
        self.assertContains(self.queue(), "All comments are paused.")
        self.client.post(reverse("comments_moderation:pause"), {"pause": "no"})
        self.assertFalse(CommentSettings.for_site(site_tree().site).are_paused)

    def test_the_front_door_leads_to_the_most_pressing_queue(self):
        self.comment(on_hold=True)
        self.comment(urgent=True)
        self.assertRedirects(
            self.client.get(reverse("comments_moderation:index")), reverse("comments_moderation:queue", args=["urgent"])
        )


class FuzzyCount(int):
    """Lets ``assertNumQueries`` count without a number of its own."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


class CommentPageTests(ModerationTestCase):
    def test_flagged_parts_are_marked_and_the_rest_is_plain_text(self):
        comment = self.comment(on_hold=True, body="Call <b>me</b> on 07700 900123 please")
        FindingFactory(comment=comment, concern="personal_data", reason="A telephone number.", spans=[[18, 30]])
        page = self.open(comment)
        self.assertContains(page, "Call &lt;b&gt;me&lt;/b&gt; on <mark>07700 900123</mark>")
        self.assertContains(page, "[Could identify someone]")

    def test_urgent_comments_show_the_steps(self):
        page = self.open(self.comment(urgent=True))
        for words in (
            "Do not reply alone.",
            "Tell the on-call lead.",
            "If a person can be identified or found and life is at risk, call 999.",
        ):
            self.assertContains(page, words)
        self.assertNotContains(self.open(self.comment(waiting=True)), "call 999")

    def test_the_sender_s_history_is_found_by_hash_and_the_hash_is_not_shown(self):
        key = "ab" * 32
        comment = self.comment(waiting=True, sender_key=key)
        self.comment(approved=True, sender_key=key, body="An earlier thought")
        page = self.open(comment)
        self.assertContains(page, "An earlier thought")
        self.assertContains(page, "Approved: 1")
        self.assertNotContains(page, key)

    def test_the_same_words_elsewhere_are_listed(self):
        comment = self.comment(spam=True, body_hash="cd" * 32)
        other = self.comment(spam=True, body="Twin words", body_hash="cd" * 32)
        self.assertContains(self.open(comment), other.reference)

    def test_hostile_strings_are_shown_as_text_in_list_and_page(self):
        for text in STORABLE_HOSTILE_STRINGS[:30]:
            comment = self.comment(on_hold=True, body=text, author_name=text[:60])
            ReportFactory(comment=comment, details=text)
            FindingFactory(comment=comment, spans=[[0, 3], [2, 9999], [-4, 2]])
            with self.subTest(text[:40]):
                page = self.open(comment).content.decode()
                self.assertNotIn("<script>alert", page)
                self.assertNotIn("<img src=x", page)
                self.assertNotIn("<svg/onload", page)
        listing = self.queue("on-hold").content.decode() + self.queue("reported").content.decode()
        for markup in ("<script>alert", "<img src=x", "<svg/onload", "<iframe"):
            self.assertNotIn(markup, listing)


class DecisionTests(ModerationTestCase):
    def test_an_approved_comment_is_public_and_the_log_names_the_person(self):
        comment = self.comment(waiting=True, body="A good point about housing")
        self.assertContains(self.act(comment, "approve"), f"Comment {comment.reference} is now on the page.")
        self.assertContains(self.client.get(self.film.url), "A good point about housing")
        record = ModerationDecision.objects.get()
        self.assertEqual((record.moderator, record.moderator_name), (self.moderator, "Ada Mensah"))
        self.assertContains(self.client.get(reverse("comments_moderation:log")), "Ada Mensah")

    def test_a_refusal_needs_a_reason(self):
        comment = self.comment(waiting=True)
        response = self.act(comment, "do_not_publish", note="Kept while I choose")
        self.assertContains(response, "Choose a reason.", status_code=422)
        self.assertContains(response, "Kept while I choose", status_code=422)
        self.act(comment, "do_not_publish", reason="off_topic", note="About another film")
        comment.refresh_from_db()
        self.assertEqual(comment.state, State.NOT_PUBLISHED)
        record = ModerationDecision.objects.get()
        self.assertEqual((record.reason, record.note), (Reason.OFF_TOPIC, "About another film"))

    def test_a_crisis_comment_is_not_approved_by_a_slip(self):
        comment = self.comment(urgent=True)
        response = self.act(comment, "approve")
        self.assertContains(response, "Tick the box to confirm", status_code=422)
        comment.refresh_from_db()
        self.assertEqual(comment.state, State.URGENT)
        self.act(comment, "approve", is_confirmed="on")
        comment.refresh_from_db()
        self.assertEqual(comment.state, State.APPROVED)

    def test_of_two_moderators_at_once_the_second_is_told_and_changes_nothing(self):
        comment = self.comment(waiting=True)
        self.act(comment, "approve")
        other = ModeratorFactory(first_name="Ben", last_name="Hughes")
        self.client.force_login(other)
        response = self.act(comment, "do_not_publish", seen="waiting", reason="abuse")
        self.assertContains(response, "Ada Mensah was quicker: “Approved”", status_code=409)
        comment.refresh_from_db()
        self.assertEqual(comment.state, State.APPROVED)
        self.assertEqual(ModerationDecision.objects.count(), 1)

    def test_a_decision_can_be_undone_for_ten_minutes(self):
        comment = self.comment(spam=True)
        self.act(comment, "approve")
        comment.refresh_from_db()
        self.assertContains(self.open(comment), "Undo: approved")
        self.act(comment, "undo")
        comment.refresh_from_db()
        self.assertEqual((comment.state, comment.published_at), (State.LIKELY_SPAM, None))
        self.act(comment, "do_not_publish", reason="spam")
        comment.refresh_from_db()
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=10, seconds=1)):
            self.client.force_login(self.moderator)
            self.assertNotContains(self.open(comment), "Undo:")
            self.assertContains(self.act(comment, "undo"), "This can no longer be undone.", status_code=409)

    def test_what_was_decided_about_an_urgent_comment_is_not_undone(self):
        comment = self.comment(urgent=True)
        self.act(comment, "do_not_publish", reason="crisis_support")
        comment.refresh_from_db()
        self.assertContains(self.act(comment, "undo"), "This can no longer be undone.", status_code=409)

    def test_a_removed_comment_leaves_the_page_and_its_reports_are_closed(self):
        comment = self.comment(approved=True, body="Named somebody")
        report = ReportFactory(comment=comment)
        self.act(comment, "remove", reason="personal_details")
        self.assertNotContains(self.client.get(self.film.url), "Named somebody")
        report.refresh_from_db()
        self.assertEqual(report.closed_by, self.moderator)

    def test_a_kept_comment_stays_and_its_reports_are_closed(self):
        comment = self.comment(approved=True, body="Harmless after all")
        ReportFactory(comment=comment)
        self.act(comment, "keep")
        self.assertContains(self.client.get(self.film.url), "Harmless after all")
        self.assertFalse(Report.objects.filter(closed_at=None).exists())

    def test_not_spam_puts_a_comment_in_the_ordinary_queue(self):
        comment = self.comment(spam=True)
        self.act(comment, "not_spam")
        comment.refresh_from_db()
        self.assertEqual(comment.state, State.WAITING)

    def test_a_decision_that_the_state_does_not_allow_changes_nothing(self):
        comment = self.comment(withdrawn=True)
        self.assertContains(self.act(comment, "approve"), "so this cannot be done", status_code=409)
        comment.refresh_from_db()
        self.assertEqual(comment.state, State.WITHDRAWN)


class ReplyAndEraseTests(ModerationTestCase):
    def test_the_film_team_s_reply_stands_marked_under_its_comment(self):
        comment = self.comment(approved=True, body="Who made this film?")
        self.act(comment, "reply", body="We did, with <thanks> to the ward.")
        page = self.client.get(self.film.url)
        self.assertContains(page, "Reply from the film team")
        self.assertContains(page, "We did, with &lt;thanks&gt; to the ward.")
        reply = Comment.objects.get(is_official=True)
        self.assertEqual(reply.decisions.get().moderator, self.moderator)
        self.assertContains(page, "1 comment<")

    def test_only_a_published_comment_gets_a_reply(self):
        comment = self.comment(waiting=True)
        self.assertContains(self.act(comment, "reply", body="Too soon"), "Approve the comment first.", status_code=409)
        self.assertFalse(Comment.objects.filter(is_official=True).exists())

    def test_the_reply_goes_when_its_comment_goes(self):
        comment = self.comment(approved=True)
        self.act(comment, "reply", body="Quoting you here")
        self.act(comment, "remove", reason="personal_details")
        self.assertNotContains(self.client.get(self.film.url), "Quoting you here")

    def test_erasing_asks_first_and_leaves_only_who_and_when(self):
        comment = self.comment(
            approved=True,
            body="My full story",
            author_name="Real Name",
            author_email="me@example.org",
            sender_key="f" * 64,
        )
        FindingFactory(comment=comment)
        self.assertContains(self.act(comment, "erase"), "Tick the box to confirm.", status_code=422)
        page = self.act(comment, "erase", is_confirmed="on")
        for words in ("My full story", "Real Name", "me@example.org"):
            self.assertNotContains(page, words)
            self.assertNotIn(words, repr(list(Comment.objects.values())))
        self.assertContains(page, "Erased on request")
        self.assertContains(page, "Ada Mensah")
        comment.refresh_from_db()
        self.assertEqual((comment.state, comment.sender_key, comment.findings.count()), (State.ERASED, "", 0))


class LogTests(ModerationTestCase):
    def test_the_log_can_be_narrowed_by_decision(self):
        self.act(kept := self.comment(waiting=True), "approve")
        self.act(refused := self.comment(waiting=True), "do_not_publish", reason="spam")
        page = self.client.get(reverse("comments_moderation:log"), {"decision": Decision.DO_NOT_PUBLISH})
        self.assertContains(page, refused.reference)
        self.assertNotContains(page, kept.reference)

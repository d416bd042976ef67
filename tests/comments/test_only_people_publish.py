"""Nothing but a named person's decision makes a comment public, and things that happen at once happen once."""

from __future__ import annotations

import contextlib
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

from django.core.cache import cache
from django.db import connection
from django.test import TestCase, TransactionTestCase
from django.urls import reverse

from cms.stamps import make_stamp
from comments import services
from comments.models import Comment, Decision, ModerationDecision, Reason, State
from comments.policy import Queue
from comments.services.decisions import TRANSITIONS
from comments.services.submission import STATE_OF_QUEUE
from tests.comments.factories import CommentFactory, ModeratorFactory, commentable_page


class OnlyPeoplePublishTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.film = commentable_page()
        cls.moderator = ModeratorFactory()

    def test_no_queue_of_the_policy_is_public(self):
        self.assertEqual(set(STATE_OF_QUEUE), set(Queue))
        self.assertNotIn(State.APPROVED, STATE_OF_QUEUE.values())

    def test_what_needs_no_moderator_publishes_from_no_state(self):
        acts = {
            "withdraw": lambda comment: services.withdraw(comment),
            "report": lambda comment: services.report_comment(comment, why="spam"),
            "forget": lambda comment: services.forget_what_is_due(),
            "erase_sender": lambda comment: services.erase_sender(self.moderator),
            "send": lambda comment: services.submit_comment(page=self.film, name="R", body="Kind words for all"),
        }
        for (name, act), state in itertools.product(acts.items(), State):
            comment = CommentFactory(page=self.film, state=state)
            before = set(Comment.objects.public().values_list("pk", flat=True))
            with contextlib.suppress(services.CommentError):
                act(comment)
            with self.subTest(act=name, state=state):
                self.assertLessEqual(set(Comment.objects.public().values_list("pk", flat=True)), before)

    def test_every_public_comment_has_a_decision_by_a_named_person(self):
        for decision, state in itertools.product(TRANSITIONS, State):
            if state == State.APPROVED:
                continue
            comment = CommentFactory(page=self.film, state=state)
            comment.decisions.all().delete()
            try:
                services.decide(
                    comment, self.moderator, decision, expected_state=state, reason=Reason.ABUSE, is_confirmed=True
                )
            except services.CommentError:
                continue
            if comment.is_public:
                record = comment.decisions.get()
                self.assertEqual((record.moderator, record.decision), (self.moderator, Decision.APPROVE))
        for comment in Comment.objects.public():
            self.assertTrue(comment.decisions.exclude(moderator=None).exists())

    def test_without_a_person_nothing_is_decided(self):
        comment = CommentFactory(page=self.film, waiting=True)
        with self.assertRaises(ValueError):
            services.decide(comment, None, Decision.APPROVE, expected_state=State.WAITING)
        comment.refresh_from_db()
        self.assertEqual(comment.state, State.WAITING)
        self.assertFalse(ModerationDecision.objects.exists())


class AtOnceTests(TransactionTestCase):
    """Real threads on a real database file, as web processes in production."""

    def setUp(self) -> None:
        self.film = commentable_page()

    def together(self, act, number: int) -> list:
        """Run ``act`` in ``number`` threads that start at the same moment; returns what each returned or raised."""
        gate = threading.Barrier(number)

        def run(index: int):
            gate.wait()
            try:
                return act(index)
            except services.CommentError as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(number) as pool:
            return list(pool.map(run, range(number)))

    def test_twenty_sends_of_one_form_at_once_make_one_comment(self):
        fields = {"name": "Robin", "body": "Sent in a hurry, twenty times over.", "agree": "on"}
        fields["stamp"] = make_stamp(f"comment:{self.film.pk}")
        url = reverse("comments:send", args=[self.film.pk])
        answers = self.together(lambda index: self.client_class().post(url, fields), 20)
        self.assertEqual({answer.status_code for answer in answers}, {303})
        self.assertEqual(len({answer["Location"] for answer in answers}), 1)
        self.assertEqual(Comment.objects.count(), 1)
        cache.clear()

    def test_two_moderators_at_once_make_one_decision(self):
        comment = CommentFactory(page=self.film, waiting=True)
        people = [ModeratorFactory(), ModeratorFactory()]
        acts = [Decision.APPROVE, Decision.DO_NOT_PUBLISH]

        def act(index: int):
            mine = Comment.objects.get(pk=comment.pk)
            return services.decide(
                mine, people[index], acts[index], expected_state=State.WAITING, reason=Reason.SPAM, is_confirmed=True
            )

        answers = self.together(act, 2)
        self.assertEqual(sum(isinstance(answer, services.AlreadyDecided) for answer in answers), 1)
        self.assertEqual(ModerationDecision.objects.count(), 1)

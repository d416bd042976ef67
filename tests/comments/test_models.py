"""What the database itself refuses, and what the log never forgets."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.test import TestCase

from comments.models import Comment, ModerationDecision, State
from tests.comments.factories import CommentFactory, commentable_page


class CommentRulesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.page = commentable_page()

    def test_only_the_film_team_can_reply_to_a_comment(self):
        comment = CommentFactory(page=self.page, approved=True)
        with self.assertRaises(IntegrityError), transaction.atomic():
            CommentFactory(page=self.page, replies_to=comment)

    def test_a_comment_cannot_be_in_a_state_nobody_knows(self):
        with self.assertRaises(IntegrityError), transaction.atomic():
            CommentFactory(page=self.page, state="published")

    def test_only_approved_comments_are_public(self):
        for state in State.values:
            CommentFactory(page=self.page, state=state)
        self.assertEqual([comment.state for comment in Comment.objects.public()], [State.APPROVED])

    def test_a_decision_is_never_edited(self):
        decision = ModerationDecision.objects.get(comment=CommentFactory(page=self.page, approved=True))
        decision.note = "second thoughts"
        with self.assertRaises(TypeError):
            decision.save()

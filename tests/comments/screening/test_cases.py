"""The case files and the demo comments end where they belong."""

from __future__ import annotations

from collections import Counter

from django.test import SimpleTestCase

from comments.policy import Queue, decide_queue
from comments.screening.findings import Concern
from comments.screening.folding import fold
from comments.screening.wording import load_words
from tests.comments.screening.support import cases, decide, demo_comments, screen, submission

QUEUES = {"normal": Queue.WAITING, "hold": Queue.ON_HOLD, "urgent": Queue.URGENT, "spam": Queue.LIKELY_SPAM}
CRISIS_FILES = ("crisis", "crisis_second")


class DemoCommentTests(SimpleTestCase):
    def test_every_demo_comment_ends_in_its_queue(self):
        self.assertEqual(len(demo_comments()), 36)
        for comment, sent in demo_comments():
            with self.subTest(comment=comment["id"]):
                self.assertEqual(decide(sent).queue, QUEUES[comment["expected"]["queue"]])

    def test_the_signals_of_each_demo_comment_are_found(self):
        for comment, sent in demo_comments():
            findings = screen(sent)
            found = {f.signal for f in findings} | {f.check for f in findings}
            with self.subTest(comment=comment["id"]):
                self.assertLessEqual(set(comment["expected"].get("signals", [])), found)

    def test_the_reasons_that_come_along_are_found(self):
        concern_of = {"under_age": Concern.UNDER_AGE, "legal_risk": Concern.LEGAL_RISK}
        for comment, sent in demo_comments():
            for reason in comment["expected"].get("extra_reasons", []):
                with self.subTest(comment=comment["id"], reason=reason):
                    self.assertIn(concern_of[reason], {f.concern for f in screen(sent)})


class WordListTests(SimpleTestCase):
    def test_every_rule_does_what_its_own_examples_say(self):
        for name, unmask in (("crisis", True), ("abuse", True), ("legal", False), ("phrases", False)):
            words = load_words(name)
            for rule in words.rules:
                for text in rule.found:
                    with self.subTest(list=name, rule=rule.id, text=text):
                        self.assertIn(rule, [r for r, _ in words.find(fold(text, unmask=unmask).text)])
                for text in rule.left_alone:
                    with self.subTest(list=name, rule=rule.id, text=text):
                        self.assertEqual(words.find(fold(text, unmask=unmask).text), [])


class CrisisCaseTests(SimpleTestCase):
    def test_wording_of_risk_to_the_writer_is_found_in_at_least_95_of_100(self):
        texts = [c["text"] for name in CRISIS_FILES for c in cases(name) if c["about"] == "current"]
        missed = [text for text in texts if decide(submission(text)).queue != Queue.URGENT]
        self.assertGreaterEqual(len(texts), 100)
        self.assertLessEqual(len(missed) / len(texts), 0.05, missed)

    def test_worry_about_others_bereavement_and_the_past_are_urgent_too(self):
        for case in (c for name in CRISIS_FILES for c in cases(name)):
            if case["about"] not in ("current", "none"):
                with self.subTest(text=case["text"]):
                    self.assertEqual(decide(submission(case["text"])).queue, Queue.URGENT)

    def test_texts_that_only_sound_alike_are_hardly_ever_urgent(self):
        texts = [c["text"] for name in CRISIS_FILES for c in cases(name) if c["about"] == "none"]
        false = [text for text in texts if decide(submission(text)).queue == Queue.URGENT]
        self.assertLessEqual(len(false) / len(texts), 0.05, false)

    def test_hints_never_seen_before_are_found_no_less_than_was_measured(self):
        """A floor under a weak spot, not a goal: word lists do not understand hints."""
        texts = [c["text"] for c in cases("crisis_unseen") if c["about"] == "current"]
        found = [text for text in texts if decide(submission(text)).queue == Queue.URGENT]
        self.assertGreaterEqual(len(found) / len(texts), 0.25)

    def test_spam_signs_do_not_hide_a_crisis(self):
        for case in cases("crisis"):
            if case["about"] == "current":
                sent = submission(
                    case["text"] + " http://a.example.com http://b.example.com http://c.example.com",
                    honeypot_filled=True,
                    fill_ms=300,
                    stamp_age_s=None,
                )
                with self.subTest(text=case["text"]):
                    self.assertEqual(decide(sent).queue, Queue.URGENT)


class OrdinaryCaseTests(SimpleTestCase):
    def test_innocent_comments_are_never_taken_for_spam_and_hardly_ever_held(self):
        queues = Counter(decide(submission(c["text"])).queue for c in cases("innocent"))
        total = queues.total()
        self.assertGreaterEqual(total, 120)
        self.assertEqual(queues[Queue.LIKELY_SPAM], 0)
        self.assertLessEqual(queues[Queue.ON_HOLD] / total, 0.03)
        self.assertLessEqual(queues[Queue.URGENT] / total, 0.03)

    def test_words_of_lived_experience_raise_no_spam_score(self):
        for text in (
            "I took pills, lost money at the casino, got a loan and was sectioned.",
            "Depression, anxiety, bipolar, psychosis, debt, drink, drugs, weight, sex, cash, cheap food.",
            "My crypto debts and my tablets cost me my house; the crisis team helped.",
        ):
            with self.subTest(text=text):
                self.assertEqual(decide_queue(screen(submission(text))).spam_score, 0)

    def test_comments_with_details_are_held_with_the_signal_that_says_why(self):
        for case in cases("details"):
            sent = submission(case["text"], author_name=case.get("author", "Sam"))
            findings = screen(sent)
            with self.subTest(text=case["text"]):
                self.assertEqual(decide_queue(findings).queue, Queue.ON_HOLD)
                self.assertIn(case["signal"], {f.signal for f in findings})

    def test_adverts_without_any_help_from_speed_are_found_in_nine_of_ten(self):
        decisions = [decide(submission(c["text"], fill_ms=c.get("fill_ms", 60_000))) for c in cases("spam")]
        caught = sum(decision.queue == Queue.LIKELY_SPAM for decision in decisions)
        self.assertGreaterEqual(caught / len(decisions), 0.9)
        self.assertNotIn(Queue.URGENT, {decision.queue for decision in decisions})

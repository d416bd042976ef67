"""Order, isolation and honesty of a run of checks."""

from __future__ import annotations

from typing import ClassVar

from django.test import SimpleTestCase

from comments.policy import Queue, decide_queue
from comments.screening.findings import Concern, Finding
from comments.screening.pipeline import (
    DEFAULT_CHECKS,
    MAX_INSPECTED_CHARACTERS,
    CheckConfigError,
    load_checks,
    run_checks,
)
from tests.comments.screening.support import DictCounters, all_checks, submission

MARKER = "quagmire-lantern"


class Noting:
    name: ClassVar[str] = "noting"
    looks_for: ClassVar[Concern] = Concern.SPAM

    def __init__(self, seen: list[str]) -> None:
        self.seen = seen

    def inspect(self, submission):
        self.seen.append(self.name)
        return [Finding(Concern.SPAM, 1, "Spam.")]


class NotingCrisis(Noting):
    name: ClassVar[str] = "noting_crisis"
    looks_for: ClassVar[Concern] = Concern.CRISIS

    def inspect(self, submission):
        self.seen.append(self.name)
        return [Finding(Concern.CRISIS, 0.1, "Crisis.")]


class Failing:
    name: ClassVar[str] = "links"
    looks_for: ClassVar[Concern] = Concern.SPAM
    error: Exception = ValueError(f"cannot read {MARKER}")

    def inspect(self, submission):
        raise self.error


class FailingCrisis(Failing):
    name: ClassVar[str] = "crisis_language"
    looks_for: ClassVar[Concern] = Concern.CRISIS


class TimingOut(Failing):
    error = TimeoutError()


class RunChecksTests(SimpleTestCase):
    def test_crisis_checks_run_first_and_their_findings_come_first(self):
        seen: list[str] = []
        findings = run_checks([Noting(seen), NotingCrisis(seen)], submission())
        self.assertEqual(seen, ["noting_crisis", "noting"])
        self.assertEqual([f.concern for f in findings], [Concern.CRISIS, Concern.SPAM])

    def test_findings_carry_the_name_of_their_check(self):
        self.assertEqual(run_checks([Noting([])], submission())[0].check, "noting")

    def test_a_check_that_fails_leaves_a_finding_and_the_others_still_run(self):
        seen: list[str] = []
        with self.assertLogs("comments.screening", "ERROR"):
            findings = run_checks([Failing(), Noting(seen)], submission())
        self.assertEqual(seen, ["noting"])
        self.assertIn("The links check could not run.", [f.reason for f in findings])

    def test_a_check_that_times_out_says_so(self):
        with self.assertLogs("comments.screening", "WARNING"):
            findings = run_checks([TimingOut()], submission())
        self.assertEqual([f.reason for f in findings], ["The links check did not answer in time."])

    def test_the_log_of_a_failure_holds_no_word_of_the_comment(self):
        with self.assertLogs("comments.screening", "DEBUG") as log:
            run_checks([Failing()], submission(f"I said {MARKER}", author_name=MARKER))
        self.assertNotIn(MARKER, "\n".join(log.output))

    def test_spam_that_was_not_checked_for_a_crisis_is_read_in_its_turn(self):
        with self.assertLogs("comments.screening", "ERROR"):
            findings = run_checks([FailingCrisis(), Noting([])], submission())
        self.assertEqual(decide_queue(findings).queue, Queue.WAITING)

    def test_checks_left_out_for_lack_of_time_are_named_and_crisis_checks_never_are(self):
        ticks = iter(range(0, 1000, 10))
        seen: list[str] = []
        findings = run_checks([Noting(seen), NotingCrisis(seen)], submission(), budget_s=5, clock=lambda: next(ticks))
        self.assertEqual(seen, ["noting_crisis"])
        self.assertIn("The noting check had no time left to run.", [f.reason for f in findings])

    def test_time_is_told_for_each_check(self):
        times: dict[str, float] = {}
        run_checks(all_checks(), submission(), record_time=times.__setitem__)
        self.assertEqual(len(times), len(DEFAULT_CHECKS))

    def test_a_text_beyond_the_limit_never_reads_as_fully_checked(self):
        findings = run_checks(all_checks(), submission("a b " * MAX_INSPECTED_CHARACTERS))
        self.assertIn("Only the first 3,000 characters were checked.", [f.reason for f in findings])

    def test_reasons_never_repeat_the_comment(self):
        text = f"im 15, {MARKER}, I want to die, ring 07700 900123, {MARKER}.example.com, my brother Darren"
        for finding in run_checks(all_checks(), submission(text)):
            self.assertNotIn(MARKER, finding.reason)
            self.assertNotIn("Darren", finding.reason)
            self.assertNotIn("07700", finding.reason)


class LoadChecksTests(SimpleTestCase):
    def test_options_reach_the_check(self):
        path = "comments.screening.checks.links.Links"
        (check,) = load_checks([(path, {"limit": 7})], counters=DictCounters())
        self.assertEqual(check.limit, 7)

    def test_checks_that_count_are_given_the_counters(self):
        counters = DictCounters()
        (check,) = load_checks(
            [("comments.screening.checks.rate_limit.RateLimit", {"sender_limit": 1})], counters=counters
        )
        self.assertIs(check.counters, counters)

    def test_a_mistake_in_the_settings_is_named(self):
        for path, options in (
            ("comments.screening.checks.nowhere.Nothing", {}),
            ("comments.screening.checks.links.Links", {"no_such_option": 1}),
            ("comments.screening.folding.Folded", {"text": "not a check"}),
        ):
            with self.subTest(path=path), self.assertRaisesMessage(CheckConfigError, path):
                load_checks([(path, options)], counters=DictCounters())

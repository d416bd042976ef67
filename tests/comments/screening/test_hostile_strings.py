"""Nothing that is typed may break screening or hold it up."""

from __future__ import annotations

import time

from django.test import SimpleTestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.policy import Queue
from comments.screening.findings import Concern
from comments.screening.folding import fold
from comments.screening.pipeline import run_checks
from comments.text import clean_submitted_text, count_characters, display_text, normalised_hash
from tests.comments.screening.support import all_checks, decide, screen, submission
from tests.support.hostile_strings import HOSTILE_STRINGS

LIMIT_S = 0.05


def seconds(act) -> float:
    """Processor time, best of three: the promise is about the work, not about a busy machine."""
    times = []
    for _ in range(3):
        started = time.process_time()
        act()
        times.append(time.process_time() - started)
        if times[-1] < LIMIT_S:
            break
    return min(times)


class HostileStringTests(SimpleTestCase):
    def test_there_are_enough_of_them(self):
        self.assertGreaterEqual(len(set(HOSTILE_STRINGS)), 100)

    def test_every_check_reads_every_string_in_body_and_name_without_failing(self):
        checks = all_checks()
        for text in HOSTILE_STRINGS:
            with self.subTest(text=ascii(text[:40]), length=len(text)):
                findings = run_checks(checks, submission(text, author_name=text, author_email=text))
                failed = [f for f in findings if f.concern == Concern.UNCHECKED and f.check != "length"]
                self.assertEqual(failed, [])

    def test_screening_one_comment_takes_less_than_fifty_milliseconds(self):
        checks = all_checks()
        for text in HOSTILE_STRINGS:
            with self.subTest(text=ascii(text[:40]), length=len(text)):
                sent = submission(text, author_name=text)
                self.assertLess(seconds(lambda sent=sent: run_checks(checks, sent)), LIMIT_S)

    def test_text_is_cleaned_shown_counted_and_hashed_without_failing_or_delay(self):
        for text in HOSTILE_STRINGS:
            for function in (clean_submitted_text, display_text, count_characters, normalised_hash):
                with self.subTest(text=ascii(text[:40]), function=function.__name__):
                    self.assertLess(seconds(lambda f=function, t=text: f(t)), LIMIT_S)

    def test_spans_lie_inside_the_text_that_was_sent(self):
        for text in [*HOSTILE_STRINGS, "Ｉ want\u200b to d\u0301ie ﷺ call 07700 900\u200b123 ffi"]:
            for finding in screen(submission(text)):
                for start, end in finding.spans:
                    self.assertTrue(0 <= start < end <= len(text), (ascii(text[:40]), finding))

    def test_a_check_alone_reads_two_hundred_thousand_characters_in_a_second(self):
        for check in all_checks():
            for unit in ("a", "i want to ", "my brother Aaron ", "http://a.", "0770 ", "a@b. ", "12 high "):
                sent = submission((unit * 200_000)[:200_000])
                with self.subTest(check=check.name, unit=unit):
                    fold.cache_clear()
                    started = time.process_time()
                    check.inspect(sent)
                    self.assertLess(time.process_time() - started, 1)

    def test_hidden_and_disguised_crisis_wording_is_still_found_and_marked_in_the_original(self):
        for text in (
            "I want to k\u200bi\u200bll my\u00adself",
            "Ｉ ｗａｎｔ ｔｏ ｄｉｅ",
            "i want to k1ll mys3lf",
            "I want to d\u0456e",
        ):
            with self.subTest(text=ascii(text)):
                decision = decide(submission(text))
                self.assertEqual(decision.queue, Queue.URGENT)
                start, end = decision.because[0].spans[0]
                self.assertGreater(end - start, 5)

    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=300))
    def test_any_text_is_screened(self, text):
        findings = screen(submission(text, author_name=text[:50]))
        self.assertFalse([f for f in findings if f.concern == Concern.UNCHECKED])

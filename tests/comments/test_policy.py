"""From findings to a queue."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from comments.policy import Queue, decide_queue
from comments.screening.findings import Concern, Finding

findings = st.builds(
    Finding,
    st.sampled_from(list(Concern)),
    st.floats(0, 1),
    st.text(max_size=10),
    st.sampled_from(["", "links", "email", "phone_number", "named_patient", "crisis"]),
)


def finding(concern: Concern, score: float = 0.9, signal: str = "") -> Finding:
    return Finding(concern, score, f"{concern.label} ({signal})", signal=signal)


class DecideQueueTests(SimpleTestCase):
    @given(st.lists(findings), st.floats(0, 1), st.integers(0, 20))
    def test_nothing_hides_a_crisis(self, others, score, place):
        mixed = [*others[:place], Finding(Concern.CRISIS, score, "Crisis."), *others[place:]]
        decision = decide_queue(mixed)
        self.assertEqual(decision.queue, Queue.URGENT)
        self.assertEqual(decision.because[0].concern, Concern.CRISIS)

    @given(st.lists(findings))
    def test_every_comment_gets_a_queue_whatever_the_order_of_findings(self, found):
        self.assertEqual(decide_queue(found).queue, decide_queue(found[::-1]).queue)
        self.assertEqual(set(decide_queue(found).reasons), {f.reason for f in found})

    def test_no_queue_is_public(self):
        self.assertEqual(set(Queue.values), {"urgent", "on_hold", "waiting", "likely_spam"})

    def test_no_findings_means_waiting_for_a_person(self):
        self.assertEqual(decide_queue([]).queue, Queue.WAITING)

    def test_each_concern_has_its_queue(self):
        for concern, queue in (
            (Concern.CRISIS, Queue.URGENT),
            (Concern.PERSONAL_DATA, Queue.ON_HOLD),
            (Concern.UNDER_AGE, Queue.ON_HOLD),
            (Concern.LEGAL_RISK, Queue.ON_HOLD),
            (Concern.ABUSE, Queue.ON_HOLD),
            (Concern.SPAM, Queue.LIKELY_SPAM),
            (Concern.TOO_MANY, Queue.LIKELY_SPAM),
            (Concern.UNCHECKED, Queue.WAITING),
        ):
            with self.subTest(concern=concern):
                self.assertEqual(decide_queue([finding(concern)]).queue, queue)

    def test_weak_signs_of_different_kinds_add_up_and_the_same_sign_does_not(self):
        same = [finding(Concern.SPAM, 0.5, "links")] * 5
        different = [finding(Concern.SPAM, 0.5, signal) for signal in ("links", "price", "fast_fill")]
        self.assertEqual(decide_queue(same).queue, Queue.WAITING)
        self.assertEqual(decide_queue(different).queue, Queue.LIKELY_SPAM)

    def test_an_adverts_own_telephone_number_does_not_take_it_off_the_spam_list(self):
        advert = [finding(Concern.SPAM), finding(Concern.PERSONAL_DATA, 0.8, "phone_number")]
        self.assertEqual(decide_queue(advert).queue, Queue.LIKELY_SPAM)

    def test_a_named_patient_is_held_even_in_an_advert(self):
        advert = [finding(Concern.SPAM, 1), finding(Concern.PERSONAL_DATA, 0.8, "named_patient")]
        self.assertEqual(decide_queue(advert).queue, Queue.ON_HOLD)

    def test_a_ward_named_alone_is_not_enough_to_hold_a_comment(self):
        self.assertEqual(decide_queue([finding(Concern.PERSONAL_DATA, 0.2, "care_home")]).queue, Queue.WAITING)

    def test_a_check_that_could_not_run_is_among_the_reasons(self):
        unchecked = Finding(Concern.UNCHECKED, 0, "The links check could not run.", signal="spam")
        self.assertEqual(decide_queue([unchecked]).reasons, ("The links check could not run.",))

    def test_a_score_outside_zero_to_one_is_refused(self):
        for score in (-0.1, 1.1, float("nan")):
            with self.subTest(score=score), self.assertRaises(ValueError):
                Finding(Concern.SPAM, score, "Spam.")

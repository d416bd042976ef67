"""What single checks find and, as important, what they leave alone."""

from __future__ import annotations

from django.test import SimpleTestCase

from comments.policy import Queue, decide_queue
from comments.screening.checks.crisis_language import CrisisLanguage
from comments.screening.checks.honeypot import Honeypot
from comments.screening.checks.links import Links
from comments.screening.checks.mixed_alphabets import MixedAlphabets
from comments.screening.checks.personal_data import PersonalData
from comments.screening.checks.rate_limit import RateLimit
from comments.screening.checks.repetition import Repetition
from comments.screening.checks.stamp import Stamp
from comments.screening.checks.under_age import UnderAge
from comments.screening.checks.unicode_tricks import UnicodeTricks
from comments.screening.identifiers import passes_nhs_check
from comments.screening.wording import WordingError, compile_phrases
from tests.comments.screening.support import DictCounters, submission

LONG_TEXT = "This film says what our team has been trying to say for years."


def signals(check, sent) -> set[str]:
    return {finding.signal for finding in check.inspect(sent)}


class LinksTests(SimpleTestCase):
    def test_links_are_found_in_every_dress(self):
        for text in (
            "see http://a.example.com/x",
            "www.wills.example.com/offer",
            "t.me.example.com/joinnow",
            "ｗｗｗ．ｓｐａｍ．ｃｏｍ",
            "HTTPS://A.EXAMPLE.COM:8443/?q=1",
        ):
            with self.subTest(text=text):
                self.assertEqual(signals(Links(), submission(text)), {"links"})

    def test_disguises_are_called_so(self):
        for text in (
            "go to spam dot com",
            "spam[.]com",
            "hxxp://a.example.com",
            "http://nhs.uk@evil.example.com/",
            "http://xn--80ak6aa92e.com/",
            "http://203.0.113.9/login",
            "http://[2001:db8::1]/",
            "javascript:alert(1)",
        ):
            with self.subTest(text=text):
                self.assertIn("disguised_link", signals(Links(), submission(text)))

    def test_markup_for_links_is_found(self):
        for text in ("<a href='x'>", "[url=x]y[/url]", "< IMG src=x>"):
            with self.subTest(text=text):
                self.assertIn("markup", signals(Links(), submission(text)))

    def test_full_stops_times_and_trusted_sites_are_no_links(self):
        for text in (
            "It got better.It really did.",
            "e.g. a nurse, i.e. me, at 4.30pm",
            "Section 5.2 of the Act",
            "see https://www.nhs.uk/mental-health/ and mind.org.uk",
            "the dot on the map; his company; com",
            "I scored 3.5 to 1.",
        ):
            with self.subTest(text=text):
                self.assertEqual(signals(Links(), submission(text)), set())

    def test_a_look_alike_of_a_trusted_site_is_not_trusted(self):
        self.assertEqual(signals(Links(), submission("http://nhs.uk.example.com")), {"links"})

    def test_one_link_alone_does_not_make_spam_and_five_do(self):
        one = Links().inspect(submission("http://a.example.com"))
        five = Links().inspect(submission(" ".join(f"http://{c}.example.com" for c in "abcdefghi")))
        self.assertEqual(decide_queue(one).queue, Queue.WAITING)
        self.assertEqual(decide_queue(five).queue, Queue.LIKELY_SPAM)

    def test_spans_point_at_the_link(self):
        (finding,) = Links().inspect(submission("ﬁne: ｗｗｗ．ｓｐａｍ．ｃｏｍ now"))
        ((start, end),) = finding.spans
        self.assertEqual("ﬁne: ｗｗｗ．ｓｐａｍ．ｃｏｍ now"[start:end], "ｗｗｗ．ｓｐａｍ．ｃｏｍ")


class StampAndHoneypotTests(SimpleTestCase):
    def test_a_person_takes_longer_than_three_seconds(self):
        self.assertEqual(signals(Stamp(), submission(stamp_age_s=2.9)), {"fast_fill"})
        self.assertEqual(signals(Stamp(), submission(stamp_age_s=3.1)), set())

    def test_a_missing_or_forged_stamp_and_an_old_one_are_noted(self):
        self.assertEqual(signals(Stamp(), submission(stamp_age_s=None)), {"no_stamp"})
        self.assertEqual(signals(Stamp(), submission(stamp_age_s=90_000)), {"old_stamp"})

    def test_no_scripts_is_no_fault(self):
        self.assertEqual(signals(Stamp(), submission(fill_ms=None)), set())

    def test_the_hidden_field_alone_does_not_decide(self):
        findings = Honeypot().inspect(submission(honeypot_filled=True))
        self.assertEqual(decide_queue(findings).queue, Queue.WAITING)
        self.assertEqual(signals(Honeypot(), submission(honeypot_filled=True)), {"honeypot"})


class CountingTests(SimpleTestCase):
    def setUp(self):
        self.counters = DictCounters()

    def test_a_sender_who_writes_too_often_is_named_and_others_are_not(self):
        check = RateLimit(self.counters, sender_limit=3)
        for _ in range(3):
            self.assertEqual(signals(check, submission(sender_key="a")), set())
        self.assertEqual(signals(check, submission(sender_key="a")), {"sender_limit"})
        self.assertEqual(signals(check, submission(sender_key="b")), set())

    def test_after_ten_minutes_the_sender_may_write_again(self):
        check = RateLimit(self.counters, sender_limit=1)
        check.inspect(submission(sender_key="a"))
        self.counters.now_s = 599
        self.assertEqual(signals(check, submission(sender_key="a")), {"sender_limit"})
        self.counters.now_s = 600
        self.assertEqual(signals(check, submission(sender_key="a")), set())

    def test_a_busy_film_is_a_note_only(self):
        check = RateLimit(self.counters, film_limit=1)
        check.inspect(submission())
        findings = check.inspect(submission())
        self.assertEqual([f.signal for f in findings], ["film_limit"])
        self.assertEqual(decide_queue(findings).queue, Queue.WAITING)

    def test_the_same_text_on_three_films_is_likely_spam(self):
        check = Repetition(self.counters)
        queues = [
            decide_queue(check.inspect(submission(LONG_TEXT.upper() if page == 2 else LONG_TEXT, page_id=page)))
            for page in (1, 2, 3)
        ]
        self.assertEqual([d.queue for d in queues], [Queue.WAITING, Queue.WAITING, Queue.LIKELY_SPAM])

    def test_sending_twice_to_one_film_is_called_a_duplicate(self):
        check = Repetition(self.counters)
        check.inspect(submission(LONG_TEXT, sender_key="a"))
        self.assertEqual(signals(check, submission(LONG_TEXT, sender_key="a")), {"duplicate"})

    def test_many_people_may_say_thank_you(self):
        check = Repetition(self.counters)
        for page in range(20):
            self.assertEqual(check.inspect(submission("Thank you!", page_id=page, sender_key=str(page))), [])

    def test_keys_hold_no_text(self):
        Repetition(self.counters).inspect(submission(LONG_TEXT))
        self.assertNotIn("film", " ".join(self.counters._windows))


class CrisisLanguageTests(SimpleTestCase):
    def reason(self, text: str, **changes) -> str:
        return " ".join(f.reason for f in CrisisLanguage().inspect(submission(text, **changes)))

    def test_the_reason_tells_who_may_be_at_risk(self):
        for text, said in (
            ("I want to die", "Possible risk to the writer"),
            ("My son says he wants to die", "Possible risk to someone else"),
            ("My dad took his own life", "Possible bereavement by suicide"),
            ("my stepdad hits me", "Possible harm by another person"),
        ):
            with self.subTest(text=text):
                self.assertIn(said, self.reason(text))

    def test_negation_past_and_quotation_are_marked_and_weigh_less(self):
        for text, said in (
            ("I would never kill myself", "not so"),
            ("Ten years ago I tried to kill myself.", "about the past"),
            ('She says "I want to die" at the start.', "quotation"),
        ):
            with self.subTest(text=text):
                self.assertIn(said, self.reason(text))
                self.assertLess(max(f.score for f in CrisisLanguage().inspect(submission(text))), 1)
        self.assertNotIn("past", self.reason("Years ago it began and tonight I will kill myself"))

    def test_children_and_staff_are_marked(self):
        self.assertIn("may be a child", self.reason("im 15 and i want to kill myself"))
        self.assertIn("may be a child", self.reason("i want to kill myself", author_name="Ana, 13"))
        self.assertIn("member of staff", self.reason("After my shift I did not want to go on"))


class PersonalDataTests(SimpleTestCase):
    def found(self, text: str, **changes) -> set[str]:
        return signals(PersonalData(), submission(text, **changes))

    def test_helplines_may_be_passed_on(self):
        for number in ("116 123", "85258", "111", "999", "0800 1111", "0800 58 58 58", "+44 800 068 4141"):
            with self.subTest(number=number):
                self.assertEqual(self.found(f"Ring {number} any time"), set())

    def test_numbers_that_are_no_telephone_numbers_are_left_alone(self):
        for text in (
            "In 2024 and 2025",
            "3,100 of 4,200 people",
            "£10,000,000 a year",
            "from 1 to 10",
            "12345 67890",
        ):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), set())

    def test_nhs_numbers_pass_their_check_and_stand_in_groups_or_beside_their_name(self):
        self.assertTrue(passes_nhs_check("943 476 5919"))
        self.assertFalse(passes_nhs_check("943 476 5918"))
        self.assertIn("nhs_number", self.found("943 476 5919"))
        self.assertNotIn("nhs_number", self.found("943 476 5918"))
        self.assertNotIn("nhs_number", self.found("9434765919"))
        self.assertIn("nhs_number", self.found("my NHS number is 9434765919"))

    def test_people_in_the_film_and_the_sender_may_be_named(self):
        film = {"page_text": "Bethan Clarkson-Rowe and Imran Qureshi-Vale"}
        self.assertEqual(self.found("My colleague Bethan and Imran Qureshi-Vale were great", **film), set())
        self.assertEqual(self.found("I am Helen Marlow, a nurse", author_name="Helen Marlow"), set())

    def test_roads_taken_by_everyday_words_are_no_addresses(self):
        for text in (
            "2 minutes down the road",
            "10 people close to me",
            "We are 5 years into the drive",
            "1 in 4 people",
        ):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), set())

    def test_medicines_say_nothing_without_a_name(self):
        self.assertEqual(self.found("I take clozapine and lithium"), set())
        self.assertIn("medicine", self.found("My uncle Derek takes clozapine"))

    def test_a_capital_after_my_brother_is_not_always_a_name(self):
        for text in (
            "my brother I think",
            "My mum NHS nurse",
            "our GP",
            "My sister Never got help",
            "my dad God rest him",
        ):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), set())

    def test_spans_lead_to_the_words(self):
        text = "Ring him on\u200b 01632\u00a0960417 please"
        (finding,) = PersonalData().inspect(submission(text))
        ((start, end),) = finding.spans
        self.assertEqual(text[start:end], "01632\u00a0960417")


class OtherChecksTests(SimpleTestCase):
    def test_the_age_of_somebody_else_and_other_numbers_are_no_own_age(self):
        for text in (
            "my son is 15",
            "when i was 15 i was ill",
            "I'm 15 minutes away",
            "I am 12 weeks pregnant",
            "I'm 14 stone",
            "im 10 years sober",
            "I am 45",
            "I teach year 7",
        ):
            with self.subTest(text=text):
                self.assertEqual(signals(UnderAge(), submission(text)), set())

    def test_names_with_other_numbers_are_no_age(self):
        for name in ("Dad of 2", "Ward 12 nurse", "Class of 2012", "Sam 45", "R2"):
            with self.subTest(name=name):
                self.assertEqual(signals(UnderAge(), submission(author_name=name)), set())

    def test_words_in_other_alphabets_are_not_mixed(self):
        for text in ("Спасибо, NHS", "καλημέρα", "Ŵyn a tŷ", "Dziękuję", "ＡＢＣ"):
            with self.subTest(text=text):
                self.assertEqual(MixedAlphabets().inspect(submission(text)), [])
        self.assertEqual(signals(MixedAlphabets(), submission("p\u0430yp\u0430l")), {"mixed_alphabets"})

    def test_emoji_flags_and_right_to_left_languages_are_no_tricks(self):
        for text in ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "مرحبا\u200f", "नमस्\u200dते", "e\u0301 tŷ"):
            with self.subTest(text=text):
                self.assertEqual(UnicodeTricks().inspect(submission(text)), [])
        self.assertEqual(signals(UnicodeTricks(), submission("su\u200bicide")), {"hidden_characters"})

    def test_a_phrase_that_cannot_be_read_is_refused_with_its_words(self):
        for phrase in ("(open", "a)", "{nothing}", "?", "...", "a*b"):
            with self.subTest(phrase=phrase), self.assertRaises(WordingError):
                compile_phrases([phrase])

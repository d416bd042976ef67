"""What was typed is kept whole, shown without tricks and counted as people count."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from comments.text import clean_submitted_text, count_characters, display_text, normalised_hash

WELSH = "Ŵyth o'r gloch, tŷ bach, llŷn, môr, ïâ"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"


class CleanSubmittedTextTests(SimpleTestCase):
    def test_what_a_database_cannot_store_is_dropped(self):
        self.assertEqual(clean_submitted_text("a\x00b\ud800c"), "abc")

    def test_line_ends_become_one_kind(self):
        self.assertEqual(clean_submitted_text("a\r\nb\rc\nd\u2028e"), "a\nb\nc\nd\ne")

    @given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r\x85\u2028\u2029")))
    def test_all_else_stays_as_it_was_typed(self, text):
        self.assertEqual(clean_submitted_text(text), text)

    @given(st.text())
    def test_cleaning_twice_changes_nothing_more(self, text):
        once = clean_submitted_text(text)
        self.assertEqual(clean_submitted_text(once), once)
        once.encode("utf-8")


class DisplayTextTests(SimpleTestCase):
    def test_text_that_runs_backwards_is_put_right(self):
        self.assertEqual(display_text("\u202eevil\u202c \u2067x\u2069"), "evil x")

    def test_invisible_characters_inside_words_go(self):
        self.assertEqual(display_text("su\u200bi\u200dci\u2060de\ufeff"), "suicide")

    def test_joiners_stay_in_emoji_and_in_scripts_that_need_them(self):
        for text in (FAMILY, "नमस्\u200dते", "می\u200cخواهم", "❤\ufe0f\u200d\U0001f525"):
            with self.subTest(text=text):
                self.assertEqual(display_text(text), text)

    def test_the_flag_of_wales_stays_and_hidden_tags_go(self):
        self.assertEqual(display_text(f"{WALES} a\U000e0041\U000e0042b"), f"{WALES} ab")

    def test_marks_do_not_pile_up(self):
        self.assertEqual(display_text("Z" + "\u0335" * 50 + "a"), "Z" + "\u0335" * 3 + "a")

    def test_languages_are_left_alone(self):
        for text in (WELSH, "Dziękuję", "Спасибо", "مرحبا", "שלום", "很好", "ਧੰਨਵਾਦ", "tiếng Việt", "e\u0301"):
            with self.subTest(text=text):
                self.assertEqual(display_text(text), text)

    def test_markup_stays_for_the_template_to_escape(self):
        self.assertEqual(display_text("<b>&amp;"), "<b>&amp;")

    def test_terminal_controls_go_and_line_breaks_stay(self):
        self.assertEqual(display_text("a\x1b[31m\x07\nb\tc"), "a[31m\nb\tc")

    @given(st.text())
    def test_showing_twice_changes_nothing_more(self, text):
        self.assertEqual(display_text(display_text(text)), display_text(text))


class CountCharactersTests(SimpleTestCase):
    def test_a_line_end_counts_once_however_the_browser_sends_it(self):
        self.assertEqual(count_characters("ab\r\ncd"), 5)
        self.assertEqual(count_characters("ab\ncd"), 5)

    def test_an_accent_typed_apart_counts_with_its_letter(self):
        self.assertEqual(count_characters("te\u0301"), 2)
        self.assertEqual(count_characters("tŷ"), 2)


class NormalisedHashTests(SimpleTestCase):
    def test_case_spaces_punctuation_width_and_digits_make_no_difference(self):
        same = {normalised_hash(t) for t in ("Buy now, 500!", "buy  NOW 777", "ｂｕｙ ｎｏｗ 123", "buy\u200bnow 000")}
        self.assertEqual(len(same), 1)

    def test_other_words_make_a_difference(self):
        self.assertNotEqual(normalised_hash("Diolch yn fawr"), normalised_hash("Diolch"))
        self.assertNotEqual(normalised_hash("👍"), normalised_hash("👎"))

"""The numbers of the BBC Subtitle Guidelines, at their edges."""

from django.test import SimpleTestCase

from films.captions.cues import ParsedCue
from films.captions.rules import Finding, Severity, check

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def found(
    *cues: tuple[int, int, str], is_portrait: bool = False, duration_ms: int | None = None
) -> list[tuple[int, str, str]]:
    findings = check([ParsedCue(*cue) for cue in cues], is_portrait=is_portrait, duration_ms=duration_ms)
    return [(finding.cue, finding.severity.value, finding.rule) for finding in findings]


def message(*cues: tuple[int, int, str]) -> str:
    (finding,) = check([ParsedCue(*cue) for cue in cues])
    return finding.message


class EndOfTheFilmTests(SimpleTestCase):
    def test_a_caption_after_the_film_is_over_is_an_error(self):
        late = [(0, "error", "past-end")]
        self.assertEqual(found((59_999, 61_000, "one"), duration_ms=60_000), [])
        self.assertEqual(found((59_999, 61_001, "one"), duration_ms=60_000), late)
        self.assertEqual(found((60_000, 60_500, "one"), duration_ms=60_000), late)

    def test_nothing_is_said_of_the_end_of_a_film_whose_length_is_not_known(self):
        self.assertEqual(found((59_999, 90_000, "one")), [])


class ReadingTimeTests(SimpleTestCase):
    def test_four_words_need_1200_milliseconds(self):
        self.assertEqual(found((0, 1199, "one two three four")), [(0, "warning", "minimum-time")])
        self.assertEqual(found((0, 1200, "one two three four")), [(0, "warning", "speed")])

    def test_words_that_nobody_could_read_are_an_error_and_quick_speech_is_not(self):
        self.assertEqual(found((0, 799, "one two three four")), [(0, "error", "minimum-time")])
        self.assertEqual(found((0, 800, "one two three four")), [(0, "warning", "minimum-time")])

    def test_180_words_a_minute_is_fast_enough(self):
        self.assertEqual(found((0, 1333, "one two three four")), [(0, "warning", "speed")])
        self.assertEqual(found((0, 1334, "one two three four")), [])

    def test_findings_say_what_is_needed(self):
        words = " ".join(["word"] * 7) + "\n" + " ".join(["word"] * 7)
        self.assertEqual(
            message((0, 1000, words)),
            "14 words need at least 4.2 seconds on screen. This caption shows for 1 second (840 words a minute).",
        )
        self.assertEqual(
            message((0, 1200, "one two three four")),
            "This caption has to be read at 200 words a minute. Keep to 180 or fewer.",
        )
        self.assertIn("1 word needs at least 0.3 seconds", message((0, 1, "one")))

    def test_marks_are_not_words(self):
        self.assertEqual(found((0, 400, "<v Amina Khan of the Team><i>one</i>")), [])

    def test_a_caption_without_words_is_an_error(self):
        for payload in ["", " \n", "<i></i>", "<v Amina>"]:
            with self.subTest(payload):
                self.assertIn((0, "error", "empty"), found((0, 1000, payload)))


class LayoutTests(SimpleTestCase):
    def test_a_line_has_at_most_37_characters(self):
        self.assertEqual(found((0, 9000, "x" * 37)), [])
        self.assertEqual(found((0, 9000, "a\n" + "x" * 38)), [(0, "warning", "line-length")])
        self.assertEqual(found((0, 9000, "<i>" + "&amp;" * 37 + "</i>")), [])

    def test_a_caption_has_at_most_two_lines(self):
        self.assertEqual(found((0, 9000, "a\nb")), [])
        self.assertEqual(found((0, 9000, "a\nb\nc")), [(0, "warning", "lines")])

    def test_upright_pictures_take_shorter_lines_and_one_more(self):
        self.assertEqual(found((0, 9000, "x" * 25 + "\nb\nc"), is_portrait=True), [])
        self.assertEqual(
            found((0, 9000, "x" * 26 + "\nb\nc\nd"), is_portrait=True),
            [(0, "warning", "line-length"), (0, "warning", "lines")],
        )


class SpacingTests(SimpleTestCase):
    def test_a_short_gap_is_a_warning_and_no_gap_or_a_long_one_is_fine(self):
        for gap, expected in [(0, []), (1, ["gap"]), (999, ["gap"]), (1000, []), (5000, [])]:
            with self.subTest(gap):
                rules = found((0, 1000, "a"), (1000 + gap, 9000, "b"))
                self.assertEqual(rules, [(1, "warning", rule) for rule in expected])

    def test_captions_that_show_at_once_are_found(self):
        self.assertEqual(
            message((0, 1000, "a"), (600, 2000, "b")),
            "This caption starts 0.4 seconds before the one above it ends, so both show at once.",
        )

    def test_a_long_caption_is_remembered_past_a_short_one_inside_it(self):
        rules = found((0, 9000, "a"), (1000, 2000, "b"), (2000, 3000, "c"), (9000, 9900, "d"))
        self.assertEqual(rules, [(1, "warning", "overlap"), (2, "warning", "overlap")])

    def test_captions_out_of_order_are_found(self):
        self.assertEqual(found((5000, 6000, "a"), (0, 1000, "b")), [(1, "warning", "order")])


class MarkTests(SimpleTestCase):
    def test_a_sign_that_hides_words_is_found(self):
        for payload in ["I <3 you", "a < b", "<x>a", "<I>a</I>"]:
            with self.subTest(payload):
                self.assertIn((0, "warning", "unknown-tag"), found((0, 9000, payload)))
        for payload in ["<i>a</i>", "<00:01.000>a", "a &lt; b", "<v A>a</v>"]:
            with self.subTest(payload):
                self.assertEqual(found((0, 9000, payload)), [])

    def test_only_the_four_readable_colours_pass(self):
        for colour in ["white", "yellow", "cyan", "lime", "loud"]:
            self.assertEqual(found((0, 9000, f"<c.{colour}>a</c>")), [])
        for colour in ["red", "magenta", "blue", "black"]:
            with self.subTest(colour):
                self.assertEqual(found((0, 9000, f"<c.{colour}>a</c>")), [(0, "error", "colour")])

    def test_speech_without_a_name_stands_out_where_others_are_named(self):
        self.assertEqual(found((0, 1000, "a"), (1000, 2000, "b")), [])
        self.assertEqual(found((0, 1000, "<v Amina>a"), (1000, 2000, "b")), [(1, "warning", "speaker")])
        for sound in ["[door]", "(laughs)", "♪ la ♪", "# la #"]:
            with self.subTest(sound):
                self.assertEqual(found((0, 1000, "<v Amina>a"), (1000, 2000, sound)), [])


class FileTests(SimpleTestCase):
    def test_findings_name_the_caption_by_its_place(self):
        cues = [ParsedCue(0, 1000, "fine"), ParsedCue(1000, 2000, "")]
        self.assertEqual(
            check(cues),
            [Finding(1, ERROR, "This caption has no words. Write them or delete the caption.", "empty")],
        )

    def test_a_tidy_file_with_short_pauses_has_no_errors(self):
        cues = [ParsedCue(0, 2000, "<v Amina>Good morning."), ParsedCue(2500, 5000, "<v Ben>Good morning.")]
        self.assertEqual({finding.severity for finding in check(cues)}, {WARNING})

    def test_nothing_has_no_findings(self):
        self.assertEqual(check([]), [])

"""Cues as turns to read, and as text to download."""

from types import SimpleNamespace

from django.test import SimpleTestCase

from films.captions.cues import ParsedCue
from films.captions.export import ChapterHeading, to_text
from films.captions.transcript import Line, turns


def cue(start_s: float, end_s: float, payload: str) -> ParsedCue:
    return ParsedCue(int(start_s * 1000), int(end_s * 1000), payload)


def shape(cues, chapters=()):
    return [(turn.speaker, turn.text) for turn in turns(cues, chapters)]


class TurnTests(SimpleTestCase):
    def test_a_speaker_who_goes_on_stays_in_one_turn(self):
        cues = [cue(0, 1, "<v Amina>Good\nmorning."), cue(1, 2, "<v Amina>I am\ta social worker.")]
        (turn,) = turns(cues)
        self.assertEqual(turn.text, "Good morning. I am a social worker.")
        self.assertEqual((turn.start_ms, turn.end_ms), (0, 2000))
        self.assertEqual(turn.lines[0], Line(0, 1000, "Good morning."))

    def test_a_new_turn_starts_when_the_speaker_changes(self):
        cues = [
            cue(0, 1, "<v Amina>one"),
            cue(1, 2, "<v Ben>two"),
            cue(2, 3, "[a door shuts]"),
            cue(3, 4, "<v Ben>three"),
        ]
        self.assertEqual(shape(cues), [("Amina", "one"), ("Ben", "two"), ("", "[a door shuts]"), ("Ben", "three")])

    def test_a_pause_of_two_seconds_starts_a_new_turn(self):
        for silence, expected in [(1.999, ["one two"]), (2.0, ["one", "two"])]:
            with self.subTest(silence):
                found = turns([cue(0, 1, "<v Amina>one"), cue(1 + silence, 5, "<v Amina>two")])
                self.assertEqual([turn.text for turn in found], expected)

    def test_the_name_is_not_new_after_a_pause(self):
        found = turns([cue(0, 1, "<v Amina>one"), cue(9, 10, "<v Amina>two"), cue(10, 11, "<v Ben>three")])
        self.assertEqual([turn.is_new_speaker for turn in found], [True, False, True])

    def test_a_pause_is_measured_from_the_last_word_on_screen(self):
        cues = [cue(0, 9, "one"), cue(1, 2, "two"), cue(10, 11, "three")]
        self.assertEqual(len(turns(cues)), 1)

    def test_a_chapter_starts_a_new_turn_with_its_first_words(self):
        cues = [cue(0, 1, "one"), cue(1, 2, "two"), cue(2, 3, "three"), cue(3, 4, "four")]
        found = turns(cues, [3000, 0, 1500])
        self.assertEqual([(turn.text, turn.chapter) for turn in found], [("one two", 0), ("three", 1), ("four", 2)])

    def test_words_before_the_first_chapter_open_none(self):
        found = turns([cue(0, 1, "one"), cue(1, 2, "two")], [1000])
        self.assertEqual([turn.chapter for turn in found], [None, 0])

    def test_captions_without_words_are_passed_over(self):
        self.assertEqual(shape([cue(0, 1, " "), cue(1, 2, "<i></i>"), cue(2, 3, "one")]), [("", "one")])
        self.assertEqual(turns([]), ())

    def test_two_voices_in_a_caption_are_two_turns(self):
        cues = [cue(0, 2, "<v Amina>Ready?</v>\n<v Ben>Ready."), cue(2, 3, "<v Ben>Go.")]
        self.assertEqual(shape(cues), [("Amina", "Ready?"), ("Ben", "Ready. Go.")])

    def test_anything_with_times_and_words_will_do_and_keeps_its_key(self):
        row = SimpleNamespace(pk=7, start_ms=0, end_ms=10, speaker="Amina", plain_text="Hello")
        self.assertEqual(turns([row])[0].lines[0].cue_id, 7)

    def test_a_long_speech_takes_a_new_paragraph_after_a_whole_sentence(self):
        words = ["word " * 50, "and so on", "to the end.”", "Next."]
        for long, expected in [(2, 2), (1, 1)]:
            with self.subTest(long):
                said = words[:1] * long + words[1:]
                found = turns([cue(at, at + 1, f"<v Amina>{text}") for at, text in enumerate(said)])
                self.assertEqual(len(found), expected)
                self.assertTrue(found[0].text.endswith("to the end.”" if expected == 2 else "Next."))
                self.assertEqual([turn.is_new_speaker for turn in found], [True, False][:expected])


class TextTests(SimpleTestCase):
    CUES = (
        cue(0, 1, "<v Amina>Good morning &amp; welcome."),
        cue(65, 66, "<v Amina>Later."),
        cue(66, 67, "<v Ben>Yes."),
        cue(67, 68, "[music]"),
    )

    def test_each_turn_is_headed_by_its_time_and_speaker(self):
        self.assertEqual(
            to_text(self.CUES, title="A day\nwith Amina"),
            "A day with Amina\n\n0:00 Amina\nGood morning & welcome.\n\n1:05 Amina\nLater.\n\n"
            "1:06 Ben\nYes.\n\n1:07\n[music]\n",
        )

    def test_without_times_a_name_stands_once_for_neighbouring_turns(self):
        self.assertEqual(
            to_text(self.CUES, has_times=False),
            "Amina\nGood morning & welcome.\n\nLater.\n\nBen\nYes.\n\n[music]\n",
        )

    def test_chapters_stand_where_their_first_words_are_said(self):
        chapters = [ChapterHeading(66_000, "Ben"), ChapterHeading(0, "Start")]
        text = to_text(self.CUES[:3], chapters=chapters)
        self.assertEqual(
            text.split("\n\n"),
            [
                "Start",
                "0:00 Amina\nGood morning & welcome.",
                "1:05 Amina\nLater.",
                "Ben",
                "1:06 Ben\nYes.\n",
            ],
        )

    def test_no_captions_make_no_text(self):
        self.assertEqual(to_text([]), "")

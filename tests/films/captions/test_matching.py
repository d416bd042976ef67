"""Which lines of a new version are lines of the old one."""

import time

from django.test import SimpleTestCase

from films.captions.cues import ParsedCue
from films.captions.matching import match


def kept(old: list[tuple[float, str]], new: list[tuple[float, str]]) -> dict[str, str]:
    """Words of the new lines that are kept, to those of the old; a line is (seconds, words), two seconds long."""
    before, after = (
        [ParsedCue(round(at * 1000), round(at * 1000) + 2000, words) for at, words in lines] for lines in (old, new)
    )
    return {
        f"{after[n].payload}@{new[n][0]}": f"{before[o].payload}@{old[o][0]}" for n, o in match(before, after).items()
    }


class MatchTests(SimpleTestCase):
    def test_a_line_that_moves_a_little_is_the_same_line(self):
        self.assertEqual(kept([(1, "Good morning.")], [(4, "good  morning.")]), {"good  morning.@4": "Good morning.@1"})

    def test_the_same_words_far_away_are_another_line(self):
        self.assertEqual(kept([(1, "Yes.")], [(30, "Yes.")]), {})

    def test_of_lines_said_twice_the_nearest_is_kept(self):
        old, new = [(10, "Yes."), (18, "Yes.")], [(18.1, "Yes.")]
        self.assertEqual(kept(old, new), {"Yes.@18.1": "Yes.@18"})

    def test_a_mended_line_is_the_same_line_and_another_sentence_in_its_place_is_not(self):
        old = [(1, "I listen to the hole family."), (5, "Nothing about me without me.")]
        new = [(1, "I listen to the whole family."), (5, "We drove to the coast that day.")]
        self.assertEqual(kept(old, new), {"I listen to the whole family.@1": "I listen to the hole family.@1"})

    def test_no_line_is_kept_twice(self):
        self.assertEqual(len(kept([(1, "Yes.")], [(1, "Yes."), (2, "Yes.")])), 1)

    def test_a_file_of_one_word_costs_no_more_than_its_length(self):
        cues = [ParsedCue(0, 1000, "x")] * 20_000
        started = time.process_time()
        match(cues, cues)
        self.assertLess(time.process_time() - started, 5)

"""Very large and hostile files are read to their end. How fast is measured by bench/caption_import.py."""

import pytest

from bench.caption_import import HOSTILE_GOAL_S, make_srt, make_vtt, slowest_hostile_text
from films.captions.detect import read_caption_file

# Far above what a busy machine needs; text that makes a reader take the square of its length takes far longer.
HANGS_S = 20 * HOSTILE_GOAL_S


@pytest.mark.slow
@pytest.mark.parametrize("make_file", [make_vtt, make_srt])
def test_all_of_a_hundred_thousand_captions_are_read(make_file):
    result = read_caption_file(make_file(100_000))
    assert len(result.file.cues) == 100_000
    assert result.problems == ()


@pytest.mark.slow
def test_no_text_of_200_kilobytes_hangs_a_reader():
    taken, piece = slowest_hostile_text()
    assert taken < HANGS_S, piece

"""Large and hostile files are read in good time. Processor time, so that a busy machine is no excuse."""

import pytest

from bench.caption_import import (
    GOAL_S,
    HOSTILE_GOAL_S,
    make_srt,
    make_vtt,
    seconds,
    slowest_hostile_text,
)
from films.captions.detect import read_caption_file


@pytest.mark.slow
@pytest.mark.parametrize("make_file", [make_vtt, make_srt])
def test_a_hundred_thousand_captions_are_read_in_two_seconds(make_file):
    data = make_file(100_000)
    results = []
    taken = seconds(lambda: results.append(read_caption_file(data)))
    assert len(results[0].file.cues) == 100_000
    assert results[0].problems == ()
    assert taken < GOAL_S


@pytest.mark.slow
def test_no_text_of_200_kilobytes_takes_a_second():
    taken, piece = slowest_hostile_text()
    assert taken < HOSTILE_GOAL_S, piece

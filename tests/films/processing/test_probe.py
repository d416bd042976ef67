"""What the engine says a film is, and which it refuses."""

from dataclasses import replace

import pytest

from films.processing import probe as probing
from films.processing.errors import Refused, Unreadable
from films.processing.probe import check_limits, length, probe
from films.processing.results import Container
from films.processing.sniff import source_at
from tests.films.processing.base import LIMITS, FilmTestCase
from tests.support.clips import clip
from tests.support.hostile_films import flip, hostile_sizes, over_limits


class FactsTests(FilmTestCase):
    def test_an_ordinary_film(self):
        path = clip(seconds=3, size="320x240", fps=25)
        _, facts = self.film(seconds=3, size="320x240", fps=25)
        self.assertEqual((facts.container, facts.video_codec, facts.pixel_format), (Container.MP4, "h264", "yuv420p"))
        self.assertEqual((facts.width, facts.height, facts.rotation, facts.bit_depth), (320, 240, 0, 8))
        self.assertEqual((facts.fps, facts.is_variable_frame_rate, facts.frame_count), (25.0, False, 75))
        self.assertEqual((facts.has_audio, facts.audio_codec, facts.audio_channels), (True, "aac", 2))
        self.assertAlmostEqual(facts.duration_ms, 3000, delta=40)
        self.assertEqual(facts.size_bytes, path.stat().st_size)
        self.assertEqual(facts.bitrate, facts.size_bytes * 8000 // facts.duration_ms)
        self.assertEqual(facts.stream_count, 2)

    def test_a_film_from_a_phone_held_upright(self):
        """HEVC in 10 bit, HDR, turned a quarter: what a phone's .mov is."""
        for rotation in (90, 270):
            with self.subTest(rotation):
                _, facts = self.film(
                    codec="hevc", container="mov", is_hdr=True, rotation=rotation, size="320x180", seconds=1
                )
                self.assertEqual((facts.width, facts.height, facts.rotation), (180, 320, rotation))
                self.assertEqual((facts.video_codec, facts.bit_depth, facts.is_hdr), ("hevc", 10, True))
                self.assertEqual((facts.color_transfer, facts.color_primaries), ("smpte2084", "bt2020"))

    def test_upside_down_keeps_its_shape(self):
        _, facts = self.film(rotation=180, seconds=1)
        self.assertEqual((facts.width, facts.height, facts.rotation), (320, 240, 180))

    def test_films_in_other_codecs(self):
        for container, codec, video, audio in (
            ("webm", "vp9", "vp9", "opus"),
            ("webm", "vp8", "vp8", "opus"),
            ("webm", "av1", "av1", "opus"),
            ("mkv", "h264", "h264", "aac"),
            ("mov", "prores", "prores", "aac"),
            ("mov", "mjpeg", "mjpeg", "aac"),
            ("mp4", "mpeg4", "mpeg4", "aac"),
        ):
            with self.subTest(codec, container=container):
                _, facts = self.film(container=container, codec=codec, seconds=1)
                self.assertEqual((facts.video_codec, facts.audio_codec), (video, audio))

    def test_a_wandering_frame_rate_is_noticed(self):
        for container in ("mp4", "mkv", "webm"):
            with self.subTest(container):
                self.assertTrue(self.film(is_variable=True, container=container, fps=30)[1].is_variable_frame_rate)

    def test_rounding_to_milliseconds_is_not_a_wandering_frame_rate(self):
        for fps in (24000 / 1001, 29.97, 59.94):
            with self.subTest(fps):
                facts = self.film(container="mkv", fps=fps, seconds=4, audio=False)[1]
                self.assertFalse(facts.is_variable_frame_rate)
                self.assertAlmostEqual(facts.fps, fps, delta=0.1)

    def test_interlacing_and_pixels_that_are_not_square_are_noticed(self):
        self.assertTrue(self.film(is_interlaced=True, codec="mpeg4", seconds=1)[1].is_interlaced)
        self.assertFalse(self.film(seconds=1)[1].is_interlaced)
        _, facts = self.film(size="360x288", pixel_shape="16/15", seconds=1)
        self.assertEqual((facts.width, facts.height, facts.has_square_pixels), (384, 288, False))

    def test_a_film_without_sound(self):
        _, facts = self.film(audio=False, seconds=1)
        self.assertEqual((facts.has_audio, facts.audio_codec, facts.audio_channels), (False, "", 0))

    def test_a_recording_that_does_not_say_how_long_it_is(self):
        """A browser's recorder writes no length: it does not know it yet."""
        live = clip(container="webm", seconds=2, extra=("-live", "1"))
        facts = probe(source_at(live), LIMITS)
        self.assertAlmostEqual(facts.duration_ms, 2000, delta=60)
        self.assertEqual(facts.frame_count, 50)


class RecordingTests(FilmTestCase):
    def test_a_sound_recording_is_a_film_with_a_still_picture(self):
        for container in ("mp4", "mkv"):
            with self.subTest(container):
                _, facts = self.film(video=False, container=container, seconds=2)
                self.assertEqual((facts.has_video, facts.has_audio, facts.audio_codec), (False, True, "aac"))
                self.assertEqual((facts.width, facts.height, facts.fps, facts.frame_count), (1280, 720, 5.0, 10))
                self.assertAlmostEqual(facts.duration_ms, 2000, delta=40)

    def test_a_recording_that_does_not_say_how_long_it_is(self):
        _, facts = self.film(video=False, container="webm", seconds=2, extra=("-live", "1"))
        self.assertAlmostEqual(facts.duration_ms, 2000, delta=60)


class RefusalTests(FilmTestCase):
    def refusal(self, path, **limits: object) -> Refused:
        with self.assertRaises(Refused) as caught:
            probe(source_at(path), replace(LIMITS, **limits))
        return caught.exception

    def test_each_limit_is_told_with_its_number(self):
        path = clip(seconds=3, size="320x240", fps=25)
        for limits, sentence in (
            (
                {"max_duration_ms": 2000},
                "This film lasts 3 seconds. The longest film we can take lasts 2 seconds.",
            ),
            (
                {"max_size_bytes": 2048},
                "The largest we can take is 2 KB. Save it in a smaller size and upload that.",
            ),
            ({"max_pixels": 1000}, "The picture is 320 by 240 pixels, larger than we can take."),
            ({"max_fps": 20.0}, "This film has 25 pictures a second. The most we can take is 20."),
            ({"max_streams": 1}, "This file holds 2 tracks. We can take up to 1."),
        ):
            with self.subTest(sentence):
                self.assertIn(sentence, self.refusal(path, **limits).sentence)

    @pytest.mark.slow
    def test_films_that_ask_for_too_much_are_refused_in_a_sentence(self):
        for name, data in over_limits():
            with self.subTest(name):
                self.assertTrue(self.refusal(self.write(name, data)).sentence.endswith("."))

    def test_a_file_with_neither_pictures_nor_sound_is_refused(self):
        with self.assertRaisesMessage(Refused, "There are neither moving pictures nor sound in this file."):
            probing._check_told({"stream_count": 1, "has_video": False, "has_audio": False}, LIMITS)

    def test_a_recording_whose_sound_cannot_be_read_is_refused(self):
        whole = bytearray(clip(seconds=1, video=False).read_bytes())
        start = whole.index(b"mdat") + 4
        whole[start:] = b"\xff" * (len(whole) - start)
        self.assertEqual(self.refusal(self.write("film.mp4", bytes(whole))).sentence, probing.UNREADABLE)

    def test_a_length_of_nothing_is_refused(self):
        _, facts = self.film(seconds=1)
        with self.assertRaisesMessage(Refused, probing.ENDLESS):
            check_limits(replace(facts, duration_ms=0), LIMITS)

    @pytest.mark.slow
    def test_an_index_that_makes_no_sense_is_read_or_refused_but_never_crashes(self):
        for name, data in hostile_sizes():
            with self.subTest(name):
                try:
                    probe(source_at(self.write(name, data)), LIMITS)
                except Refused as refusal:
                    self.assertNotIn("killed by a signal", refusal.detail)
                    self.assertNotIn("timed out", refusal.detail)

    def test_flipped_bits_never_crash_it(self):
        for container in ("mp4", "webm"):
            whole = clip(seconds=1, container=container).read_bytes()
            for seed in range(4):
                with self.subTest(container, seed=seed):
                    try:
                        probe(source_at(self.write("film", flip(whole, 0.003, seed))), LIMITS)
                    except Refused as refusal:
                        self.assertNotIn("killed by a signal", refusal.detail)

    def test_a_reader_that_takes_too_long_is_ended(self):
        refusal = self.refusal(clip(), probe_wall_seconds=0.01)
        self.assertIsInstance(refusal, Unreadable)
        self.assertIn("more time or memory than a film should need", refusal.sentence)


class LengthTests(FilmTestCase):
    def test_lengths_are_said_in_words(self):
        for milliseconds, words in (
            (400, "less than a second"),
            (1000, "1 second"),
            (12_900, "12 seconds"),
            (61_000, "1 minute 1 second"),
            (7_320_000, "2 hours 2 minutes"),
        ):
            with self.subTest(words):
                self.assertEqual(length(milliseconds), words)

"""The MP4 that every browser plays."""

import re
import subprocess
from dataclasses import replace

import av
import pytest
from PIL import Image

from films.processing import web_mp4
from films.processing.errors import Damaged, FfmpegCancelled, TooLarge
from films.processing.ffmpeg import binary_path
from films.processing.probe import probe
from films.processing.results import Facts, RenditionResult
from films.processing.sniff import source_at
from films.processing.web_mp4 import is_web_safe, make_web_mp4
from tests.films.processing.base import LIMITS, FilmTestCase
from tests.support.clips import clip
from tests.support.hostile_films import polyglots


class WebMp4TestCase(FilmTestCase):
    def make(self, **wanted: object) -> RenditionResult:
        source, facts = self.film(**wanted)
        return make_web_mp4(source, facts, out_folder=self.folder, limits=self.limits)

    def facts_of(self, result: RenditionResult) -> Facts:
        return probe(source_at(result.path), LIMITS)

    def first_picture(self, result: RenditionResult) -> Image.Image:
        with av.open(str(result.path)) as film:
            return next(film.decode(video=0)).to_image()


class EncodingTests(WebMp4TestCase):
    def assert_plays_anywhere(self, result: RenditionResult) -> None:
        facts = self.facts_of(result)
        self.assertTrue(is_web_safe(facts), facts)
        self.assertTrue(result.is_faststart)
        self.assertEqual(result.decoded.decode_errors, 0)
        self.assertRegex(result.codecs, r"^avc1\.(64|4d)[0-9a-f]{4}(,mp4a\.40\.2)?$")
        self.assertEqual((result.width, result.height), (facts.width, facts.height))

    def test_any_film_comes_out_playable(self):
        for name, wanted in {
            "VP9 in WebM": {"container": "webm"},
            "HEVC in 10 bit": {"codec": "hevc", "pixel_format": "yuv420p10le", "container": "mov"},
            "full chroma": {"pixel_format": "yuv444p"},
            "Motion JPEG in full range": {"codec": "mjpeg", "container": "mov", "pixel_format": "yuvj422p"},
            "ProRes": {"codec": "prores", "container": "mov", "audio_codec": "pcm"},
            "Matroska with MP3": {"container": "mkv", "codec": "mpeg4", "audio_codec": "mp3"},
            "interlaced": {"codec": "mpeg4", "is_interlaced": True},
        }.items():
            with self.subTest(name):
                result = self.make(seconds=1, **wanted)
                self.assert_plays_anywhere(result)
                self.assertFalse(result.is_copy)
                self.assertAlmostEqual(result.duration_ms, 1000, delta=80)
                self.assertEqual(self.facts_of(result).audio_channels, 2)

    def test_an_upright_phone_film_stays_upright(self):
        result = self.make(
            codec="hevc",
            container="mov",
            is_hdr=True,
            rotation=90,
            size="320x180",
            picture="corner",
            seconds=1,
        )
        self.assert_plays_anywhere(result)
        self.assertEqual((result.width, result.height), (180, 320))
        red, _green, blue = self.first_picture(result).getpixel((140, 60))
        self.assertGreater(red, blue + 80, "the red corner is at the top right")

    def test_hdr_comes_out_in_ordinary_colours(self):
        result = self.make(codec="hevc", container="mov", is_hdr=True, picture="grey", seconds=1, audio=False)
        facts = self.facts_of(result)
        self.assertEqual(
            (facts.color_transfer, facts.color_primaries, facts.color_matrix, facts.bit_depth),
            ("bt709", "bt709", "bt709", 8),
        )
        # Untouched, this grey would be 126; without tone mapping it would burn out at 250.
        self.assertAlmostEqual(self.first_picture(result).getpixel((100, 100))[1], 154, delta=15)

    def test_colours_do_not_shift(self):
        for size in ("320x240", "1280x720"):
            with self.subTest(size):
                result = self.make(picture="corner", size=size, pixel_format="yuv444p", seconds=1, audio=False)
                width, height = result.width, result.height
                picture = self.first_picture(result)
                for spot, colour in (
                    ((width // 4, height // 4), (254, 0, 0)),
                    ((width * 3 // 4, height * 3 // 4), (0, 0, 254)),
                ):
                    for have, want in zip(picture.getpixel(spot), colour, strict=True):
                        self.assertAlmostEqual(have, want, delta=14)

    def test_odd_sizes_become_even(self):
        result = self.make(size="321x241", pixel_format="yuv444p", seconds=1)
        self.assertEqual((result.width, result.height), (320, 240))

    def test_stretched_pixels_become_square(self):
        result = self.make(size="360x288", pixel_shape="16/15", seconds=1)
        self.assertEqual((result.width, result.height), (384, 288))
        self.assertTrue(self.facts_of(result).has_square_pixels)

    def test_a_wandering_frame_rate_becomes_steady_and_keeps_its_length(self):
        result = self.make(is_variable=True, fps=30, seconds=4)
        facts = self.facts_of(result)
        self.assertFalse(facts.is_variable_frame_rate)
        self.assertIn(round(facts.fps, 2), (23.98, 24.0, 25.0, 29.97, 30.0))
        self.assertAlmostEqual(result.duration_ms, 4000, delta=100)

    def test_mono_becomes_stereo_at_48_kilohertz(self):
        facts = self.facts_of(self.make(container="webm", audio_channels=1, seconds=1))
        self.assertEqual((facts.audio_codec, facts.audio_channels, facts.audio_sample_rate), ("aac", 2, 48_000))

    def test_a_film_without_sound_stays_without(self):
        result = self.make(container="webm", audio=False, seconds=1)
        self.assertEqual((result.audio_codec, self.facts_of(result).has_audio), ("", False))
        self.assertNotIn("mp4a", result.codecs)

    def test_a_sound_recording_comes_with_a_still_picture(self):
        result = self.make(video=False, seconds=2)
        self.assert_plays_anywhere(result)
        self.assertEqual((result.width, result.height), (1280, 720))
        self.assertAlmostEqual(result.duration_ms, 2000, delta=60)
        red, green, blue = self.first_picture(result).getpixel((640, 360))
        self.assertLess(max(red, green), blue, "a calm blue")

    def test_a_film_with_silence_for_sound_is_made(self):
        self.assert_plays_anywhere(self.make(container="webm", volume=0, seconds=2))

    def test_sound_and_pictures_begin_together(self):
        with av.open(str(self.make(container="webm", seconds=2).path)) as film:
            starts = [float(stream.start_time * stream.time_base) for stream in film.streams]
        self.assertLess(abs(starts[0] - starts[1]), 0.05)

    def test_there_is_a_keyframe_at_least_every_two_seconds(self):
        result = self.make(container="webm", seconds=7, picture="grey", size="64x64", audio=False)
        with av.open(str(result.path)) as film:
            times = [float(p.pts * p.time_base) for p in film.demux(video=0) if p.is_keyframe and p.pts is not None]
        self.assertEqual([round(time) for time in times], [0, 2, 4, 6])

    def test_nothing_of_the_metadata_goes_along(self):
        secret = (("location", "+51.5074-000.1278/"), ("title", "Private title"), ("artist", "A Person"))
        for wanted in ({}, {"container": "mkv", "codec": "mpeg4"}):
            with self.subTest(wanted):
                data = self.make(metadata=secret, seconds=1, **wanted).path.read_bytes()
                for word in (b"51.5074", b"Private title", b"A Person"):
                    self.assertNotIn(word, data)

    def test_quiet_and_loud_films_come_out_at_the_same_loudness(self):
        for volume in (0.02, 1.0):
            with self.subTest(volume):
                result = self.make(container="mkv", audio_codec="mp3", volume=volume, seconds=8, size="64x64")
                command = [
                    binary_path(),
                    "-hide_banner",
                    "-i",
                    str(result.path),
                    "-filter:a",
                    "ebur128",
                    "-f",
                    "null",
                    "-",
                ]
                said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
                loudness = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])
                self.assertAlmostEqual(loudness, -16, delta=1.5)

    @pytest.mark.slow
    def test_large_films_fit_a_full_hd_box_whichever_way_up(self):
        for size, expected in (
            ("2560x1440", (1920, 1080)),
            ("1440x2560", (1080, 1920)),
            ("1920x1440", (1440, 1080)),
        ):
            with self.subTest(size):
                result = self.make(size=size, seconds=0.4, fps=10, audio=False)
                self.assertEqual((result.width, result.height), expected)


class CopyTests(WebMp4TestCase):
    def test_a_film_that_is_already_right_is_only_wrapped_again(self):
        for wanted in (
            {},
            {"container": "mkv"},
            {"container": "mov"},
            {"has_index_in_front": False},
            {"audio": False},
        ):
            with self.subTest(wanted):
                result = self.make(**wanted)
                self.assertTrue(result.is_copy)
                self.assertTrue(result.is_faststart)
                self.assertEqual(result.decoded.frames, 75)

    def test_what_somebody_hid_behind_the_film_does_not_go_along(self):
        for name, data in polyglots():
            if not name.startswith("film-and"):
                continue
            with self.subTest(name):
                source = source_at(self.write(name, data))
                result = make_web_mp4(source, probe(source, LIMITS), out_folder=self.folder, limits=LIMITS)
                kept = result.path.read_bytes()
                for word in (b"<script>", b"#EXTM3U", b"PK\x03\x04"):
                    self.assertNotIn(word, kept)

    def test_what_would_not_play_everywhere_is_not_copied(self):
        _, right = self.film()
        self.assertTrue(is_web_safe(right))
        for wrong in (
            {"video_codec": "hevc"},
            {"pixel_format": "yuv420p10le"},
            {"pixel_format": "yuv444p"},
            {"rotation": 90},
            {"is_variable_frame_rate": True},
            {"is_interlaced": True},
            {"is_hdr": True},
            {"is_full_range": True},
            {"has_square_pixels": False},
            {"width": 3840, "height": 2160},
            {"width": 321},
            {"fps": 120.0},
            {"bitrate": 20_000_000},
            {"audio_codec": "mp3"},
            {"audio_channels": 6},
            {"audio_profile": "HE-AAC"},
            {"audio_sample_rate": 96_000},
            {"color_primaries": "bt2020"},
        ):
            with self.subTest(wrong):
                self.assertFalse(is_web_safe(replace(right, **wrong)))


class FailureTests(WebMp4TestCase):
    def cut(self, percent: int, **wanted: object) -> Damaged:
        whole = clip(seconds=8, **wanted).read_bytes()
        source = source_at(self.write("cut", whole[: len(whole) * percent // 100]))
        with self.assertRaises(Damaged) as caught:
            make_web_mp4(source, probe(source, LIMITS), out_folder=self.folder, limits=LIMITS)
        return caught.exception

    def test_half_a_film_is_damaged_whether_copied_or_encoded(self):
        for wanted in ({}, {"pixel_format": "yuv444p"}, {"container": "mkv"}, {"container": "webm"}):
            with self.subTest(wanted):
                damaged = self.cut(50, **wanted)
                self.assertAlmostEqual(damaged.readable_ms, 4000, delta=1000)
                self.assertRegex(damaged.sentence, r"^Only the first [345] seconds of 8 seconds can be read\. Copy it")
                self.assertEqual(self.left_over(), ["cut"])

    def test_cancelling_leaves_no_half_film(self):
        source, facts = self.film(container="webm")
        told: list[int] = []
        with self.assertRaises(FfmpegCancelled):
            make_web_mp4(
                source,
                facts,
                out_folder=self.folder,
                limits=LIMITS,
                on_progress=told.append,
                is_cancelled=lambda: True,
            )
        self.assertEqual(self.left_over(), [])

    def test_a_result_over_the_size_limit_leaves_no_half_film(self):
        source, facts = self.film(container="webm")
        with self.assertRaises(TooLarge):
            make_web_mp4(source, facts, out_folder=self.folder, limits=replace(LIMITS, max_output_bytes=20_000))
        self.assertEqual(self.left_over(), [])

    def test_an_older_result_stays_until_the_new_one_is_whole(self):
        self.write(web_mp4.NAME, b"the older film")
        source, facts = self.film(container="webm")
        with self.assertRaises(FfmpegCancelled):
            make_web_mp4(source, facts, out_folder=self.folder, limits=LIMITS, is_cancelled=lambda: True)
        self.assertEqual((self.folder / web_mp4.NAME).read_bytes(), b"the older film")


class RateTests(FilmTestCase):
    def test_a_wandering_rate_becomes_the_next_common_one(self):
        _, facts = self.film(seconds=1)
        for fps, expected in (
            (12.0, 23.976),
            (24.9, 25),
            (28.0, 29.97),
            (29.8, 29.97),
            (30.4, 29.97),
            (59.0, 59.94),
        ):
            with self.subTest(fps):
                rate = web_mp4.constant_rate(replace(facts, fps=fps, is_variable_frame_rate=True))
                self.assertAlmostEqual(rate[0] / rate[1], expected, places=2)

    def test_a_steady_rate_stays_up_to_sixty(self):
        _, facts = self.film(seconds=1)
        self.assertIsNone(web_mp4.constant_rate(replace(facts, fps=23.976)))
        self.assertEqual(web_mp4.constant_rate(replace(facts, fps=120.0)), (60, 1))

"""Storyboard, waveform and sound alone: what is made beside the film."""

import json
from dataclasses import replace

import av
from PIL import Image

from films.processing.audio import make_audio
from films.processing.boxes import is_faststart
from films.processing.errors import Damaged
from films.processing.loudness import measure
from films.processing.probe import probe
from films.processing.sniff import source_at
from films.processing.storyboard import furthest_off, make_storyboard, tile_size
from films.processing.waveform import make_waveform
from tests.films.processing.base import LIMITS, FilmTestCase
from tests.support.clips import clip


class StoryboardTests(FilmTestCase):
    def make(self, **wanted: object):
        source, facts = self.film(**wanted)
        return make_storyboard(source, facts, out_folder=self.folder, limits=self.limits)

    def test_a_sheet_has_the_size_and_tiles_that_it_says(self):
        made = self.make(seconds=25, size="640x360")
        self.assertEqual((made.columns, made.rows, made.count, made.every_ms), (10, 2, 13, 2000))
        self.assertEqual((made.tile_width, made.tile_height), (160, 90))
        with Image.open(made.path) as sheet:
            self.assertEqual((sheet.format, sheet.size), ("JPEG", (made.width, made.height)))
            # The thirteenth tile is there, the fourteenth is empty.
            self.assertGreater(max(sheet.crop((330, 100, 470, 170)).convert("L").getextrema()), 100)
            self.assertLess(max(sheet.crop((490, 100, 630, 170)).convert("L").getextrema()), 24)
        self.assertEqual(made.size_bytes, made.path.stat().st_size)

    def test_each_tile_shows_its_own_moment(self):
        """Black up to a fifth of the film, red from there on."""
        made = self.make(picture="black then red", seconds=20, size="64x48")
        with Image.open(made.path) as sheet:
            reds = [sheet.getpixel((160 * tile + 80, 60))[0] for tile in range(10)]
        self.assertEqual([red > 128 for red in reds], [False] * 2 + [True] * 8)

    def test_keyframes_are_enough_only_where_they_lie_close(self):
        for every in (25, 2000):
            with self.subTest(keyframe_every=every):
                made = self.make(
                    picture="black then red", seconds=70, size="64x48", audio=False, extra=("-g", str(every))
                )
                with Image.open(made.path) as sheet:
                    tiles = [(160 * (n % 10) + 80, 120 * (n // 10) + 60) for n in range(made.count)]
                    reds = [sheet.getpixel(place)[0] > 128 for place in tiles]
                self.assertEqual(reds, [n * 2 >= 14 for n in range(35)])

    def test_a_long_film_has_a_hundred_tiles(self):
        _, facts = self.film(seconds=1)
        self.assertEqual(furthest_off([0, 2000, 9000], 2000, 5), 4000)
        self.assertEqual(furthest_off([n * 2000 for n in range(9)], 2000, 9), 0)
        self.assertEqual(furthest_off([], 2000, 3), 6000)
        self.assertEqual(tile_size(replace(facts, width=1080, height=1920)), (160, 284))
        self.assertEqual(tile_size(replace(facts, width=100, height=2000)), (16, 320))

    def test_a_recording_has_none(self):
        self.assertIsNone(self.make(video=False, seconds=1))


class WaveformTests(FilmTestCase):
    def make(self, **wanted: object):
        source, facts = self.film(**wanted)
        return make_waveform(source, facts, out_folder=self.folder, limits=self.limits)

    def test_peaks_follow_the_sound(self):
        made = self.make(beep_at=1.0, seconds=3, volume=0.5, audio_codec="pcm", container="mov")
        peaks = json.loads(made.path.read_text())
        self.assertEqual((len(peaks), made.every_ms), (made.count, 20))
        loud = [n * made.every_ms for n, peak in enumerate(peaks) if peak > 20]
        self.assertEqual(loud[0], 1000)
        self.assertAlmostEqual(loud[-1], 1480, delta=20)
        # Half of full scale, by the root of two less for being spread over two channels.
        self.assertAlmostEqual(max(peaks), 90, delta=4)
        self.assertEqual(min(peaks), 0)

    def test_a_longer_film_has_no_more_than_two_thousand(self):
        made = self.make(seconds=61, size="64x48", fps=5)
        self.assertEqual(made.every_ms, 31)
        self.assertAlmostEqual(made.count * made.every_ms, 61_000, delta=100)

    def test_a_film_without_sound_has_none(self):
        self.assertIsNone(self.make(audio=False, seconds=1))


class AudioTests(FilmTestCase):
    def test_the_sound_is_there_alone_and_as_loud_as_others(self):
        source, facts = self.film(seconds=8, volume=0.02, container="mkv", audio_codec="mp3", audio_channels=1)
        level = measure(source, facts, limits=LIMITS)
        made = make_audio(source, facts, out_folder=self.folder, limits=LIMITS, loudness=level)
        self.assertEqual((made.codecs, made.width, is_faststart(made.path)), ("mp4a.40.2", 0, True))
        self.assertAlmostEqual(made.duration_ms, 8000, delta=100)
        with av.open(str(made.path)) as sound:
            self.assertEqual([stream.type for stream in sound.streams], ["audio"])
            self.assertEqual(sound.streams.audio[0].channels, 2)
        result = source_at(made.path)
        after = measure(result, probe(result, LIMITS), limits=LIMITS)
        self.assertAlmostEqual(after.integrated_lufs, -16, delta=1.5)

    def test_a_film_without_sound_has_none(self):
        source, facts = self.film(audio=False, seconds=1)
        self.assertIsNone(make_audio(source, facts, out_folder=self.folder, limits=LIMITS))
        self.assertEqual(self.left_over(), [])

    def test_half_a_recording_is_damaged(self):
        whole = clip(seconds=8, video=False).read_bytes()
        source = source_at(self.write("cut", whole[: len(whole) // 2]))
        with self.assertRaisesRegex(Damaged, r"^Only the first [345] seconds of 8 seconds can be read"):
            make_audio(source, probe(source, LIMITS), out_folder=self.folder, limits=LIMITS)
        self.assertEqual(self.left_over(), ["cut"])

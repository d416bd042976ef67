"""The streaming ladder: many sources, always the same promises."""

import array
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from films.processing import ladder
from films.processing.boxes import codecs_of, is_faststart, top_level
from films.processing.errors import Damaged, FfmpegCancelled, FfmpegFailed, TooLarge
from films.processing.fragments import read_index
from films.processing.ladder import make_ladder, peak, rungs_for
from films.processing.loudness import measure
from films.processing.probe import probe
from films.processing.results import LadderResult, RungResult
from films.processing.sniff import source_at
from tests.films.processing.base import LIMITS, FilmTestCase
from tests.support.clips import clip

# What is asked for, the rungs expected as (label, width, height), and pictures a second of lowest and highest.
SOURCES: dict[str, tuple[dict[str, object], list[tuple[str, int, int]], tuple[float, float]]] = {
    "ordinary": ({"size": "640x360"}, [("240p", 426, 240), ("360p", 640, 360)], (25, 25)),
    "smaller than the smallest": ({"size": "160x120"}, [("120p", 160, 120)], (25, 25)),
    "odd sides": (
        {"size": "481x361", "pixel_format": "yuv444p", "picture": "corner"},
        [("240p", 318, 240), ("360p", 478, 360)],
        (25, 25),
    ),
    "upright": ({"size": "360x640"}, [("240p", 240, 426), ("360p", 360, 640)], (25, 25)),
    "turned by the phone": (
        {"size": "640x360", "rotation": 90, "container": "mov"},
        [("240p", 240, 426), ("360p", 360, 640)],
        (25, 25),
    ),
    "HDR in HEVC": (
        {"size": "640x360", "codec": "hevc", "container": "mov", "is_hdr": True},
        [("240p", 426, 240), ("360p", 640, 360)],
        (25, 25),
    ),
    "interlaced": (
        {"size": "360x288", "codec": "mpeg4", "is_interlaced": True, "pixel_shape": "16/15"},
        [("240p", 320, 240)],
        (25, 25),
    ),
    "wandering rate": ({"is_variable": True, "fps": 30, "seconds": 9}, [("240p", 320, 240)], (23.976, 30)),
    "American rate": ({"fps": 29.97, "seconds": 9}, [("240p", 320, 240)], (29.97, 29.97)),
    "fifty a second": ({"fps": 50, "seconds": 9, "size": "1280x720"}, [], (25, 50)),
    "mono": ({"audio_channels": 1, "container": "mkv", "audio_codec": "mp3"}, [("240p", 320, 240)], (25, 25)),
    "no sound": ({"audio": False}, [("240p", 320, 240)], (25, 25)),
    "sound alone": ({"video": False}, [], (5, 5)),
    "WebM": ({"container": "webm"}, [("240p", 320, 240)], (25, 25)),
}
HD_DOWN = [("240p", 426, 240), ("360p", 640, 360), ("540p", 960, 540), ("720p", 1280, 720)]


class LadderTestCase(FilmTestCase):
    def make(self, seconds: float = 5, **wanted: object) -> LadderResult:
        source, facts = self.film(seconds=seconds, **wanted)
        return make_ladder(source, facts, out_folder=self.folder, limits=self.limits)

    def decoded(self, path: Path) -> dict[str, list[float]]:
        """When each picture and each piece of sound is shown, in seconds, by what a player would decode."""
        times: dict[str, list[float]] = {"video": [], "audio": []}
        with av.open(str(path)) as film:
            for packet in film.demux():
                times[packet.stream.type] += [float(frame.time) for frame in packet.decode()]
        return times

    def keyframes(self, rung: RungResult) -> list[float]:
        with av.open(str(rung.path)) as film:
            return [float(p.pts * p.time_base) for p in film.demux(video=0) if p.is_keyframe and p.pts is not None]


class PromiseTests(LadderTestCase):
    """For every kind of source: sizes, aligned keyframes, codecs, length, and sound that begins with the pictures."""

    def test_every_source_comes_out_as_promised(self):
        for name, (wanted, sizes, rates) in SOURCES.items():
            with self.subTest(name):
                result = self.make(**wanted)
                self.assertEqual([(r.label, r.width, r.height) for r in result.rungs], sizes or HD_DOWN)
                self.assertAlmostEqual(result.rungs[0].frame_rate, rates[0], delta=0.01)
                self.assertLessEqual(result.rungs[-1].frame_rate, rates[1] + 0.01)
                self.assert_as_promised(result, float(wanted.get("seconds", 5)), has_audio=wanted.get("audio", True))

    def assert_as_promised(self, result: LadderResult, seconds: float, *, has_audio: bool) -> None:
        keyframes = self.keyframes(result.rungs[0])
        self.assertEqual(len(keyframes), len(result.rungs[0].segments))
        self.assertAlmostEqual(keyframes[0], 0, delta=0.001)
        self.assertEqual([round(at / 4) for at in keyframes], list(range(len(keyframes))))
        for rung in result.rungs:
            for at, other in zip(self.keyframes(rung), keyframes, strict=True):
                self.assertAlmostEqual(at, other, delta=0.001)
            self.assertEqual(rung.codecs, codecs_of(rung.path))
            self.assertRegex(
                rung.codecs, r"^avc1\.64[0-9a-f]{4},mp4a\.40\.2$" if has_audio else r"^avc1\.64[0-9a-f]{4}$"
            )
            self.assertAlmostEqual(rung.duration_ms, seconds * 1000, delta=100)
            self.assert_every_segment_plays(rung)
            shown = self.decoded(rung.path)
            self.assertAlmostEqual(shown["video"][0], 0, delta=0.001)
            self.assertAlmostEqual(shown["video"][-1] + 1 / rung.frame_rate, seconds, delta=0.25)
            with av.open(str(rung.path)) as film:
                picture = film.streams.video[0]
                self.assertEqual((picture.width, picture.height), (rung.width, rung.height))
                self.assertEqual(len(film.streams.audio), int(has_audio))
            if has_audio:
                self.assertAlmostEqual(shown["audio"][0], 0, delta=0.03)
        self.assertTrue(is_faststart(result.low_data.path))
        self.assertAlmostEqual(result.low_data.duration_ms, seconds * 1000, delta=100)
        self.assertEqual(result.low_data.size_bytes, result.low_data.path.stat().st_size)

    def assert_every_segment_plays(self, rung: RungResult) -> None:
        """The map and any one segment, cut out as a player fetches them, decode on their own."""
        data = rung.path.read_bytes()
        start, length = rung.map
        at = start + length
        for number, (_, offset, size) in enumerate(rung.segments):
            self.assertEqual(offset, at)
            at += size
            piece = self.write("piece.mp4", data[start : start + length] + data[offset : offset + size])
            with av.open(str(piece)) as film:
                self.assertTrue(next(film.decode(video=0)).key_frame, number)
            piece.unlink()
        self.assertEqual(at, len(data))
        self.assertEqual(rung.size_bytes, len(data))

    def test_the_smallest_rung_needs_no_more_than_a_slow_line_gives(self):
        """Noise is the worst there is to store."""
        result = self.make(seconds=13, size="426x240", picture="noise", volume=0.9)
        self.assertLessEqual(result.rungs[0].peak_bits_per_second, 250_000)
        self.assertGreater(result.rungs[0].peak_bits_per_second, 150_000, "the noise was too easy to prove anything")

    @pytest.mark.slow
    def test_full_hd_has_five_rungs(self):
        result = self.make(seconds=1, size="1920x1080", fps=10)
        self.assertEqual([rung.label for rung in result.rungs], ["240p", "360p", "540p", "720p", "1080p"])
        self.assertEqual(result.low_data.height, 360)

    def test_sound_and_pictures_of_one_moment_stay_together(self):
        """A flash and a beep a second in, from sound in a clock of its own."""
        result = self.make(picture="flash", seconds=3, beep_at=1.0, container="mov", audio_codec="pcm")
        for path in (*(rung.path for rung in result.rungs), result.low_data.path):
            with self.subTest(path.name), av.open(str(path)) as film:
                flash = next(f.time for f in film.decode(video=0) if max(bytes(f.planes[0])) > 128)
            with av.open(str(path)) as film:
                beep = next(at for at, level in _levels(film) if level > 0.05)
            self.assertAlmostEqual(flash, 1.0, delta=0.001)
            self.assertAlmostEqual(beep, 1.0, delta=0.01)

    def test_sound_that_goes_on_after_the_last_picture_keeps_it_on_screen(self):
        result = self.make(seconds=3, extra=("-filter:a", "apad=whole_dur=11"))
        rung = result.rungs[0]
        self.assertAlmostEqual(rung.duration_ms, 11_000, delta=100)
        self.assertEqual([round(ms / 1000) for ms, _, _ in rung.segments], [4, 4, 3])

    def test_sound_that_ends_early_is_followed_by_silence(self):
        result = self.make(seconds=9, extra=("-filter:a", "atrim=end=2"))
        self.assertAlmostEqual(self.decoded(result.rungs[0].path)["audio"][-1], 9, delta=0.1)

    def test_loudness_is_that_of_the_others(self):
        for volume in (0.02, 1.0):
            with self.subTest(volume):
                source, facts = self.film(container="mkv", audio_codec="mp3", volume=volume, seconds=8, size="64x64")
                level = measure(source, facts, limits=LIMITS)
                result = make_ladder(source, facts, out_folder=self.folder, limits=LIMITS, loudness=level)
                made = source_at(result.low_data.path)
                after = measure(made, probe(made, LIMITS), limits=LIMITS)
                self.assertAlmostEqual(after.integrated_lufs, -16, delta=1.5)

    def test_nothing_of_the_metadata_goes_along(self):
        result = self.make(metadata=(("location", "+51.5074-000.1278/"), ("title", "Private title")))
        for path in (result.rungs[0].path, result.low_data.path):
            for word in (b"51.5074", b"Private title"):
                self.assertNotIn(word, path.read_bytes())

    def test_only_finished_files_are_left(self):
        self.make(size="640x360")
        self.assertEqual(self.left_over(), ["240p.mp4", "360p.mp4", "low-data.mp4"])


def _levels(film: av.container.InputContainer):
    """(seconds, level) of each sample of the first channel."""
    for frame in film.decode(audio=0):
        samples = array.array("f")
        samples.frombytes(bytes(frame.planes[0])[: frame.samples * 4])
        yield from ((frame.time + n / frame.sample_rate, abs(level)) for n, level in enumerate(samples))


class FailureTests(LadderTestCase):
    def test_half_a_film_is_damaged_and_says_how_much_can_be_read(self):
        for wanted in ({}, {"container": "mkv"}, {"container": "webm"}, {"video": False}):
            with self.subTest(wanted):
                whole = clip(seconds=8, **wanted).read_bytes()
                source = source_at(self.write("cut", whole[: len(whole) // 2]))
                with self.assertRaises(Damaged) as caught:
                    make_ladder(source, probe(source, LIMITS), out_folder=self.folder, limits=LIMITS)
                self.assertAlmostEqual(caught.exception.readable_ms, 4000, delta=1000)
                self.assertRegex(
                    caught.exception.sentence, r"^Only the first [345] seconds of 8 seconds can be read\. Copy it"
                )
                self.assertEqual(self.left_over(), ["cut"])

    def test_cancelling_leaves_nothing(self):
        source, facts = self.film()
        with self.assertRaises(FfmpegCancelled):
            make_ladder(source, facts, out_folder=self.folder, limits=LIMITS, is_cancelled=lambda: True)
        self.assertEqual(self.left_over(), [])

    def test_rungs_that_are_too_large_together_leave_nothing(self):
        source, facts = self.film(size="640x360")
        made = make_ladder(source, facts, out_folder=self.folder, limits=LIMITS)
        largest = max(rung.size_bytes for rung in made.rungs)
        for path in self.folder.iterdir():
            path.unlink()
        with self.assertRaises(TooLarge):
            make_ladder(source, facts, out_folder=self.folder, limits=replace(LIMITS, max_output_bytes=largest + 99))
        self.assertEqual(self.left_over(), [])

    def test_a_rung_cut_off_at_any_place_is_not_whole(self):
        rung = self.make().rungs[0]
        whole = rung.path.read_bytes()
        places = [0, 20, rung.map[1], rung.segments[0][1] + 8, rung.segments[1][1], len(whole) // 2, len(whole) - 1]
        for place in places:
            with self.subTest(place):
                is_right_end = place == rung.segments[1][1]
                if is_right_end:  # a whole segment is missing: only the other rungs can tell
                    self.assertEqual(len(read_index(self.write("cut", whole[:place])).fragments), 1)
                    continue
                with self.assertRaises(FfmpegFailed):
                    read_index(self.write("cut", whole[:place]))

    def test_rungs_that_do_not_fit_together_are_refused(self):
        _, facts = self.film()
        rung = self.make().rungs[0]
        index = read_index(rung.path)
        shorter = replace(index, fragments=index.fragments[:1])
        with self.assertRaises(FfmpegFailed):
            ladder._require_alike([index, shorter], facts)
        ladder._require_alike([index, index], facts)

    def test_progress_is_told(self):
        source, facts = self.film(seconds=5)
        told: list[int] = []
        make_ladder(source, facts, out_folder=self.folder, limits=LIMITS, on_progress=told.append)
        self.assertAlmostEqual(told[-1], 5000, delta=300)


class ChoiceTests(FilmTestCase):
    def labels(self, width: int, height: int) -> list[str]:
        return [rung.label for rung in rungs_for(replace(self.facts, width=width, height=height))]

    def setUp(self) -> None:
        super().setUp()
        _, self.facts = self.film(seconds=1)

    def test_rungs_are_named_by_the_shorter_side_and_never_above_the_source(self):
        every = ["240p", "360p", "540p", "720p", "1080p"]
        for size, expected in (
            ((3840, 2160), every),
            ((2160, 3840), every),
            ((1920, 1080), every),
            ((1920, 1079), every[:4]),
            ((1920, 804), every[:4]),
            ((1280, 720), every[:4]),
            ((720, 576), every[:3]),
            ((640, 360), every[:2]),
            ((320, 240), every[:1]),
            ((200, 101), ["100p"]),
            ((8000, 16), ["2p"]),
        ):
            with self.subTest(size):
                self.assertEqual(self.labels(*size), expected)

    def test_keyframes_fall_together_at_every_rate(self):
        for fps in (5, 12.5, 15, 23.976, 24, 25, 29.97, 30, 48, 50, 59.94, 60, 100):
            with self.subTest(fps):
                facts = replace(self.facts, fps=fps, width=1920, height=1080)
                rate = ladder.steady_rate(facts)
                lasting = {Fraction(ladder._pictures_a_segment(rung, rate)) / rung.rate for rung in rungs_for(facts)}
                self.assertEqual(len(lasting), 1)
                self.assertAlmostEqual(float(lasting.pop()), 4, delta=0.1)

    def test_the_peak_is_counted_over_neighbours_that_last_long_enough(self):
        # 4 s at 1 Mb/s, then half a second at 8 Mb/s: on its own too short to count.
        self.assertEqual(peak(((4000, 0, 500_000), (500, 0, 500_000))), 1_777_778)
        self.assertEqual(peak(((4000, 0, 500_000), (2000, 0, 500_000))), 2_000_000)
        self.assertEqual(peak(((300, 0, 30_000),)), 800_000)
        self.assertEqual(peak(()), 0)


class LayoutTests(LadderTestCase):
    def test_a_rung_is_an_index_and_then_pairs_of_boxes(self):
        rung = self.make(seconds=9).rungs[0]
        with rung.path.open("rb") as file:
            kinds = [box.kind for box in top_level(file, rung.size_bytes)]
        self.assertEqual(kinds, [b"ftyp", b"moov", *[b"moof", b"mdat"] * 3])

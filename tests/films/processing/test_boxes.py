"""Reading an MP4's boxes without trusting their sizes."""

import io

from films.processing import boxes
from tests.films.processing.base import FilmTestCase
from tests.support.clips import clip
from tests.support.hostile_films import patch


class CodecsTests(FilmTestCase):
    def test_the_codecs_are_those_written_in_the_index(self):
        for extra, expected in (
            (("-profile:v", "baseline", "-level", "3.0"), "avc1.42c01e,mp4a.40.2"),
            (("-preset", "veryfast", "-profile:v", "high", "-level", "4.1"), "avc1.640029,mp4a.40.2"),
        ):
            with self.subTest(expected):
                self.assertEqual(boxes.codecs_of(clip(seconds=1, extra=extra)), expected)

    def test_a_silent_film_names_its_pictures_only(self):
        self.assertRegex(boxes.codecs_of(clip(seconds=1, audio=False)), r"^avc1\.[0-9a-f]{6}$")

    def test_sizes_that_make_no_sense_are_no_error(self):
        whole = clip(seconds=1).read_bytes()
        for box in (b"trak", b"mdia", b"stsd", b"avcC", b"esds"):
            for size in (0, 1, 7, 0xFFFFFFFF):
                with self.subTest(box=box, size=size):
                    codecs = boxes.codecs_of(self.write("film.mp4", patch(whole, box, 0, size.to_bytes(4))))
                    self.assertRegex(codecs, r"^[a-z0-9.,]*$")

    def test_boxes_nested_without_end_are_left(self):
        nested = b""
        for _ in range(5000):
            nested = (len(nested) + 8).to_bytes(4) + b"moov" + nested
        self.assertEqual(boxes.codecs_of(self.write("film.mp4", nested)), "")


class OrderTests(FilmTestCase):
    def test_an_index_in_front_is_told_from_one_at_the_end(self):
        self.assertTrue(boxes.is_faststart(clip(seconds=1, has_index_in_front=True)))
        self.assertFalse(boxes.is_faststart(clip(seconds=1, has_index_in_front=False)))

    def test_reading_stops_at_a_box_that_would_not_move_on(self):
        data = b"\x00\x00\x00\x08free\x00\x00\x00\x04free" + bytes(64)
        self.assertEqual([box.kind for box in boxes.top_level(io.BytesIO(data), len(data))], [b"free"])

    def test_a_million_boxes_are_not_all_read(self):
        data = b"\x00\x00\x00\x08free" * 200_000
        read = sum(1 for _ in boxes.top_level(io.BytesIO(data), len(data)))
        self.assertEqual(read, boxes.MAX_TOP_LEVEL_BOXES)

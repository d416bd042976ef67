"""What a file is, by its bytes, before any tool is started."""

from unittest import mock

from films.processing import sniff
from films.processing.errors import Incomplete, NotAFilm
from films.processing.results import Container
from tests.films.processing.base import FilmTestCase
from tests.support.clips import clip
from tests.support.hostile_films import cut, other_types, picture, playlists


class FilmsWeTakeTests(FilmTestCase):
    def test_each_container_is_known_by_its_bytes_whatever_its_name(self):
        for container, expected in (
            ("mp4", Container.MP4),
            ("mov", Container.QUICKTIME),
            ("webm", Container.WEBM),
            ("mkv", Container.MATROSKA),
        ):
            with self.subTest(container):
                path = self.write("holiday.txt", clip(seconds=1, container=container).read_bytes())
                self.assertIs(sniff.sniff(path), expected)

    def test_the_reader_is_named_by_the_container(self):
        self.assertEqual(
            {container.demuxer for container in (Container.MP4, Container.QUICKTIME)}
            | {container.demuxer for container in (Container.WEBM, Container.MATROSKA)},
            {"mov", "matroska"},
        )

    def test_a_voice_memo_is_taken(self):
        """Its brand is M4A, whatever else a phone writes into it."""
        memo = clip(video=False, seconds=1).read_bytes()
        self.assertEqual(memo[4:8], b"ftyp")
        path = self.write("memo.m4a", memo[:8] + b"M4A " + memo[12:])
        self.assertIs(sniff.sniff(path), Container.MP4)

    def test_a_film_with_its_index_at_the_end_is_taken(self):
        self.assertIs(sniff.sniff(clip(seconds=1, has_index_in_front=False)), Container.MP4)

    def test_old_quicktime_without_a_type_box_is_taken(self):
        whole = clip(seconds=1, container="mov").read_bytes()
        length = int.from_bytes(whole[:4])
        for first in (b"\x00\x00\x00\x08wide", b"\x00\x00\x00\x10free" + bytes(8), b""):
            with self.subTest(first):
                self.assertIs(sniff.sniff(self.write("old.mov", first + whole[length:])), Container.QUICKTIME)


class FilesWeRefuseTests(FilmTestCase):
    def sentence(self, data: bytes) -> str:
        with self.assertRaises(NotAFilm) as caught:
            sniff.sniff(self.write("film.mp4", data))
        return caught.exception.sentence

    def test_no_playlist_gets_past_whatever_it_is_called(self):
        for name, data in playlists(self.folder / "private.mp4"):
            with self.subTest(name):
                # A bare list of names looks like any other text.
                expected = sniff.TEXT if name.startswith("concat-bare") else sniff.PLAYLIST
                self.assertEqual(self.sentence(data), expected)

    def test_no_file_of_another_kind_gets_past(self):
        for name, data in other_types():
            with self.subTest(name):
                self.assertTrue(self.sentence(data).endswith("."))

    def test_a_person_reads_what_the_file_is_and_what_to_do(self):
        for data, sentence in (
            (picture("PNG"), sniff.PICTURE),
            (
                b"RIFF\x00\x10\x00\x00AVI LIST",
                "This is an AVI film, a kind that we cannot take. " + sniff.ADVICE,
            ),
            (b"\x00\x00\x00\x18ftypM4P \x00\x00\x00\x00M4P mp42", sniff.LOCKED),
            (b"RIFF\x00\x10\x00\x00WAVEfmt ", sniff.SOUND),
            (b"\xff\xfb\x90\x00" + bytes(400), sniff.SOUND),
            (b"<!DOCTYPE HTML><html>", sniff.WEB_PAGE),
            (b"PK\x03\x04", sniff.ARCHIVE),
            (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n", sniff.CAPTIONS),
            ("#EXTM3U\n".encode("utf-16"), sniff.PLAYLIST),
            (b"", sniff.EMPTY),
            (bytes(5000), sniff.UNKNOWN),
        ):
            with self.subTest(sentence):
                self.assertEqual(self.sentence(data), sentence)

    def test_a_recording_that_stopped_before_its_index_was_written_is_incomplete(self):
        for name, data in cut(has_index_in_front=False):
            with self.subTest(name), self.assertRaises(Incomplete) as caught:
                sniff.sniff(self.write("film.mp4", data))
            self.assertIn("The end of this film is missing", caught.exception.sentence)

    def test_a_doctype_that_only_mentions_webm_is_refused(self):
        self.assertEqual(self.sentence(b"\x1a\x45\xdf\xa3\x88\x42\x82\x85xwebm"), sniff.UNKNOWN)

    def test_nothing_is_started(self):
        with mock.patch("subprocess.Popen", side_effect=AssertionError("a tool was started")):
            for name, data in playlists(self.folder / "private.mp4"):
                with self.subTest(name):
                    self.assertTrue(self.sentence(data))

"""Reading an upload: the format is told by content, and every refusal is a sentence."""

from unittest import mock

from django.test import SimpleTestCase

from films.captions import detect
from films.captions.cues import CaptionFileTooLarge, NotACaptionFile
from films.captions.detect import read_caption_file

VTT = "WEBVTT\n\n00:00.000 --> 00:01.000 line:0\nHello"
SRT = "1\n00:00:00,000 --> 00:00:01,000\nHello"


class DetectionTests(SimpleTestCase):
    def test_the_name_of_a_file_does_not_matter(self):
        for source, settings in [(VTT, "line:0"), (SRT, "")]:
            for name in ["film.vtt", "film.srt", "film.mp4", "", "../../etc/passwd"]:
                with self.subTest(f"{settings} {name}"):
                    cue = read_caption_file(source.encode(), name).file.cues[0]
                    self.assertEqual((cue.payload, cue.settings), ("Hello", settings))

    def test_both_formats_are_read_from_utf16_with_a_byte_order_mark(self):
        for source in [VTT, SRT]:
            with self.subTest(source[:6]):
                result = read_caption_file(source.encode("utf-16"), "film.vtt")
                self.assertEqual(result.file.cues[0].payload, "Hello")
                self.assertEqual(str(result.problems[0]), "Line 1: we changed this file from UTF-16 to UTF-8.")

    def test_webvtt_without_its_first_line_is_still_read(self):
        result = read_caption_file(b"00:00.000 --> 00:01.000\nHello", "film.vtt")
        self.assertEqual(result.file.cues[0].payload, "Hello")

    def test_a_webvtt_file_may_hold_nul_and_broken_letters(self):
        result = read_caption_file(b"\xef\xbb\xbf" + VTT.encode() + b"\0\xff")
        self.assertEqual(result.file.cues[0].payload, "Hello\ufffd\ufffd")
        self.assertEqual(len(result.problems), 2)

    def test_a_file_without_captions_says_so(self):
        result = read_caption_file(b"WEBVTT\n\nNOTE nothing yet", "film.vtt")
        self.assertEqual([str(problem) for problem in result.problems], ["Line 1: we found no captions in this file."])

    def test_a_file_whose_captions_were_all_left_out_gives_the_reason_only(self):
        result = read_caption_file(b"WEBVTT\n\n00:02.000 --> 00:01.000\nHello")
        self.assertEqual((len(result.problems), result.left_out), (1, 1))


class RefusalTests(SimpleTestCase):
    def test_anything_else_is_refused_with_a_sentence(self):
        cases = {
            "text": b"Dear editor, here are the captions.",
            "HTML": b"<!doctype html><p>Not found</p>",
            "JSON": b'{"captions": []}',
            "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
            "a film": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
            "captions behind a NUL": b"\0" + SRT.encode(),
            "another signature": b"WEBVTTX\n\nHello",
            "an empty WebVTT look-alike": b"webvtt",
            "half a UTF-16 letter": b"\xff\xfeH\0i",
        }
        for name, data in cases.items():
            with self.subTest(name), self.assertRaises(NotACaptionFile) as caught:
                read_caption_file(data, "upload.vtt")
            self.assertEqual(
                str(caught.exception),
                "“upload.vtt” is not a caption file we can read. Send captions as WebVTT (.vtt) or SubRip (.srt).",
            )

    def test_an_empty_file_is_called_empty(self):
        for data in [b"", b"\n\n  \t", b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0\0"]:
            with self.subTest(data), self.assertRaisesMessage(NotACaptionFile, "This file is empty."):
                read_caption_file(data)

    def test_a_file_over_20_mb_is_refused_unread(self):
        data = b"WEBVTT\n" + b"x" * detect.MAX_SIZE_BYTES
        with self.assertRaisesMessage(CaptionFileTooLarge, "“big.vtt” is larger than 20 MB."):
            read_caption_file(data, "big.vtt")

    def test_a_file_with_too_many_captions_is_refused(self):
        data = b"WEBVTT\n\n" + b"00:00.000 --> 00:01.000\nx\n\n" * 4
        with (
            mock.patch.object(detect, "MAX_CUES", 3),
            self.assertRaisesMessage(CaptionFileTooLarge, "more than 3"),
        ):
            read_caption_file(data)
        with mock.patch.object(detect, "MAX_CUES", 4):
            self.assertEqual(len(read_caption_file(data).file.cues), 4)

    def test_a_hostile_name_is_shown_short_and_on_one_line(self):
        with self.assertRaises(NotACaptionFile) as caught:
            read_caption_file(b"x", "C:\\films\\a\r\nb\u202e" + "c" * 500)
        name = str(caught.exception).split("”")[0]
        self.assertEqual(name, "“ab" + "c" * 78)

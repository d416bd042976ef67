from django.test import SimpleTestCase

from films.captions.times import (
    format_clock,
    format_duration_words,
    format_srt_time,
    format_vtt_time,
    read_vtt_time,
)


class TimeTests(SimpleTestCase):
    def test_a_clock_shows_hours_only_when_there_are_some(self):
        cases = {
            0: "0:00",
            999: "0:00",
            5000: "0:05",
            65_999: "1:05",
            3_599_999: "59:59",
            3_723_000: "1:02:03",
        }
        for ms, shown in cases.items():
            with self.subTest(ms):
                self.assertEqual(format_clock(ms), shown)

    def test_caption_files_always_show_hours(self):
        cases = {0: "00:00:00.000", 65_250: "00:01:05.250", 360_000_007: "100:00:00.007"}
        for ms, shown in cases.items():
            with self.subTest(ms):
                self.assertEqual(format_vtt_time(ms), shown)
                self.assertEqual(format_srt_time(ms), shown.replace(".", ","))
                self.assertEqual(read_vtt_time(shown), ms)

    def test_a_length_is_told_in_words_to_the_nearest_second(self):
        cases = {
            0: "0 seconds",
            499: "0 seconds",
            500: "1 second",
            82_400: "1 minute 22 seconds",
            60_000: "1 minute",
            119_600: "2 minutes",
            3_600_000: "1 hour",
            3_601_000: "1 hour 1 second",
            7_384_000: "2 hours 3 minutes 4 seconds",
        }
        for ms, words in cases.items():
            with self.subTest(ms):
                self.assertEqual(format_duration_words(ms), words)

    def test_only_a_whole_timestamp_is_read(self):
        for text in [
            "",
            "1",
            "00:01.0",
            "0:01.000",
            " 00:01.000",
            "00:01.000 ",
            "60:00.000",
            "99999:00:00.000",
        ]:
            with self.subTest(text):
                self.assertIsNone(read_vtt_time(text))

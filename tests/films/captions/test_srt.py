"""SubRip files as they are found, and as we write them."""

from django.test import SimpleTestCase

from films.captions import webvtt
from films.captions.cues import CaptionFile, NotACaptionFile, ParsedCue
from films.captions.srt import parse_srt, write_srt

TIMES = "00:00:01,000 --> 00:00:02,000"


def payloads(source: str | bytes) -> list[str]:
    return [cue.payload for cue in parse_srt(source).file.cues]


def messages(source: str | bytes) -> list[str]:
    return [str(problem) for problem in parse_srt(source).problems]


class TimeTests(SimpleTestCase):
    def test_times_are_read_as_they_are_found(self):
        cases = {
            "00:00:01,000 --> 00:00:02,000": (1000, 2000),
            "00:00:01.000 --> 00:00:02.000": (1000, 2000),
            "0:0:1,0 --> 0:0:2,5": (1000, 2500),
            "00:00:01,05 --> 00:00:02,25": (1050, 2250),
            "00:00:01,005 --> 00:00:02,2567": (1005, 2256),
            "00:00:01 --> 00:00:02": (1000, 2000),
            "00:01 --> 00:02": (1000, 2000),
            "00:01,500 --> 01:02,000": (1500, 62_000),
            "00:00:01:500 --> 00:00:02:000": (1500, 2000),
            "00:00:01, 500 --> 00:00:02 ,000": (1500, 2000),
            "00:00:01,000-->00:00:02,000": (1000, 2000),
            "00:00:01,000 -> 00:00:02,000": (1000, 2000),
            "\t00:00:01,000\t-->\t00:00:02,000": (1000, 2000),
            "00:00:01,000 –> 00:00:02,000": (1000, 2000),
            "00:00:01,000 → 00:00:02,000": (1000, 2000),
            "00:00:59,000 --> 00:00:60,000": (59_000, 60_000),
            "100:00:00,000 --> 100:00:01,000": (360_000_000, 360_001_000),
            "00:00:01,000 --> 00:00:02,000  X1:63 X2:223 Y1:43 Y2:58": (1000, 2000),
        }
        for timings, expected in cases.items():
            with self.subTest(timings):
                cue = parse_srt(f"1\n{timings}\ntext\n").file.cues[0]
                self.assertEqual((cue.start_ms, cue.end_ms, cue.payload), (*expected, "text"))

    def test_a_caption_with_impossible_times_is_left_out_and_reported(self):
        cases = {
            "00:00:02,000 --> 00:00:01,000": "its end time comes before its start time",
            "00:00:01,000 --> 00:00:01,000": "it ends at the moment it starts",
            "-00:00:01,000 --> 00:00:01,000": "a time cannot be less than nought",
            "00:00:01,000 --> 999999:00:00,000": "its times are longer than any film",
            "00:00:01,000 --> 00:00:xx,000": "we could not read its times",
            "00:00:01,000 -->": "we could not read its times",
        }
        for timings, reason in cases.items():
            with self.subTest(timings):
                source = f"1\n{TIMES}\nfirst\n\n2\n{timings}\nsecond\n\n3\n{TIMES}\nthird"
                self.assertEqual(payloads(source), ["first", "third"])
                self.assertEqual(messages(source), [f"Line 6: we left out this caption because {reason}."])

    def test_text_with_an_arrow_stays_text(self):
        source = f"1\n{TIMES}\nfrom A --> B\n2 -> 3"
        self.assertEqual(payloads(source), ["from A --&gt; B\n2 -&gt; 3"])

    def test_a_file_without_times_is_refused(self):
        for source in ["", "1\nhello\n", "WEBVTT\n\nhello", "foo --> bar", "00:00:aa,000 --> 00:00:02,000"]:
            with self.subTest(source), self.assertRaisesMessage(NotACaptionFile, "start and an end time"):
                parse_srt(source)


class BlockTests(SimpleTestCase):
    def test_numbers_may_be_missing_wrong_or_far_away(self):
        cases = {
            "none": f"{TIMES}\none\n\n{TIMES}\ntwo\n",
            "wrong": f"7\n{TIMES}\none\n\n7\n{TIMES}\ntwo\n",
            "no empty line before": f"1\n{TIMES}\none\n2\n{TIMES}\ntwo\n",
            "an empty line after": f"1\n\n{TIMES}\n\none\n\n2\n\n{TIMES}\n\ntwo\n",
            "many empty lines": f"\n\n\n1\n{TIMES}\none\n\n\n\n2\n{TIMES}\ntwo\n\n\n",
            "Windows line ends": f"1\r\n{TIMES}\r\none\r\n\r\n2\r\n{TIMES}\r\ntwo\r\n",
            "old Mac line ends": f"1\r{TIMES}\rone\r\r2\r{TIMES}\rtwo\r",
            "a byte order mark": f"\ufeff1\n{TIMES}\none\n\n2\n{TIMES}\ntwo",
        }
        for name, source in cases.items():
            with self.subTest(name):
                self.assertEqual(payloads(source), ["one", "two"])
                self.assertEqual(messages(source), [])

    def test_a_number_that_was_said_is_kept(self):
        source = f"1\n{TIMES}\nIn the year\n2024\n\n{TIMES}\nnext\n1999\n\n3\n{TIMES}\n42\n"
        self.assertEqual(payloads(source), ["In the year\n2024", "next\n1999", "42"])

    def test_empty_lines_inside_a_caption_are_closed_up_and_each_place_is_reported(self):
        source = f"1\n{TIMES}\n\none\n \n\ntwo\n\nthree\n\n2\n{TIMES}\nfour\n\nfive\n"
        self.assertEqual(payloads(source), ["one\ntwo\nthree", "four\nfive"])
        closed = "we closed up an empty line in this caption. Check that the words below it belong to it."
        self.assertEqual(messages(source), [f"Line {line}: {closed}" for line in (5, 8, 14)])

    def test_text_before_the_first_caption_is_reported(self):
        source = f"\nTitle of the film\n\n1\n{TIMES}\none"
        self.assertEqual(payloads(source), ["one"])
        self.assertEqual(
            messages(source), ["Line 2: we left out this part because it is not a caption: it has no times."]
        )

    def test_picture_coordinates_are_reported_once_and_counted(self):
        source = f"1\n{TIMES} X1:1 Y1:2\none\n\n2\n{TIMES} X1:1 Y1:2\ntwo"
        self.assertEqual(
            messages(source),
            ["Line 2: we left out the places of captions in the picture (X1, Y1), here and in 1 other caption."],
        )


class TextTests(SimpleTestCase):
    def test_text_becomes_webvtt_cue_text(self):
        cases = {
            "Salt & pepper": "Salt &amp; pepper",
            "a < b > c": "a &lt; b &gt; c",
            "I <3 you": "I &lt;3 you",
            "already &amp; done": "already &amp; done",
            "&nbsp;AT&T;": "\xa0AT&amp;T;",
            "<i>a</i> <B>b</B> <u >c</u>": "<i>a</i> <b>b</b> <u>c</u>",
            '<font color="#ff0000">a</font>': "a",
            "<script>a</script>": "&lt;script&gt;a&lt;/script&gt;",
            "{\\an8}top": "top",
            "{\\i1}a{\\i0}": "a",
            "{a}": "{a}",
            "AMINA: Hello": "AMINA: Hello",
            "- Hello\n- Hi": "- Hello\n- Hi",
            "<v Amina>Hello</v>": "<v Amina>Hello</v>",
            "<v -->Hello": "<v >Hello",
            "  spaced  ": "spaced",
            "<i>": "<i>",
        }
        for text, payload in cases.items():
            with self.subTest(text):
                self.assertEqual(payloads(f"1\n{TIMES}\n{text}\n"), [payload])

    def test_what_webvtt_cannot_say_is_reported_once_and_counted(self):
        source = f"1\n{TIMES}\n<font color=red>{{\\i1}}a\n\n2\n{TIMES}\n<font color=red>{{\\i1}}b"
        self.assertEqual(
            messages(source),
            [
                "Line 3: we left out the letters' colour, size or font (<font>), here and in 1 other caption.",
                "Line 3: we left out marks in curly brackets, which WebVTT does not know, here and in 1 other caption.",
            ],
        )

    def test_marks_of_place_become_settings(self):
        cases = {
            "8": "line:0",
            "7": "line:0 align:left",
            "5": "line:50%",
            "3": "align:right",
            "2": "",
            "77": "",
        }
        for mark, settings in cases.items():
            with self.subTest(mark):
                result = parse_srt(f"1\n{TIMES}\n{{\\an{mark}}}a")
                self.assertEqual([(cue.payload, cue.settings) for cue in result.file.cues], [("a", settings)])
                self.assertEqual(result.problems, ())

    def test_older_marks_of_place_count_in_rows_of_four(self):
        for mark, settings in {"2": "", "5": "line:0 align:left", "6": "line:0", "10": "line:50%"}.items():
            with self.subTest(mark):
                self.assertEqual(parse_srt(f"1\n{TIMES}\n{{\\a{mark}}}a").file.cues[0].settings, settings)

    def test_settings_made_from_marks_are_valid_webvtt(self):
        for mark in range(1, 10):
            with self.subTest(mark):
                file = parse_srt(f"1\n{TIMES}\n{{\\an{mark}}}a").file
                self.assertEqual(webvtt.parse(webvtt.write(file)).file, file)


class EncodingTests(SimpleTestCase):
    SOURCE = f"1\r\n{TIMES}\r\nCafé – “naïve” £5\r\n"
    PAYLOAD = "Café – “naïve” £5"

    def test_every_common_encoding_is_read(self):
        for encoding in ["utf-8", "utf-8-sig", "utf-16", "windows-1252"]:
            with self.subTest(encoding):
                self.assertEqual(payloads(self.SOURCE.encode(encoding)), [self.PAYLOAD])
        for mark, encoding in [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")]:
            with self.subTest(encoding):
                self.assertEqual(payloads(mark + self.SOURCE.encode(encoding)), [self.PAYLOAD])

    def test_a_change_of_encoding_is_reported(self):
        self.assertEqual(messages(self.SOURCE.encode()), [])
        self.assertEqual(messages(self.SOURCE.encode("utf-16")), ["Line 1: we changed this file from UTF-16 to UTF-8."])
        self.assertIn("Line 3: we read this file as Windows-1252", messages(self.SOURCE.encode("windows-1252"))[0])

    def test_a_few_broken_letters_do_not_turn_utf8_into_windows_1252(self):
        source = self.SOURCE.encode() + b"caf\xe9"
        self.assertEqual(payloads(source), [self.PAYLOAD + "\ncaf\ufffd"])


class WriteTests(SimpleTestCase):
    def written(self, *payload: str) -> list[str]:
        cues = tuple(ParsedCue(index * 1000, index * 1000 + 900, text) for index, text in enumerate(payload))
        return [block.split("\n", 2)[2] for block in write_srt(CaptionFile(cues)).strip().split("\n\n")]

    def test_captions_are_numbered_and_timed(self):
        cues = (ParsedCue(0, 1500, "one", "id", "line:0"), ParsedCue(3_600_000, 3_601_000, "two\nlines"))
        self.assertEqual(
            write_srt(CaptionFile(cues)),
            "1\n00:00:00,000 --> 00:00:01,500\none\n\n2\n01:00:00,000 --> 01:00:01,000\ntwo\nlines\n",
        )

    def test_a_speaker_is_named_where_the_speaker_changes(self):
        self.assertEqual(
            self.written("<v Amina>one", "<v Amina>two", "<v Ben>three", "four", "<v Ben>five"),
            ["AMINA: one", "two", "BEN: three", "four", "BEN: five"],
        )

    def test_two_voices_in_a_caption_get_a_line_each(self):
        self.assertEqual(self.written("<v Amina>Hello</v> <v Ben>Hi"), ["AMINA: Hello\nBEN: Hi"])

    def test_marks_that_subrip_knows_stay_and_the_rest_goes(self):
        self.assertEqual(
            self.written("<i>a</i> <b>b</b> <u>c", "<c.yellow>d</c> <lang cy>e", "a &amp; b &lt;3"),
            ["<i>a</i> <b>b</b> <u>c</u>", "d e", "a & b <3"],
        )

    def test_text_that_looks_like_a_mark_survives_the_way_there_and_back(self):
        for payload in [
            "&lt;i&gt;",
            "&amp;lt;",
            "a --&gt; b",
            "AT&amp;T",
            "<i>a</i>",
            "1\n2",
            "&amp;amp;amp;",
            "00:01 -&gt; 00:02",
        ]:
            with self.subTest(payload):
                file = CaptionFile((ParsedCue(0, 1000, payload), ParsedCue(1000, 2000, payload)))
                self.assertEqual(parse_srt(write_srt(file)).file, file)

    def test_empty_lines_cannot_split_a_caption(self):
        self.assertEqual(self.written("one\n\n2\n\ntwo", "next"), ["one\n2\ntwo", "next"])

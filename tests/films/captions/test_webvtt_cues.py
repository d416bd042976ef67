"""Times and settings of WebVTT cues. The cases follow those of the W3C web platform tests."""

from django.test import SimpleTestCase

from films.captions.webvtt import parse


def cues(timings: str, before: str = ""):
    return parse(f"WEBVTT\n\n{before}{timings}\ntext").file.cues


def times(timings: str) -> tuple[int, int] | None:
    found = cues(timings)
    return (found[0].start_ms, found[0].end_ms) if found else None


class TimingTests(SimpleTestCase):
    def test_times_are_read(self):
        cases = {
            "00:00.000 --> 00:01.000": (0, 1000),
            "00:00:00.000 --> 00:01.000": (0, 1000),
            "00:00.000 --> 00:00:01.000": (0, 1000),
            "00:00:00.000-->00:00:01.000": (0, 1000),
            "  00:00:00.000   -->   00:00:01.000  ": (0, 1000),
            "\t00:00:00.000\t-->\t00:00:01.000\t": (0, 1000),
            "\f00:00:00.000\f-->\f00:00:01.000\f": (0, 1000),
            "0:00:00.000 --> 0:00:01.000": (0, 1000),
            "000:00:00.000 --> 000:00:01.000": (0, 1000),
            "59:59.999 --> 01:00:00.000": (3_599_999, 3_600_000),
            "60:00:00.000 --> 123:59:59.999": (216_000_000, 446_399_999),
            "00:00:00.000 --> 596:31:23.647": (0, 2**31 - 1),
            "00:00:00.000 --> 0000000000000000000596:31:23.647": (0, 2**31 - 1),
            "00:00:00.000 --> 00:00:01.000anything": (0, 1000),
            "00:00:00.000 --> 00:00:01.000.5": (0, 1000),
        }
        for timings, expected in cases.items():
            with self.subTest(timings):
                self.assertEqual(times(timings), expected)

    def test_malformed_times_lose_the_caption_and_say_so(self):
        cases = [
            "foo --> bar",
            "00:00.000 -->",
            "--> 00:01.000",
            "00:00.000 --> 00:01",
            "00:00.000 --> 1.000",
            "0:00.000 --> 0:01.000",
            "60:00.000 --> 61:00.000",
            "00:60.000 --> 01:01.000",
            "00:00.000 --> 00:60.000",
            "00:60:00.000 --> 01:60:00.000",
            "00:00:60.000 --> 00:00:61.000",
            "-00:00.000 --> 00:01.000",
            "00:00.000 --> -00:01.000",
            "00:-1:00.000 --> 00:01:00.000",
            "00:00.0000 --> 00:01.000",
            "00:00.000 --> 00:01.0000",
            "00:00.00 --> 00:01.00",
            "00:000:00.000 --> 00:001:00.000",
            "00:0:00.000 --> 00:01:00.000",
            "00:00:0.000 --> 00:00:01.000",
            "00:00:000.000 --> 00:00:001.000",
            "00:00,000 --> 00:01,000",
            "00:00:00:000 --> 00:00:01:000",
            "00:00.000 --> --> 00:01.000",
            "00:00.000 a --> 00:01.000",
            "a00:00.000 --> 00:01.000",
            "\v00:00.000 --> 00:01.000",
            "00:00.000\v--> 00:01.000",
            "٠٠:٠٠.٠٠٠ --> ٠٠:٠١.٠٠٠",
            "00:00.000 --> 00:.01.000",
            "00 00.000 --> 00:01.000",
            "00:00.000 --> 00:00:00:01.000",
        ]
        for timings in cases:
            with self.subTest(timings):
                result = parse(f"WEBVTT\n\nid\n{timings}\ntext\n\n00:05.000 --> 00:06.000\nnext")
                self.assertEqual([cue.payload for cue in result.file.cues], ["next"])
                self.assertEqual(
                    [str(problem) for problem in result.problems],
                    ["Line 4: we left out this caption because we could not read its times."],
                )

    def test_a_caption_must_end_after_it_starts(self):
        cases = {
            "00:02.000 --> 00:01.000": "its end time comes before its start time",
            "00:01.000 --> 00:01.000": "it ends at the moment it starts",
            "00:00.000 --> 596:31:23.648": "its times are longer than any film",
            "00:00.000 --> 99999:00:00.000": "its times are longer than any film",
            f"00:00.000 --> {'9' * 20_000}:00:00.000": "its times are longer than any film",
        }
        for timings, reason in cases.items():
            with self.subTest(timings[:60]):
                result = parse(f"WEBVTT\n\n{timings}\ntext")
                self.assertEqual(result.file.cues, ())
                self.assertEqual(result.left_out, 1)
                self.assertEqual(str(result.problems[0]), f"Line 3: we left out this caption because {reason}.")


class SettingTests(SimpleTestCase):
    VALID = [
        "vertical:rl",
        "vertical:lr",
        "line:-1",
        "line:0",
        "line:-0",
        "line:100",
        "line:101",
        "line:18446744073709552000",
        "line:1.5",
        "line:0%",
        "line:00%",
        "line:100%",
        "line:100.0%",
        "line:100%,start",
        "line:100%,center",
        "line:1,end",
        "position:1%",
        "position:100%",
        "position:1.5%",
        "position:1%,line-left",
        "position:1%,center",
        "position:1%,line-right",
        "size:0%",
        "size:100%",
        "size:1.5%",
        "align:start",
        "align:center",
        "align:end",
        "align:left",
        "align:right",
    ]
    INVALID = [
        "vertical:",
        "vertical:RL",
        "vertical:vertical-rl",
        "line:65536%",
        "line:10000000000000000000000000000000000%",
        "line:-0%",
        "line:101%",
        "line:100.1%",
        "line:1%-",
        "line:1-",
        "line:--1",
        "line:%1",
        "line:1%%",
        "line:0%0",
        "line:0%x",
        "line:-",
        "line:%",
        "line:1..5",
        "line:.5",
        "line:5.",
        "line:",
        "line:auto",
        "line:100%,middle",
        "line:1,",
        "line:١",
        "position:-1%",
        "position:1",
        "position:1x",
        "position:1%x",
        "position:",
        "position:101%",
        "position:4294967296%",
        "position:101%,center",
        "position:1%,middle",
        "position:1%,start",
        "position:1%,",
        "position:.5%",
        "position:5.%",
        "size:101%",
        "size:-1%",
        "size:50",
        "size:",
        "size:1%,start",
        "align:middle",
        "align:Start",
        "align:",
        ":start",
        "align",
        "region:nowhere",
        "Line:0",
        "colour:red",
        "line=0",
    ]

    def test_valid_settings_are_kept(self):
        for setting in self.VALID:
            with self.subTest(setting):
                result = parse(f"WEBVTT\n\n00:00.000 --> 00:01.000 {setting}\ntext")
                self.assertEqual(result.file.cues[0].settings, setting)
                self.assertEqual(result.problems, ())

    def test_invalid_settings_are_left_out_and_the_caption_stays(self):
        for setting in self.INVALID:
            with self.subTest(setting):
                result = parse(f"WEBVTT\n\n00:00.000 --> 00:01.000 {setting}\ntext")
                self.assertEqual([(cue.settings, cue.payload) for cue in result.file.cues], [("", "text")])
                self.assertEqual([problem.line for problem in result.problems], [3])
                self.assertIn(f"“{setting[:40]}", result.problems[0].message)

    def test_settings_are_separated_by_any_white_space(self):
        timings = "00:00.000 --> 00:01.000\talign:start   line:1%\fvertical:lr size:50% position:25% "
        self.assertEqual(cues(timings)[0].settings, "align:start line:1% vertical:lr size:50% position:25%")

    def test_a_space_inside_a_setting_spoils_it(self):
        for timings, kept in [
            ("position:1% ,center", "position:1%"),
            ("position:1%, center", ""),
            ("line: 0%", ""),
            ("align :start", ""),
        ]:
            with self.subTest(timings):
                self.assertEqual(cues(f"00:00.000 --> 00:01.000 {timings}")[0].settings, kept)

    def test_a_bad_setting_does_not_undo_a_good_one(self):
        self.assertEqual(cues("00:00.000 --> 00:01.000 position:1% position:x")[0].settings, "position:1%")

    def test_a_setting_may_touch_the_end_time(self):
        self.assertEqual(cues("00:00.000 --> 00:01.000align:start")[0].settings, "align:start")


class RegionTests(SimpleTestCase):
    VALID = [
        "width:0%",
        "width:100%",
        "width:33.3%",
        "lines:0",
        "lines:01",
        "lines:4294967296",
        "regionanchor:0%,0%",
        "regionanchor:100%,100%",
        "viewportanchor:1%,1.5%",
        "scroll:up",
        "id:b",
    ]
    INVALID = [
        "width:40",
        "width:101%",
        "width:-0%",
        "width:",
        "lines:-1",
        "lines:3.0",
        "lines:3x",
        "lines:٣",
        "lines:",
        "regionanchor:0,0",
        "regionanchor:0%,0",
        "regionanchor:0,0%",
        "regionanchor:1%",
        "regionanchor:,1%",
        "regionanchor:101%,1%",
        "regionanchor:1%,101%",
        "regionanchor:-0%,0%",
        "viewportanchor:0%,-0%",
        "viewportanchor:1%,1%,1%",
        "scroll:down",
        "scroll:",
        "scroll",
        "colour:red",
    ]

    def test_region_settings_are_kept_when_they_count(self):
        for setting in self.VALID:
            with self.subTest(setting):
                result = parse(f"WEBVTT\n\nREGION\nid:a\n{setting}")
                self.assertEqual((result.file.regions, result.problems), ([f"id:a\n{setting}"], ()))

    def test_region_settings_are_left_out_when_they_do_not(self):
        for setting in self.INVALID:
            with self.subTest(setting):
                result = parse(f"WEBVTT\n\nREGION\nid:a\n{setting}")
                self.assertEqual(result.file.regions, ["id:a"])
                self.assertEqual([problem.line for problem in result.problems], [3])

    def test_a_region_goes_by_its_last_name(self):
        before = "REGION\nid:a\nid:b\n\n"
        self.assertEqual(cues("00:00.000 --> 00:01.000 region:b", before)[0].settings, "region:b")
        self.assertEqual(cues("00:00.000 --> 00:01.000 region:a", before)[0].settings, "")

    def test_a_name_of_a_region_may_hold_a_colon(self):
        before = "REGION\nid:a:b\n\n"
        self.assertEqual(cues("00:00.000 --> 00:01.000 region:a:b", before)[0].settings, "region:a:b")

"""How a WebVTT file is taken apart. The cases follow those of the W3C web platform tests."""

from django.test import SimpleTestCase

from films.captions.cues import Block, BlockKind, NotACaptionFile
from films.captions.webvtt import parse, write

ONE_CUE = "00:00:00.000 --> 00:00:01.000\n"


def texts(source: str | bytes) -> list[str]:
    return [cue.payload for cue in parse(source).file.cues]


def messages(source: str | bytes) -> list[str]:
    return [str(problem) for problem in parse(source).problems]


class SignatureTests(SimpleTestCase):
    def test_a_file_is_read_when_its_first_line_starts_with_webvtt(self):
        cases = {
            "nothing else": b"WEBVTT",
            "a line end": b"WEBVTT\n",
            "a space": b"WEBVTT ",
            "a tab": b"WEBVTT\t",
            "a space and a line end": b"WEBVTT \n",
            "a carriage return": b"WEBVTT\r",
            "text after a space": b"WEBVTT - Amina's film",
            "text after a tab": b"WEBVTT\tAmina's film\n\n",
            "a byte order mark": b"\xef\xbb\xbfWEBVTT\n",
            "an arrow in the header": b"WEBVTT --> anything",
        }
        for name, source in cases.items():
            with self.subTest(name):
                self.assertEqual(parse(source).file.cues, ())

    def test_a_file_is_refused_when_its_first_line_does_not(self):
        cases = {
            "empty": b"",
            "too short": b"WEBV",
            "lower case": b"webvtt\n",
            "another word": b"WEBVTTX\n",
            "a form feed after it": b"WEBVTT\x0c\n",
            "a NUL after it": b"WEBVTT\0\n",
            "a NUL inside": b"WEB\0VTT\n",
            "a space before": b" WEBVTT\n",
            "a line end before": b"\nWEBVTT\n",
            "two byte order marks": b"\xef\xbb\xbf\xef\xbb\xbfWEBVTT\n",
            "a no-break space after": "WEBVTT\xa0foo".encode(),
            "UTF-16": "WEBVTT\n".encode("utf-16"),
        }
        for name, source in cases.items():
            with self.subTest(name), self.assertRaisesMessage(NotACaptionFile, "first line"):
                parse(source)

    def test_text_with_a_byte_order_mark_is_read_like_bytes(self):
        self.assertEqual(texts("\ufeffWEBVTT\n\n" + ONE_CUE + "Hello"), ["Hello"])

    def test_what_stands_after_webvtt_is_kept(self):
        for source, header in [("WEBVTT", ""), ("WEBVTT A film", "A film"), ("WEBVTT\t two ", " two ")]:
            with self.subTest(source):
                self.assertEqual(parse(source).file.header, header)

    def test_lines_right_below_the_header_are_kept_as_metadata(self):
        file = parse("WEBVTT\nKind: captions\nLanguage: en-GB\n\n" + ONE_CUE + "Hello").file
        self.assertEqual(file.metadata, "Kind: captions\nLanguage: en-GB")
        self.assertEqual(len(file.cues), 1)

    def test_a_style_right_below_the_header_is_no_style(self):
        file = parse("WEBVTT\nSTYLE\n::cue{}\n\n" + ONE_CUE + "Hello").file
        self.assertEqual((file.styles, file.metadata), ([], "STYLE\n::cue{}"))

    def test_a_cue_may_follow_the_header_without_an_empty_line(self):
        for between in ["\n", "\n\n", "\n\n\n\n", "\nKind: captions\n"]:
            with self.subTest(between):
                self.assertEqual(texts("WEBVTT" + between + ONE_CUE + "Hello"), ["Hello"])


class LineEndTests(SimpleTestCase):
    def test_every_kind_of_line_end_is_read(self):
        for end in ["\n", "\r\n", "\r"]:
            with self.subTest(repr(end)):
                source = end.join(["WEBVTT", "", "id", ONE_CUE.strip(), "one", "two", "", ONE_CUE.strip(), "three"])
                cues = parse(source).file.cues
                self.assertEqual([(cue.identifier, cue.payload) for cue in cues], [("id", "one\ntwo"), ("", "three")])

    def test_line_ends_may_be_mixed_in_one_file(self):
        source = (
            "WEBVTT\n\ncr\r00:00.000 --> 00:01.000\rone\r\rlf\n00:00.000 --> 00:01.000\ntwo\n\n"
            "crlf\r\n00:00.000 --> 00:01.000\r\nthree\r\n\r\n00:00.000 --> 00:01.000\n\rfour"
        )
        # A line feed and then a carriage return make an empty line, which ends the last caption.
        self.assertEqual(texts(source), ["one", "two", "three", ""])

    def test_other_unicode_line_ends_stay_in_the_text(self):
        payload = "one\u2028two\u2029three\x85four\x0bfive"
        self.assertEqual(texts(f"WEBVTT\n\n{ONE_CUE}{payload}\n"), [payload])

    def test_a_line_of_spaces_does_not_end_a_caption(self):
        self.assertEqual(texts(f"WEBVTT\n\n{ONE_CUE}one\n \ntwo\n\nend"), ["one\n \ntwo"])

    def test_white_space_around_the_text_is_kept(self):
        self.assertEqual(texts(f"WEBVTT\n\n{ONE_CUE}   one \t"), ["   one \t"])


class ByteTests(SimpleTestCase):
    def test_nul_becomes_the_replacement_character_and_is_reported_once(self):
        source = f"WEBVTT\n\ni\0d\n{ONE_CUE}a\0b\0c".encode()
        cue = parse(source).file.cues[0]
        self.assertEqual((cue.identifier, cue.payload), ("i\ufffdd", "a\ufffdb\ufffdc"))
        self.assertEqual(len(messages(source)), 1)
        self.assertTrue(messages(source)[0].startswith("Line 3: we put \ufffd in place of"))

    def test_broken_utf8_becomes_the_replacement_character_and_is_reported_once(self):
        source = b"WEBVTT\r\n\r\n00:00.000 --> 00:01.000\r\nCaf\xe9 \xff\r\nna\xefve"
        self.assertEqual(texts(source), ["Caf\ufffd \ufffd\nna\ufffdve"])
        self.assertEqual(len(messages(source)), 1)
        self.assertTrue(messages(source)[0].startswith("Line 4: we could not read some letters"))

    def test_welsh_and_other_letters_are_read(self):
        self.assertEqual(texts(f"WEBVTT\n\n{ONE_CUE}Tŷ ŵyn – 日本 🙂".encode()), ["Tŷ ŵyn – 日本 🙂"])


class BlockTests(SimpleTestCase):
    def test_an_arrow_that_is_not_in_times_starts_a_new_block(self):
        source = (
            "WEBVTT\n\n-->\n00:00.000 --> 00:01.000\none\nfoo-->\n00:00.000 --> 00:01.000\ntwo\n-->foo\n"
            "00:00.000 --> 00:01.000\nthree\n--->\n00:00.000 --> 00:01.000\nfour\n-->-->\n"
            "00:00.000 --> 00:01.000\nfive\n00:00.000 --> 00:01.000\nsix\n\n00:00.000 -a -->\n\n"
            "00:00.000 --a -->\n\n00:00.000 - -->\n\n00:00.000 -- -->\n"
        )
        result = parse(source)
        self.assertEqual([cue.payload for cue in result.file.cues], ["one", "two", "three", "four", "five", "six"])
        self.assertEqual([problem.line for problem in result.problems], [3, 6, 9, 12, 15, 21, 23, 25, 27])
        self.assertEqual(result.left_out, 9)

    def test_identifiers_are_kept_as_written(self):
        for identifier in [
            " leading",
            "trailing ",
            "-- >",
            "->",
            " ",
            "NOTE",
            "NOTE a",
            "STYLE",
            "REGION",
            "1",
            "WEBVTT",
        ]:
            with self.subTest(identifier):
                cues = parse(f"WEBVTT\n\n{identifier}\n{ONE_CUE}text").file.cues
                self.assertEqual([(cue.identifier, cue.payload) for cue in cues], [(identifier, "text")])

    def test_an_identifier_with_an_arrow_is_left_out_and_its_caption_kept(self):
        source = f"WEBVTT\n\nscene --> 1\n{ONE_CUE}text"
        self.assertEqual([cue.identifier for cue in parse(source).file.cues], [""])
        self.assertEqual(messages(source), ["Line 3: we left out this caption because we could not read its times."])

    def test_only_the_line_right_above_the_times_is_an_identifier(self):
        source = f"WEBVTT\n\nfirst\nsecond\n{ONE_CUE}text"
        self.assertEqual([cue.identifier for cue in parse(source).file.cues], [""])
        self.assertEqual(
            messages(source), ["Line 3: we left out this part because it is not a caption: it has no times."]
        )

    def test_a_caption_may_be_empty(self):
        self.assertEqual(texts(f"WEBVTT\n\n{ONE_CUE}\n{ONE_CUE}text"), ["", "text"])

    def test_cues_stay_in_the_order_of_the_file(self):
        source = "WEBVTT\n\n00:05.000 --> 00:06.000\nlater\n\n00:01.000 --> 00:02.000\nsooner"
        self.assertEqual(texts(source), ["later", "sooner"])

    def test_times_at_the_very_end_of_a_file_make_an_empty_caption(self):
        self.assertEqual(texts("WEBVTT\n\n00:00.000 --> 00:01.000"), [""])

    def test_notes_are_kept_with_their_place(self):
        source = (
            f"WEBVTT\n\nNOTE one line\n\nNOTE\ntwo\nlines\n\n{ONE_CUE}text\n\n"
            f"NOTE\n\nNOTE\ttab\n\n{ONE_CUE}text\n\nNOTES are not notes\n\nNOTE last"
        )
        file = parse(source).file
        self.assertEqual(
            [(block.text, block.before_cue) for block in file.blocks],
            [("one line", 0), ("two\nlines", 0), ("", 1), ("tab", 1), ("last", 2)],
        )
        self.assertEqual([problem.line for problem in parse(source).problems], [19])

    def test_styles_are_kept_before_the_first_caption_only(self):
        styles = "STYLE\n::cue {\n}\n\nSTYLE \t\n::cue(b) {}"
        source = f"WEBVTT\n\n{styles}\n\n{ONE_CUE}text\n\nSTYLE\n::cue(i) {{}}"
        self.assertEqual(parse(source).file.styles, ["::cue {\n}", "::cue(b) {}"])
        self.assertEqual(
            messages(source),
            ["Line 13: we left out this STYLE part because it comes after the first caption."],
        )

    def test_words_that_only_start_like_a_style_or_region_are_reported(self):
        for first in ["STYLES", "STYLE x", "style", "REGION:", "REGION: id=foo width=40%", "REGIONS"]:
            with self.subTest(first):
                result = parse(f"WEBVTT\n\n{first}\nid:a\n\n{ONE_CUE}text")
                self.assertEqual(result.file.blocks, ())
                self.assertEqual([problem.line for problem in result.problems], [3])

    def test_an_empty_style_or_region_is_left_out(self):
        for keyword in ["STYLE", "REGION"]:
            with self.subTest(keyword):
                source = f"WEBVTT\n\n{keyword}\n\n::cue {{}}"
                self.assertEqual(parse(source).file.blocks, ())
                self.assertEqual(messages(source)[0], f"Line 3: we left out this {keyword} part because it is empty.")

    def test_a_style_ends_at_an_arrow(self):
        source = "WEBVTT\n\nSTYLE\n::cue {}\n00:00.000 --> 00:01.000\ntext"
        self.assertEqual((parse(source).file.styles, texts(source)), (["::cue {}"], ["text"]))

    def test_regions_are_kept_and_can_be_used_by_captions(self):
        source = (
            "WEBVTT\n\nREGION\nid:left width:40%\nlines:3\n\n00:00.000 --> 00:01.000 region:left\none\n\n"
            "00:00.000 --> 00:01.000 region:right\ntwo"
        )
        result = parse(source)
        self.assertEqual(result.file.regions, ["id:left width:40%\nlines:3"])
        self.assertEqual([cue.settings for cue in result.file.cues], ["region:left", ""])
        self.assertEqual([problem.line for problem in result.problems], [10])

    def test_a_region_without_a_name_is_left_out(self):
        for body in ["width:40%", "id:", "id :a", "Id:a"]:
            with self.subTest(body):
                result = parse(f"WEBVTT\n\nREGION\n{body}")
                self.assertEqual(result.file.regions, [])
                self.assertIn("no name", result.problems[-1].message)


class ProblemTests(SimpleTestCase):
    def test_a_file_wrong_on_every_line_is_told_of_the_first_two_hundred(self):
        result = parse("WEBVTT\n\n" + "foo --> bar\n\n" * 1000)
        self.assertEqual((len(result.problems), result.unlisted, result.left_out), (200, 800, 1000))

    def test_a_long_setting_is_not_repeated_in_full(self):
        result = parse("WEBVTT\n\n00:00.000 --> 00:01.000 " + "x" * 10_000)
        self.assertLess(len(result.problems[0].message), 150)


class WriteTests(SimpleTestCase):
    def test_what_was_read_is_written_back_in_its_order(self):
        source = (
            "WEBVTT Amina’s film\nKind: captions\n\nNOTE checked by hand\n\n"
            "STYLE\n::cue { color: yellow; }\n\nREGION\nid:left\nwidth:40%\n\n"
            "first\n00:00:00.000 --> 00:00:01.500 region:left align:start\n"
            "<v Amina>Hello &amp; <i>welcome</i>\n\nNOTE\ntwo\nlines\n\n"
            "100:00:02.000 --> 100:00:03.000\nTwo\nlines\n\nNOTE the end\n"
        )
        self.assertEqual(write(parse(source).file), source)

    def test_text_that_would_end_a_caption_early_is_made_safe(self):
        file = parse(f"WEBVTT\n\n{ONE_CUE}text").file
        hostile = type(file.cues[0])(
            0, 1000, "one\r\n\r\ntwo --> three\0", identifier="a\n\n-->b", settings="line:0\n\nx"
        )
        changed = type(file)(
            (hostile,),
            "head\n\n--> x",
            "meta\n\n00:00.000 --> 00:01.000",
            (Block(BlockKind.NOTE, "n\n\n-->"),),
        )
        again = parse(write(changed)).file
        self.assertEqual(len(again.cues), 1)
        self.assertEqual(again.cues[0].plain_text, "one\ntwo --> three\ufffd")
        self.assertEqual((len(again.blocks), again.metadata), (1, "meta\n00:00.000 -- > 00:01.000"))

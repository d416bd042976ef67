"""The text of one cue. The cases follow those of the W3C web platform tests."""

from django.test import SimpleTestCase

from films.captions.cue_text import (
    MAX_HTML_DEPTH,
    Node,
    Span,
    Text,
    Timestamp,
    clean_payload,
    escape_text,
    parse_cue_text,
    plain_text,
    set_speaker,
    speakers,
    spoken_parts,
    to_safe_html,
)
from films.captions.cues import ParsedCue


def outline(nodes: list[Node]) -> str:
    """The tree on one line: ``i[b["text"]]``, with classes after dots and annotations in brackets."""
    shown = []
    for node in nodes:
        if isinstance(node, Text):
            shown.append(f'"{node.text}"')
        elif isinstance(node, Timestamp):
            shown.append(f"@{node.time_ms}")
        else:
            annotation = f"({node.annotation})" if node.annotation else ""
            shown.append("".join([node.tag, *(f".{name}" for name in node.classes), annotation]))
            shown[-1] += f"[{outline(node.children)}]"
    return " ".join(shown)


class TreeTests(SimpleTestCase):
    def test_trees_are_built_as_webvtt_says(self):
        cases = {
            "": "",
            "test": '"test"',
            "two\nlines": '"two\nlines"',
            "<i>a</i>": 'i["a"]',
            "<b>a</b><u>b</u>": 'b["a"] u["b"]',
            "<i>a": 'i["a"]',
            "<i><b>a</i>b</b>c": 'i[b["a" "b"] "c"]',
            "a</i>b": '"a" "b"',
            "<i></b></i>a": 'i[] "a"',
            "<c>a</c>": 'c["a"]',
            "<c.one.two>a": 'c.one.two["a"]',
            "<c..one.>a": 'c.one["a"]',
            "<c.a b>t": 'c.a(b)["t"]',
            "<c.a.b\tx\n y >t": 'c.a.b(x y)["t"]',
            "<c.a\nb>t": 'c.a(b)["t"]',
            "<i.x>a": 'i.x["a"]',
            "<v Amina>a": 'v(Amina)["a"]',
            "<v   Amina \t Khan  >a": 'v(Amina Khan)["a"]',
            "<v\nAmina>a": 'v(Amina)["a"]',
            "<v\fAmina>a": 'v(Amina)["a"]',
            "<v.loud Amina>a</v>b": 'v.loud(Amina)["a"] "b"',
            "<v>a": 'v["a"]',
            "<v A &amp; B>a": 'v(A & B)["a"]',
            "<v A&B>a": 'v(A&B)["a"]',
            "<v a<b>c": 'v(a<b)["c"]',
            "<lang cy>a": 'lang(cy)["a"]',
            "<lang>a</lang>b": 'lang["a"] "b"',
            "<ruby>a<rt>b": 'ruby["a" rt["b"]]',
            "<ruby>a<rt>b</rt>c": 'ruby["a" rt["b"] "c"]',
            "<ruby>a<rt>b</rt></ruby>c": 'ruby["a" rt["b"]] "c"',
            "<ruby>a<rt>b</ruby>c": 'ruby["a" rt["b"]] "c"',
            "<ruby>a<rt><b>c</rt></ruby>d": 'ruby["a" rt[b["c" "d"]]]',
            "<ruby>a<rt><b>c</rt></ruby></b>d": 'ruby["a" rt[b["c"] "d"]]',
            "<ruby>a<rt><b>c</rt></b></ruby>d": 'ruby["a" rt[b["c"]]] "d"',
            "<rt>a</rt>b": '"a" "b"',
            "<ruby><i><rt>a": 'ruby[i["a"]]',
            "<00:00:01.000>a": '@1000 "a"',
            "<00:01.500>a": '@1500 "a"',
            "<00:01.500 >a": '"a"',
            "<0:01.500>a": '"a"',
            "<3 you": "",
            "<x>a</x>": '"a"',
            "<I>a</I>": '"a"',
            "<script>a</script>": '"a"',
            "<>a": '"a"',
            "</>a": '"a"',
            "<.a>t": '"t"',
            "< i>a": '"a"',
            "</ i>a": '"a"',
            "<i>a</i >b": 'i["a" "b"]',
            "<i/>a": '"a"',
            "<": "",
            "<i": "i[]",
            "<c.a": "c.a[]",
            "<v Ami": "v(Ami)[]",
            "</i": "",
            "a > b": '"a > b"',
            "a < b > c": '"a " " c"',
            "<<i>a": '"a"',
        }
        for payload, expected in cases.items():
            with self.subTest(payload):
                self.assertEqual(outline(parse_cue_text(payload)), expected)

    def test_a_language_holds_until_its_tag_closes(self):
        nodes = parse_cue_text("<i>a</i><lang cy><b>b<lang fr><u>c</lang></u></lang></b></lang><i>d", "en")
        languages = {node.tag: node.language for node in _spans(nodes)}
        self.assertEqual(languages, {"i": "en", "lang": "fr", "b": "cy", "u": "fr"})

    def test_character_references_are_read_as_in_html(self):
        cases = {
            "&": "&",
            "&amp;": "&",
            "&amp": "&",
            "&AMP;": "&",
            "&lt;i&gt;": "<i>",
            "a&lrm;b&rlm;c": "a\u200eb\u200fc",
            "&nbsp;": "\xa0",
            "&quot;&copy;": '"©',
            "&&": "&&",
            "&1;": "&1;",
            "&;": "&;",
            "&unknown;": "&unknown;",
            "&#32;&#x20;": "  ",
            "&#150;": "–",
            "&#0;": "\ufffd",
            "&#xD800;": "\ufffd",
            "&#x110000;": "\ufffd",
            "&#00000000065;": "A",
            "&#99999999;": "\ufffd",
            f"&#{'9' * 20_000};": "\ufffd",
            f"&#x{'f' * 20_000};": "\ufffd",
            "&<i>amp;": "&amp;",
            "&amp;lt;": "&lt;",
        }
        for payload, expected in cases.items():
            with self.subTest(payload[:40]):
                self.assertEqual(plain_text(payload), expected)


def _spans(nodes: list[Node]) -> list[Span]:
    found = []
    for node in nodes:
        if isinstance(node, Span):
            found += [node, *_spans(node.children)]
    return found


class WordTests(SimpleTestCase):
    def test_plain_text_keeps_line_breaks_and_leaves_out_readings(self):
        payload = "<v Amina>Good\n<i>morning</i> &amp; <00:01.000>welcome <ruby>漢<rt>kan</rt>字<rt>ji</rt></ruby>!"
        self.assertEqual(plain_text(payload), "Good\nmorning & welcome 漢字!")

    def test_speakers_are_named_once_each_in_order(self):
        payload = "<v Amina>Hello</v> <v.loud Ben &amp; Co>Hi <v Amina>Bye<v>nobody<V Carl>"
        self.assertEqual(speakers(payload), ("Amina", "Ben & Co"))

    def test_the_speaker_of_a_cue_is_the_first_one_named(self):
        for payload, speaker in [
            ("Hello", ""),
            ("<v Amina>Hello <v Ben>Hi", "Amina"),
            ("<v><v Ben>Hi", "Ben"),
            ("<v A&#38;B>Hi", "A&B"),
            ("&lt;v Amina&gt;Hi", ""),
        ]:
            with self.subTest(payload):
                self.assertEqual(ParsedCue(0, 1, payload).speaker, speaker)

    def test_words_are_shared_out_between_the_voices_of_a_cue(self):
        cases = {
            "<v A>one</v>\n<v B>two</v>": (("A", "one"), ("B", "two")),
            "<v A>one <v B>two": (("A", "one"), ("B", "two")),
            "<v A>one <i>more</i></v> <v A>still": (("A", "one more still"),),
            "before <v A>one</v> after": (("", "before"), ("A", "one"), ("", "after")),
            "<v A> </v>": (),
        }
        for payload, expected in cases.items():
            with self.subTest(payload):
                self.assertEqual(spoken_parts(payload), expected)

    def test_a_speaker_can_be_set_changed_and_taken_away(self):
        cases = [
            ("Hello", "Amina", "<v Amina>Hello"),
            ("<v Ben>Hello", "Amina", "<v Amina>Hello"),
            ("<v.loud Ben>Hello</v>", "Amina", "<v Amina>Hello"),
            ("<v Ben>Hello</v>", "", "Hello"),
            ("<video>Hello", "Amina", "<v Amina><video>Hello"),
            ("<v Ben>Hello</v> <v Carl>Hi</v>", "Amina", "<v Amina>Hello</v> <v Carl>Hi</v>"),
            ("Hello", " A > B\n&amp; <i> ", "<v A &gt; B &amp;amp; &lt;i&gt;>Hello"),
            ("Hello", " \n", "Hello"),
        ]
        for payload, speaker, expected in cases:
            with self.subTest(payload):
                self.assertEqual(set_speaker(payload, speaker), expected)
        self.assertEqual(speakers(set_speaker("Hello", "A > B & <i>")), ("A > B & <i>",))

    def test_escaped_text_reads_back_as_it_was(self):
        for text in ["a < b & c > d", "<i>", "&amp;", "--> x", "&#38;"]:
            with self.subTest(text):
                self.assertEqual(plain_text(escape_text(text)), text)

    def test_a_cleaned_payload_holds_nothing_that_ends_a_cue(self):
        cases = {
            "a\r\n\r\nb\rc": "a\nb\nc",
            "\n\na\n": "a",
            "a --> b": "a --&gt; b",
            "a\0b": "a\ufffdb",
            " a ": " a ",
        }
        for text, expected in cases.items():
            with self.subTest(text):
                self.assertEqual(clean_payload(text), expected)


class HtmlTests(SimpleTestCase):
    def test_marks_become_html(self):
        cases = {
            "a & b < c": "a &amp; b ",
            "<i>a</i><b>b</b><u>c": "<i>a</i><b>b</b><u>c</u>",
            "<c.yellow.big>a": '<span class="cue-yellow cue-big">a</span>',
            "<c>a": "a",
            "<v Amina>a": "a",
            "<v.loud Amina>a": '<span class="cue-loud">a</span>',
            "<lang cy>a": '<span lang="cy">a</span>',
            "<lang en-GB-x-nhs>a": '<span lang="en-GB-x-nhs">a</span>',
            "<ruby>a<rt>b": "<ruby>a<rt>b</rt></ruby>",
            "a<00:01.000>b": "ab",
            "one\ntwo": "one\ntwo",
        }
        for payload, expected in cases.items():
            with self.subTest(payload):
                self.assertEqual(to_safe_html(payload), expected)

    def test_line_breaks_are_elements_on_request(self):
        self.assertEqual(to_safe_html("one\n<i>two\nthree", breaks=True), "one<br><i>two<br>three</i>")

    def test_hostile_text_does_nothing(self):
        cases = {
            "<script>alert(1)</script>": "alert(1)",
            "&lt;script&gt;alert(1)&lt;/script&gt;": "&lt;script&gt;alert(1)&lt;/script&gt;",
            '<c.x" onclick="y>a': "a",
            '<lang en" onclick="x>a': "a",
            "<lang &quot;&gt;&lt;script&gt;>a": "a",
            "<i onclick=alert(1)>a": "<i>a</i>",
            "<img src=x onerror=alert(1)>": "",
            "\"'": "&quot;&#x27;",
            "</span></i>": "",
        }
        for payload, expected in cases.items():
            with self.subTest(payload):
                self.assertEqual(to_safe_html(payload), expected)

    def test_deep_nesting_is_flattened_and_costs_no_stack(self):
        shown = to_safe_html("<i>" * 50_000 + "deep")
        self.assertEqual(shown.count("<i>"), MAX_HTML_DEPTH)
        self.assertIn("deep", shown)
        self.assertEqual(plain_text("<ruby><i>" * 50_000 + "deep"), "deep")

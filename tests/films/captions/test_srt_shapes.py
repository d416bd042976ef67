"""SubRip files in the shapes that programs and people leave them in: every word arrives, and no change goes untold."""

from django.test import SimpleTestCase

from films.captions.srt import parse_srt

ONE = "00:00:01,000 --> 00:00:02,000"
TWO = "00:00:03,000 --> 00:00:04,000"
NO_WORDS = "this caption has no words. It is here all the same, so that its times are kept."
CLOSED_UP = "we closed up an empty line in this caption. Check that the words below it belong to it."
NUMBER = "for the number of the next caption. If somebody says it, write it back in."

# Name: file, the words of each caption, what an editor is told.
SHAPES: dict[str, tuple[str | bytes, list[str], list[str]]] = {
    "tidy": (f"1\n{ONE}\nHello.\n\n2\n{TWO}\nBye.\n", ["Hello.", "Bye."], []),
    "line ends sent through a program twice": (
        f"1\r\r\n{ONE}\r\r\nHello.\r\r\nAgain.\r\r\n\r\r\n2\r\r\n{TWO}\r\r\nBye.\r\r\n",
        ["Hello.\nAgain.", "Bye."],
        [],
    ),
    "two files one behind the other": (
        f"1\n{ONE}\nHello.\n\n\ufeff1\n{TWO}\nBye.\n",
        ["Hello.", "Bye."],
        [],
    ),
    "an empty line between two people": (
        f"1\n{ONE}\n- Tea?\n\n- Please.\n\n2\n{TWO}\nBye.",
        ["- Tea?\n- Please.", "Bye."],
        [f"Line 4: {CLOSED_UP}"],
    ),
    "a line of spaces in the middle": (
        f"1\n{ONE}\nHello.\n   \nAgain.\n",
        ["Hello.\nAgain."],
        [f"Line 4: {CLOSED_UP}"],
    ),
    "who made it, below the last caption": (
        f"1\n{ONE}\nHello.\n\nCaptions by A. Person\n",
        ["Hello.\nCaptions by A. Person"],
        [f"Line 4: {CLOSED_UP}"],
    ),
    "words on the line of the times": (
        f"1\n{ONE} Hello.\nAgain.\n\n2\n{TWO}\nBye.",
        ["Hello.\nAgain.", "Bye."],
        ["Line 2: there are words on the line of the times. They are now the caption's first line."],
    ),
    "settings of WebVTT beside the times": (
        f"1\n{ONE} line:0 position:50%,center\nHello.",
        ["Hello."],
        ["Line 2: we left out the places of captions in the picture (X1, Y1)."],
    ),
    "no numbers, and a line that is one": (
        f"{ONE}\nHow many?\n42\n{TWO}\nBye.",
        ["How many?", "Bye."],
        [f"Line 3: we took 42 {NUMBER}"],
    ),
    "a part cut from a longer file, without empty lines": (
        f"300\n{ONE}\nHello.\n301\n{TWO}\nBye.",
        ["Hello.", "Bye."],
        [],
    ),
    "a caption without words": (
        f"1\n{ONE}\n\n2\n{TWO}\nBye.",
        ["", "Bye."],
        [f"Line 2: {NO_WORDS}"],
    ),
    "times of another format below a caption": (
        f"1\n{ONE}\nHello.\n\n00:00:03.00,00:00:04.00\nBye.",
        ["Hello.\n00:00:03.00,00:00:04.00\nBye."],
        [
            "Line 4: the next line looks like the times of a caption, and we could not read it. "
            "It is now part of this one."
        ],
    ),
    "the same with no empty line": (
        f"1\n{ONE}\nHello.\n00:00:03,000 - 00:00:04,000\nBye.",
        ["Hello.\n00:00:03,000 - 00:00:04,000\nBye."],
        ["Line 4: this line looks like the times of a caption, and we could not read it. Check it."],
    ),
    "frames for fractions": (
        "1\n00:00:01:12 --> 00:00:02:24\nHello.",
        ["Hello."],
        ["Line 2: we read the last two digits of a time as hundredths of a second. Check them if they count frames."],
    ),
    "colours on every line": (
        f'1\n{ONE}\n<font color="#ff0">Hello.</font>\n\n2\n{TWO}\n<font color="#0ff">Bye.</font>',
        ["Hello.", "Bye."],
        ["Line 3: we left out the letters' colour, size or font (<font>), here and in 1 other caption."],
    ),
    "marks nobody knows": (
        f"1\n{ONE}\n{{y:i}}Hello.\\NAgain <sync>",
        ["{y:i}Hello.\\NAgain &lt;sync&gt;"],
        [],
    ),
    "a letter that UTF-16 lost half of": (
        f"1\n{ONE}\nHello.".encode("utf-16") + b"\x00",
        ["Hello.\ufffd"],
        [
            "Line 1: we changed this file from UTF-16 to UTF-8.",
            "Line 3: we could not read some letters and put \ufffd in their place.",
        ],
    ),
    "a letter that Windows-1252 does not have": (
        f"1\n{ONE}\ncaf\xe9 \x81".encode("latin-1"),
        ["caf\xe9 \ufffd"],
        [
            "Line 3: we read this file as Windows-1252, because it is not UTF-8. Check letters with accents.",
            "Line 3: we could not read some letters and put \ufffd in their place.",
        ],
    ),
}


class ShapeTests(SimpleTestCase):
    def test_every_shape_gives_these_words_and_tells_this(self):
        for name, (source, payloads, messages) in SHAPES.items():
            with self.subTest(name):
                result = parse_srt(source)
                self.assertEqual([cue.payload for cue in result.file.cues], payloads)
                self.assertEqual([str(problem) for problem in result.problems], messages)

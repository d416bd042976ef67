"""What must hold for any input at all: hundreds of made-up files and texts."""

from html.parser import HTMLParser

from hypothesis import example, given, settings
from hypothesis import strategies as st

from films.captions import webvtt
from films.captions.cue_text import (
    clean_payload,
    escape_text,
    plain_text,
    speakers,
    spoken_parts,
    to_safe_html,
)
from films.captions.cues import Block, BlockKind, CaptionFile, NotACaptionFile, ParsedCue
from films.captions.detect import read_caption_file
from films.captions.export import to_text
from films.captions.rules import check
from films.captions.srt import parse_srt, write_srt
from films.captions.times import MAX_TIME_MS

ALLOWED_TAGS = {"span", "i", "b", "u", "ruby", "rt", "br"}
PIECES = [
    "<", ">", "</", "&", ";", "-->", "->", "\n", "\n\n", "\r", "\0", " ", "\t", "\f", ".", ":", ",",
    "%", '"', "'", "{\\an8}", "<i>", "</i>", "<b>", "<c.red.x>", "</c>", "<v Amina>", "</v>",
    "<lang cy>", '<lang en" x>', "</lang>", "<ruby>", "<rt>", "</rt>", "</ruby>", "<00:00:01.000>",
    "<script>", "<font color=red>", "&amp;", "&lt;", "&#60;", "&#", "&#x", "NOTE", "STYLE",
    "REGION", "WEBVTT", "id:a", "line:0", "region:a", "align:start", "words", "ŵ", "1", "2024",
    "<i", "00:00:01.000 --> 00:00:02.000", "00:00:01,000 --> 00:00:02,000",
    "00:02.000 --> 00:01.000", "\ufeff", "\u2028", "00:00:01 -> 00:00:02",
]  # fmt: skip
mixed_text = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=40).map("".join)
stored_text = st.one_of(mixed_text, st.text(max_size=30))
# A busy machine must not fail a test that is about what holds and not about how fast.
unhurried = settings(deadline=None)
times = st.integers(0, MAX_TIME_MS - 1)


@st.composite
def any_cue(draw: st.DrawFn) -> ParsedCue:
    start_ms = draw(times)
    end_ms = draw(st.integers(start_ms + 1, MAX_TIME_MS))
    return ParsedCue(start_ms, end_ms, draw(stored_text), draw(stored_text))


any_block = st.builds(Block, st.sampled_from(BlockKind), stored_text, st.integers(0, 4))
any_file = st.builds(
    CaptionFile,
    st.lists(any_cue(), max_size=4).map(tuple),
    stored_text,
    stored_text,
    st.lists(any_block).map(tuple),
)


@unhurried
@given(
    st.one_of(
        st.binary(max_size=300),
        mixed_text.map(str.encode),
        mixed_text.map(lambda text: text.encode("utf-16")),
    )
)
@example(b"WEBVTT")
def test_any_bytes_are_read_or_refused_by_name(data):
    for read in (webvtt.parse, parse_srt, read_caption_file):
        try:
            result = read(data)
        except NotACaptionFile as error:
            assert str(error).endswith(".")
        else:
            for cue in result.file.cues:
                assert 0 <= cue.start_ms < cue.end_ms <= MAX_TIME_MS
                assert "-->" not in cue.payload and "\n\n" not in cue.payload


@settings(deadline=None, max_examples=300)
@given(mixed_text)
@example(" -->")
@example("\n\nSTYLE\n::cue {}\n\nREGION\nid:a\n\nNOTE a\nb\n\nid\n00:01.000 --> 00:02.000 region:a\ntext\n\nNOTE")
def test_a_file_that_was_read_is_written_and_read_the_same(rest):
    first = webvtt.parse("WEBVTT" + ("" if rest[:1] in {"\n", " ", "\t"} else "\n\n") + rest).file
    written = webvtt.write(first)
    second = webvtt.parse(written)
    assert second.file == first
    assert second.problems == ()
    assert webvtt.write(second.file) == written


@unhurried
@given(any_file)
def test_whatever_is_stored_writing_keeps_every_caption_and_its_times(file):
    again = webvtt.parse(webvtt.write(file))
    assert [(cue.start_ms, cue.end_ms) for cue in again.file.cues] == [(cue.start_ms, cue.end_ms) for cue in file.cues]
    assert [cue.payload for cue in again.file.cues] == [clean_payload(cue.payload) for cue in file.cues]
    assert again.left_out == 0


@unhurried
@given(st.lists(any_cue(), min_size=1, max_size=4))
def test_subrip_keeps_every_caption_and_its_times(cues):
    again = parse_srt(write_srt(CaptionFile(tuple(cues))))
    assert [(cue.start_ms, cue.end_ms) for cue in again.file.cues] == [(cue.start_ms, cue.end_ms) for cue in cues]


@unhurried
@given(mixed_text)
def test_plain_text_has_no_tags(payload):
    without_references = payload.replace("&", "")
    assert "<" not in plain_text(without_references)


@unhurried
@given(st.text())
def test_escaped_text_reads_back_as_it_was(text):
    assert plain_text(escape_text(text)) == text
    assert speakers(escape_text(text)) == ()


@unhurried
@given(mixed_text)
def test_voices_share_out_every_word(payload):
    said = "".join(text for _, text in spoken_parts(payload))
    assert "".join(said.split()) == "".join(plain_text(payload).split())


class _Balance(HTMLParser):
    """Fails on a tag or attribute that is not allowed, or that closes another than the last opened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED_TAGS
        for name, value in attrs:
            assert name in {"class", "lang"}
            assert name == "lang" or all(part.startswith("cue-") for part in value.split())
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "rt" not in self.open:
            self.words.append(data)

    def handle_comment(self, data):
        raise AssertionError("a comment")

    handle_decl = handle_pi = unknown_decl = handle_comment


@settings(deadline=None, max_examples=400)
@given(st.one_of(mixed_text, st.text()), st.booleans())
def test_html_is_balanced_and_holds_only_what_is_allowed(payload, breaks):
    reader = _Balance()
    reader.feed(to_safe_html(payload, breaks=breaks))
    reader.close()
    assert reader.open == []
    said = plain_text(payload)
    assert "".join(reader.words) == (said.replace("\n", "") if breaks else said)


@unhurried
@given(st.lists(any_cue(), max_size=5))
def test_rules_and_transcript_take_any_captions(cues):
    assert all(0 <= finding.cue < len(cues) for finding in check(cues))
    assert isinstance(to_text(cues), str)


spoken = st.sampled_from(["Hello.", "42", "7", "- Tea?", "a < b", "<i>so</i>", "", " ", "R&D", "2 -> 3", "1:30"])


@settings(deadline=None, max_examples=300)
@given(st.booleans(), st.lists(st.tuples(st.lists(spoken, max_size=5), st.integers(0, 3)), min_size=1, max_size=6))
def test_every_word_of_a_subrip_file_arrives_or_its_line_is_named(has_numbers, captions):
    """With numbers and without, with empty lines anywhere; 7 may well be a caption's number, 42 is none."""
    file, said = [], []
    for index, (lines, empty_lines) in enumerate(captions):
        file += [str(index + 1)] if has_numbers else []
        file += [f"00:00:{index:02},000 --> 00:00:{index + 1:02},000", *lines, *[""] * empty_lines]
        said += [line.strip() for line in lines if line.strip()]
    result = parse_srt("\n".join(file))
    assert len(result.file.cues) == len(captions)
    arrived = "\n".join(cue.plain_text for cue in result.file.cues).split("\n")
    taken = [file[problem.line - 1] for problem in result.problems if "number of the next" in problem.message]
    assert said.count("42") == arrived.count("42") + taken.count("42")
    for words in set(said) - {"42", "7", "<i>so</i>"}:
        assert arrived.count(words) == said.count(words)

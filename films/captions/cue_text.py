"""The text of one cue: a small tree from WebVTT cue text, and what is made from it.

Follows "WebVTT cue text parsing rules" and "WebVTT cue text tokenizer" (W3C WebVTT, section 6.4),
which accept any text at all: unknown tags are passed over, open tags close at the end. The tree is
walked without recursion, so that deeply nested text costs time but never the stack.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from films.captions.times import read_vtt_time

WHITESPACE = "\t\n\f\r "
SPAN_TAGS = frozenset({"c", "i", "b", "u", "ruby", "rt", "v", "lang"})

_RUN_OF_WHITESPACE = re.compile(r"[\t\n\f\r ]+")
_NAME_ENDS = re.compile(r"[\t\n\f .]")
_CLASSES_END = re.compile(r"[\t\n\f ]")
_LEADING_VOICE = re.compile(r"<v(?:[.\t\n\f ][^>]*)?>")
_DECIMAL_REFERENCE = re.compile(r"&#([0-9]{8,});?")
_HTML_CLASS = re.compile(r"[A-Za-z0-9_-]{1,32}")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,6}")
_HTML_TAGS = frozenset({"i", "b", "u", "ruby", "rt"})
# Browsers stop nesting at about 512 elements; captions need three or four.
MAX_HTML_DEPTH = 16


@dataclass(slots=True)
class Text:
    """A run of text with its character references already read."""

    text: str


@dataclass(slots=True)
class Timestamp:
    """The moment at which the rest of the cue is said; milliseconds."""

    time_ms: int


@dataclass(slots=True)
class Span:
    """A tag and what it holds. ``annotation`` names a voice or language; ``language`` is the one in force."""

    tag: str
    classes: tuple[str, ...] = ()
    annotation: str = ""
    language: str = ""
    children: list[Node] = field(default_factory=list)


Node = Text | Timestamp | Span
Step = tuple[Literal["enter", "leave", "leaf"], Node]


@dataclass(frozen=True, slots=True)
class Tag:
    """A token between ``<`` and ``>``, before anyone knows whether it means something."""

    kind: Literal["start", "end", "timestamp"]
    name: str
    classes: tuple[str, ...] = ()
    annotation: str = ""


def decode_references(text: str) -> str:
    """Read HTML character references as HTML does; numbers of any length are safe."""
    if "&" not in text:
        return text
    if "&#" in text:
        # html.unescape() turns digits into an int, and int() refuses more than 4300 of them.
        text = _DECIMAL_REFERENCE.sub(_shorten_reference, text)
    return html.unescape(text)


def _shorten_reference(match: re.Match[str]) -> str:
    digits = match[1].lstrip("0") or "0"
    return f"&#{digits};" if len(digits) <= 7 else "\N{REPLACEMENT CHARACTER}"


def escape_text(text: str) -> str:
    """Plain text as WebVTT cue text: ``&``, ``<`` and ``>`` written as references."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clean_payload(text: str) -> str:
    """Make any text safe to store as the payload of a cue.

    A WebVTT file ends a cue at an empty line or at ``-->``, so empty lines are closed up and the
    arrow is written ``--&gt;``; line ends become LF and NUL becomes U+FFFD.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\N{REPLACEMENT CHARACTER}")
    return "\n".join(filter(None, text.split("\n"))).replace("-->", "--&gt;")


def set_speaker(payload: str, speaker: str) -> str:
    """The same words said by ``speaker``; "" takes a name at the start away. Voices further on stay."""
    leading = _LEADING_VOICE.match(payload)
    words = payload[leading.end() :] if leading else payload
    if leading and words.endswith("</v>") and words.count("</v>") == 1 and not speakers(words):
        words = words.removesuffix("</v>")
    name = escape_text(_RUN_OF_WHITESPACE.sub(" ", speaker).strip(WHITESPACE))
    return f"<v {name}>{words}" if name else words


def tokens(payload: str) -> Iterator[str | Tag]:
    """Text (references read) and tags, in order. A tag that is never closed runs to the end."""
    position, end = 0, len(payload)
    while position < end:
        opening = payload.find("<", position)
        if opening == -1:
            yield decode_references(payload[position:])
            return
        if opening > position:
            yield decode_references(payload[position:opening])
        closing = payload.find(">", opening)
        if closing == -1:
            closing = end
        yield _read_tag(payload[opening + 1 : closing])
        position = closing + 1


def _read_tag(body: str) -> Tag:
    """One tag from what stood between its angle brackets."""
    if body.startswith("/"):
        return Tag("end", body[1:])
    if body[:1].isascii() and body[:1].isdigit():
        return Tag("timestamp", body)
    ends = _NAME_ENDS.search(body)
    if ends is None:
        return Tag("start", body)
    name, rest = body[: ends.start()], body[ends.end() :]
    classes: tuple[str, ...] = ()
    if ends[0] == ".":
        ends = _CLASSES_END.search(rest)
        listed = rest if ends is None else rest[: ends.start()]
        rest = "" if ends is None else rest[ends.end() :]
        classes = tuple(filter(None, listed.split(".")))
    annotation = _RUN_OF_WHITESPACE.sub(" ", decode_references(rest)).strip(WHITESPACE)
    return Tag("start", name, classes, annotation)


def parse_cue_text(payload: str, language: str = "") -> list[Node]:
    """The tree of a cue's text. ``language`` is that of the track, for text that states none."""
    top: list[Node] = []
    open_spans: list[Span] = []
    languages = [language]
    current = top
    for token in tokens(payload):
        if isinstance(token, str):
            current.append(Text(token))
            continue
        if token.kind == "timestamp":
            time_ms = read_vtt_time(token.name)
            if time_ms is not None:
                current.append(Timestamp(time_ms))
        elif token.kind == "end":
            _close(token.name, open_spans, languages)
        elif token.name in SPAN_TAGS:
            if token.name == "rt" and not (open_spans and open_spans[-1].tag == "ruby"):
                continue
            if token.name == "lang":
                languages.append(token.annotation)
            span = Span(token.name, token.classes, token.annotation, languages[-1])
            current.append(span)
            open_spans.append(span)
        current = open_spans[-1].children if open_spans else top
    return top


def _close(name: str, open_spans: list[Span], languages: list[str]) -> None:
    """Close the innermost span if the end tag names it; ``</ruby>`` also closes its open ``<rt>``."""
    if not open_spans:
        return
    innermost = open_spans[-1].tag
    if name == innermost:
        open_spans.pop()
        if name == "lang":
            languages.pop()
    elif name == "ruby" and innermost == "rt":
        del open_spans[-2:]


def walk(nodes: list[Node]) -> Iterator[Step]:
    """Every node in reading order: spans twice ("enter", "leave"), text and timestamps once ("leaf")."""
    pending: list[Step] = [("enter", node) for node in reversed(nodes)]
    while pending:
        action, node = pending.pop()
        if not isinstance(node, Span):
            yield "leaf", node
            continue
        yield action, node
        if action == "enter":
            pending.append(("leave", node))
            pending.extend(("enter", child) for child in reversed(node.children))


def plain_text(payload: str) -> str:
    """The words alone, line breaks kept, without the readings given in ruby text.

    Leaves out ruby text as "WebVTT rules for extracting the chapter title" do.
    """
    if "<" not in payload:
        return decode_references(payload)
    return "".join(text for _, text in _spoken_runs(payload))


def speakers(payload: str) -> tuple[str, ...]:
    """The names in ``<v Name>`` tags, each once, in the order they first appear."""
    if "<v" not in payload:
        return ()
    voices = (token for token in tokens(payload) if isinstance(token, Tag))
    names = (tag.annotation for tag in voices if tag.kind == "start" and tag.name == "v")
    return tuple(dict.fromkeys(filter(None, names)))


def spoken_parts(payload: str) -> tuple[tuple[str, str], ...]:
    """Who says what in one cue: (speaker, text) pairs in order, the speaker "" where none is named.

    Neighbouring runs of one speaker are joined; a voice that says nothing is left out.
    """
    parts: list[tuple[str, str]] = []
    for speaker, text in _spoken_runs(payload):
        if not text.strip() and parts:
            speaker = parts[-1][0]
        if parts and parts[-1][0] == speaker:
            parts[-1] = (speaker, parts[-1][1] + text)
        else:
            parts.append((speaker, text))
    return tuple((speaker, text.strip()) for speaker, text in parts if text.strip())


def _spoken_runs(payload: str) -> Iterator[tuple[str, str]]:
    """(speaker, text) for each run of text outside ruby text, the speaker being the innermost voice."""
    voices = [""]
    readings = 0
    for action, node in walk(parse_cue_text(payload)):
        if isinstance(node, Text):
            if not readings:
                yield voices[-1], node.text
        elif isinstance(node, Span):
            if node.tag == "rt":
                readings += 1 if action == "enter" else -1
            elif node.tag == "v" and action == "enter":
                voices.append(node.annotation)
            elif node.tag == "v":
                voices.pop()


def to_safe_html(payload: str, *, breaks: bool = False) -> str:
    """The cue as HTML that is safe to print whoever wrote it.

    Only span, i, b, u, ruby and rt appear, and br where ``breaks`` asks for line breaks. Classes get
    the prefix ``cue-`` so that a caption file cannot borrow the site's own, languages appear when they
    are well-formed tags, and speakers' names are left to the page. Nesting past ``MAX_HTML_DEPTH`` is
    flattened.
    """
    out: list[str] = []
    closing: list[str] = []  # one entry for each open span, "" for a span that printed nothing
    depth = 0
    for action, node in walk(parse_cue_text(payload)):
        if isinstance(node, Text):
            text = html.escape(node.text)
            out.append(text.replace("\n", "<br>") if breaks else text)
        elif isinstance(node, Span) and action == "enter":
            opened = _html_tag(node) if depth < MAX_HTML_DEPTH else None
            if opened is None:
                closing.append("")
                continue
            name, attributes = opened
            out.append(f"<{name}{attributes}>")
            closing.append(f"</{name}>")
            depth += 1
        elif isinstance(node, Span):
            end_tag = closing.pop()
            if end_tag:
                out.append(end_tag)
                depth -= 1
    return "".join(out)


def _html_tag(span: Span) -> tuple[str, str] | None:
    """Element name and attributes for a span, or None for a span that says nothing in HTML."""
    attributes = ""
    classes = [f"cue-{name}" for name in span.classes if _HTML_CLASS.fullmatch(name)]
    if classes:
        attributes += f' class="{" ".join(classes)}"'
    if span.tag == "lang" and _LANGUAGE_TAG.fullmatch(span.annotation):
        attributes += f' lang="{span.annotation}"'
    name = span.tag if span.tag in _HTML_TAGS else "span"
    if name == "span" and not attributes:
        return None
    return name, attributes

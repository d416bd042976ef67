"""A comment's text in pieces, with the passages that a check pointed at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from comments.models import StoredFinding
from comments.screening.findings import Concern
from comments.text import display_text


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of plain text. ``why`` says in words what was seen in it, "" for nothing."""

    text: str
    why: str = ""


def marked_pieces(body: str, findings: Iterable[StoredFinding]) -> list[Piece]:
    """Cut ``body`` at the edges of all spans; where spans lie over each other a piece carries every concern.

    Spans that do not fit the text are left out: a text may have been emptied since it was screened.
    """
    spans: list[tuple[int, int, str]] = []
    for finding in findings:
        label = concern_label(finding.concern)
        for span in finding.spans:
            start, end = (max(0, int(edge)) for edge in span)
            if start < min(end, len(body)):
                spans.append((start, min(end, len(body)), label))
    edges = sorted({0, len(body), *(edge for start, end, _ in spans for edge in (start, end))})
    pieces = []
    for start, end in pairwise(edges):
        labels = dict.fromkeys(label for s, e, label in spans if s <= start and end <= e)
        pieces.append(Piece(display_text(body[start:end]), ", ".join(labels)))
    return pieces


def concern_label(concern: str) -> str:
    """A concern in words; one that is no longer known stays as it was stored."""
    return Concern(concern).label if concern in Concern.values else concern


def excerpt(body: str, lines: int = 2, length: int = 220) -> str:
    """The first lines of a comment, cut at a word."""
    text = "\n".join(line for line in display_text(body).split("\n") if line.strip())
    first = "\n".join(text.split("\n")[:lines])
    if len(first) > length:
        first = first[:length].rsplit(" ", 1)[0].rstrip()
    return first if first == text else f"{first} …"

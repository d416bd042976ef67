"""What a caption file holds, as plain values a database can keep field by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from films.captions import cue_text

# A file that is wrong on every line is told so on the first few hundred; the rest are counted.
MAX_LISTED_PROBLEMS = 200


class NotACaptionFile(ValueError):
    """The file is not one we can read captions from. The message is a sentence for the person who sent it."""


class CaptionFileTooLarge(NotACaptionFile):
    """The file holds more than any film needs."""


class TimedText(Protocol):
    """Anything with times and words: a ``ParsedCue``, or a row of a caption track."""

    @property
    def start_ms(self) -> int: ...

    @property
    def end_ms(self) -> int: ...

    @property
    def speaker(self) -> str: ...

    @property
    def plain_text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ParsedCue:
    """One caption. ``payload`` is WebVTT cue text exactly as written, ``settings`` the valid ones only.

    ``end_ms`` is after ``start_ms``; both are milliseconds from the first frame.
    """

    start_ms: int
    end_ms: int
    payload: str
    identifier: str = ""
    settings: str = ""

    @property
    def speaker(self) -> str:
        """The first name in a ``<v Name>`` tag, its references read; "" if nobody is named."""
        return next(iter(cue_text.speakers(self.payload)), "")

    @property
    def plain_text(self) -> str:
        """The words without tags, line breaks kept."""
        return cue_text.plain_text(self.payload)


class BlockKind(StrEnum):
    STYLE = "STYLE"
    REGION = "REGION"
    NOTE = "NOTE"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a WebVTT file that is not a cue.

    ``text`` is what follows the keyword. ``before_cue`` is how many cues stand before the block, so
    that a note is written back where it was.
    """

    kind: BlockKind
    text: str
    before_cue: int = 0


@dataclass(frozen=True, slots=True)
class CaptionFile:
    """A caption file. ``header`` follows WEBVTT on its line, ``metadata`` is the lines right below it."""

    cues: tuple[ParsedCue, ...] = ()
    header: str = ""
    metadata: str = ""
    blocks: tuple[Block, ...] = ()

    @property
    def styles(self) -> list[str]:
        return self._texts(BlockKind.STYLE)

    @property
    def regions(self) -> list[str]:
        return self._texts(BlockKind.REGION)

    @property
    def notes(self) -> list[str]:
        return self._texts(BlockKind.NOTE)

    def _texts(self, kind: BlockKind) -> list[str]:
        return [block.text for block in self.blocks if block.kind is kind]


@dataclass(frozen=True, slots=True)
class Problem:
    """What was left out or changed, at a line of the file (the first is 1). ``message`` is a sentence."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message[:1].lower()}{self.message[1:]}"


@dataclass(frozen=True, slots=True)
class ParseResult:
    """A file as we read it, and what we could not keep.

    ``problems`` stops at ``MAX_LISTED_PROBLEMS``, and ``unlisted`` counts the rest; ``left_out`` is
    the number of captions that were dropped.
    """

    file: CaptionFile
    problems: tuple[Problem, ...] = ()
    unlisted: int = 0
    left_out: int = 0


@dataclass(slots=True)
class ProblemLog:
    """Collects problems while a file is read, and never grows past its limit."""

    problems: list[Problem] = field(default_factory=list)
    unlisted: int = 0
    left_out: int = 0

    def add(self, line: int, message: str) -> None:
        """Note a change at ``line``, counted from 1."""
        if len(self.problems) < MAX_LISTED_PROBLEMS:
            self.problems.append(Problem(line, message))
        else:
            self.unlisted += 1

    def caption_left_out(self, line: int, because: str) -> None:
        """Note that the caption at ``line`` was dropped; ``because`` completes the sentence."""
        self.left_out += 1
        self.add(line, f"We left out this caption because {because}.")

    def result(self, file: CaptionFile) -> ParseResult:
        """The finished reading of a file, problems in line order."""
        ordered = sorted(self.problems, key=lambda problem: problem.line)
        return ParseResult(file, tuple(ordered), self.unlisted, self.left_out)

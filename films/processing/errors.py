"""What can go wrong with a film, each with a sentence for the person who uploaded it."""


class FilmError(Exception):
    """Base of every failure here.

    ``sentence`` is plain English for an editor. ``detail`` is what a tool said, bounded, for the log only.
    """

    def __init__(self, sentence: str, *, detail: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.detail = detail


class NotAFilm(FilmError):
    """The first bytes are not those of a film we take. No tool was started."""


class Incomplete(NotAFilm):
    """It begins as a film, but the part that says where everything lies is missing. No tool was started."""


class Refused(FilmError):
    """A film, but outside the limits or in a form we do not take."""


class Unreadable(Refused):
    """It looks like a film, but not one picture of it can be read."""


class Damaged(FilmError):
    """Only part of the film can be read: ``readable_ms`` of the ``duration_ms`` that it promises."""

    def __init__(self, sentence: str, *, readable_ms: int, duration_ms: int, detail: str = "") -> None:
        super().__init__(sentence, detail=detail)
        self.readable_ms = readable_ms
        self.duration_ms = duration_ms


class FfmpegFailed(FilmError):
    """ffmpeg ended with an error, or was ended by the kernel."""


class FfmpegTimedOut(FfmpegFailed):
    """It used up its wall clock or processor time and was ended, with everything it had started."""


class FfmpegCancelled(FfmpegFailed):
    """The caller asked for the work to stop."""


class OutOfSpace(FfmpegFailed):
    """The disk is full. Not the film's fault: worth another try later."""


class TooLarge(FfmpegFailed):
    """The result would be larger than ``Limits.max_output_bytes``."""

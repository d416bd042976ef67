"""Why something was not done. Each message is a sentence for the person who asked."""

from __future__ import annotations


class CommentError(Exception):
    """Nothing was changed. ``str(error)`` may be shown as it stands."""


class CommentsClosed(CommentError):
    """The page takes no comments, or all comments are paused."""


class TooManyComments(CommentError):
    """One sender wrote too often."""


class TooManyReports(CommentError):
    """One sender reported too often."""


class AlreadyDecided(CommentError):
    """Somebody else was quicker; the message says who, what and when."""


class ReasonNeeded(CommentError):
    """A refusal without a reason."""


class ConfirmationNeeded(CommentError):
    """A flagged comment is published only after a person says that they looked at the flags."""


class NotPossible(CommentError):
    """The comment's state does not allow this."""

"""What can be done with a comment: one function a use case."""

from comments.services.decisions import decide, undo
from comments.services.errors import (
    AlreadyDecided,
    CommentError,
    CommentsClosed,
    ConfirmationNeeded,
    NotPossible,
    ReasonNeeded,
    TooManyComments,
    TooManyReports,
)
from comments.services.leaving import erase, erase_sender, unlink_sender, withdraw
from comments.services.likes import is_liked, like, unlike
from comments.services.replies import reply_officially
from comments.services.reports import close_reports, report_comment
from comments.services.retention import forget_what_is_due
from comments.services.submission import shows_risk, submit_comment

__all__ = [
    "AlreadyDecided",
    "CommentError",
    "CommentsClosed",
    "ConfirmationNeeded",
    "NotPossible",
    "ReasonNeeded",
    "TooManyComments",
    "TooManyReports",
    "close_reports",
    "decide",
    "erase",
    "erase_sender",
    "forget_what_is_due",
    "is_liked",
    "like",
    "reply_officially",
    "report_comment",
    "shows_risk",
    "submit_comment",
    "undo",
    "unlike",
    "unlink_sender",
    "withdraw",
]

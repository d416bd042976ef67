"""What readers say, and what was decided about it."""

from comments.models.comment import Comment, CommentQuerySet, State
from comments.models.commentable import Commentable
from comments.models.decision import Decision, ModerationDecision, Reason
from comments.models.finding import StoredFinding
from comments.models.like import Like
from comments.models.report import Report
from comments.models.settings import CommentSettings

__all__ = [
    "Comment",
    "CommentQuerySet",
    "CommentSettings",
    "Commentable",
    "Decision",
    "Like",
    "ModerationDecision",
    "Reason",
    "Report",
    "State",
    "StoredFinding",
]

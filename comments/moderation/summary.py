"""What waits in the queues, on the admin's first page."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from cms.admin_summary import SummaryLine
from comments.moderation.permissions import may_moderate
from comments.selectors import tab_counts

# Queue, icon, and what one or several of its comments are called. The most pressing first.
LINES = (
    ("urgent", "warning", "urgent comment", "urgent comments"),
    ("waiting", "comment", "comment waits to be read", "comments wait to be read"),
    ("reported", "warning", "comment was reported", "comments were reported"),
    ("on-hold", "time", "comment is on hold", "comments are on hold"),
)
FIRST = 10  # above everything else
NOTHING = "No comment waits for you"


def queue_lines(request: HttpRequest) -> list[SummaryLine]:
    """One line for each queue that holds something; one that says so when none does. Three queries."""
    if not may_moderate(request.user):
        return []
    counts = tab_counts()
    lines = [
        SummaryLine(
            request,
            count=counts[slug],
            label=one if counts[slug] == 1 else many,
            url=reverse("comments_moderation:queue", args=[slug]),
            icon=icon,
            order=FIRST + place,
        )
        for place, (slug, icon, one, many) in enumerate(LINES)
        if counts[slug]
    ]
    return lines or [
        SummaryLine(request, label=NOTHING, url=reverse("comments_moderation:index"), icon="check", order=FIRST)
    ]

"""Reads: a page's thread, the queues of the moderators, and all that is known about one comment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page, Site

from comments import wording
from comments.models import (
    Comment,
    Commentable,
    CommentSettings,
    Like,
    ModerationDecision,
    Report,
    State,
    StoredFinding,
)
from comments.screening.findings import Concern
from comments.text import display_text

COMMENTS_A_PAGE = 100
MOST_SHOWN_BESIDE = 10  # similar comments, and others of the same sender, on a moderator's page


@dataclass(frozen=True, slots=True)
class PublicComment:
    """A published comment as readers see it: plain text, freed of characters that deceive."""

    pk: int
    reference: str
    name: str
    body: str
    submitted_at: Any
    lang: str
    is_official: bool
    at_s: int | None
    page_url: str
    replies: tuple[PublicComment, ...] = ()

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"

    @property
    def report_url(self) -> str:
        return reverse("comments:report", args=[self.reference])

    @property
    def moment_text(self) -> str:
        """The moment of the film it speaks of, such as 0:52; "" for none."""
        return clock(self.at_s) if self.at_s is not None else ""

    @property
    def moment_url(self) -> str:
        return f"{self.page_url}?t={self.at_s}" if self.at_s is not None else ""


@dataclass(frozen=True, slots=True)
class Thread:
    """All that the comments block of a page prints. ``state`` is open, closed, paused or hidden."""

    state: str
    count: int = 0
    comments: list[PublicComment] = field(default_factory=list)
    page_obj: ResultPage | None = None

    @property
    def count_text(self) -> str:
        return f"{self.count:,} comment{'' if self.count == 1 else 's'}"

    @property
    def state_text(self) -> str:
        """Why there is no form; "" when there is one."""
        return {"closed": wording.CLOSED_TEXT, "paused": wording.PAUSED_TEXT}.get(self.state, "")


def comment_settings(page: Page | None = None, request: HttpRequest | None = None) -> CommentSettings:
    """The switches of the site a page belongs to; read once a request."""
    if request is not None:
        return CommentSettings.for_request(request)
    site = page.get_site() if page is not None else None
    site = site or Site.objects.filter(is_default_site=True).first()
    return CommentSettings.for_site(site) if site else CommentSettings()


def is_taking_comments(page: Any, request: HttpRequest | None = None) -> bool:
    """Whether a reader can send a comment under this page now."""
    return page.live and page.are_comments_open and not comment_settings(page, request).are_paused


def commentable_page(page_id: int) -> Any | None:
    """The live page of any type that shows comments, open to all readers; None when there is none."""
    page = Page.objects.live().public().filter(pk=page_id).first()
    specific = page.specific if page is not None else None
    return specific if isinstance(specific, Commentable) and specific.are_comments_shown else None


def public_comments(page: Page, settings: CommentSettings) -> QuerySet[Comment]:
    """What readers may see under a page, oldest first. Reported ones stay away when the settings say so."""
    comments = Comment.objects.public().filter(page_id=page.pk).oldest_first()
    return comments.exclude(_has_open_report()) if settings.hide_reported else comments


def comment_count(page: Page, request: HttpRequest | None = None) -> int:
    """How many comments readers see under a page; the film team's replies are not counted."""
    return public_comments(page, comment_settings(page, request)).filter(replies_to=None).count()


def thread_for(page: Any, *, request: HttpRequest | None = None, number: Any = 1) -> Thread:
    """The comments block of one page; 100 comments a part, in a number of queries that does not grow.

    A draft shows what readers will see; it takes comments only once it is live. A page that was never saved has none.
    """
    if not page.are_comments_shown or page.pk is None:
        return Thread(state="hidden")
    settings = comment_settings(page, request)
    state = ("paused" if settings.are_paused else "open") if page.are_comments_open else "closed"
    visible = public_comments(page, settings)
    replies = Prefetch("official_replies", queryset=visible, to_attr="shown_replies")
    part = Paginator(visible.filter(replies_to=None).prefetch_related(replies), COMMENTS_A_PAGE).get_page(number)
    url = page.get_url(request) or ""
    return Thread(
        state=state,
        count=part.paginator.count,
        comments=[_shown(comment, url) for comment in part],
        page_obj=part,
    )


def like_count(page: Page) -> int:
    """How many devices like a page."""
    return Like.objects.filter(page_id=page.pk).count()


def clock(seconds: int) -> str:
    """52 -> "0:52", 3725 -> "1:02:05"."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


@dataclass(frozen=True, slots=True)
class Tab:
    """One queue of the moderators."""

    slug: str
    label: str
    count: int
    empty_text: str


TABS: dict[str, tuple[str, str]] = {
    "urgent": ("Urgent", "Nobody waits in the urgent queue."),
    "waiting": ("Waiting", "No comments wait to be read."),
    "on-hold": ("On hold", "No comments are on hold."),
    "likely-spam": ("Likely spam", "Nothing looks like spam."),
    "reported": ("Reported", "No reports wait for an answer."),
    "done": ("Done", "Nothing has been decided yet."),
}


def tab_counts() -> dict[str, int]:
    """How many comments each queue holds, in three queries."""
    by_state = dict(Comment.objects.order_by().values_list("state").annotate(Count("pk")))
    undecided = {State.URGENT, State.WAITING, State.RECEIVED, State.ON_HOLD, State.LIKELY_SPAM}
    return {
        "urgent": by_state.get(State.URGENT, 0)
        + Comment.objects.filter(_has_urgent_report()).exclude(state=State.URGENT).count(),
        "waiting": by_state.get(State.WAITING, 0) + by_state.get(State.RECEIVED, 0),
        "on-hold": by_state.get(State.ON_HOLD, 0),
        "likely-spam": by_state.get(State.LIKELY_SPAM, 0),
        "reported": Report.objects.unanswered().order_by().values("comment").distinct().count(),
        "done": sum(count for state, count in by_state.items() if state not in undecided),
    }


def pressing_count() -> int:
    """Urgent and waiting comments: the number beside the menu."""
    pressing = Q(state__in=(State.URGENT, State.WAITING, State.RECEIVED)) | Q(_has_urgent_report())
    return Comment.objects.filter(pressing).count()


def moderation_queue(tab: str) -> QuerySet[Comment]:
    """The comments of one tab with all that a row shows. Any sign of a crisis comes first, then the oldest.

    Raises ``KeyError`` for a tab that does not exist.
    """
    comments: QuerySet[Comment] = {
        "urgent": lambda: Comment.objects.filter(Q(state=State.URGENT) | Q(_has_urgent_report())),
        "waiting": Comment.objects.waiting,
        "on-hold": Comment.objects.on_hold,
        "likely-spam": Comment.objects.likely_spam,
        "reported": lambda: Comment.objects.filter(_has_open_report()),
        "done": Comment.objects.decided,
    }[tab]()
    has_urgent_report = _has_urgent_report()
    is_crisis = Exists(StoredFinding.objects.filter(comment=OuterRef("pk"), concern=Concern.CRISIS))
    order = ("-state_changed_at", "-pk") if tab == "done" else ("-is_crisis", "submitted_at", "pk")
    return (
        comments.annotate(
            is_crisis=Q(is_crisis) | Q(has_urgent_report),
            has_urgent_report=has_urgent_report,
            open_reports=Count("reports", filter=Q(reports__closed_at=None), distinct=True),
        )
        .select_related("page")
        .prefetch_related("findings")
        .order_by(*order)
    )


@dataclass(frozen=True, slots=True)
class Story:
    """Everything about one comment, for the person who decides or answers for it."""

    comment: Comment
    findings: list[StoredFinding]
    decisions: list[ModerationDecision]
    reports: list[Report]
    replies: list[Comment]
    same_sender: list[Comment]
    same_sender_counts: list[tuple[str, int]]
    similar: list[Comment]

    @property
    def is_crisis(self) -> bool:
        return self.comment.state == State.URGENT or any(f.concern == Concern.CRISIS for f in self.findings)

    @property
    def open_reports(self) -> list[Report]:
        return [report for report in self.reports if report.closed_at is None]

    @property
    def urgent_reports(self) -> list[Report]:
        """Open reports whose own words suggest that somebody is at risk."""
        return [report for report in self.open_reports if report.is_urgent]


def story_of(comment: Comment) -> Story:
    """Findings, decisions, reports and neighbours of one comment. Other comments are found by hashes only."""
    others = Comment.objects.exclude(pk=comment.pk).exclude(state=State.ERASED).select_related("page")
    by_sender = others.filter(sender_key=comment.sender_key) if comment.sender_key else others.none()
    counts = by_sender.order_by().values_list("state").annotate(Count("pk"))
    similar = others.filter(body_hash=comment.body_hash) if comment.body_hash else others.none()
    return Story(
        comment=comment,
        findings=list(comment.findings.all()),
        decisions=list(comment.decisions.all()),
        reports=list(comment.reports.select_related("closed_by")),
        replies=list(comment.official_replies.all()),
        same_sender=list(by_sender.order_by("-submitted_at")[:MOST_SHOWN_BESIDE]),
        same_sender_counts=sorted((State(state).label, count) for state, count in counts),
        similar=list(similar.order_by("-submitted_at")[:MOST_SHOWN_BESIDE]),
    )


def last_reason(comment: Comment) -> str:
    """The reason of the latest refusal or removal, "" when there is none."""
    return comment.decisions.exclude(reason="").order_by("-pk").values_list("reason", flat=True).first() or ""


def _has_open_report() -> Exists:
    return Exists(Report.objects.unanswered().filter(comment=OuterRef("pk")))


def _has_urgent_report() -> Exists:
    return Exists(Report.objects.urgent().filter(comment=OuterRef("pk")))


def _shown(comment: Comment, page_url: str) -> PublicComment:
    replies = getattr(comment, "shown_replies", [])
    return PublicComment(
        pk=comment.pk,
        reference=comment.reference,
        name=display_text(comment.author_name),
        body=display_text(comment.body),
        submitted_at=comment.submitted_at,
        lang=comment.language,
        is_official=comment.is_official,
        at_s=comment.at_ms // 1000 if comment.at_ms is not None else None,
        page_url=page_url,
        replies=tuple(_shown(reply, page_url) for reply in replies),
    )

"""One comment: its words, all that is known about it, and what can be done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from comments import services
from comments.models import Comment, Decision, State
from comments.moderation.forms import DecisionForm, EraseForm, ReplyForm
from comments.moderation.marking import concern_label, excerpt, marked_pieces
from comments.moderation.permissions import ModeratorRequiredMixin
from comments.moderation.queue import MODERATION_MEDIA
from comments.selectors import clock, story_of
from comments.services.decisions import TRANSITIONS, undoable_decision
from comments.text import display_text

TAB_OF_STATE = {
    State.URGENT: "urgent",
    State.RECEIVED: "waiting",
    State.WAITING: "waiting",
    State.ON_HOLD: "on-hold",
    State.LIKELY_SPAM: "likely-spam",
}
DONE_WORDS = {
    Decision.APPROVE: "Comment {reference} is now on the page.",
    Decision.DO_NOT_PUBLISH: "Comment {reference} is not published.",
    Decision.HOLD: "Comment {reference} is on hold.",
    Decision.NOT_SPAM: "Comment {reference} waits to be read.",
    Decision.REMOVE: "Comment {reference} is off the page.",
    Decision.KEEP: "Comment {reference} stays on the page. Its reports are closed.",
    Decision.UNDO: "The last decision about comment {reference} is undone.",
}


class CommentView(ModeratorRequiredMixin, WagtailAdminTemplateMixin, View):
    """Shows a comment and carries out what a moderator decides about it."""

    template_name = "comments/moderation/comment.html"
    header_icon = "comment"
    http_method_names = ["get", "head", "post"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.bound: dict[str, Any] = {}
        self.problem = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.comment = self._comment(pk)
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.comment = self._comment(pk)
        act = request.POST.get("act", "")
        handler = {
            "undo": self._undo,
            "reply": self._reply,
            "erase": self._erase,
            "close_reports": self._close_reports,
        }.get(act)
        if handler is None:
            if act not in TRANSITIONS:
                return HttpResponseBadRequest("No such decision.")
            return self._decide(Decision(act))
        return handler()

    def _decide(self, decision: Decision) -> HttpResponse:
        form = DecisionForm(self.request.POST, comment=self.comment, decision=decision, is_crisis=self._is_crisis())
        if not form.is_valid():
            return self._again(decision.value, form, status=422)
        data = form.cleaned_data
        try:
            record = services.decide(
                self.comment,
                self.request.user,
                decision,
                expected_state=data["expected_state"],
                reason=data.get("reason", ""),
                note=data["note"],
                is_confirmed=data.get("is_confirmed", False),
            )
        except services.CommentError as error:
            return self._again(decision.value, form, problem=str(error), status=409)
        return self._done(decision, from_state=record.from_state)

    def _undo(self) -> HttpResponse:
        try:
            services.undo(self.comment, self.request.user, expected_state=self.request.POST.get("expected_state", ""))
        except ValueError:
            return HttpResponseBadRequest("No such state.")
        except services.CommentError as error:
            return self._again("undo", None, problem=str(error), status=409)
        messages.success(self.request, DONE_WORDS[Decision.UNDO].format(reference=self.comment.reference))
        return redirect("comments_moderation:comment", pk=self.comment.pk)

    def _reply(self) -> HttpResponse:
        form = ReplyForm(self.request.POST)
        if not form.is_valid():
            return self._again("reply", form, status=422)
        try:
            services.reply_officially(self.comment, self.request.user, form.cleaned_data["body"])
        except services.CommentError as error:
            return self._again("reply", form, problem=str(error), status=409)
        messages.success(self.request, "Your reply is now under the comment.")
        return redirect("comments_moderation:comment", pk=self.comment.pk)

    def _erase(self) -> HttpResponse:
        form = EraseForm(self.request.POST)
        if not form.is_valid():
            return self._again("erase", form, status=422)
        services.erase(self.comment, self.request.user)
        messages.success(self.request, f"Comment {self.comment.reference} is erased.")
        return redirect("comments_moderation:comment", pk=self.comment.pk)

    def _close_reports(self) -> HttpResponse:
        services.close_reports(self.comment, self.request.user)
        messages.success(self.request, f"The reports about comment {self.comment.reference} are closed.")
        return redirect("comments_moderation:comment", pk=self.comment.pk)

    def _done(self, decision: Decision, *, from_state: str) -> HttpResponse:
        url = reverse("comments_moderation:comment", args=[self.comment.pk])
        words = "Undo" if undoable_decision(self.comment) else "Open"
        messages.success(
            self.request,
            DONE_WORDS[decision].format(reference=self.comment.reference),
            buttons=[messages.button(url, words)],
        )
        if decision == Decision.KEEP:
            return redirect("comments_moderation:queue", tab="reported")
        return redirect("comments_moderation:queue", tab=TAB_OF_STATE.get(State(from_state), "done"))

    def _again(self, act: str, form: Any, *, status: int, problem: str = "") -> HttpResponse:
        """The page as it stands now, with what to put right and what was typed."""
        self.bound = {act: form}
        self.problem = problem or next((str(e) for errors in form.errors.values() for e in errors), "")
        self.comment = self._comment(self.comment.pk)
        return self.render_to_response(self.get_context_data(), status=status)

    def _comment(self, pk: int) -> Comment:
        return get_object_or_404(Comment.objects.select_related("page", "user", "replies_to"), pk=pk)

    def _is_crisis(self) -> bool:
        return self.comment.state == State.URGENT or self.comment.findings.filter(concern="crisis").exists()

    def get_page_title(self) -> str:
        return f"Comment {self.comment.reference}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        tab = TAB_OF_STATE.get(State(self.comment.state), "done")
        return [
            *self.breadcrumbs_items,
            {"url": reverse("comments_moderation:queue", args=[tab]), "label": "Comments"},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comment, story = self.comment, story_of(self.comment)
        page_url = comment.page.get_url(self.request) if comment.page.live else ""
        return {
            **super().get_context_data(**kwargs),
            "comment": comment,
            "story": story,
            "name": display_text(comment.author_name),
            "pieces": marked_pieces(comment.body, story.findings),
            "findings": [(concern_label(finding.concern), finding) for finding in story.findings],
            "same_sender": [(other, excerpt(other.body, 1, 120)) for other in story.same_sender],
            "similar": [(other, excerpt(other.body, 1, 120)) for other in story.similar],
            "page_url": page_url,
            "moment": clock(comment.at_ms // 1000) if comment.at_ms is not None else "",
            "moment_url": f"{page_url}?t={comment.at_ms // 1000}" if page_url and comment.at_ms is not None else "",
            "problem": self.problem,
            "forms": self._forms(story),
            # A decision about a published comment answers its reports; elsewhere they are closed on their own.
            "are_reports_left": bool(story.open_reports) and not comment.is_public,
            "undoable": undoable_decision(comment),
            "media": MODERATION_MEDIA,
        }

    def _forms(self, story: Any) -> dict[str, Any]:
        """The acts this comment's state allows, by name."""
        comment = story.comment
        forms = {
            decision.value: self.bound.get(decision.value)
            or DecisionForm(comment=comment, decision=decision, is_crisis=story.is_crisis)
            for decision, transition in TRANSITIONS.items()
            if comment.state in transition.from_states and (decision != Decision.KEEP or story.open_reports)
        }
        if comment.is_public and not comment.is_official:
            forms["reply"] = self.bound.get("reply") or ReplyForm()
        if comment.state != State.ERASED:
            forms["erase"] = self.bound.get("erase") or EraseForm()
        return forms

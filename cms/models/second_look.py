"""The review of a page by somebody other than the person who sent it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from wagtail.locks import WorkflowLock
from wagtail.log_actions import log
from wagtail.models import AbstractGroupApprovalTask, TaskState

APPROVED_OWN_WORK = "cms.approved_own_work"


class SecondLookLock(WorkflowLock):
    """Says why somebody who may approve other people's work cannot approve this."""

    def get_message(self, user: Any) -> str | None:
        reason = self.task.reason_against(self.object, user)
        if not reason:
            return super().get_message(user)
        sentence = f"You {reason}, so somebody else has to approve it."
        if self.object.current_workflow_state.user_can_cancel(user):
            sentence += " To change it yourself, choose “Cancel workflow” first."
        return sentence

    def get_description(self, user: Any, can_lock: bool = False) -> str:
        if not can_lock and self.task.reason_against(self.object, user):
            return "Somebody else has to approve this. You sent it for review, or made the last change before that."
        return super().get_description(user, can_lock)


class SecondLookTask(AbstractGroupApprovalTask):
    """Members of some groups approve what others have sent, and never what they have sent or last changed themselves.

    What counts is who asked for the review and who made the draft with which this round began. A reviewer who mends
    a spelling while reviewing may still approve: two people have then seen the page.

    A superuser may approve their own work, because a superuser can take the whole review away as well; the page's
    history then says so.
    """

    lock_class = SecondLookLock

    class Meta:
        verbose_name = "approval by a second person"
        verbose_name_plural = "approvals by a second person"

    @classmethod
    def get_description(cls) -> str:
        return "Members of the chosen groups can approve, but nobody approves what they sent or last changed themselves"

    def reason_against(self, obj: Any, user: Any) -> str:
        """What ``user`` has done that keeps them from approving ``obj`` now, in words; "" when nothing does."""
        state = obj.current_workflow_task_state
        if user is None or user.is_superuser or state is None or state.task_id != self.pk:
            return ""
        return self._own_part(state, user, obj._meta.verbose_name)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return super().locked_for_user(obj, user) or bool(self.reason_against(obj, user))

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        return [] if self.reason_against(obj, user) else super().get_actions(obj, user)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        if user.is_superuser:
            return states
        return states.exclude(workflow_state__requested_by=user).exclude(revision__user=user)

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Raises ``PermissionDenied`` when somebody other than a superuser approves their own work."""
        page = task_state.revision.content_object
        if action_name == "approve" and user is not None and self._own_part(task_state, user, page._meta.verbose_name):
            if not user.is_superuser:
                raise PermissionDenied
            log(instance=page, action=APPROVED_OWN_WORK, user=user, revision=task_state.revision)
        super().on_action(task_state, user, action_name, **kwargs)

    @staticmethod
    def _own_part(state: TaskState, user: Any, name: str) -> str:
        if state.workflow_state.requested_by_id == user.pk:
            return f"sent this {name} for review"
        if state.revision.user_id == user.pk:
            return f"made the last change before this {name} was sent for review"
        return ""

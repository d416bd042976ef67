"""What a moderator sends. Each act has a form of its own on the page, so each has its own ids."""

from __future__ import annotations

from typing import Any

from django import forms

from comments.models import Comment, Decision, Reason, State
from comments.services.decisions import REFUSALS, needs_confirmation

NOTE_HELP = "Private, but the person may ask to see it, and so may a court."
CONFIRM_CRISIS = "I followed the steps above with a second person. This comment is safe to publish."
CONFIRM_FLAGS = "I read the marked words. Nobody can be identified or harmed by them."


class DecisionForm(forms.Form):
    """One decision. ``expected_state`` is what the moderator saw."""

    expected_state = forms.ChoiceField(choices=State.choices, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label="Reason. The sender is told it.",
        choices=Reason.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose a reason from the list."},
    )
    is_confirmed = forms.BooleanField(required=False)
    note = forms.CharField(
        label="Note (optional)",
        help_text=NOTE_HELP,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, comment: Comment, decision: Decision, is_crisis: bool = False) -> None:
        super().__init__(data, prefix=decision.value, initial={"expected_state": comment.state})
        self.decision = decision
        if decision not in REFUSALS:
            del self.fields["reason"]
        if decision == Decision.APPROVE and needs_confirmation(comment):
            self.fields["is_confirmed"].label = CONFIRM_CRISIS if is_crisis else CONFIRM_FLAGS
        else:
            del self.fields["is_confirmed"]

    def clean(self) -> dict[str, Any]:
        if "reason" in self.fields and not self.cleaned_data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Choose a reason.")
        if "is_confirmed" in self.fields and not self.cleaned_data.get("is_confirmed"):
            self.add_error("is_confirmed", "Tick the box to confirm before you approve this comment.")
        return self.cleaned_data


class ReplyForm(forms.Form):
    """The film team's words under a published comment."""

    body = forms.CharField(
        label="Reply from the film team",
        help_text="Up to 1,500 characters. It is published at once under the comment, and the log keeps your name.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter your reply."},
        max_length=6000,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="reply")


class EraseForm(forms.Form):
    """Erasure cannot be undone, so it asks first."""

    is_confirmed = forms.BooleanField(
        label="Delete the words, name, e-mail and network hashes of this comment for good.",
        error_messages={"required": "Tick the box to confirm."},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="erase")

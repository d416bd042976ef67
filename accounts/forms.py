"""Signing in to the admin, and what readers tell about their account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms.auth import LoginForm, PasswordResetForm

from accounts import guard
from accounts.names import MAX_NAME, clean_name
from cms.http import client_address

TOO_MANY_TRIES = "There were too many tries to sign in. Wait a few minutes, then try again."
ENTER_NAME = "Enter the name to show with your comments. It can be a made-up name."
CHOOSE_COMMENTS = "Select what happens to your published comments"


class TeamSignInForm(LoginForm):
    """Wagtail's sign-in with a limit on tries. Known and unknown user names get the same answers in the same time."""

    def clean(self) -> dict[str, Any]:
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not username or not password:
            return super().clean()
        address = client_address(self.request) if self.request is not None else ""
        if not guard.may_try(username, address):
            raise ValidationError(TOO_MANY_TRIES, code="too_many_tries")
        cleaned = super().clean()
        guard.remember_success(username, address)
        return cleaned


class TeamPasswordResetForm(PasswordResetForm):
    """Wagtail's form for a new password, which cannot be used to flood somebody's mailbox."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Send the mail, or quietly send none: the page says the same either way."""
        request = kwargs.get("request")
        if guard.may_send_reset(self.cleaned_data["email"], client_address(request) if request is not None else ""):
            super().save(*args, **kwargs)


class NameForm(forms.Form):
    """The name shown with a reader's next comments."""

    name = forms.CharField(
        label="Name to show",
        help_text="It can be a made-up name. Comments you have sent already keep theirs.",
        max_length=MAX_NAME,
        error_messages={
            "required": ENTER_NAME,
            "max_length": f"The name must be {MAX_NAME} characters or fewer.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    use_required_attribute = False

    def clean_name(self) -> str:
        name = clean_name(self.cleaned_data["name"])
        if not name:
            raise ValidationError(ENTER_NAME, code="required")
        return name


class CloseForm(forms.Form):
    """What happens to the published comments of a reader who leaves."""

    KEEP, ERASE = "keep", "erase"
    comments = forms.ChoiceField(
        label="What should happen to your published comments?",
        choices=[
            (ERASE, "Delete them"),
            (KEEP, "Leave the words on the page, without my name"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_COMMENTS, "invalid_choice": CHOOSE_COMMENTS},
    )
    use_required_attribute = False

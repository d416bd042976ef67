"""The shape of what readers send."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cms.stamps import Stamp, make_stamp, read_stamp
from comments import wording
from comments.models import Report
from comments.models.comment import MAX_BODY, MAX_NAME
from comments.text import clean_submitted_text, count_characters

# After a day a page is more likely forgotten in a tab than read, and the signing key may have changed.
STAMP_GOOD_FOR_S = 24 * 60 * 60
LONGEST_MOMENT_S = 24 * 60 * 60
LONGEST_FILL_MS = 7 * 24 * 60 * 60 * 1000
_CLOCK = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,4}):)?(\d{1,5})")


class CleanTextField(forms.CharField):
    """Text without what no database can hold, counted the way people count."""

    def __init__(self, *, limit: int, what: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit, self.what = limit, what

    def to_python(self, value: Any) -> str:
        return super().to_python(clean_submitted_text(value) if isinstance(value, str) else value)

    def validate(self, value: str) -> None:
        super().validate(value)
        length = count_characters(value)
        if length > self.limit:
            raise ValidationError(wording.too_long(self.what, self.limit, length), code="too_long")


class CleanEmailField(forms.EmailField):
    """An e-mail address; whatever is wrong with it, one sentence helps."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, required=False, **kwargs)

    def clean(self, value: Any) -> str:
        try:
            return super().clean(clean_submitted_text(value) if isinstance(value, str) else value)
        except ValidationError:
            raise ValidationError(wording.CHECK_EMAIL, code="invalid") from None


class CommentForm(forms.Form):
    """A comment as a reader writes it. ``is_stale`` is known after validation."""

    body = CleanTextField(
        limit=MAX_BODY,
        what=wording.LABEL_BODY,
        label=wording.LABEL_BODY,
        help_text=wording.HINT_BODY,
        error_messages={"required": wording.ENTER_COMMENT},
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    name = CleanTextField(
        limit=MAX_NAME,
        what="The name",
        label=wording.LABEL_NAME,
        error_messages={"required": wording.ENTER_NAME},
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    email = CleanEmailField(
        label=wording.LABEL_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    at = forms.CharField(
        label=wording.LABEL_AT,
        help_text=wording.HINT_AT,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": "8"}),
    )
    agree = forms.BooleanField(label=wording.LABEL_AGREE, error_messages={"required": wording.SELECT_AGREE})
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    fill_ms = forms.CharField(required=False, widget=forms.HiddenInput)
    # Named like nothing that a browser or a password manager would fill in; see the template for how it is hidden.
    leave_empty = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, page: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="comment-%s", **kwargs)
        self.page = page
        self.is_stale = False
        self.read = Stamp(None)
        self.initial.setdefault("stamp", make_stamp(self.stamp_purpose))

    @property
    def stamp_purpose(self) -> str:
        return f"comment:{self.page.pk}"

    def clean_at(self) -> int | None:
        """The moment in milliseconds; None when the field is empty. Takes 52, 0:52 and 1:02:03."""
        text = clean_submitted_text(self.cleaned_data["at"]).strip()
        if not text:
            return None
        match = _CLOCK.fullmatch(text)
        if match is None or not text.isascii():
            raise ValidationError(wording.CHECK_MOMENT, code="invalid")
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        total = hours * 3600 + minutes * 60 + seconds
        if total > LONGEST_MOMENT_S or (seconds > 59 and ":" in text):
            raise ValidationError(wording.CHECK_MOMENT, code="invalid")
        return total * 1000

    def clean_fill_ms(self) -> int | None:
        """How long the form was open by the browser's clock; None when that was not told in a number that can be."""
        text = self.cleaned_data["fill_ms"]
        if not (text.isascii() and text.isdigit() and len(text) < 12):
            return None
        return int(text) if int(text) <= LONGEST_FILL_MS else None

    def clean_stamp(self) -> str:
        stamp = self.cleaned_data["stamp"]
        self.read = read_stamp(stamp, self.stamp_purpose)
        self.is_stale = self.read.age_s is None or self.read.age_s > STAMP_GOOD_FOR_S
        return stamp

    def clean(self) -> dict[str, Any]:
        if self.is_stale:
            raise ValidationError(wording.OPEN_TOO_LONG, code="stale")
        return self.cleaned_data

    def with_new_stamp(self) -> CommentForm:
        """The same words and errors in a form that can be sent again."""
        data = self.data.copy()
        data["stamp"], data["fill_ms"] = make_stamp(self.stamp_purpose), ""
        for name in self.fields:
            if isinstance(data.get(name), str):
                data[name] = clean_submitted_text(data[name])
        again = CommentForm(data, page=self.page)
        again._errors, again.cleaned_data = self.errors, dict(self.cleaned_data)
        return again


class ReportForm(forms.Form):
    """Why a published comment should not be there."""

    why = forms.ChoiceField(
        label="What is wrong with this comment?",
        choices=Report.Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": wording.CHOOSE_WHY, "invalid_choice": wording.CHOOSE_WHY},
    )
    details = CleanTextField(
        limit=MAX_BODY,
        what="Your words",
        label="Anything else we should know (optional)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    email = CleanEmailField(
        label="Email (optional). Only used to answer your report.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="report-%s", **kwargs)


def summary_of(form: forms.Form) -> list[dict[str, str]]:
    """A form's errors for the summary at its head: ``message`` and ``field_id`` ("" for the form as a whole)."""
    summary = []
    for name, errors in form.errors.items():
        bound = form[name] if name in form.fields else None
        # A group of choices has no element with the field's own id; its first choice is where to begin.
        target = "" if bound is None else bound.auto_id + ("_0" if bound.use_fieldset else "")
        summary += [{"message": str(error), "field_id": target} for error in errors]
    return summary

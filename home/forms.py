"""The contact and take-down forms."""

from __future__ import annotations

from typing import Any

from django import forms

from cms.stamps import make_stamp
from films.models import FilmPage
from home.models import ContactPage

MAX_MESSAGE = 4000


class EnquiryForm(forms.Form):
    """A message to the people who run the site. Without an e-mail it can be read, but not answered."""

    name = forms.CharField(
        label="Your name (optional)",
        max_length=80,
        required=False,
        error_messages={"max_length": "Your name must be 80 characters or fewer"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Email (optional)",
        required=False,
        max_length=254,
        help_text="Only used to answer you. Leave it empty if you do not need an answer.",
        error_messages={
            "invalid": "Check your email address. It should look like name@example.com",
            "max_length": "Check your email address. It is too long.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    message = forms.CharField(
        label="Your message",
        max_length=MAX_MESSAGE,
        help_text="Do not include details that could identify a patient.",
        error_messages={
            "required": "Enter your message",
            "max_length": f"Your message must be {MAX_MESSAGE:,} characters or fewer.",
        },
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    # People do not see it and browsers have nothing to fill in by that name; programs that fill in everything do.
    leave_empty = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    shown = ("message", "name", "email")

    def __init__(self, *args: Any, page: ContactPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.fields["stamp"].initial = make_stamp(stamp_purpose(page))

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """What a person fills in, in order."""
        return [self[name] for name in self.shown]

    @property
    def summary(self) -> list[dict[str, str]]:
        """What to put right, in the order of the page: each sentence and the id of its field, "" for the whole form."""
        order = ["__all__", *self.shown]
        names = sorted(self.errors, key=lambda name: order.index(name) if name in order else len(order))
        return [
            {"message": message, "field_id": "" if name == "__all__" else self[name].id_for_label}
            for name in names
            for message in self.errors[name]
        ]

    def start_afresh(self) -> None:
        """A bound form that is shown again carries a new stamp and an empty trap; what a person typed stays."""
        self.data = self.data.copy()
        self.data["stamp"] = make_stamp(stamp_purpose(self.page))
        self.data["leave_empty"] = ""


class TakeDownForm(EnquiryForm):
    """Somebody asks for a film, or a part of it, to be taken down."""

    film = forms.ModelChoiceField(
        label="Which film is it about?",
        queryset=FilmPage.objects.none(),
        required=False,
        empty_label="I do not know, or it is about another page",
        error_messages={"invalid_choice": "Choose a film from the list, or leave it as it is"},
    )
    is_person_in_film = forms.BooleanField(label="I am in this film", required=False)
    shown = ("film", "is_person_in_film", "message", "name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["film"].queryset = FilmPage.objects.for_readers().order_by("title")
        self.fields["message"].label = "What would you like us to take down, and why?"


def stamp_purpose(page: ContactPage) -> str:
    return f"enquiry:{page.pk}"


def enquiry_form_class(page: ContactPage) -> type[EnquiryForm]:
    return TakeDownForm if page.purpose == ContactPage.Purpose.TAKE_DOWN else EnquiryForm


def empty_enquiry_form(page: ContactPage) -> EnquiryForm:
    """The form as a reader first sees it."""
    return enquiry_form_class(page)(page=page)

"""Readers' messages in the admin: a list with what is open first, each message with its words, and who answered it.

Editors and administrators read and answer them; only administrators delete one. Nobody writes one here.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from comments.wording import when
from home.models import ContactPage, Enquiry
from home.services import mark_answered, reopen


class EnquiryPermissionPolicy(ModelPermissionPolicy):
    """Django's own permissions, except that a message only ever comes from a reader."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(Enquiry, EnquiryPermissionPolicy(Enquiry))


class EnquiryAnswerForm(WagtailAdminModelForm):
    """The team's part of a message: answered or not, and a note."""

    is_answered = forms.BooleanField(
        label="Answered",
        required=False,
        help_text="Say so once you have written back, or decided that no answer is needed.",
    )

    class Meta:
        model = Enquiry
        fields = ("note",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_answered"].initial = self.instance.is_answered

    def save(self, commit: bool = True) -> Enquiry:
        enquiry = super().save(commit=commit)
        if self.cleaned_data["is_answered"]:
            mark_answered(enquiry, self.for_user)
        else:
            reopen(enquiry)
        enquiry.refresh_from_db(fields=("answered_at", "answered_by"))
        return enquiry


class WordsPanel(FieldPanel):
    """A reader's words as they were typed, line ends too, as plain text."""

    read_only_output_template_name = "home/admin/words.html"


class FactPanel(FieldPanel):
    """A fact in words: Yes or No, a moment as the rest of the site writes it, and never a bare None."""

    def format_value_for_display(self, value: Any) -> Any:
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, dt.datetime):
            return when(value)
        if value in (None, ""):
            return "Not yet" if self.field_name.startswith("answered") else "Not given"
        return super().format_value_for_display(value)


class UrgentPanel(HelpPanel):
    """What to do, above a message in which somebody sounds at risk."""

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return self.instance.is_urgent and super().is_shown()


def _shown(name: str, panel: type[FieldPanel] = FactPanel) -> FieldPanel:
    return panel(name, read_only=True)


class EnquiryFilters(WagtailFilterSet):
    purpose = django_filters.ChoiceFilter(choices=ContactPage.Purpose.choices, empty_label="All")
    is_answered = django_filters.BooleanFilter(
        field_name="answered_at",
        lookup_expr="isnull",
        exclude=True,
        label="Answered",
        widget=forms.Select(choices=[("", "All"), ("true", "Answered"), ("false", "Not answered")]),
    )
    is_person_in_film = django_filters.BooleanFilter(
        label="Sent by a person in the film",
        widget=forms.Select(choices=[("", "All"), ("true", "Yes"), ("false", "No")]),
    )

    class Meta:
        model = Enquiry
        fields: tuple[str, ...] = ()


class EnquiryIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Enquiry]:
        """What nobody has answered first: urgent ones at the top, then the oldest."""
        return (
            super()
            .get_base_queryset()
            .select_related("film", "answered_by")
            .annotate(is_pressing=ExpressionWrapper(Q(is_urgent=True, answered_at=None), BooleanField()))
            .order_by("-is_pressing", F("answered_at").desc(nulls_first=True), "received_at")
        )


def _state(enquiry: Enquiry) -> str:
    if enquiry.is_answered:
        return "Answered"
    return "Urgent" if enquiry.is_urgent else "Open"


class EnquiryViewSet(ModelViewSet):
    model = Enquiry
    name = "enquiries"
    icon = "mail"
    menu_label = "Messages"
    menu_name = "messages"
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = EnquiryIndexView
    filterset_class = EnquiryFilters
    search_fields = ("reference", "name", "email", "message")
    list_display = (
        TitleColumn("reference", label="Reference", url_name="enquiries:edit"),
        StatusTagColumn("state", label="State", accessor=_state, primary=lambda enquiry: enquiry.is_pressing),
        Column("get_purpose_display", label="About"),
        Column("film", label="Film", accessor=lambda enquiry: enquiry.film.title if enquiry.film else "No film named"),
        Column("is_person_in_film", label="In the film", accessor=lambda e: "Yes" if e.is_person_in_film else "No"),
        Column("received_at", label="Received", accessor=lambda e: when(e.received_at), sort_key="received_at"),
        Column(
            "answered_at",
            label="Answered",
            accessor=lambda enquiry: when(enquiry.answered_at) if enquiry.answered_at else "Not yet",
            sort_key="answered_at",
        ),
    )
    edit_handler = ObjectList(
        [
            UrgentPanel(template="home/admin/urgent_message.html"),
            MultiFieldPanel(
                [
                    _shown("message", WordsPanel),
                    FieldRowPanel([_shown("name", WordsPanel), _shown("email", WordsPanel)]),
                    FieldRowPanel([_shown("film"), _shown("is_person_in_film")]),
                    FieldRowPanel([_shown("purpose"), _shown("reference"), _shown("received_at")]),
                ],
                heading="What the reader sent",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("is_answered"),
                    FieldPanel("note"),
                    FieldRowPanel([_shown("answered_at"), _shown("answered_by")]),
                ],
                heading="What we did",
            ),
        ],
        base_form_class=EnquiryAnswerForm,
    )


def open_count() -> int:
    """How many messages nobody has answered."""
    return Enquiry.objects.filter(answered_at=None, received_at__lte=timezone.now()).count()

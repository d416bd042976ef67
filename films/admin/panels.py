"""The film page's form: its tabs, and panels that show more than a field.

Imports of models are inside functions, because ``FilmPage`` names these panels.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count
from django.utils.functional import cached_property
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.panels.base import get_form_for_model
from wagtail.admin.telepath import register as register_telepath_adapter

from films.admin.film_form import ConsentForm, FilmPageForm

# Where a missing thing is mended, when it is no single field: the captions, or Wagtail's button that adds a row.
ANCHORS = {
    "words": "film-words",
    "consents": "id_consents-ADD",
    "credits": "id_credits-ADD",
    "chapters": "id_chapters-ADD",
}


class ReadinessPanel(Panel):
    """What is missing before the film may be published, each line a link to its place in the form."""

    @register_telepath_adapter
    class BoundPanel(Panel.BoundPanel):
        template_name = "films/admin/readiness_panel.html"

        class Media:
            js = ["films/admin/film_form.js"]
            css = {"all": ["films/admin/film_admin.css"]}

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), **readiness_context(self.form, self.instance)}


def readiness_context(form: Any, film: Any) -> dict[str, Any]:
    """What is missing, as links. After a refused attempt to publish it is what the form found."""
    from films import readiness

    missing = readiness.missing_for_publication(film) if film.pk else []
    must = (form.missing if form else []) or readiness.musts(missing)
    return {
        "is_saved": bool(film.pk),
        "was_refused": bool(form and form.missing),
        "heading": readiness.heading(len(must)),
        "musts": [(item.sentence, ANCHORS.get(item.field, f"id_{item.field}")) for item in must],
        "advice": [
            (item.sentence, ANCHORS.get(item.field, f"id_{item.field}")) for item in missing if not item.is_must
        ],
    }


class CaptionsPanel(Panel):
    """The tracks of the film file in use, each with its state and a link to its lines."""

    @register_telepath_adapter
    class BoundPanel(Panel.BoundPanel):
        template_name = "films/admin/captions_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            video = self.instance.video if self.instance else None
            tracks = video.caption_tracks.annotate(cue_count=Count("cues")) if video else []
            return {**super().get_context_data(parent_context), "video": video, "tracks": tracks}


class VideoStatusPanel(Panel):
    """How far the film file is, in three words and a plain problem."""

    @register_telepath_adapter
    class BoundPanel(Panel.BoundPanel):
        template_name = "films/admin/video_status_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance and self.instance.video_id)


class ConsentsPanel(InlinePanel):
    """Agreements as rows of the form; see ``ConsentForm``."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        formset = options["formsets"][self.relation_name]
        formset["form"] = get_form_for_model(self.db_field.related_model, form_class=ConsentForm, fields=[])
        formset["inherit_kwargs"] = ["for_user"]
        return options


class ConsentActionsPanel(Panel):
    """What may be done to one agreement besides changing it: its signed form, and taking it back."""

    @register_telepath_adapter
    class BoundPanel(Panel.BoundPanel):
        template_name = "films/admin/consent_actions.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            user = self.request.user
            return {
                **super().get_context_data(parent_context),
                "consent": self.instance if self.instance and self.instance.pk else None,
                "may_handle_form": user.has_perm("films.handle_consent_form"),
                "may_take_back": user.has_perm("films.withdraw_film"),
            }


class FilmTabs(TabbedInterface):
    """Tabs, with what stopped the last attempt to publish above them."""

    @register_telepath_adapter
    class BoundPanel(TabbedInterface.BoundPanel):
        template_name = "films/admin/film_tabs.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            if self.form is not None and self.form.missing:
                context.update(readiness_context(self.form, self.instance))
            return context

        @cached_property
        def media(self) -> forms.Media:
            return super().media + forms.Media(
                css={"all": ["films/admin/film_admin.css"]}, js=["films/admin/film_form.js"]
            )


film_tab = [
    FieldPanel("video", help_text="Any film from a phone or camera. You can leave this page while it uploads."),
    VideoStatusPanel(heading="Film file"),
    MultiFieldPanel(
        [
            FieldPanel("poster", help_text="Picked from the film, or another picture."),
            FieldPanel("still"),
            FieldPanel("poster_description"),
        ],
        heading="Poster",
    ),
    TitleFieldPanel("title", help_text="60 characters or fewer."),
    FieldPanel("summary", help_text="150 characters or fewer."),
    FieldPanel("synopsis"),
    FieldPanel("content_note", help_text="Only if people may want to know first"),
    FieldPanel("language"),
    FieldRowPanel([FieldPanel("series"), FieldPanel("series_position")]),
    FieldRowPanel([FieldPanel("first_published_elsewhere_on"), FieldPanel("original_publisher")]),
]
words_tab = [
    CaptionsPanel(heading="Captions"),
    InlinePanel("chapters", label="chapter", heading="Chapters"),
    MultiFieldPanel([FieldPanel("pull_quote"), FieldPanel("pull_quote_speaker")], heading="Pull quote"),
]
people_tab = [
    InlinePanel("credits", label="person", heading="People in this film"),
    ConsentsPanel(
        "consents",
        panels=[
            FieldPanel("contributor"),
            MultiFieldPanel(
                [
                    FieldPanel("may_stream"),
                    FieldPanel("may_download"),
                    FieldPanel("may_use_in_class"),
                    FieldPanel("may_share_on_social_media"),
                ],
                heading="Has agreed to",
            ),
            FieldRowPanel([FieldPanel("given_on"), FieldPanel("review_on"), FieldPanel("expires_on")]),
            FieldPanel("evidence"),
            FieldPanel("has_second_sign_off"),
            FieldPanel("note"),
            ConsentActionsPanel(),
        ],
        label="consent",
        heading="Consent",
        help_text="Everybody who can be recognised. Consent is stored as soon as you save, also with a draft.",
    ),
]
areas_tab = [
    FieldPanel("practice_areas", widget=forms.CheckboxSelectMultiple),
    FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
    MultipleChooserPanel("related_films", chooser_field_name="other", label="film", heading="Related films"),
]
access_tab = [
    FieldPanel(
        "audio_description",
        help_text="Does the film show anything that is not said, and that people need to know?",
    ),
    HelpPanel("The low-data film and the sound-only version are made by the system.", heading="Other versions"),
]
law_tab = [
    FieldPanel("states_the_law", heading="Does this film state the law?"),
    FieldRowPanel([FieldPanel("law_checked_on"), FieldPanel("law_checked_by")]),
]
trainers_tab = [FieldPanel("trainer_notes")]
publish_tab = [
    ReadinessPanel(heading="Ready to publish?"),
    FieldRowPanel([FieldPanel("comments_are"), FieldPanel("comments_close_on")]),
    InlinePanel(
        "change_notes",
        label="note",
        heading="Notes on changes",
        help_text="What readers are told about a change: “Replaced on … because …”.",
    ),
    PublishingPanel(),
    MultiFieldPanel(
        [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
        heading="Address and search engines",
    ),
]


def film_edit_handler() -> TabbedInterface:
    return FilmTabs(
        [
            ObjectList(film_tab, heading="Film"),
            ObjectList(words_tab, heading="Words"),
            ObjectList(people_tab, heading="People and consent"),
            ObjectList(areas_tab, heading="Areas and topics"),
            ObjectList(access_tab, heading="Access"),
            ObjectList(law_tab, heading="Law"),
            ObjectList(trainers_tab, heading="Trainers"),
            ObjectList(publish_tab, heading="Publish"),
        ],
        base_form_class=FilmPageForm,
    )

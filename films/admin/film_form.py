"""The film page's form: what it checks, and the one place where it refuses to publish.

Imports of models are inside functions, because ``FilmPage`` names this form.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from wagtail.admin.forms.models import WagtailAdminModelForm

from cms.forms import TabbedPageForm
from films.fields import format_clock

MAX_TITLE = 60  # characters; longer titles break in lists and in link previews
NOT_READY = "not_ready"  # the code of errors that only publishing brings
REPLACE_INSTEAD = (
    "This film is public. To show another cut, choose “Replace the film file” in the menu at the top of this page."
)
NOT_SIGNED_FOR = {"note", "has_second_sign_off"}  # what may change without another look at the signed form


class ConsentForm(WagtailAdminModelForm):
    """One person's agreement, in the film's form."""

    has_second_sign_off = forms.BooleanField(
        label="Second person: I have seen the signed form",
        required=False,
        help_text="Needed for people who use services, and for carers. Not by the person who recorded the consent.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # What changed is told by what is stored, and not by what the browser says it was shown.
            field.show_hidden_initial = False
        self.was_signed_off = self.instance.second_sign_off_by_id is not None
        self.initial["has_second_sign_off"] = self.was_signed_off

    @property
    def is_other_than_signed(self) -> bool:
        """Whether what the second person signed for reads differently now."""
        return self.was_signed_off and self._is_changed

    @property
    def lost_sign_off(self) -> bool:
        """Whether a sign-off that the editor left in place falls with this change."""
        return self.is_other_than_signed and self.cleaned_data.get("has_second_sign_off", False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.withdrawn_at is not None and self.has_changed():
            raise ValidationError("This person has withdrawn consent. The record cannot be changed.")
        given, ends = cleaned.get("given_on"), cleaned.get("expires_on")
        if given and ends and ends < given:
            self.add_error("expires_on", "Consent cannot end before it was given.")
        is_new_sign_off = cleaned.get("has_second_sign_off") and not self.was_signed_off
        if is_new_sign_off and self.for_user is not None and self._recorder_id() == self.for_user.pk:
            did = "recorded" if self.instance.recorded_by_id in (None, self.for_user.pk) else "changed"
            self.add_error("has_second_sign_off", f"You {did} this consent yourself. Somebody else has to sign it off.")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        consent = self.instance
        if self.for_user is not None:
            consent.recorded_by_id = self._recorder_id()
        if not self.cleaned_data["has_second_sign_off"] or self.is_other_than_signed:
            consent.second_sign_off_by = consent.second_sign_off_at = None
        elif consent.second_sign_off_by_id is None:
            consent.second_sign_off_by = self.for_user
            consent.second_sign_off_at = timezone.now()
        return super().save(commit=commit)

    @property
    def _is_changed(self) -> bool:
        return bool(set(self.changed_data) - NOT_SIGNED_FOR)

    def _recorder_id(self) -> int | None:
        """Who wrote down what stands here now: whoever changed it last, who cannot sign it off as well."""
        if self._is_changed or self.instance.recorded_by_id is None:
            return getattr(self.for_user, "pk", None)
        return self.instance.recorded_by_id


class FilmPageForm(TabbedPageForm):
    """A draft may be incomplete; what is published may not (``films.readiness``)."""

    still = forms.ChoiceField(
        label="Stills from the film", required=False, widget=forms.RadioSelect(attrs={"class": "film-stills"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missing: list[Any] = []
        self._is_fully_checked = False
        self.fields["still"].choices = [("", "Keep the picture above"), *self._stills()]
        for name in ("contributor", "pull_quote_speaker"):
            if name in self.fields:
                self.fields[name].queryset = self.fields[name].queryset.order_by("name")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_film_file(cleaned)
        self._check_title(cleaned)
        self._check_series(cleaned)
        self._check_quote(cleaned)
        self._choose_poster(cleaned)
        return cleaned

    def is_valid(self) -> bool:
        """Also checks the rows of the film against each other and, when publishing, that nothing is missing."""
        if super().is_valid() and not self._is_fully_checked:
            self._is_fully_checked = True
            self._check_chapters()
            self._check_removed_consents()
            if self.is_publishing:
                self._check_readiness()
        return super().is_valid()

    def save(self, commit: bool = True) -> Any:
        """Save the film. Agreements are stored at once, draft or not: they are no part of a revision."""
        film = super().save(commit=commit)
        if film.pk:
            film.consents.commit()
        film.sign_offs_lost = [str(form.instance.contributor) for form in self._consent_forms() if form.lost_sign_off]
        return film

    @property
    def is_publishing(self) -> bool:
        """Whether the button chosen makes the film public, now or at the time set: Publish, or the last approval."""
        if self.data.get("action-publish"):
            return True
        return bool(self.data.get("action-workflow-action")) and self.data.get("workflow-action-name") == "approve"

    def _stills(self) -> list[tuple[str, str]]:
        from films.services import videos

        video = self.instance.video
        return [
            (str(still.pk), format_html('<img class="film-still" src="{}" alt=""> {}', still.url, still.label))
            for still in (videos.stills_of(video) if video else [])
        ]

    def _check_film_file(self, cleaned: dict[str, Any]) -> None:
        """A public film keeps its file: another cut comes by replacing it, so that the old one's files go."""
        stored = type(self.instance).objects.filter(pk=self.instance.pk, live=True).exclude(video=None).first()
        chosen = cleaned.get("video")
        if stored is not None and chosen is not None and chosen.pk != stored.video_id:
            self.add_error("video", REPLACE_INSTEAD)
            self.instance.video_id = stored.video_id

    def _check_title(self, cleaned: dict[str, Any]) -> None:
        length = len(cleaned.get("title") or "")
        if length > MAX_TITLE:
            self.add_error("title", f"The title must be {MAX_TITLE} characters or fewer. It has {length}.")

    def _check_series(self, cleaned: dict[str, Any]) -> None:
        series, position = cleaned.get("series"), cleaned.get("series_position")
        if position and not series:
            self.add_error("series", "Choose the series, or leave the place in the series empty.")
        if not (series and position):
            return
        others = series.films.exclude(pk=self.instance.pk) if self.instance.pk else series.films.all()
        other = others.filter(series_position=position).first()
        if other is not None:
            self.add_error("series_position", f"“{other.title}” is number {position} in this series already.")

    def _check_quote(self, cleaned: dict[str, Any]) -> None:
        from films.models import CaptionTrack
        from films.services import captions

        quote, video = cleaned.get("pull_quote"), cleaned.get("video")
        self.instance.pull_quote_start_ms = None
        if not quote or video is None:
            return
        language = (cleaned.get("language") or "en-GB").split("-")[0]
        tracks = video.caption_tracks.not_replacements()
        track = tracks.filter(
            kind=CaptionTrack.Kind.CAPTIONS, language__startswith=language, cues__isnull=False
        ).first()
        if track is None:
            return
        start_ms = captions.moment_of(track, quote)
        if start_ms is None:
            self.add_error("pull_quote", "These words are not in the captions. Copy them exactly as they are there.")
        self.instance.pull_quote_start_ms = start_ms

    def _choose_poster(self, cleaned: dict[str, Any]) -> None:
        """The still that was picked; without any poster, the one we would take. Both are found again, not doubled."""
        from films.services import videos

        video = cleaned.get("video")
        stills = videos.stills_of(video) if video and cleaned.get("still") else []
        picked = next((still for still in stills if str(still.pk) == cleaned["still"]), None)
        if picked is not None:
            cleaned["poster"] = videos.picture_from_still(picked)
        elif cleaned.get("poster") is None:
            cleaned["poster"] = videos.poster_for(video)

    def _check_chapters(self) -> None:
        formset = self.formsets.get("chapters")
        length_ms = self.instance.video.duration_ms if self.instance.video else None
        seen: set[int] = set()
        for form in formset.forms if formset else ():
            start_ms = form.cleaned_data.get("start_ms")
            if start_ms is None or form.cleaned_data.get("DELETE"):
                continue
            if start_ms in seen:
                form.add_error("start_ms", "Another chapter starts at this time.")
            elif length_ms is not None and start_ms >= length_ms:
                form.add_error("start_ms", f"The film ends at {format_clock(length_ms)}.")
            seen.add(start_ms)

    def _check_removed_consents(self) -> None:
        """That somebody withdrew stays on record, or the film could be restored against their will."""
        formset = self.formsets.get("consents")
        for form in formset.deleted_forms if formset else ():
            if form.instance.withdrawn_at is not None:
                self.add_error(None, f"{form.instance.contributor} has withdrawn consent. That record has to stay.")

    def _check_readiness(self) -> None:
        from films import readiness

        self._gather_rows()
        go_live_at = self.cleaned_data.get("go_live_at")
        day = max(timezone.localdate(), timezone.localdate(go_live_at)) if go_live_at else None
        self.missing = readiness.musts(readiness.missing_for_publication(self.instance, on=day))
        if not self.missing:
            return
        self.add_error(None, ValidationError(readiness.heading(len(self.missing)), code=NOT_READY))
        for item in self.missing:
            field = item.field if item.field in self.fields else None
            self.add_error(field, ValidationError(item.sentence, code=NOT_READY))

    def _consent_forms(self) -> list[Any]:
        formset = self.formsets.get("consents")
        removed = formset.deleted_forms if formset else ()
        return [form for form in formset.forms if form not in removed] if formset else []

    def _gather_rows(self) -> None:
        """Put the form's rows into the unsaved film, as saving would; doing so twice changes nothing."""
        self.save_cluster_m2m()
        for name in ("credits", "consents", "chapters"):
            if name in self.formsets:
                self.formsets[name].instance = self.instance
                self.formsets[name].save(commit=False)

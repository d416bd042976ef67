"""The form that takes a film, in its own page and in the chooser."""

from __future__ import annotations

import contextlib
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.templatetags.static import static
from django.urls import reverse
from wagtail.admin.forms.collections import CollectionChoiceField
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.log_actions import log
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from films.models import FilmUpload, Video
from films.processing.errors import NotAFilm
from films.processing.sniff import sniff
from films.services import videos
from films.services.uploads import UNREADABLE, too_large_sentence


class VideoForm(WagtailAdminModelForm):
    """Title and collection of a film file that is here already."""

    class Meta:
        model = Video
        fields = ["title", "collection"]
        field_classes = {"collection": CollectionChoiceField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        action = "change" if self.instance.pk else "add"
        collections = (
            policy_registry.get_by_type(Video).collections_user_has_permission_for(self.for_user, action)
            if self.for_user
            else Collection.objects.all()
        )
        self.fields["collection"].queryset = collections
        self.fields["collection"].initial = collections.first()
        if self.instance.pk and self.instance.collection not in collections:
            del self.fields["collection"]
        elif len(collections) == 1:
            self.fields["collection"].widget = forms.HiddenInput()


class FilmFileInput(forms.FileInput):
    """Takes a film. Its script sends the file in pieces; without scripts it is sent with the form."""

    def __init__(self) -> None:
        super().__init__(attrs={"accept": "video/*,.mkv,.mov,.mp4,.m4v,.webm", "data-film-file": ""})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        addresses = {
            "data-film-uploads": reverse("film_uploads:list"),
            "data-film-tus": static("cms/vendor/tus-js-client/4.3.1/tus.min.js"),
        }
        return super().get_context(name, value, {**(attrs or {}), **addresses})


class UploadForm(VideoForm):
    """A new film file, sent with the form or in pieces before it. What it is gets decided by its bytes."""

    master = forms.FileField(
        label="Film file",
        help_text="Any film from a phone or camera. You can leave this page while it uploads.",
        required=False,
        allow_empty_file=True,
        widget=FilmFileInput,
    )
    # The film that came in pieces, once it is whole.
    film_upload = forms.UUIDField(
        required=False, widget=forms.HiddenInput(attrs={"data-film-upload": "", "autocomplete": "off"})
    )

    class Meta(VideoForm.Meta):
        fields = ["master", "film_upload", "title", "collection"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = "For finding it again. Leave empty to use the file’s name."

    def clean_master(self) -> UploadedFile | None:
        upload = self.cleaned_data["master"]
        if not upload:
            return None
        if upload.size > settings.FILM_MAX_UPLOAD_BYTES:
            raise ValidationError(too_large_sentence())
        try:
            with path_of(upload) as path:
                sniff(path)
        except NotAFilm as error:
            raise ValidationError([UNREADABLE, error.sentence]) from None
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        master, arrived = cleaned.get("master"), self._arrived(cleaned.get("film_upload"))
        cleaned["film_upload"] = arrived
        if not master and not arrived and "master" not in self.errors:
            # A hidden field shows no errors, so this one speaks for both.
            sentence = "This upload is not here any more. Choose the film again."
            self.add_error("master", sentence if self.data.get("film_upload") else "Choose the film to upload.")
        if not cleaned.get("title") and (master or arrived):
            cleaned["title"] = arrived.video.title if arrived else videos.title_from(videos.display_name(master.name))
        return cleaned

    def _arrived(self, pk: uuid.UUID | None) -> FilmUpload | None:
        """The upload of this person's own that is a film by now."""
        return pk and FilmUpload.objects.of(self.for_user).exclude(video=None).filter(pk=pk).first()

    def save(self, commit: bool = True) -> Video:
        """Hand the file to the service, which stores it and queues the first step; or name the film that is here."""
        title, collection = self.cleaned_data["title"], self.cleaned_data.get("collection")
        if arrived := self.cleaned_data.get("film_upload"):
            self.instance = videos.describe(arrived.video, title=title, collection=collection)
        else:
            self.instance = videos.create_video(
                upload=self.cleaned_data["master"], title=title, uploaded_by=self.for_user, collection=collection
            )
            log(instance=self.instance, action="wagtail.create", content_changed=True)
        return self.instance


@contextlib.contextmanager
def path_of(upload: UploadedFile) -> Iterator[Path]:
    """The upload as a file on disk: where Django streamed it to, or a copy of the few bytes it kept in memory."""
    if hasattr(upload, "temporary_file_path"):
        yield Path(upload.temporary_file_path())
        return
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        upload.seek(0)
        yield Path(copy.name)

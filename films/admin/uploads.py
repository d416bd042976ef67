"""The form that takes a film, in its own page and in the chooser."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.admin.forms.collections import CollectionChoiceField
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from films.models import Video
from films.processing.errors import NotAFilm
from films.processing.sniff import sniff
from films.services import videos

UNREADABLE = (
    "We could not read this file. Save the film again on your phone or ask us for help. Nothing has been published."
)
MIB = 1024 * 1024


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


class UploadForm(VideoForm):
    """A new film file. What it is gets decided by its bytes, before anything is stored."""

    master = forms.FileField(
        label="Film file",
        help_text="Any film from a phone or camera. You can leave this page while it uploads.",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "video/*,.mkv,.mov,.mp4,.m4v,.webm", "data-film-file": ""}),
        error_messages={"required": "Choose the film to upload."},
    )

    class Meta(VideoForm.Meta):
        fields = ["master", "title", "collection"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = "For finding it again. Leave empty to use the file’s name."

    def clean_master(self) -> UploadedFile:
        upload = self.cleaned_data["master"]
        if upload.size > settings.FILM_MAX_UPLOAD_BYTES:
            raise ValidationError(
                f"This film is larger than {settings.FILM_MAX_UPLOAD_BYTES // MIB:,} MB, which is the most we can "
                "take. Save it in a smaller size and upload that. Nothing has been published."
            )
        try:
            with path_of(upload) as path:
                sniff(path)
        except NotAFilm as error:
            raise ValidationError([UNREADABLE, error.sentence]) from None
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("title") and "master" in cleaned:
            cleaned["title"] = videos.title_from(videos.display_name(cleaned["master"].name))
        return cleaned

    def save(self, commit: bool = True) -> Video:
        """Hand the file to the service, which stores it and queues the first step."""
        self.instance = videos.create_video(
            upload=self.cleaned_data["master"],
            title=self.cleaned_data["title"],
            uploaded_by=self.for_user,
            collection=self.cleaned_data.get("collection"),
        )
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

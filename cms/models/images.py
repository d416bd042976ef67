"""Pictures and their renditions."""

from __future__ import annotations

import uuid
from pathlib import PurePath

from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Filter
from wagtail.images.models import Image as WagtailImage


class Picture(AbstractImage):
    """A picture in the library. Its ``description`` is the alternative text offered wherever it is used."""

    credit = models.CharField(
        max_length=150, blank=True, help_text="Who made it. Shown beside the picture where there is room."
    )
    is_demo = models.BooleanField(default=False, editable=False)

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit")

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        """As Wagtail's; where another process stored the same size in the meantime, its row and file are the ones.

        Wagtail leaves such a row out when it stores several, but goes on with the file that no row knows: that would
        stay on the disk when the picture is taken away.
        """
        made = super().create_renditions(*filters)
        if len(filters) < 2:
            return made
        rows = self.renditions.filter(filter_spec__in=[rendition.filter_spec for rendition in made.values()])
        kept = {(row.filter_spec, row.focal_point_key): row for row in rows}
        for a_filter, rendition in made.items():
            row = kept.get((rendition.filter_spec, rendition.focal_point_key))
            if row is not None and row.file.name != rendition.file.name:
                rendition.file.delete(save=False)
            made[a_filter] = row or rendition
        return made

    class Meta(AbstractImage.Meta):
        verbose_name = "picture"
        verbose_name_plural = "pictures"


class PictureRendition(AbstractRendition):
    """One size and format of a picture."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_a_filter"),
        ]
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]  # who may fetch it is asked by its name

    def get_upload_to(self, filename: str) -> str:
        """A name that nobody can guess from the picture's title."""
        return f"images/{uuid.uuid4().hex}{PurePath(filename).suffix}"

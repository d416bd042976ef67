"""The sizes and formats in which pages show posters and portraits, and making them before anybody asks.

The names are those that ``{% picture %}`` makes in ``components/poster.html`` and ``components/portrait.html``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from wagtail.images.models import SourceImageIOError

from cms.models import Picture
from cms.seo import SHARE_SPEC

logger = logging.getLogger(__name__)

FORMATS = ("webp", "jpeg")
POSTER = "format-webp|fill-1280x720"
POSTER_JPEG = "format-jpeg|fill-1280x720"
UPRIGHT_POSTER = "max-1280x1280|format-webp"
POSTERS = tuple(f"format-{kind}|fill-{size}" for kind in FORMATS for size in ("480x270", "800x450", "1280x720"))
SHARED_POSTER = (*POSTERS, SHARE_SPEC)
PORTRAITS = tuple(f"format-{kind}|fill-{size}" for kind in FORMATS for size in ("160x160", "320x320", "640x640"))


def make_sizes(picture: Picture | None, specs: Iterable[str]) -> None:
    """Those sizes of a picture; what is there already is not made again. A lost file is passed over."""
    if picture is None:
        return
    try:
        picture.get_renditions(*specs)
    except SourceImageIOError:
        logger.warning("the file of picture %s cannot be read", picture.pk)

"""Static files: compressed, and named after their content so that they can be cached for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Also writes the new names into the ``import`` lines of scripts, since only files of those names are kept."""

    support_js_module_import_aggregation = True

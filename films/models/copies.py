"""What becomes of a film's page when it is copied."""

from __future__ import annotations

from typing import Any

from films.admin.copying import NO_ALIAS, CopyAsDraftForm


class AliasRefused(Exception):
    """A film was to get an alias."""


class CopiedAsDraft:
    """For films and what holds them: copied by code, too, they are not live. Stands before ``Page`` among the bases."""

    copy_form_class = CopyAsDraftForm

    def copy(
        self,
        recursive: bool = False,
        to: Any = None,
        update_attrs: dict[str, Any] | None = None,
        copy_revisions: bool = True,
        keep_live: bool = False,
        **options: Any,
    ) -> Any:
        """As Wagtail's, but the copies are drafts whatever ``keep_live`` says: nobody has agreed to them yet."""
        return super().copy(recursive, to, update_attrs, copy_revisions, keep_live=False, **options)

    copy.alters_data = True

    def create_alias(self, **options: Any) -> Any:
        """Raises ``AliasRefused``: an alias is as live as its original, without having been published."""
        raise AliasRefused(NO_ALIAS)

    create_alias.alters_data = True

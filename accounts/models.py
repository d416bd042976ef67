"""Who is here."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An editor, a moderator, an administrator, or a reader who chose to sign in."""

    display_name = models.CharField(
        max_length=60,
        blank=True,
        help_text="The name shown with this person's comments. It can be a made-up name.",
    )
    is_demo = models.BooleanField(default=False, editable=False)

    @property
    def is_team_member(self) -> bool:
        """Whether the account can enter the admin: editors, moderators, administrators."""
        return self.is_staff or self.is_superuser or self.has_perm("wagtailadmin.access_admin")

    def __str__(self) -> str:
        return self.get_full_name() or self.display_name or self.username

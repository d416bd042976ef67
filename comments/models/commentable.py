"""Pages that take comments."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Commentable(models.Model):
    """Mixin for a page type whose pages take comments."""

    class CommentsAre(models.TextChoices):
        OPEN = "open", "Open: people can send comments"
        CLOSED = "closed", "Closed: approved comments stay, no new ones"
        HIDDEN = "hidden", "Hidden: no comments are shown or taken"

    comments_are = models.CharField(
        "comments are", max_length=10, choices=CommentsAre.choices, default=CommentsAre.OPEN
    )
    comments_close_on = models.DateField(
        "close comments after",
        null=True,
        blank=True,
        help_text="The last day on which people can send a comment.",
    )

    class Meta:
        abstract = True

    @property
    def text_for_screening(self) -> str:
        """Words said on the page. A name that is said there is no secret when a comment repeats it."""
        return getattr(self, "title", "")

    @property
    def are_comments_shown(self) -> bool:
        return self.comments_are != self.CommentsAre.HIDDEN

    @property
    def are_comments_open(self) -> bool:
        """Whether this page takes new comments today; the site-wide pause is asked separately."""
        if self.comments_are != self.CommentsAre.OPEN:
            return False
        return self.comments_close_on is None or timezone.localdate() <= self.comments_close_on

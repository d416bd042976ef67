"""What screening found, in words a moderator reads."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from comments.models.comment import Comment


class StoredFinding(models.Model):
    """One finding of one check on one comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="findings")
    check_name = models.CharField("check", max_length=60)
    concern = models.CharField(max_length=30)
    score = models.FloatField(help_text="0 to 1")
    reason = models.CharField(max_length=300)
    # [[start, end], …] in characters of the comment's text
    spans = models.JSONField(default=list, blank=True)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-score", "pk"]

    def __str__(self) -> str:
        return self.reason

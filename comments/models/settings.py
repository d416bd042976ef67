"""Switches for all comments of a site."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="comment", order=110)
class CommentSettings(BaseSiteSetting):
    """One row a site."""

    are_paused = models.BooleanField(
        "pause all comments",
        default=False,
        help_text="While this is on, no film takes comments. Approved comments stay where they are.",
    )
    hide_reported = models.BooleanField(
        "hide a comment when it is reported",
        default=False,
        help_text="A reported comment leaves the page until a moderator has looked at it.",
    )
    on_call_email = models.EmailField(
        "on-call e-mail",
        blank=True,
        help_text="Told at once when a comment suggests that someone is at risk.",
    )
    keep_refused_days = models.PositiveSmallIntegerField(
        default=90, help_text="Comments that were not published, and spam, are deleted after this many days."
    )
    keep_email_days = models.PositiveSmallIntegerField(
        default=30, help_text="A commenter's e-mail is deleted this many days after the decision."
    )
    keep_network_days = models.PositiveSmallIntegerField(
        default=30, help_text="Hashes of network addresses are deleted after this many days."
    )

    panels = [
        FieldPanel("are_paused"),
        FieldPanel("hide_reported"),
        FieldPanel("on_call_email"),
        MultiFieldPanel(
            [FieldPanel("keep_refused_days"), FieldPanel("keep_email_days"), FieldPanel("keep_network_days")],
            heading="How long we keep things",
        ),
    ]

    class Meta:
        verbose_name = "comment settings"

    def __str__(self) -> str:
        return "Comment settings"

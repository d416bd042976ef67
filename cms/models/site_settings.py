"""Site-wide facts an editor keeps: who publishes, where help is, when comments are read, what the menus hold."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from cms.forms import TabbedModelForm

HELP_CHECK_DAYS = 90  # help numbers older than this are shown to editors as due for a check


def _page_link(help_text: str) -> models.ForeignKey:
    """A page the templates link to by its purpose, wherever editors move it."""
    return models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text=help_text
    )


@register_setting(icon="site", order=100)
class SiteSettings(ClusterableModel, BaseSiteSetting):
    """One row a site; read through ``SiteSettings.for_request``."""

    wordmark = models.CharField(
        max_length=60,
        default="Social work films",
        help_text="The name at the top of every page. Plain text, no logo.",
    )
    publisher_name = models.CharField(
        max_length=120,
        blank=True,
        help_text="Who is responsible for this site. Shown at the foot of every page.",
    )
    licence_note = models.TextField(
        blank=True,
        default=(
            "Words on this site may be re-used under the Open Government Licence where marked. "
            "Films, pictures of people, personal details and logos are not covered; each film states its own terms."
        ),
    )
    contact_email = models.EmailField(blank=True, help_text="Where messages from the contact page are sent.")
    reuse_contact = models.CharField(
        max_length=150,
        blank=True,
        help_text="Who to ask about quoting or re-using a film. A name or a team, and an e-mail.",
    )
    films_page = _page_link("Where readers are sent on to all films.")
    help_page = _page_link("Shown in the help strip on every page.")
    house_rules_page = _page_link("Linked beside every comment form.")
    privacy_page = _page_link("Linked beside every form.")
    contact_page = _page_link("Linked wherever readers are told to ask us.")
    take_down_page = _page_link("Linked on every film.")
    help_checked_on = models.DateField(
        null=True,
        blank=True,
        help_text="When a person last tried every number below. Check again after 90 days.",
    )
    moderation_days = models.CharField(max_length=60, default="Monday to Friday")
    moderation_opens = models.TimeField(default=dt.time(9, 0))
    moderation_closes = models.TimeField(default=dt.time(17, 0))
    decision_working_days = models.PositiveSmallIntegerField(
        default=2, help_text="Within how many working days a comment is normally decided."
    )
    demo_notice = models.CharField(max_length=200, blank=True, editable=False)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("wordmark"),
                    FieldPanel("publisher_name"),
                    FieldPanel("licence_note"),
                    FieldPanel("contact_email"),
                    FieldPanel("reuse_contact"),
                ],
                heading="Publisher",
            ),
            ObjectList(
                [
                    FieldPanel("help_checked_on"),
                    InlinePanel("help_lines", label="Help line", heading="Help lines, most urgent first", min_num=1),
                ],
                heading="Get help now",
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("moderation_days"),
                            FieldPanel("moderation_opens"),
                            FieldPanel("moderation_closes"),
                            FieldPanel("decision_working_days"),
                        ],
                        heading="When comments are read",
                    )
                ],
                heading="Moderation hours",
            ),
            ObjectList(
                [
                    InlinePanel("navigation_links", label="Link", heading="Links"),
                    MultiFieldPanel(
                        [
                            FieldPanel("films_page"),
                            FieldPanel("help_page"),
                            FieldPanel("house_rules_page"),
                            FieldPanel("privacy_page"),
                            FieldPanel("contact_page"),
                            FieldPanel("take_down_page"),
                        ],
                        heading="Pages with a purpose",
                    ),
                ],
                heading="Menus",
            ),
        ],
        base_form_class=TabbedModelForm,
    )

    class Meta:
        verbose_name = "site settings"

    def __str__(self) -> str:
        return "Site settings"

    @property
    def is_help_check_due(self) -> bool:
        """Whether the help numbers need trying again: never checked, or more than 90 days ago."""
        if self.help_checked_on is None:
            return True
        return (timezone.localdate() - self.help_checked_on).days > HELP_CHECK_DAYS

    @property
    def moderation_hours(self) -> str:
        """For sentences: "Monday to Friday, 9am to 5pm"."""
        return f"{self.moderation_days}, {_clock(self.moderation_opens)} to {_clock(self.moderation_closes)}"


class HelpLine(Orderable):
    """One way to get help at once."""

    class Nation(models.TextChoices):
        ENGLAND = "england", "England"
        WALES = "wales", "Wales"
        SCOTLAND = "scotland", "Scotland"
        NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"
        UK = "uk", "Whole UK"

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="help_lines")
    name = models.CharField(max_length=80, help_text="Such as: Samaritans")
    number = models.CharField(max_length=40, help_text="As people say it: 116 123, or: text SHOUT to 85258")
    href = models.CharField(
        "link", max_length=200, help_text="What a tap does: tel:116123, sms:85258 or an address starting with https://"
    )
    detail = models.CharField(max_length=160, blank=True, help_text="One sentence: who it is for, what to ask for.")
    hours = models.CharField(max_length=60, blank=True, help_text="Such as: Any time, free")
    nation = models.CharField(max_length=20, choices=Nation.choices, default=Nation.UK)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("number")]),
        FieldPanel("href"),
        FieldPanel("detail"),
        FieldRowPanel([FieldPanel("hours"), FieldPanel("nation")]),
    ]

    class Meta(Orderable.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"

    def clean(self) -> None:
        """Only links that call, text, or open a secure page."""
        if not self.href.startswith(("tel:", "sms:", "https://")):
            raise ValidationError({"href": "Start the link with tel:, sms: or https://"})


class NavigationLink(Orderable):
    """A page in the menu at the top or the foot of every page."""

    class Place(models.TextChoices):
        HEADER = "header", "Top of the page"
        FOOTER = "footer", "Foot of the page"

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="navigation_links")
    place = models.CharField(max_length=10, choices=Place.choices, default=Place.HEADER)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=40, blank=True, help_text="Leave empty to use the page's title.")

    panels = [FieldPanel("place"), PageChooserPanel("page"), FieldPanel("label")]

    class Meta(Orderable.Meta):
        pass

    def __str__(self) -> str:
        return self.label or self.page.title


def _clock(time: dt.time) -> str:
    """9:00 -> 9am, 17:30 -> 5:30pm, as the NHS content guide writes times."""
    hour = time.hour % 12 or 12
    minutes = f":{time.minute:02d}" if time.minute else ""
    return f"{hour}{minutes}{'am' if time.hour < 12 else 'pm'}"

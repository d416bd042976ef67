"""The accessibility statement, as facts: what UK law (SI 2018/952, regulation 8) wants said, each in its own field."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from cms.models import BasePage


class AccessibilityStatementPage(BasePage):
    """How accessible the site is, what is not, why, what to do instead, whom to tell, and who enforces it."""

    class Compliance(models.TextChoices):
        FULL = "full", "fully compliant"
        PARTIAL = "partial", "partially compliant"
        NOT = "not", "not compliant"

    organisation = models.CharField(
        max_length=150, blank=True, help_text="Who runs the site and stands by this statement."
    )
    compliance = models.CharField(max_length=10, choices=Compliance.choices, default=Compliance.PARTIAL)
    contact_email = models.EmailField(blank=True)
    contact_other = models.CharField(
        max_length=200,
        blank=True,
        help_text="Another way that is not only a phone: a form, post, text relay, BSL video relay.",
    )
    answer_within_working_days = models.PositiveSmallIntegerField(default=5)
    tested_on = models.DateField(null=True, blank=True)
    tested_by = models.CharField(max_length=150, blank=True)
    test_method = models.TextField(blank=True, help_text="What was tested and how.")
    prepared_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True, help_text="Review at least once a year.")

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "home/accessibility_statement_page.html"
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("organisation"),
        FieldPanel("compliance"),
        InlinePanel("gaps", label="Something that is not accessible", heading="What is not accessible, and why"),
        MultiFieldPanel(
            [
                FieldPanel("contact_email"),
                FieldPanel("contact_other"),
                FieldPanel("answer_within_working_days"),
            ],
            heading="How to tell us",
        ),
        MultiFieldPanel(
            [FieldPanel("tested_on"), FieldPanel("tested_by"), FieldPanel("test_method")],
            heading="How it was tested",
        ),
        MultiFieldPanel([FieldPanel("prepared_on"), FieldPanel("reviewed_on")], heading="Dates"),
    ]

    class Meta:
        verbose_name = "accessibility statement"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.selectors import statement_context

        return {**super().get_context(request, *args, **kwargs), **statement_context(self)}


class AccessibilityGap(Orderable):
    """Something that some people cannot use yet."""

    class Why(models.TextChoices):
        NON_COMPLIANCE = "non_compliance", "Does not meet the rules yet"
        BURDEN = "burden", "Disproportionate burden"
        OUT_OF_SCOPE = "out_of_scope", "The rules do not cover it"

    page = ParentalKey(AccessibilityStatementPage, on_delete=models.CASCADE, related_name="gaps")
    what = models.CharField(max_length=250)
    why = models.CharField(max_length=20, choices=Why.choices, default=Why.NON_COMPLIANCE)
    criterion = models.CharField(max_length=120, blank=True, help_text="Such as: WCAG 2.2, 1.2.5 audio description")
    instead = models.CharField("what to do instead", max_length=250)
    mended_by = models.DateField("planned to be mended by", null=True, blank=True)

    panels = [
        FieldPanel("what"),
        FieldPanel("why"),
        FieldPanel("criterion"),
        FieldPanel("instead"),
        FieldPanel("mended_by"),
    ]

    class Meta(Orderable.Meta):
        pass

    def __str__(self) -> str:
        return self.what

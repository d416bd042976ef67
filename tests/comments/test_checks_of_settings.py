"""A screening that would miss a crisis stops the start."""

from django.conf import settings
from django.core.checks import run_checks
from django.test import SimpleTestCase, override_settings


class ScreeningSettingsTests(SimpleTestCase):
    def ids(self) -> list[str]:
        return [message.id for message in run_checks() if message.id.startswith("comments.")]

    def test_the_site_s_own_settings_are_in_order(self):
        self.assertEqual(self.ids(), [])

    def test_a_check_that_cannot_be_loaded_is_named(self):
        with override_settings(COMMENTS_CHECKS=[("comments.screening.checks.nothing.Nothing", {})]):
            self.assertEqual(self.ids(), ["comments.E001"])

    def test_crisis_language_comes_first(self):
        for checks in ([], settings.COMMENTS_CHECKS[1:]):
            with override_settings(COMMENTS_CHECKS=checks):
                self.assertEqual(self.ids(), ["comments.E002"])

"""What the admin's front page asks people to look at."""

import datetime as dt

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from accounts.models import User
from cms.models import SiteSettings


class HelpNumbersTests(TestCase):
    def test_numbers_never_tried_and_tried_long_ago_are_told_apart(self):
        self.client.force_login(User.objects.create_superuser("ann", password="a long pass phrase"))
        chosen = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        for days, said in ((None, "nobody has tried them yet"), (91, "nobody has tried them for 90 days"), (1, "")):
            with self.subTest(days):
                chosen.help_checked_on = None if days is None else timezone.localdate() - dt.timedelta(days=days)
                chosen.save()
                page = self.client.get(reverse("wagtailadmin_home")).content.decode()
                self.assertEqual("Check the help numbers" in page, bool(said))
                self.assertIn(said, page)

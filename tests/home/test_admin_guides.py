"""Help in the admin: our own guides, each for those who may do the task, and nothing on other hosts."""

import re

from django.test import TestCase
from django.urls import reverse

from home.admin.guides import GUIDES
from tests.home.test_enquiries_admin import member

EVERYBODYS = {"somebody-in-distress"}
EDITORS = {"publish-a-film", "mend-and-check-captions", "consent", "take-a-film-down"} | EVERYBODYS
MODERATORS = {"decide-about-a-comment"} | EVERYBODYS


class GuideTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.people = {group: member(group) for group in ("Editors", "Moderators", "Administrators")}

    def test_each_role_sees_the_guides_to_what_it_may_do(self):
        for group, expected in (
            ("Editors", EDITORS),
            ("Moderators", MODERATORS),
            ("Administrators", EDITORS | MODERATORS),
        ):
            self.client.force_login(self.people[group])
            for page in (self.client.get(reverse("guides:index")), self.client.get(reverse("wagtailadmin_home"))):
                content = page.content.decode()
                listed = {guide.slug for guide in GUIDES if f'<a href="{guide.url}">{guide.title}</a>' in content}
                self.assertEqual(listed, expected, group)

    def test_each_guide_opens_for_its_readers_only_and_its_links_lead_somewhere(self):
        for group, expected in (
            ("Editors", EDITORS),
            ("Moderators", MODERATORS),
            ("Administrators", EDITORS | MODERATORS),
        ):
            self.client.force_login(self.people[group])
            for guide in GUIDES:
                with self.subTest(f"{group}, {guide.slug}"):
                    page = self.client.get(guide.url)
                    if guide.slug not in expected:
                        self.assertRedirects(page, reverse("wagtailadmin_home"))
                        continue
                    main = page.content.decode().split('<div class="guide">')[1].split("</main>")[0]
                    self.assertIn("<ol>", main)
                    for address in set(re.findall(r'href="(/[^"]*)"', main)):
                        self.assertEqual(self.client.get(address, follow=True).status_code, 200, address)
                        self.assertNotEqual(
                            self.client.get(address).headers.get("Location"), reverse("wagtailadmin_home"), address
                        )

    def test_a_moderator_in_a_crisis_is_told_of_comments_and_an_editor_of_messages(self):
        address = reverse("guides:guide", args=["somebody-in-distress"])
        for group, said, unsaid in (
            ("Editors", "For a message", "For a comment"),
            ("Moderators", "For a comment", "For a message"),
        ):
            self.client.force_login(self.people[group])
            page = self.client.get(address)
            self.assertContains(page, "call 999 now")
            self.assertContains(page, said)
            self.assertNotContains(page, unsaid)

    def test_a_guide_that_does_not_exist_is_not_found(self):
        self.client.force_login(self.people["Editors"])
        self.assertEqual(self.client.get(reverse("guides:guide", args=["no-such"])).status_code, 404)

    def test_the_help_menu_and_the_first_page_lead_to_no_other_host(self):
        for user in self.people.values():
            self.client.force_login(user)
            page = self.client.get(reverse("wagtailadmin_home")).content.decode()
            self.assertIn(reverse("guides:index"), page)
            for host in ("guide.wagtail.org", "docs.wagtail.org", "releases.wagtail"):
                self.assertNotIn(host, page)

"""Readers' messages in the admin: who sees them, what they see, and how one is answered."""

from __future__ import annotations

import datetime as dt
import re

from django.contrib.auth.models import Group
from django.test import TestCase
from django.urls import reverse

from accounts.models import User
from home.models import Enquiry
from tests.home.factories import EnquiryFactory


def member(group: str) -> User:
    user = User.objects.create_user(f"one-of-{group.lower()}", f"{group.lower()}@example.org", "a long pass phrase")
    user.groups.add(Group.objects.get(name=group))
    return user


class MessagesInTheAdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor, cls.administrator = member("Editors"), member("Administrators")
        cls.moderator = member("Moderators")
        cls.enquiry = EnquiryFactory(
            name="<b>Ann</b>", email="ann@example.org", message="Line one\n<script>alert(1)</script>"
        )

    def edit(self, **fields):
        return self.client.post(reverse("enquiries:edit", args=[self.enquiry.pk]), fields)

    def test_the_list_shows_open_messages_first_and_filters_them(self):
        answered = EnquiryFactory()
        self.client.force_login(self.editor)
        self.client.post(reverse("enquiries:edit", args=[answered.pk]), {"is_answered": "on", "note": ""})
        page = self.client.get(reverse("enquiries:index"))
        listed = [row.reference for row in page.context["object_list"]]
        self.assertEqual(listed, [self.enquiry.reference, answered.reference])
        for value, reference in (("false", self.enquiry.reference), ("true", answered.reference)):
            found = self.client.get(reverse("enquiries:index"), {"is_answered": value}).context["object_list"]
            self.assertEqual([row.reference for row in found], [reference])

    def test_a_message_is_shown_as_plain_text_with_its_lines(self):
        self.client.force_login(self.editor)
        page = self.client.get(reverse("enquiries:edit", args=[self.enquiry.pk]))
        self.assertContains(page, "Line one<br>&lt;script&gt;alert(1)&lt;/script&gt;")
        self.assertContains(page, "&lt;b&gt;Ann&lt;/b&gt;")
        self.assertContains(page, "ann@example.org")

    def test_answering_keeps_who_and_when_and_can_be_taken_back(self):
        self.client.force_login(self.editor)
        self.edit(is_answered="on", note="Rang back.")
        self.enquiry.refresh_from_db()
        self.assertEqual((self.enquiry.answered_by, self.enquiry.note), (self.editor, "Rang back."))
        self.assertIsNotNone(self.enquiry.answered_at)
        self.edit(note="Rang back.")
        self.enquiry.refresh_from_db()
        self.assertEqual((self.enquiry.answered_by, self.enquiry.answered_at), (None, None))

    def test_nobody_can_change_what_the_reader_sent(self):
        self.client.force_login(self.administrator)
        self.edit(message="Something else", email="other@example.org", note="")
        self.enquiry.refresh_from_db()
        self.assertEqual(self.enquiry.email, "ann@example.org")
        self.assertTrue(self.enquiry.message.startswith("Line one"))

    def test_nobody_can_add_a_message(self):
        self.client.force_login(self.administrator)
        self.client.post(reverse("enquiries:add"), {"note": "made up"})
        self.assertEqual(Enquiry.objects.count(), 1)
        self.assertNotContains(self.client.get(reverse("enquiries:index")), reverse("enquiries:add"))

    def test_moderators_and_visitors_see_none(self):
        address = reverse("enquiries:edit", args=[self.enquiry.pk])
        self.assertEqual(self.client.get(address).status_code, 302)
        self.client.force_login(self.moderator)
        for url in (reverse("enquiries:index"), address):
            self.assertNotContains(self.client.get(url, follow=True), "Line one")

    def test_only_administrators_delete_a_message(self):
        address = reverse("enquiries:delete", args=[self.enquiry.pk])
        self.client.force_login(self.editor)
        self.client.post(address)
        self.assertTrue(Enquiry.objects.exists())
        self.client.force_login(self.administrator)
        self.client.post(address)
        self.assertFalse(Enquiry.objects.exists())

    def test_the_first_page_of_the_admin_counts_open_messages(self):
        self.client.force_login(self.editor)
        home = self.client.get(reverse("wagtailadmin_home"))
        self.assertContains(home, "message without an answer")
        self.edit(is_answered="on", note="")
        self.assertNotContains(self.client.get(reverse("wagtailadmin_home")), "message without an answer")

    def test_facts_are_in_words_and_dates_as_the_rest_of_the_site_writes_them(self):
        sent = EnquiryFactory(received_at=dt.datetime(2026, 7, 1, 13, 5, tzinfo=dt.UTC), is_person_in_film=True)
        self.client.force_login(self.editor)
        for url in (reverse("enquiries:index"), reverse("enquiries:edit", args=[sent.pk])):
            page = self.client.get(url).content.decode().split("<main")[1]
            page = re.sub(r"<div data-side-panel-toggle-counter[^<]*<", "<", page)  # Wagtail's own, hidden
            self.assertIn("1 July 2026, 2:05pm", page)
            self.assertIn("Not yet", page)
            for bare in ("None", "True", "False"):
                self.assertIsNone(re.search(rf">\s*{bare}\s*<", page), bare)

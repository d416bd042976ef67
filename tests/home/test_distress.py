"""Somebody in distress may write on the contact form too, and is shown help first there as well."""

import datetime as dt

from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from comments.models import CommentSettings
from home.models import Enquiry
from home.services import tell_team
from home.views import MAX_IN_WINDOW
from tests.home.factories import EnquiryFactory
from tests.home.test_enquiries import Sending
from tests.home.test_enquiries_admin import member

DISTRESS = "I want to kill myself and nobody rings back"


class DistressTests(Sending):
    def test_help_stands_before_anything_else_on_the_next_page(self):
        answer = self.send(message=DISTRESS)
        page = self.client.get(answer.url).content.decode()
        help_first = page.index("It sounds as if things are very hard right now.")
        self.assertLess(help_first, page.index("Message sent"))
        self.assertIn("tel:116123", page[help_first : page.index("Message sent")])
        self.assertEqual(Enquiry.objects.get().message, DISTRESS)

    def test_neither_the_address_nor_a_cache_tells_that_somebody_was_in_distress(self):
        answer = self.send(message=DISTRESS)
        self.assertRegex(answer.url, r"/sent/\?reference=[A-Z0-9-]+$")
        self.assertIn("no-store", self.client.get(answer.url)["Cache-Control"])

    def test_an_ordinary_message_is_thanked_for_as_ever(self):
        answer = self.send(message="Could you add Welsh?")
        self.assertNotContains(self.client.get(answer.url), "things are very hard right now")

    def test_the_person_on_call_is_told_without_the_words(self):
        settings = CommentSettings.for_site(Site.objects.get(is_default_site=True))
        settings.on_call_email = "on-call@films.example"
        settings.save()
        self.send(message=DISTRESS)
        tell_team.func(Enquiry.objects.get().pk)
        (sent,) = mail.outbox
        self.assertIn("on-call@films.example", sent.to)
        self.assertTrue(sent.subject.startswith("Urgent."))
        self.assertNotIn("kill", sent.subject + sent.body)

    def test_help_leads_also_when_something_has_to_be_put_right(self):
        answer = self.send(message=DISTRESS, email="not an address")
        self.assertEqual(answer.status_code, 422)
        main = answer.content.decode().split("<main")[1]
        self.assertLess(main.index("tel:116123"), main.index("There is a problem"))
        self.assertIn(DISTRESS, main)
        self.assertContains(answer, "<h1", count=1, status_code=422)

    def test_no_limit_keeps_such_a_message_out(self):
        for number in range(MAX_IN_WINDOW + 1):
            self.send(message=f"Question {number}")
        self.assertEqual(Enquiry.objects.count(), MAX_IN_WINDOW)
        self.send(message=DISTRESS)
        self.assertTrue(Enquiry.objects.filter(is_urgent=True).exists())

    def test_the_team_finds_it_above_older_messages_marked_in_words(self):
        older = EnquiryFactory(received_at=timezone.now() - dt.timedelta(days=2))
        self.send(message=DISTRESS)
        self.client.force_login(member("Editors"))
        page = self.client.get(reverse("enquiries:index"))
        self.assertEqual([row.pk for row in page.context["object_list"]][1], older.pk)
        self.assertContains(page, "Urgent")
        urgent = Enquiry.objects.get(is_urgent=True)
        self.assertContains(self.client.get(reverse("enquiries:edit", args=[urgent.pk])), "Someone may be at risk")

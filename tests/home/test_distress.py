"""Somebody in distress may write on the contact form too, and is shown help first there as well."""

from django.core import mail
from wagtail.models import Site

from comments.models import CommentSettings
from home.models import Enquiry
from home.services import tell_team
from tests.home.test_enquiries import Sending

DISTRESS = "I want to kill myself and nobody rings back"


class DistressTests(Sending):
    def test_help_stands_before_anything_else_on_the_next_page(self):
        answer = self.send(message=DISTRESS)
        page = self.client.get(answer.url).content.decode()
        help_first = page.index("It sounds as if things are very hard right now.")
        self.assertLess(help_first, page.index("Message sent"))
        self.assertIn("tel:116123", page[help_first : page.index("Message sent")])
        self.assertEqual(Enquiry.objects.get().message, DISTRESS)

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

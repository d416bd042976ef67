"""Messages from readers: taken once, never lost to an error, never a way into mail headers or pages."""

from __future__ import annotations

import datetime as dt
from unittest import mock

from django.core import mail
from django.test import TestCase, override_settings
from django.utils import timezone

from cms.models import SiteSettings
from cms.stamps import make_stamp
from films.models import FilmPage
from home.forms import stamp_purpose
from home.jobs import forget_old_enquiries
from home.models import Enquiry
from home.services import mark_answered, receive_enquiry, tell_team
from home.views import MAX_IN_WINDOW, SEND_AGAIN, TOO_MANY
from tests.films.factories import FilmPageFactory
from tests.home.factories import ContactPageFactory, EnquiryFactory
from tests.support.hostile_strings import HOSTILE_STRINGS
from tests.support.pages import site_tree


def aged_stamp(page, seconds: int = 30) -> str:
    """The stamp of a form that was opened ``seconds`` ago."""
    then = timezone.now() - dt.timedelta(seconds=seconds)
    with mock.patch("cms.stamps.timezone.now", return_value=then), mock.patch("time.time", then.timestamp):
        return make_stamp(stamp_purpose(page))


class Sending(TestCase):
    take_down = False

    @classmethod
    def setUpTestData(cls):
        cls.page = ContactPageFactory(take_down=cls.take_down)

    def send(self, headers=None, **fields):
        typed = {"message": "A question.", "name": "", "email": "", "leave_empty": "", "stamp": aged_stamp(self.page)}
        return self.client.post(f"/messages/{self.page.pk}/", {**typed, **fields}, headers=headers)


class SendingAMessageTests(Sending):
    def test_a_message_is_kept_and_the_sender_gets_a_reference(self):
        answer = self.send(message="Could you add Welsh?", name="Ann", email="ann@example.org")
        enquiry = Enquiry.objects.get()
        self.assertEqual(
            (enquiry.message, enquiry.name, enquiry.email), ("Could you add Welsh?", "Ann", "ann@example.org")
        )
        self.assertRedirects(answer, f"{self.page.url}sent/?reference={enquiry.reference}")
        sent = self.client.get(answer.url)
        self.assertContains(sent, "Message sent")
        self.assertContains(sent, enquiry.reference)
        self.assertEqual(sent["X-Robots-Tag"], "noindex")

    def test_a_made_up_reference_is_not_repeated(self):
        sent = self.client.get(f"{self.page.url}sent/?reference=E-<b>ring</b>")
        self.assertNotContains(sent, "ring</b>")
        self.assertNotContains(sent, "Your reference")

    def test_the_same_form_sent_twice_is_kept_once_and_mailed_once(self):
        stamp = aged_stamp(self.page)
        with self.captureOnCommitCallbacks(execute=True) as queued:
            first, second = self.send(stamp=stamp), self.send(stamp=stamp)
        self.assertEqual(first.url, second.url)
        self.assertEqual(Enquiry.objects.count(), 1)
        self.assertEqual(len(queued), 1)

    def test_what_is_wrong_is_named_and_what_was_typed_is_still_there(self):
        answer = self.send(message="", name="Ann Other", email="not an address")
        self.assertContains(answer, "Enter your message", status_code=422)
        self.assertContains(answer, "It should look like name@example.com", status_code=422)
        self.assertContains(answer, 'value="Ann Other"', status_code=422)
        self.assertContains(answer, 'value="not an address"', status_code=422)
        self.assertContains(answer, 'href="#id_message"', status_code=422)
        self.assertContains(answer, "<title>Error: ", status_code=422)
        self.assertEqual(answer["Cache-Control"], "no-store")
        self.assertFalse(Enquiry.objects.exists())

    def test_a_message_that_is_too_long_is_not_cut(self):
        answer = self.send(message="x" * 4001)
        self.assertContains(answer, "must be 4,000 characters or fewer", status_code=422)
        self.assertContains(answer, "x" * 4001, status_code=422)

    def test_a_form_sent_too_fast_or_without_our_stamp_comes_back_with_its_words(self):
        cases = {
            "too fast": {"stamp": aged_stamp(self.page, 0)},
            "no stamp": {"stamp": ""},
            "forged": {"stamp": "e30:1:x"},
            "of another form": {"stamp": make_stamp("comment:1")},
            "trap filled": {"leave_empty": "https://spam.example"},
        }
        for name, fields in cases.items():
            with self.subTest(name):
                answer = self.send(message="These are my words.", **fields)
                self.assertContains(answer, SEND_AGAIN, status_code=422)
                self.assertContains(answer, "These are my words.", status_code=422)
                self.assertNotContains(answer, "spam.example", status_code=422)
                self.assertFalse(Enquiry.objects.exists())

    def test_the_form_that_comes_back_can_be_sent(self):
        again = self.send(stamp="").context["form"]
        self.assertNotEqual(again["stamp"].value(), "")
        with mock.patch("home.views.TOO_FAST_S", 0):
            answer = self.send(stamp=again["stamp"].value())
        self.assertEqual(answer.status_code, 302)

    def test_one_sender_cannot_flood_us_and_loses_no_words(self):
        for number in range(MAX_IN_WINDOW):
            self.assertEqual(self.send(message=f"Message {number}").status_code, 302)
        answer = self.send(message="One more")
        self.assertContains(answer, TOO_MANY, status_code=422)
        self.assertContains(answer, "One more", status_code=422)
        self.assertEqual(Enquiry.objects.count(), MAX_IN_WINDOW)

    def test_a_form_of_another_site_is_refused_with_a_reason(self):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
            with self.subTest(headers):
                answer = self.send(headers=headers)
                self.assertContains(answer, "was not sent from our own page", status_code=403)
        self.assertFalse(Enquiry.objects.exists())

    def test_only_live_contact_pages_take_messages_and_only_by_post(self):
        self.assertEqual(self.client.get(f"/messages/{self.page.pk}/").status_code, 405)
        self.page.live = False
        self.page.save()
        self.assertEqual(self.send().status_code, 404)
        self.assertEqual(self.client.post("/messages/999999/", {"message": "x"}).status_code, 404)

    def test_hostile_text_in_any_field_is_refused_or_kept_as_plain_text(self):
        with mock.patch("home.views.MAX_IN_WINDOW", 10_000):
            for text in HOSTILE_STRINGS:
                raw = text.encode("utf-8", "surrogatepass")
                for fields in ({"message": raw}, {"message": "Hello", "name": raw, "email": raw, "stamp": raw}):
                    with self.subTest(text=ascii(text[:30])):
                        fields = {"stamp": aged_stamp(self.page), **fields}
                        answer = self.send(**fields)
                        # 400: more than a form may send at all.
                        self.assertIn(answer.status_code, {302, 422, 400})
                        self.assertNotIn(b"<script>alert", answer.content)


class TakeDownTests(Sending):
    take_down = True

    def test_a_person_in_a_film_can_name_it(self):
        film = FilmPageFactory(title="Home again")
        self.assertContains(self.client.get(self.page.url), "Home again")
        self.send(message="Please take it down.", film=film.pk, is_person_in_film="on")
        enquiry = Enquiry.objects.get()
        self.assertEqual((enquiry.film_id, enquiry.is_person_in_film), (film.pk, True))
        self.assertEqual(enquiry.purpose, "take_down")

    def test_films_that_readers_cannot_see_are_neither_listed_nor_taken(self):
        hidden = [FilmPageFactory(draft=True, title="In draft"), FilmPageFactory(withdrawn=True, title="Withdrawn one")]
        for film in hidden:
            self.assertNotContains(self.client.get(self.page.url), film.title)
            answer = self.send(film=film.pk)
            self.assertContains(answer, "Choose a film from the list", status_code=422)

    def test_a_request_outlives_the_film_it_is_about(self):
        film = FilmPageFactory()
        self.send(film=film.pk)
        FilmPage.objects.get(pk=film.pk).delete()
        self.assertIsNone(Enquiry.objects.get().film)


class TellingTheTeamTests(TestCase):
    def test_the_mail_links_to_the_message_and_holds_none_of_its_words(self):
        SiteSettings.objects.update_or_create(site=site_tree().site, defaults={"contact_email": "team@films.example"})
        enquiry = EnquiryFactory(
            message="My secret is out", name="Ann\r\nBcc: all@example.org", email="ann@example.org"
        )
        tell_team.call(enquiry.pk)
        (sent,) = mail.outbox
        self.assertEqual(sent.recipients(), ["team@films.example"])
        self.assertIn(f"/admin/enquiries/edit/{enquiry.pk}/", sent.body)
        whole = str(sent.message())
        for word in ("secret", "Bcc", "ann@example.org"):
            self.assertNotIn(word, whole)

    def test_without_an_address_for_the_team_nothing_is_mailed(self):
        tell_team.call(EnquiryFactory().pk)
        tell_team.call(0)
        self.assertEqual(mail.outbox, [])

    def test_two_senders_with_the_same_words_are_both_kept(self):
        page = ContactPageFactory()
        for sender in ("192.0.2.1", "192.0.2.2"):
            receive_enquiry(page=page, message="Thank you.", name="", email="", sender=sender)
        self.assertEqual(Enquiry.objects.count(), 2)


class KeepingMessagesTests(TestCase):
    @override_settings(ENQUIRY_KEEP_DAYS=30)
    def test_answered_messages_go_after_their_time_and_open_ones_stay(self):
        now = timezone.now()
        old, recent = now - dt.timedelta(days=31), now - dt.timedelta(days=29)
        EnquiryFactory(answered_at=old)
        kept = [EnquiryFactory(answered_at=recent), EnquiryFactory(received_at=old)]
        forget_old_enquiries.run()
        self.assertCountEqual(Enquiry.objects.values_list("pk", flat=True), [enquiry.pk for enquiry in kept])

    def test_marking_a_message_answered_twice_keeps_the_first_answer(self):
        enquiry = EnquiryFactory()
        mark_answered(enquiry, None)
        enquiry.refresh_from_db()
        first = enquiry.answered_at
        mark_answered(enquiry, None)
        enquiry.refresh_from_db()
        self.assertEqual(enquiry.answered_at, first)

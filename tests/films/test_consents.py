"""Agreements after they were given: the signed form, taking one back, warnings and the end."""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO

from django.contrib.auth.models import Group
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import PageLogEntry

from films.models import Consent, FilmPage, Withdrawal
from films.models.video import private_storage
from films.services import consents
from tests.comments.factories import UserFactory
from tests.films.factories import ConsentFactory, ContributorFactory, FilmPageFactory

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
TODAY = timezone.localdate


def picture(kind: str) -> bytes:
    content = BytesIO()
    Image.new("RGB", (20, 30)).save(content, kind)
    return content.getvalue()


def person_in(group: str):
    user = UserFactory(username=group.lower())
    user.groups.add(Group.objects.get(name=group))
    return user


class SignedFormTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.consent = ConsentFactory(film=FilmPageFactory(publishable=True))
        cls.editor = person_in("Editors")

    def setUp(self):
        self.address = reverse("film_consents:evidence", args=[self.consent.pk])
        self.download = reverse("film_consents:download", args=[self.consent.pk])

    def send(self, content: bytes, name: str = "form.pdf"):
        self.client.force_login(self.editor)
        return self.client.post(self.address, {"evidence": SimpleUploadedFile(name, content)})

    def test_a_form_is_kept_in_private_and_handed_out_to_be_saved(self):
        for content, media_type, ending in (
            (PDF, "application/pdf", "pdf"),
            (picture("JPEG"), "image/jpeg", "jpg"),
            (picture("PNG"), "image/png", "png"),
        ):
            with self.subTest(media_type):
                self.assertEqual(self.send(content, "Kit Smith.exe").status_code, 302)
                consent = Consent.objects.get(pk=self.consent.pk)
                self.assertTrue(private_storage().exists(consent.evidence_file.name))
                self.assertRegex(consent.evidence_file.name, r"^consents/[0-9a-f]{32}$")
                answer = self.client.get(self.download)
                self.assertEqual(b"".join(answer.streaming_content), content)
                self.assertEqual(answer["Content-Type"], media_type)
                self.assertEqual(answer["Content-Disposition"], f'attachment; filename="consent-{consent.pk}.{ending}"')
                self.assertEqual(answer["X-Content-Type-Options"], "nosniff")
                self.assertIn("no-store", answer["Cache-Control"])
        self.assertEqual(PageLogEntry.objects.filter(action="films.consent_form_opened").count(), 3)

    def test_it_is_never_served_publicly(self):
        self.send(PDF)
        name = Consent.objects.get(pk=self.consent.pk).evidence_file.name
        self.client.logout()
        for address in (f"/media/{name}", f"/media/../private/{name}", f"/documents/{name}"):
            self.assertEqual(self.client.get(address, follow=True).status_code, 404, address)
        self.assertEqual(self.client.get(self.download).status_code, 302)

    def test_roles(self):
        self.send(PDF)
        for group, allowed in (("Editors", True), ("Administrators", True), ("Moderators", False)):
            user = self.editor if group == "Editors" else person_in(group)
            self.client.force_login(user)
            for address in (self.address, self.download):
                with self.subTest(group=group, address=address):
                    self.assertEqual(self.client.get(address).status_code == 200, allowed)

    def test_what_is_no_form_is_refused_with_a_sentence(self):
        for content, words in (
            (b"<html>%PDF-1.7", "Choose a PDF, or a photo"),
            (b"GIF89a" + bytes(100), "Choose a PDF, or a photo"),
            (picture("PNG")[:40], "Choose a PDF, or a photo"),
            (b"", "This file is empty."),
        ):
            with self.subTest(content[:10]):
                self.assertContains(self.send(content), words, status_code=422)
        with override_settings(CONSENT_FORM_MAX_BYTES=10):
            self.assertContains(self.send(PDF), "or smaller", status_code=422)
        self.assertFalse(Consent.objects.get(pk=self.consent.pk).evidence_file)

    def test_another_form_needs_another_sign_off(self):
        self.send(PDF)
        first = Consent.objects.get(pk=self.consent.pk).evidence_file.name
        Consent.objects.filter(pk=self.consent.pk).update(second_sign_off_by=UserFactory())
        with self.captureOnCommitCallbacks(execute=True):
            self.send(PDF + b"2")
        consent = Consent.objects.get(pk=self.consent.pk)
        self.assertIsNone(consent.second_sign_off_by)
        self.assertEqual(consent.recorded_by, self.editor)
        self.assertFalse(private_storage().exists(first))

    def test_saving_the_film_s_form_leaves_what_is_recorded(self):
        opened_before = Consent.objects.get(pk=self.consent.pk)
        self.send(PDF)
        Consent.objects.filter(pk=self.consent.pk).update(withdrawn_at=timezone.now())
        opened_before.note = "Rang on Monday"
        opened_before.save()
        consent = Consent.objects.get(pk=self.consent.pk)
        self.assertEqual(consent.note, "Rang on Monday")
        self.assertTrue(consent.evidence_file)
        self.assertIsNotNone(consent.withdrawn_at)

    def test_a_form_does_not_outlive_its_consent(self):
        self.send(PDF)
        consent = Consent.objects.get(pk=self.consent.pk)
        name = consent.evidence_file.name
        with self.captureOnCommitCallbacks(execute=True):
            consent.delete()
        self.assertFalse(private_storage().exists(name))


class TakingBackTests(TestCase):
    def setUp(self):
        self.person = ContributorFactory(name="Kit")
        self.films = [FilmPageFactory(publishable=True, title=title) for title in ("One", "Two", "Three")]
        self.consents = [ConsentFactory(film=film, contributor=self.person) for film in self.films]
        self.address = reverse("film_consents:take_back", args=[self.consents[0].pk])
        self.editor = person_in("Editors")
        self.client.force_login(self.editor)

    def test_it_asks_for_each_film_and_takes_the_chosen_ones_down(self):
        page = self.client.get(self.address)
        for title in ("One", "Two", "Three"):
            self.assertContains(page, f"{title} (public now)")
        self.client.post(self.address, {"consents": [self.consents[0].pk, self.consents[1].pk]})
        states = [self.client.get(film.url).status_code for film in self.films]
        self.assertEqual(states, [410, 410, 200])
        self.assertEqual(Consent.objects.filter(withdrawn_at=None).get(), self.consents[2])
        done = Withdrawal.objects.first()
        self.assertEqual((done.cause, done.asked_by), ("consent_withdrawn", self.editor))

    def test_a_film_that_was_never_public_cannot_become_so_and_nothing_is_taken_down(self):
        draft = FilmPageFactory(publishable=True, draft=True)
        consent = ConsentFactory(film=draft, contributor=self.person)
        self.assertEqual(consents.withdraw_consents([consent], by=self.editor), [])
        self.assertIsNotNone(Consent.objects.get(pk=consent.pk).withdrawn_at)
        self.assertIsNone(FilmPage.objects.get(pk=draft.pk).withdrawn_at)

    def test_only_people_who_may_withdraw_films_come_here(self):
        self.client.force_login(person_in("Moderators"))
        self.assertNotEqual(self.client.post(self.address, {"consents": [self.consents[0].pk]}).status_code, 200)
        self.assertFalse(Withdrawal.objects.exists())


class EndTests(TestCase):
    def setUp(self):
        self.film = FilmPageFactory(publishable=True, title="At home")
        self.consent = ConsentFactory(film=self.film, expires_on=TODAY() + dt.timedelta(days=100))
        person_in("Editors")

    def days_before(self, days: int) -> tuple[int, int]:
        return consents.look_after(self.consent.expires_on - dt.timedelta(days=days))

    def test_editors_are_told_60_30_and_7_days_before_once_each(self):
        told = [days for days in range(70, -1, -1) if self.days_before(days)[0]]
        self.assertEqual(told, [60, 30, 7])
        self.assertEqual(len(mail.outbox), 3)
        self.assertEqual(mail.outbox[0].to, ["editors@example.org"])
        self.assertIn("“At home”", mail.outbox[0].body)
        self.assertIn("in 60 days", mail.outbox[0].body)
        self.assertNotIn(str(self.consent.contributor), mail.outbox[0].body)

    def test_a_notice_that_was_missed_comes_late(self):
        self.assertEqual(self.days_before(22), (1, 0))
        self.assertEqual(self.days_before(21), (0, 0))
        self.assertEqual(self.days_before(6), (1, 0))

    def test_a_renewed_consent_is_warned_of_afresh(self):
        self.days_before(5)
        Consent.objects.update(expires_on=self.consent.expires_on + dt.timedelta(days=30))
        self.assertEqual(self.days_before(0), (1, 0))

    def test_the_film_is_withdrawn_on_the_day_after_and_not_before(self):
        self.assertEqual(self.days_before(0)[1], 0)
        self.assertEqual(self.client.get(self.film.url).status_code, 200)
        self.assertEqual(self.days_before(-1), (0, 1))
        self.assertEqual(self.client.get(self.film.url).status_code, 410)
        done = Withdrawal.objects.get()
        self.assertEqual((done.cause, done.asked_by), ("consent_ended", None))
        self.assertEqual(self.days_before(-2), (0, 0))

    def test_somebody_who_is_no_longer_in_the_film_does_not_count(self):
        Consent.objects.update(not_shown_since=timezone.now())
        self.assertEqual(self.days_before(-1), (0, 0))


class ReportTests(TestCase):
    def setUp(self):
        film = FilmPageFactory(publishable=True, title="At home")
        for name, options in (("Ann", {}), ("Bea", {"expired": True}), ("Cai", {"withdrawn": True})):
            ConsentFactory(film=film, contributor=ContributorFactory(name=name), **options)
        self.address = reverse("film_consents:report")
        self.client.force_login(person_in("Editors"))

    def test_it_lists_all_dates_and_filters_by_state(self):
        for state, names in (("", "Ann Bea Cai"), ("in_force", "Ann"), ("ended", "Bea"), ("withdrawn", "Cai")):
            page = self.client.get(self.address, {"state": state})
            shown = re.findall(r">\s*(Ann|Bea|Cai)\s*<", page.content.decode())
            with self.subTest(state):
                self.assertEqual(sorted(set(shown)), names.split())

    def test_it_can_be_taken_away_as_a_table(self):
        answer = self.client.get(self.address, {"export": "csv"})
        content = b"".join(answer.streaming_content).decode()
        self.assertIn("Person,Film,State,Given,Review,Ends", content)
        self.assertIn("Bea,At home,Ended", content)

    def test_a_moderator_of_comments_does_not_see_it(self):
        self.client.force_login(person_in("Moderators"))
        self.assertNotEqual(self.client.get(self.address).status_code, 200)

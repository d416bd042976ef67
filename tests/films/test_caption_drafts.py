"""Readers have checked words only, and have them everywhere at once."""

from __future__ import annotations

import json
import re

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import TestCase
from django.urls import reverse

from accounts.models import User
from films import readiness, search
from films.models import CaptionTrack, FilmPage
from films.selectors.film_page import caption_url
from films.services import caption_checks, captions
from tests.films.factories import CaptionTrackFactory, CueFactory, FilmPageFactory, VideoFactory

FAULTY = b"""1
00:00:00,000 --> 00:00:02,000
My name is Anne.

2
00:00:02,000 --> 00:00:02,300
I am a kettle and a social worker.

3
00:05:00,000 --> 00:05:02,000
Long after the end.
"""


def colleague() -> User:
    user = User.objects.create_user("ann", password="a long pass phrase", first_name="Ann", last_name="Smith")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def said_in(page: str) -> list[tuple[str, str]]:
    """The lines of a page's transcript with their anchors."""
    return re.findall(r'<span class="line" id="([^"]+)"[^>]*>([^<]*)<', page)


class ReadersTests(TestCase):
    def setUp(self):
        self.film = FilmPageFactory(publishable=True)  # "My name is Ann.", "I am a social worker."
        self.video = self.film.video
        self.track = self.film.caption_track
        self.track.save()  # with its cues, so that search knows them
        self.first, self.second = self.track.cues.in_order()
        self.by = colleague()

    def page(self) -> str:
        return self.client.get(self.film.url).content.decode()

    def send(self, *lines: tuple[float, str]) -> CaptionTrack:
        text = "WEBVTT\n\n" + "\n\n".join(
            f"00:{start:06.3f} --> 00:{start + 2:06.3f}\n{words}" for start, words in lines
        )
        return captions.import_captions(self.video, data=text.encode(), filename="new.vtt")

    def test_new_words_are_seen_nowhere_until_they_are_checked_and_then_everywhere(self):
        draft = self.send((0, "My name is Kettle."))
        self.assertIn("My name is Ann.", self.page())
        self.assertNotIn("Kettle", self.page())
        self.assertEqual(len(re.findall("<track ", self.page())), 1)
        self.assertEqual(search.find_moments("kettle"), [])
        self.assertEqual(len(search.find_moments("social worker")), 1)
        for suffix in ("vtt", "srt", "txt"):
            self.assertEqual(self.client.get(caption_url(draft, suffix)).status_code, 404)
            self.assertContains(self.client.get(caption_url(self.track, suffix)), "My name is Ann.")

        checked = caption_checks.mark_checked(draft, by=self.by)
        self.assertEqual(checked, self.track)
        self.assertEqual([words for _, words in said_in(self.page())], ["My name is Kettle."])
        self.assertEqual(len(search.find_moments("kettle")), 1)
        self.assertEqual(search.find_moments("social worker"), [])
        address = re.search(r'<track src="([^"]+)"', self.page())[1]
        self.assertContains(self.client.get(address), "Kettle")
        self.assertEqual(CaptionTrack.objects.count(), 1)
        self.assertEqual((checked.checked_by_name, checked.source_name), (str(self.by), "new.vtt"))

    def test_links_to_lines_that_are_kept_lead_to_them(self):
        draft = self.send((0, "A line before."), (3, "My name is Ann."), (5, "I am a mental health social worker."))
        before = {words: anchor for anchor, words in said_in(self.page())}
        caption_checks.mark_checked(draft, by=self.by)
        after = {words: anchor for anchor, words in said_in(self.page())}
        self.assertEqual(after["My name is Ann."], before["My name is Ann."])
        self.assertNotIn(after["A line before."], before.values())

    def test_a_line_that_is_gone_leaves_its_link_to_no_other(self):
        caption_checks.mark_checked(self.send((0, "My name is Ann."), (2, "Wholly other words.")), by=self.by)
        self.assertNotIn(f'id="line-{self.second.pk}"', self.page())
        self.assertIn(f'id="line-{self.first.pk}"', self.page())

    def test_words_that_nobody_has_checked_are_not_shown_even_when_there_are_no_others(self):
        CaptionTrack.objects.update(status=CaptionTrack.Status.MACHINE_DRAFT)
        self.track.refresh_from_db()
        self.track.save()
        page = self.page()
        self.assertNotIn("My name is Ann.", page)
        self.assertNotIn("<track ", page)
        self.assertNotIn("accessibilityFeature", page)
        self.assertNotIn(".vtt", page)
        self.assertEqual(search.find_moments("social worker"), [])
        self.assertEqual(self.client.get(caption_url(self.track)).status_code, 404)

    def test_a_description_that_nobody_has_checked_stays_out_of_page_and_text(self):
        seen = CaptionTrackFactory(video=self.video, kind=CaptionTrack.Kind.DESCRIPTIONS)
        CueFactory(track=seen, payload="A woman opens the door.")
        seen.save()
        self.assertNotIn("opens the door", self.page())
        self.assertNotContains(self.client.get(caption_url(self.track, "txt")), "opens the door")

    def test_search_finds_nothing_unchecked_that_an_older_index_still_holds(self):
        CaptionTrack.objects.update(status=CaptionTrack.Status.DRAFT)  # and no index is written afresh
        self.assertEqual(search.find_moments("social worker"), [])

    def test_an_editor_sees_the_draft_in_a_preview_and_what_it_is(self):
        self.send((0, "My name is Kettle."))
        self.by.is_superuser = True
        self.by.save()
        self.client.force_login(self.by)
        self.film.save_revision()
        preview = self.client.get(reverse("wagtailadmin_pages:view_draft", args=[self.film.pk]))
        self.assertContains(preview, "My name is Kettle.")
        self.assertContains(preview, "Draft. Check every line")
        self.assertNotIn("Kettle", self.page())

    def test_structured_data_tells_of_captions_that_are_checked(self):
        data = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', self.page(), re.DOTALL)[1]
        self.assertIn("captions", json.dumps(json.loads(data)))

    def test_a_pull_quote_leads_to_where_it_is_said_now(self):
        FilmPage.objects.update(pull_quote="I am a social worker.", pull_quote_start_ms=2000)
        caption_checks.mark_checked(self.send((7, "I am a social worker.")), by=self.by)
        self.assertEqual(FilmPage.objects.get().pull_quote_start_ms, 7000)
        self.assertEqual(caption_checks.films_with_a_lost_quote(self.track), [])
        checked = caption_checks.mark_checked(self.send((7, "Other words.")), by=self.by)
        self.assertEqual(caption_checks.films_with_a_lost_quote(checked), [self.film])

    def test_the_database_holds_no_checked_draft_and_no_second_one(self):
        draft = self.send((0, "Other words."))
        with self.assertRaises(IntegrityError), transaction.atomic():
            CaptionTrack.objects.filter(pk=draft.pk).update(status=CaptionTrack.Status.CHECKED)
        with self.assertRaises(IntegrityError), transaction.atomic():
            CaptionTrackFactory(video=self.video, replaces=self.track)
        with self.assertRaises(IntegrityError), transaction.atomic():
            CaptionTrackFactory(video=self.video)


class CheckingTests(TestCase):
    def setUp(self):
        self.by = colleague()
        self.video = VideoFactory(ready=True, duration_ms=60_000)

    def test_a_track_without_lines_cannot_be_checked(self):
        with self.assertRaisesMessage(caption_checks.CannotCheck, "There are no captions to check yet."):
            caption_checks.mark_checked(CaptionTrackFactory(), by=self.by)

    def test_faults_are_named_and_nothing_is_checked(self):
        track = captions.import_captions(self.video, data=FAULTY, filename="x.srt")
        with self.assertRaises(caption_checks.CannotCheck) as refusal:
            caption_checks.mark_checked(track, by=self.by)
        sentence = str(refusal.exception)
        self.assertTrue(sentence.startswith("2 things have to be mended"), sentence)
        self.assertIn("At 0:02: 8 words need at least", sentence)
        self.assertIn("At 5:00: The film is over at 1:00", sentence)
        track.refresh_from_db()
        self.assertFalse(track.is_checked)

    def test_words_that_changed_since_the_page_was_opened_are_not_checked(self):
        track = CaptionTrackFactory(video=self.video, words=["One."])
        seen_at = track.updated_at
        captions.change_cue(track.cues.get(), start_ms=0, end_ms=2000, payload="Other.")
        with self.assertRaisesMessage(caption_checks.CannotCheck, "since you opened this page"):
            caption_checks.mark_checked(track, by=self.by, seen_at=seen_at)

    def test_a_description_is_not_measured_by_how_fast_it_is_read(self):
        track = CaptionTrackFactory(video=self.video, kind=CaptionTrack.Kind.DESCRIPTIONS)
        CueFactory(track=track, end_ms=200, payload="A woman opens the door and looks at the garden.")
        self.assertTrue(caption_checks.mark_checked(track, by=self.by).is_checked)

    def test_a_draft_that_was_checked_meanwhile_cannot_be_checked_again(self):
        CaptionTrackFactory(video=self.video, checked=True, words=["One."])
        draft = captions.import_captions(self.video, data=b"WEBVTT\n\n00:00.000 --> 00:02.000\nTwo.\n")
        caption_checks.mark_checked(CaptionTrack.objects.get(pk=draft.pk), by=self.by)
        with self.assertRaisesMessage(caption_checks.CannotCheck, "no longer here"):
            caption_checks.mark_checked(draft, by=self.by)


class ReadinessTests(TestCase):
    def sentences(self, film: FilmPage) -> list[str]:
        return [item.sentence for item in readiness.missing_for_publication(film) if item.field == "words"]

    def test_a_draft_alone_does_not_do_and_checked_words_with_a_draft_do(self):
        film = FilmPageFactory(publishable=True, draft=True)
        CaptionTrack.objects.update(status=CaptionTrack.Status.DRAFT)
        self.assertEqual(self.sentences(film), ["Check every line of the captions, then mark them as checked."])
        with self.assertRaises(readiness.NotReady):
            film.save_revision().publish()
        CaptionTrack.objects.update(status=CaptionTrack.Status.CHECKED)
        self.assertEqual(self.sentences(film), [])
        captions.import_captions(film.video, data=FAULTY, filename="x.srt")
        readiness.require_ready(film)
        self.assertEqual(
            self.sentences(film),
            ["New captions wait to be checked. Until then the film keeps the old ones."],
        )


class EditorsPagesTests(TestCase):
    def setUp(self):
        self.client.force_login(colleague())
        self.film = FilmPageFactory(publishable=True)
        self.video = self.film.video
        self.track = self.film.caption_track

    def address(self, name: str, track: CaptionTrack, *more: object) -> str:
        return reverse(f"videos:{name}", args=[self.video.pk, track.pk, *more])

    def send(self, data: bytes):
        url = reverse("videos:captions_upload", args=[self.video.pk])
        fields = {"file": SimpleUploadedFile("x.srt", data), "language": "en-GB", "kind": "captions"}
        return self.client.post(url, fields, follow=True)

    def test_the_draft_and_what_is_in_use_are_told_apart(self):
        page = self.send(FAULTY)
        draft = self.track.draft
        self.assertContains(page, "The captions in use stay until then.")
        self.assertContains(page, "Not in use. Readers keep")
        self.assertContains(page, "the captions that Ann Other checked on")
        in_use = self.client.get(self.address("captions", self.track))
        self.assertContains(in_use, "<b>In use.</b> Checked by Ann Other")
        self.assertContains(in_use, f'href="{self.address("captions", draft)}"')
        self.assertNotContains(in_use, "edit=")
        for url in (
            reverse("videos:edit", args=[self.video.pk]),
            reverse("wagtailadmin_pages:edit", args=[self.film.pk]),
        ):
            states = self.client.get(url)
            self.assertContains(states, "In use. Checked by Ann Other")
            self.assertContains(states, "Waits beside the captions in use")

    def test_all_that_was_found_stands_on_top_with_a_link_to_its_line_on_whatever_page(self):
        track = CaptionTrackFactory(video=self.video, language="cy")
        for place in range(60):
            CueFactory(track=track, position=place, start_ms=place * 900, end_ms=place * 900 + 900, payload="Ie.")
        late = CueFactory(track=track, position=60, start_ms=90_000, end_ms=92_000, payload="Hwyr.")
        page = self.client.get(self.address("captions", track))
        self.assertContains(page, "1 thing to mend, nothing to look at")
        self.assertContains(
            page, f'href="{self.address("captions", track)}?p=2#cue-{late.pk}">1:30</a>: The film is over'
        )
        self.assertContains(self.client.get(self.address("captions", track) + "?p=2"), "<b>Mend:</b> The film is over")

    def test_captions_that_overlap_across_two_pages_are_found(self):
        track = CaptionTrackFactory(video=self.video, language="cy")
        for place in range(51):
            long = 2000 if place == 49 else 1000
            CueFactory(track=track, position=place, start_ms=place * 1000, end_ms=place * 1000 + long, payload="Ie.")
        self.assertContains(self.client.get(self.address("captions", track)), "starts 1 second before the one above")

    def test_a_refused_line_keeps_what_was_found(self):
        self.send(FAULTY)
        draft = self.track.draft
        cue = draft.cues.get(position=1)
        page = self.client.post(
            self.address("captions_cue", draft, cue.pk), {"start_ms": "0:05", "end_ms": "0:04", "payload": "x"}
        )
        self.assertContains(page, "A caption has to end after it starts.", status_code=422)
        self.assertContains(page, "2 things to mend", status_code=422)
        self.assertContains(page, "<b>Mend:</b> 8 words need", status_code=422)

    def test_faults_are_mended_then_checked_by_somebody_and_only_then_public(self):
        self.send(FAULTY)
        draft = self.track.draft
        page = self.client.post(self.address("captions_checked", draft), follow=True)
        self.assertContains(page, "2 things have to be mended before these captions can be marked as checked.")
        quick, late = draft.cues.get(position=1), draft.cues.get(position=2)
        self.client.post(
            self.address("captions_cue", draft, quick.pk),
            {"start_ms": "0:02", "end_ms": "0:06", "payload": quick.payload},
        )
        self.client.post(self.address("captions_cue", draft, late.pk), {"remove": "yes"})
        self.assertNotContains(self.client.get(self.film.url), "kettle")
        page = self.client.post(self.address("captions_checked", draft), follow=True)
        self.assertContains(page, "These captions are in use now")
        self.assertContains(page, "Checked by Ann Smith on")
        self.assertContains(page, "Who has checked these captions")
        self.assertContains(self.client.get(self.film.url), "kettle")

    def test_a_change_of_checked_words_leads_to_the_draft_it_started(self):
        cue = self.track.cues.first()
        fields = {"start_ms": "0:00", "end_ms": "0:02", "payload": "My name is Kettle."}
        page = self.client.post(self.address("captions_cue", self.track, cue.pk), fields, follow=True)
        self.assertContains(page, "The change is in a draft.")
        self.assertContains(page, "My name is Kettle.")
        self.assertNotContains(self.client.get(self.film.url), "Kettle")
        again = self.client.post(self.address("captions_cue", self.track, cue.pk), fields, follow=True)
        self.assertContains(again, "Change the draft.")

    def test_a_draft_is_discarded_after_one_question(self):
        self.send(FAULTY)
        draft = self.track.draft
        self.assertContains(
            self.client.get(self.address("captions_discard", draft)), "The captions in use stay as they"
        )
        self.assertEqual(CaptionTrack.objects.count(), 2)
        page = self.client.post(self.address("captions_discard", draft), follow=True)
        self.assertContains(page, "The draft is gone.")
        self.assertContains(page, "<b>In use.</b>")
        self.assertEqual(list(CaptionTrack.objects.all()), [self.track])
        self.client.post(self.address("captions_discard", self.track))
        self.assertEqual(list(CaptionTrack.objects.all()), [self.track])

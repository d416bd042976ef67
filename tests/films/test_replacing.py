"""Another cut at a film's address: what has to be ready, what stays, and what can never come back."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.test import TestCase
from django.utils import timezone
from wagtail.models import PageLogEntry

from films.models import CaptionTrack, Chapter, Consent, FilmPage, Video, Withdrawal
from films.readiness import NotReady
from films.services import replacing, withdrawal
from films.services.caption_checks import mark_checked
from films.tasks import clear_withdrawal
from tests.comments.factories import CommentFactory, UserFactory
from tests.films.factories import (
    CaptionTrackFactory,
    ConsentFactory,
    ContributorFactory,
    CreditFactory,
    FilmPageFactory,
    RenditionFactory,
    VideoFactory,
)

NOTE = "Replaced because a figure was out of date."


class ReplacingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.by = UserFactory(is_superuser=True)

    def setUp(self):
        self.film = FilmPageFactory(publishable=True, title="At home")
        self.old = self.film.video
        self.first_revision = self.film.save_revision()
        self.first_revision.publish()
        self.new = VideoFactory(ready=True, duration_ms=30_000)

    def give_words(self, words=("My name is Ann.", "Something new.")):
        CaptionTrackFactory(video=self.new, checked=True, words=list(words))

    def replace(self, **options):
        with self.captureOnCommitCallbacks(execute=True):
            done = replacing.replace(self.film, **{"video": self.new, "note": NOTE, "by": self.by, **options})
        self.film = FilmPage.objects.get(pk=self.film.pk)
        return done

    def test_the_new_cut_is_at_the_old_address_with_a_note_and_the_old_files_are_gone(self):
        self.give_words()
        address, name = self.old.mp4.url, self.old.mp4.file.name
        done = self.replace()
        self.assertContains(self.client.get(self.film.url), self.new.mp4.url)
        self.assertContains(self.client.get(self.film.url), NOTE)
        self.assertEqual(self.client.get(address).status_code, 404)
        clear_withdrawal.func(done.pk)
        self.assertFalse(default_storage.exists(name))
        self.assertTrue(withdrawal.check_places(done).is_all_gone, done.still_there)
        self.assertTrue(done.is_of_a_cut)
        self.assertTrue(PageLogEntry.objects.filter(action="films.replace", user=self.by).exists())

    def test_unchecked_words_stop_it_and_nothing_changes(self):
        replacing.copy_words(self.old, self.new)
        with self.assertRaisesMessage(NotReady, "Check every line of the captions"):
            self.replace()
        self.film.refresh_from_db()
        self.assertEqual(self.film.video, self.old)
        self.assertContains(self.client.get(self.film.url), self.old.mp4.url)
        self.assertIsNone(Video.objects.get(pk=self.old.pk).withdrawn_at)

    def test_words_are_copied_as_a_draft_as_far_as_the_new_cut_goes(self):
        self.new.duration_ms = 3000
        self.new.save()
        self.assertEqual(replacing.copy_words(self.old, self.new), 1)
        track = self.new.caption_tracks.get()
        self.assertEqual(track.status, CaptionTrack.Status.DRAFT)
        lines = list(track.cues.values_list("plain_text", "start_ms", "end_ms"))
        self.assertEqual(lines, [("My name is Ann.", 0, 2000), ("I am a social worker.", 2000, 3000)])
        self.assertEqual(replacing.copy_words(self.old, self.new), 0)
        mark_checked(track, by=self.by)
        self.assertIsNotNone(self.replace())

    def test_an_old_revision_brings_no_old_file_back(self):
        self.give_words()
        self.replace()
        self.assertEqual(self.first_revision.as_object().video, self.new)
        self.first_revision.publish()
        self.assertEqual(FilmPage.objects.get(pk=self.film.pk).video, self.new)
        self.assertIn("live", str(FilmPage.objects.get(pk=self.film.pk).status_string))

    def test_a_draft_of_a_public_film_does_not_bring_another_file_with_it(self):
        draft = self.first_revision.as_object()
        draft.video = self.new
        draft.save_revision().publish()
        self.assertEqual(FilmPage.objects.get(pk=self.film.pk).video, self.old)

    def test_a_draft_in_work_stays_a_draft_of_the_new_cut(self):
        draft = self.film.get_latest_revision_as_object()
        draft.summary = "Not for readers yet."
        draft.save_revision()
        self.film = FilmPage.objects.get(pk=self.film.pk)
        self.give_words()
        self.replace()
        self.assertNotContains(self.client.get(self.film.url), "Not for readers yet.")
        in_work = self.film.get_latest_revision_as_object()
        self.assertEqual((in_work.summary, in_work.video), ("Not for readers yet.", self.new))
        self.assertEqual([note.note for note in in_work.change_notes.all()], [NOTE])

    def test_comments_about_what_is_gone_are_listed(self):
        self.give_words(["My name is Ann.", "Something new."])
        same = CommentFactory(page=self.film, approved=True, at_ms=500)
        other_words = CommentFactory(page=self.film, approved=True, at_ms=2500)
        past_the_end = CommentFactory(page=self.film, approved=True, at_ms=45_000)
        CommentFactory(page=self.film, approved=True)
        done = self.replace()
        self.assertEqual(done.comments_to_review, [other_words.pk, past_the_end.pk])
        self.assertNotIn(same.pk, done.comments_to_review)

    def test_chapters_and_a_quote_that_are_not_in_the_new_cut_go(self):
        self.film.chapters.add(Chapter(start_ms=0, title="Start"), Chapter(start_ms=40_000, title="Late"))
        self.film.pull_quote = "I am a social worker."
        self.film.save_revision().publish()
        self.give_words()
        film = FilmPage.objects.get(pk=self.film.pk)
        self.assertEqual(len(replacing.changes_by(film, self.new)), 2)
        self.replace()
        self.assertEqual([chapter.title for chapter in self.film.chapters.all()], ["Start"])
        self.assertEqual(self.film.pull_quote, "")

    def test_a_withdrawn_film_comes_back_with_a_cut_without_the_person_who_withdrew(self):
        person = ContributorFactory(name="Kit")
        CreditFactory(film=self.film, contributor=person)
        consent = ConsentFactory(film=self.film, contributor=person)
        Consent.objects.filter(pk=consent.pk).update(withdrawn_at=timezone.now())
        standing = withdrawal.withdraw(self.film, cause=Withdrawal.Cause.CONSENT_WITHDRAWN)
        self.give_words()
        with self.assertRaisesMessage(NotReady, "Kit has withdrawn consent"):
            self.replace()
        self.replace(people_gone=[person.pk])
        standing.refresh_from_db()
        self.assertEqual(standing.restored_by, self.by)
        page = self.client.get(self.film.url)
        self.assertContains(page, self.new.mp4.url)
        self.assertNotContains(page, "Kit")
        consent.refresh_from_db()
        self.assertIsNotNone(consent.withdrawn_at, "the record stays")
        self.assertIsNotNone(consent.not_shown_since)

    def test_a_poster_of_the_new_cut_takes_the_former_one_down(self):
        self.give_words()
        RenditionFactory(video=self.new, poster_frame=True, label="0:01")
        size = self.film.poster.get_rendition("fill-480x270|format-webp")
        done = self.replace(poster_description="An empty chair.")
        self.assertEqual(self.film.poster_description, "An empty chair.")
        self.assertIn("at 0:01", self.film.poster.title)
        self.assertEqual(self.client.get(size.url).status_code, 404)
        self.assertIn("Former poster, 480 × 270", {place["place"] for place in done.addresses})

    def test_what_cannot_be_the_new_cut_is_refused_with_a_sentence(self):
        withdrawn = VideoFactory(ready=True, withdrawn_at=timezone.now())
        elsewhere = FilmPageFactory(ready=True, title="Elsewhere").video
        for video, words in (
            (self.old, "that is there now"),
            (withdrawn, "was withdrawn"),
            (elsewhere, "“Elsewhere” shows this film file"),
        ):
            with self.subTest(words), self.assertRaisesMessage(replacing.CannotReplace, words):
                self.replace(video=video)
        with self.assertRaisesMessage(replacing.CannotReplace, "what has changed"):
            self.replace(note="  ")

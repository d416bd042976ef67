"""Withdrawing a film: each place has it before and has not after, it is proved, and it cannot come back by itself."""

from __future__ import annotations

import datetime as dt
import json
from unittest import mock

from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry, Workflow

from accounts.models import User
from cms.models import Picture
from cms.purge import PurgeFailed
from films import public_places, search
from films.jobs import finish_withdrawals
from films.models import CaptionTrack, FilmPage, ProcessingStep, Rendition, Video, Withdrawal
from films.models.video import private_storage
from films.readiness import NotReady
from films.selectors.film_page import caption_url
from films.services import videos, withdrawal
from films.streaming import stream_version
from films.tasks import clear_withdrawal
from tests.comments.factories import CommentFactory
from tests.films.factories import (
    ConsentFactory,
    ContributorFactory,
    CreditFactory,
    FilmPageFactory,
    PictureFactory,
    ProcessingStepFactory,
    RenditionFactory,
    SeriesPageFactory,
)

Cause = Withdrawal.Cause
MINUTE = dt.timedelta(minutes=1)


def whole_film(**fields) -> FilmPage:
    """A public film with a file of each kind, words, a person with a portrait, a series and a comment."""
    film = FilmPageFactory(publishable=True, series=SeriesPageFactory(), series_position=1, **fields)
    RenditionFactory(video=film.video, rung=True)
    RenditionFactory(video=film.video, poster_frame=True)
    for kind in (Rendition.Kind.MP4_LOW, Rendition.Kind.AUDIO, Rendition.Kind.STORYBOARD, Rendition.Kind.WAVEFORM):
        RenditionFactory(video=film.video, kind=kind)
    person = ContributorFactory(portrait=PictureFactory())
    CreditFactory(film=film, contributor=person)
    ConsentFactory(film=film, contributor=person)
    for picture in (film.poster, person.portrait):
        picture.get_renditions("fill-480x270|format-webp", "fill-1200x630|format-jpeg")
    search.index_track(film.video.caption_tracks.get().pk)
    CommentFactory(page=film, approved=True)
    return FilmPage.objects.get(pk=film.pk)


class WithdrawalTestCase(TestCase):
    def setUp(self):
        self.film = whole_film(title="The kettle on ward 4")
        self.person = self.film.credits.get().contributor

    def withdraw(self, **options) -> Withdrawal:
        """Withdraw, and do what the worker then does."""
        with self.captureOnCommitCallbacks(execute=True):
            done = withdrawal.withdraw(self.film, **{"cause": Cause.EDITORIAL, **options})
        clear_withdrawal.func(done.pk)
        done.refresh_from_db()
        self.film = FilmPage.objects.get(pk=self.film.pk)
        return done

    def places(self) -> list[dict]:
        people = [self.film.poster, self.person.portrait]
        return [
            *public_places.places_of_film(self.film),
            *public_places.places_of_video(self.film.video),
            *(place for picture in people for place in public_places.places_of_picture(picture, "Picture")),
        ]


class EveryPlaceTests(WithdrawalTestCase):
    def test_each_place_has_the_film_before_and_has_not_after(self):
        places = self.places()
        before = {check["address"]: check for check in public_places.ask(places)}
        # Only other people's searches and pages may lack it: everything that is asked for is really there.
        absent = [c["place"] for c in before.values() if c["is_gone"]]
        self.assertEqual(absent, ["A comment’s own page"] if "A comment’s own page" in absent else [])
        self.withdraw()
        for check in public_places.ask(places):
            with self.subTest(check["place"]):
                self.assertTrue(check["is_gone"], check)

    def test_the_places_are_those_a_reader_can_meet_it(self):
        kinds = {place["place"] for place in self.places()}
        for expected in (
            "Film page",
            "List of films",
            "Search for the title",
            "Search for a spoken line",
            "Feed (Atom)",
            "Sitemap",
            "Series",
            "Practice area",
            "Profile",
            "Comment",
            "A comment’s own page",
            "Playlist",
            "Playlist 720p",
            "Film (MP4)",
            "Low-data film (MP4)",
            "Streaming (HLS) 720p",
            "Sound only",
            "Storyboard",
            "Waveform",
            "Captions (en-GB) as VTT",
            "Captions (en-GB) as SRT",
            "Captions (en-GB) as TXT",
            "Picture, 1200 × 630",
        ):
            self.assertIn(expected, kinds)

    def test_a_place_that_still_has_it_is_said_to(self):
        done = self.withdraw()
        Withdrawal.objects.filter(pk=done.pk).update(addresses=[{"place": "Home page", "address": "/", "lacks": "<h1"}])
        checked = withdrawal.check_places(Withdrawal.objects.get(pk=done.pk))
        self.assertFalse(checked.is_all_gone)
        self.assertEqual(checked.still_there[0]["place"], "Home page")

    def test_saved_addresses_and_conditional_requests_get_nothing(self):
        video = self.film.video
        version = stream_version(video.rungs)
        rung = video.rungs[0]
        saved = [
            self.film.url,
            video.mp4.url,
            rung.url,
            reverse("films:master_playlist", args=[video.pk, version]),
            reverse("films:rung_playlist", args=[video.pk, version, rung.pk]),
            self.film.poster.renditions.first().url,
            caption_url(video.caption_tracks.get()),
        ]
        kept = {}
        for address in saved:
            answer = self.client.get(address)
            self.assertEqual(answer.status_code, 200, address)
            kept[address] = {
                "If-None-Match": answer.get("ETag", '"x"'),
                "If-Modified-Since": answer.get("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"),
            }
        # At the very end of the transaction, before any file is deleted.
        withdrawal.withdraw(self.film, cause=Cause.LEGAL)
        for address, headers in kept.items():
            for sent in ({}, headers, {"Range": "bytes=0-99"}):
                with self.subTest(address=address, headers=sent):
                    self.assertIn(self.client.get(address, headers=sent).status_code, (404, 410))

    def test_files_rows_and_spoken_lines_go_and_the_master_stays(self):
        video = self.film.video
        names = list(video.renditions.values_list("file", flat=True))
        names += list(self.film.poster.renditions.values_list("file", flat=True))
        self.withdraw()
        self.assertEqual([name for name in names if default_storage.exists(name)], [])
        self.assertFalse(Rendition.objects.filter(video=video).exists())
        self.assertFalse(self.film.poster.renditions.exists())
        self.assertTrue(private_storage().exists(video.master.name))
        self.assertTrue(Picture.objects.filter(pk=self.film.poster_id).exists())
        with search.connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM films_spoken_line")
            self.assertEqual(cursor.fetchone()[0], 0)

    def test_a_picture_that_another_page_shows_stays(self):
        other = FilmPageFactory(ready=True, poster=self.film.poster)
        self.withdraw()
        size = other.poster.renditions.first()
        self.assertEqual(self.client.get(size.url).status_code, 200)

    def test_a_person_with_another_public_film_keeps_a_profile_without_this_one(self):
        other = FilmPageFactory(ready=True, title="The other film")
        CreditFactory(film=other, contributor=self.person)
        profile = next(p["address"] for p in self.places() if p["place"] == "Profile")
        self.withdraw()
        answer = self.client.get(profile)
        self.assertContains(answer, "The other film")
        self.assertNotContains(answer, "The kettle on ward 4")
        self.assertTrue(self.person.portrait.renditions.exists())

    def test_its_words_are_suggested_to_nobody(self):
        self.client.get(reverse("films:search"), {"q": "kettel"})
        self.assertIn("kettle", cache.get("films.vocabulary"))
        self.withdraw()
        self.assertIsNone(cache.get("films.vocabulary"))

    def test_its_comments_are_on_no_page_and_their_own_pages_do_not_name_it(self):
        comment = CommentFactory(page=self.film, approved=True, body="It helped.")
        self.withdraw()
        own = self.client.get(reverse("comments:reference", args=[comment.access_token]))
        self.assertEqual(own.status_code, 200)
        self.assertNotContains(own, "The kettle on ward 4")
        self.assertEqual(self.client.get(reverse("comments:report", args=[comment.reference])).status_code, 404)
        sent = self.client.post(reverse("comments:send", args=[self.film.pk]), {"body": "More"})
        self.assertEqual(sent.status_code, 404)

    def test_films_that_show_the_same_file_go_with_it(self):
        other = FilmPageFactory(video=self.film.video)
        self.withdraw()
        self.assertEqual(self.client.get(other.url).status_code, 410)
        self.assertEqual(other.withdrawals.count(), 1)


class NothingBringsItBackTests(WithdrawalTestCase):
    def test_no_old_revision_can_be_published(self):
        revision = self.film.save_revision()
        self.withdraw()
        with self.assertRaises(NotReady):
            revision.publish()
        with self.assertRaises(NotReady):
            self.film.save_revision().publish()
        self.assertEqual(self.client.get(self.film.url).status_code, 410)

    def test_a_schedule_ends(self):
        self.film.go_live_at = timezone.now() + 3 * MINUTE
        revision = self.film.save_revision(approved_go_live_at=self.film.go_live_at)
        self.withdraw()
        revision.refresh_from_db()
        self.assertIsNone(revision.approved_go_live_at)
        self.assertIsNone(self.film.go_live_at)

    def test_a_running_approval_is_cancelled(self):
        self.film.save_revision()
        state = Workflow.objects.get().start(self.film, User.objects.create_superuser("boss"))
        self.withdraw()
        state.refresh_from_db()
        self.assertEqual(state.status, "cancelled")

    def test_a_form_that_was_open_meanwhile_does_not_bring_it_back(self):
        opened_before = FilmPage.objects.get(pk=self.film.pk)
        self.withdraw()
        opened_before.title = "Changed"
        with self.assertRaisesMessage(NotReady, "This film was withdrawn."):
            opened_before.save()
        opened_before.live = False
        opened_before.save()
        self.assertTrue(FilmPage.objects.get(pk=self.film.pk).is_withdrawn)

    def test_a_worker_in_the_middle_of_a_step_publishes_nothing(self):
        step = ProcessingStepFactory(
            video=self.film.video, name="probe", state=ProcessingStep.State.RUNNING, heartbeat_at=timezone.now()
        )
        self.withdraw()
        step.refresh_from_db()
        self.assertEqual(step.state, ProcessingStep.State.CANCELLED)
        self.assertEqual(videos.try_again(self.film.video), 0)

    def test_revisions_are_for_people_with_rights_alone(self):
        revision = self.film.save_revision()
        self.withdraw()
        moderator = User.objects.create_user("mo")
        moderator.groups.add(Group.objects.get(name="Moderators"))
        self.client.force_login(moderator)
        for name, args in (
            ("revisions_view", [self.film.pk, revision.pk]),
            ("revisions_revert", [self.film.pk, revision.pk]),
            ("view_draft", [self.film.pk]),
            ("history", [self.film.pk]),
        ):
            answer = self.client.get(reverse(f"wagtailadmin_pages:{name}", args=args), follow=True)
            self.assertNotIn(b"The kettle on ward 4", answer.content, name)


class ClearingTests(WithdrawalTestCase):
    def test_a_worker_that_died_after_the_click_costs_a_turn_of_the_job(self):
        name = self.film.video.mp4.file.name
        done = withdrawal.withdraw(self.film, cause=Cause.EDITORIAL)  # nobody takes the task
        self.assertTrue(default_storage.exists(name))
        finish_withdrawals.run()
        self.assertFalse(default_storage.exists(name))
        done.refresh_from_db()
        self.assertIsNotNone(done.cleared_at)
        withdrawal.clear(done)  # and once more changes nothing

    def test_a_file_that_cannot_be_deleted_does_not_keep_the_others(self):
        names = list(self.film.video.renditions.values_list("file", flat=True))
        real = default_storage.delete

        def fails_once(name):
            if name == names[0]:
                raise OSError("busy")
            real(name)

        done = withdrawal.withdraw(self.film, cause=Cause.EDITORIAL)
        with mock.patch.object(default_storage._wrapped, "delete", fails_once), self.assertLogs("films", "ERROR"):
            self.assertFalse(withdrawal.clear(done))
        done.refresh_from_db()
        self.assertIn("busy", done.problem)
        self.assertEqual([name for name in names if default_storage.exists(name)], names[:1])
        finish_withdrawals.run()
        self.assertFalse(default_storage.exists(names[0]))

    @override_settings(CDN_PURGE_URL="https://cdn.example/purge", CDN_PURGE_TOKEN="key")
    def test_a_network_that_does_not_answer_is_asked_again(self):
        done = withdrawal.withdraw(self.film, cause=Cause.EDITORIAL)
        away = mock.patch("films.services.withdrawal.purge", side_effect=PurgeFailed("away"))
        with away, self.assertLogs("films", "WARNING"):
            self.assertFalse(withdrawal.clear(done))
        done.refresh_from_db()
        self.assertIsNone(done.cleared_at)
        with mock.patch("cms.purge.urllib.request.urlopen") as calls:
            self.assertTrue(withdrawal.clear(done))
        sent = [address for call in calls.call_args_list for address in json.loads(call.args[0].data)["files"]]
        self.assertTrue(any(address.endswith(self.film.url) for address in sent))
        self.assertEqual(calls.call_args.args[0].headers["Authorization"], "Bearer key")
        self.assertFalse(any("…" in address for address in sent))

    def test_the_public_is_asked_a_minute_later_by_itself(self):
        done = self.withdraw()
        withdrawal.finish_unfinished(done.asked_at + 0.5 * MINUTE)
        done.refresh_from_db()
        self.assertIsNone(done.checked_at)
        withdrawal.finish_unfinished(done.asked_at + 1.1 * MINUTE)
        done.refresh_from_db()
        self.assertTrue(done.is_all_gone, done.still_there)
        self.assertIsNotNone(done.gone_at)
        withdrawal.finish_unfinished(done.asked_at + 6 * MINUTE)
        self.assertEqual(mail.outbox, [])

    def test_administrators_hear_once_of_what_is_still_there_after_five_minutes(self):
        boss = User.objects.create_user("ada", "ada@films.example")
        boss.groups.add(Group.objects.get(name="Administrators"))
        User.objects.create_user("ed", "ed@films.example").groups.add(Group.objects.get(name="Editors"))
        done = self.withdraw()
        Withdrawal.objects.filter(pk=done.pk).update(addresses=[{"place": "Home page", "address": "/", "lacks": "<h1"}])
        for minutes in (2, 4, 5.5, 7, 9):
            withdrawal.finish_unfinished(done.asked_at + minutes * MINUTE)
        self.assertEqual([message.to for message in mail.outbox], [["ada@films.example"]])
        self.assertIn(reverse("film_withdrawals:checklist", args=[done.pk]), mail.outbox[0].body)
        self.assertNotIn("kettle", mail.outbox[0].body + mail.outbox[0].subject)


class RecordTests(WithdrawalTestCase):
    def test_it_is_kept_who_and_when_and_why_and_nothing_of_the_content(self):
        boss = User.objects.create_superuser("boss")
        done = self.withdraw(cause=Cause.LEGAL, asked_by=boss)
        self.assertEqual((done.film_number, done.asked_by, done.cause), (self.film.pk, boss, "legal"))
        entry = PageLogEntry.objects.get(action="films.withdraw")
        self.assertEqual((entry.user, entry.data), (boss, {"cause": "legal"}))
        self.assertFalse(ModelLogEntry.objects.filter(action__startswith="films.").exists())

    def test_withdrawing_twice_is_one_withdrawal(self):
        self.assertEqual(self.withdraw(), self.withdraw())

    @override_settings(FILM_WITHDRAWN_KEEP_DAYS=30)
    def test_master_words_and_addresses_go_when_it_can_no_longer_be_restored(self):
        done = withdrawal.check_places(self.withdraw())
        master, video = self.film.video.master.name, self.film.video
        self.assertEqual(withdrawal.forget_masters(done.asked_at + dt.timedelta(days=29)), 0)
        self.assertTrue(private_storage().exists(master))
        self.assertEqual(withdrawal.forget_masters(done.asked_at + dt.timedelta(days=31)), 1)
        self.assertFalse(private_storage().exists(master))
        self.assertFalse(CaptionTrack.objects.filter(video=video).exists())
        done.refresh_from_db()
        self.assertEqual(done.addresses, [])
        self.assertNotIn(self.film.slug, json.dumps(done.checks))
        self.assertTrue(all(check["is_gone"] for check in done.checks))
        with self.assertRaisesMessage(withdrawal.CannotRestore, "deleted for good"):
            withdrawal.restore(self.film, by=None)
        self.assertEqual(withdrawal.forget_masters(done.asked_at + dt.timedelta(days=60)), 0)

    @override_settings(FILM_WITHDRAWN_KEEP_DAYS=30)
    def test_a_film_that_was_restored_keeps_its_master(self):
        done = self.withdraw()
        withdrawal.restore(self.film, by=None)
        withdrawal.forget_masters(done.asked_at + dt.timedelta(days=31))
        self.assertTrue(private_storage().exists(self.film.video.master.name))
        self.assertTrue(CaptionTrack.objects.filter(video=self.film.video).exists())


class RestoreTests(WithdrawalTestCase):
    def test_a_restored_film_is_a_draft_whose_file_is_prepared_anew(self):
        boss = User.objects.create_superuser("boss")
        self.withdraw()
        restored = withdrawal.restore(self.film, by=boss)
        self.assertEqual(restored.restored_by, boss)
        film = FilmPage.objects.get(pk=self.film.pk)
        self.assertFalse(film.is_withdrawn)
        self.assertEqual(self.client.get(film.url).status_code, 404)
        video = Video.objects.get(pk=film.video_id)
        self.assertEqual((video.status, video.withdrawn_at), (Video.Status.PREPARING, None))
        self.assertIsNotNone(video.steps.get(name="probe").queued_at)
        self.assertTrue(PageLogEntry.objects.filter(action="films.restore", user=boss).exists())
        with self.assertRaisesMessage(NotReady, "still preparing"):
            film.save_revision().publish()

    def test_nobody_is_restored_against_their_will(self):
        self.withdraw()
        self.film.consents.model.objects.update(withdrawn_at=timezone.now())
        with self.assertRaisesMessage(withdrawal.CannotRestore, "has withdrawn consent"):
            withdrawal.restore(self.film, by=None)
        self.assertTrue(FilmPage.objects.get(pk=self.film.pk).is_withdrawn)

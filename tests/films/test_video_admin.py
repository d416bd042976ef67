"""Film files in the admin: what is refused at the door, and what an editor sees of the rest."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from films.admin.uploads import UNREADABLE
from films.models import ProcessingStep, Video
from tests.films.factories import FilmPageFactory, ProcessingStepFactory, RenditionFactory, VideoFactory
from tests.support.clips import clip

HOSTILE = "<img src=x onerror=alert(1)>"


class VideoAdminTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = User.objects.create_superuser("editor", "editor@example.com", "x")

    def setUp(self):
        self.client.force_login(self.user)

    def upload(self, content: bytes, name: str, **fields):
        file = SimpleUploadedFile(name, content, content_type="video/mp4")
        return self.client.post(reverse("videos:add"), {"master": file, "title": "", "collection": 1, **fields})


class UploadTests(VideoAdminTestCase):
    def test_a_playlist_called_film_mp4_is_refused_before_anything_is_stored(self):
        response = self.upload(b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", "film.mp4")
        self.assertContains(response, UNREADABLE)
        self.assertContains(response, "This is a playlist that points to other files.")
        self.assertFalse(Video.objects.exists())

    def test_an_empty_file_and_none_at_all_have_their_own_sentences(self):
        self.assertContains(self.upload(b"", "film.mp4"), "This file is empty.")
        response = self.client.post(reverse("videos:add"), {"title": "x"})
        self.assertContains(response, "Choose the film to upload.")

    @override_settings(FILM_MAX_UPLOAD_BYTES=10)
    def test_a_film_past_the_limit_is_refused(self):
        self.assertContains(self.upload(b"x" * 11, "film.mp4"), "which is the most we can take")

    @pytest.mark.slow
    def test_a_film_is_kept_under_our_name_queued_and_called_after_its_file(self):
        with self.captureOnCommitCallbacks() as callbacks:
            response = self.upload(clip(seconds=1).read_bytes(), "IMG_2041.MOV")
        video = Video.objects.get()
        self.assertRedirects(response, reverse("videos:edit", args=[video.pk]))
        self.assertEqual((video.title, video.original_name, video.uploaded_by), ("IMG 2041", "IMG_2041.MOV", self.user))
        self.assertRegex(video.master.name, r"^masters/[0-9a-f]{32}")
        self.assertIsNotNone(video.steps.get(name="probe").queued_at)
        self.assertTrue(callbacks)

    @pytest.mark.slow
    def test_the_chooser_takes_an_upload_and_chooses_it(self):
        file = SimpleUploadedFile("film.mp4", clip(seconds=1).read_bytes())
        url = reverse("video_chooser:create")
        response = self.client.post(url, {"master": file, "title": "From the form", "collection": 1})
        self.assertEqual(response.json()["step"], "chosen")
        self.assertEqual(response.json()["result"]["title"], "From the form")
        bad = SimpleUploadedFile("film.mp4", b"#EXTM3U\n")
        self.assertIn("playlist", self.client.post(url, {"master": bad}).json()["htmlFragment"])


class DetailTests(VideoAdminTestCase):
    def test_it_shows_each_step_with_its_state_and_reason(self):
        video = VideoFactory(failed=True)
        ProcessingStepFactory(video=video, name="probe", state="done")
        ProcessingStepFactory(video=video, name="mp4", position=1, state="failed", reason="The disk is full.")
        response = self.client.get(reverse("videos:edit", args=[video.pk]))
        for words in ("Look at the film", "Make the film that plays everywhere", "The disk is full.", "Try again"):
            self.assertContains(response, words)
        self.assertContains(response, "The end of this film is missing.")

    def test_trying_again_queues_the_step_and_stopping_ends_it(self):
        video = VideoFactory(failed=True)
        step = ProcessingStepFactory(video=video, name="probe", state="failed")
        self.client.post(reverse("videos:try_again", args=[video.pk]))
        step.refresh_from_db()
        self.assertEqual(step.state, ProcessingStep.State.WAITING)
        self.client.post(reverse("videos:stop", args=[video.pk]))
        step.refresh_from_db()
        self.assertEqual(step.state, ProcessingStep.State.CANCELLED)

    def test_neither_happens_by_following_a_link(self):
        video = VideoFactory()
        for name in ("try_again", "stop"):
            self.assertEqual(self.client.get(reverse(f"videos:{name}", args=[video.pk])).status_code, 405)

    def test_a_file_in_use_is_not_deleted_and_the_page_says_where_it_is_used(self):
        film = FilmPageFactory(ready=True)
        response = self.client.post(reverse("videos:delete", args=[film.video_id]), follow=True)
        self.assertContains(response, film.title)
        self.assertTrue(Video.objects.filter(pk=film.video_id).exists())


class ListTests(VideoAdminTestCase):
    def test_it_shows_status_problem_size_and_use_as_plain_text(self):
        FilmPageFactory(video=VideoFactory(ready=True, title=HOSTILE), title="On the ward")
        VideoFactory(failed=True)
        response = self.client.get(reverse("videos:index"))
        for words in (
            "Ready",
            "Could not be prepared",
            "The end of this film is missing.",
            "On the ward",
            "11\xa0bytes",
        ):
            self.assertContains(response, words)
        self.assertNotContains(response, HOSTILE)

    def test_more_files_cost_no_more_queries(self):
        def make(count):
            for _ in range(count):
                video = VideoFactory(ready=True)
                RenditionFactory(video=video, poster_frame=True, label="0:01")
                FilmPageFactory(video=video)

        def queries():
            self.client.get(reverse("videos:index"))
            with CaptureQueriesContext(connection) as captured:
                self.client.get(reverse("videos:index"))
            return len(captured)

        make(2)
        few = queries()
        make(6)
        self.assertEqual(queries(), few)

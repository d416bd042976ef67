"""From an upload to a film that plays, with the real tools."""

import json
import re
from io import StringIO
from pathlib import Path
from unittest import mock

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.urls import reverse

from accounts.models import User
from films import pipeline
from films.models import FilmPage, Rendition, Video
from films.processing.boxes import is_faststart
from films.services import videos
from films.streaming import stream_version
from tests.films.factories import FilmPageFactory
from tests.support.clips import clip
from tests.support.files import OwnFiles


def upload(path, name="phone.mov") -> Video:
    with path.open("rb") as content:
        return videos.create_video(upload=File(content, name=name))


@pytest.mark.slow
class PipelineTests(TestCase):
    def test_an_upload_becomes_a_film_that_plays_with_stills_and_a_poster(self):
        video = upload(clip(seconds=4))
        page = FilmPageFactory(video=video)
        call_command("process_videos", verbosity=0)
        video = Video.objects.get(pk=video.pk)
        self.assertEqual((video.status, video.problem), (Video.Status.READY, ""))
        self.assertEqual((video.width, video.height), (320, 240))
        self.assertAlmostEqual(video.duration_ms, 4000, delta=150)
        self.assertTrue(is_faststart(Path(video.mp4.file.path)))
        self.assertIn("avc1", video.mp4.codecs)
        self.assertGreaterEqual(video.renditions.filter(kind=Rendition.Kind.POSTER).count(), 3)
        self.assertIsNotNone(FilmPage.objects.get(pk=page.pk).poster)
        self.assertEqual([step.state for step in video.steps.all()], ["done"] * len(pipeline.STEPS))

    def test_a_file_that_is_no_film_ends_with_a_sentence_and_nothing_made(self):
        video = videos.create_video(upload=ContentFile(b"#EXTM3U\n/etc/passwd\n", name="film.mp4"))
        call_command("process_videos", verbosity=0)
        video.refresh_from_db()
        self.assertEqual(video.status, Video.Status.FAILED)
        self.assertIn("playlist", video.problem)
        self.assertFalse(video.renditions.exists())

    def test_a_film_cut_short_ends_with_a_sentence(self):
        whole = clip(seconds=4).read_bytes()
        video = videos.create_video(upload=ContentFile(whole[: len(whole) // 2], name="phone.mp4"))
        call_command("process_videos", verbosity=0)
        video.refresh_from_db()
        self.assertEqual(video.status, Video.Status.FAILED)
        self.assertRegex(video.problem, r"^[A-Z].*\.$")


@pytest.mark.slow
class StreamedFilmTests(OwnFiles, TestCase):
    """One film, prepared once by all steps and on a page that everybody may see."""

    @classmethod
    def setUpTestData(cls):
        cls.video_id = upload(clip(seconds=9, size="640x360")).pk
        call_command("process_videos", verbosity=0)
        FilmPageFactory(video=Video.objects.get(pk=cls.video_id))

    def setUp(self):
        super().setUp()
        self.video = Video.objects.get(pk=self.video_id)

    def test_a_player_finds_every_rung_and_reads_every_segment_by_its_range(self):
        version = stream_version(self.video.rungs)
        master = self.client.get(f"/stream/{self.video.pk}/{version}/master.m3u8")
        playlists = [line for line in master.content.decode().splitlines() if line and not line.startswith("#")]
        self.assertEqual(len(playlists), len(self.video.rungs))
        self.assertEqual([rung.label for rung in self.video.rungs], ["240p", "360p"])
        for address in playlists:
            lines = self.client.get(address).content.decode().splitlines()
            ranges = re.findall(r'BYTERANGE[=:]"?(\d+)@(\d+)', "\n".join(lines))
            file = next(line for line in lines if not line.startswith("#"))
            self.assertEqual(len(ranges), 1 + 3, "what all segments need, and three of four seconds at most")
            read = 0
            for number, (size, offset) in enumerate((int(size), int(offset)) for size, offset in ranges):
                part = self.client.get(file, headers={"Range": f"bytes={offset}-{offset + size - 1}"})
                content = b"".join(part.streaming_content) if part.streaming else part.content
                self.assertEqual((part.status_code, len(content)), (206, size))
                self.assertIn(b"moof" if number else b"moov", content[:1000])
                read += size
            self.assertLessEqual(read, Rendition.objects.get(file=file.removeprefix("/media/")).size_bytes)

    def test_the_low_data_film_is_smaller_and_its_index_comes_first(self):
        low = self.video.rendition(Rendition.Kind.MP4_LOW)
        self.assertLess(low.size_bytes, self.video.mp4.size_bytes)
        self.assertTrue(is_faststart(Path(low.file.path)))
        self.assertAlmostEqual(low.duration_ms, 9000, delta=200)

    def test_sound_pictures_and_waveform_lie_beside_it(self):
        sound = self.video.rendition(Rendition.Kind.AUDIO)
        self.assertEqual((sound.width, sound.media_type), (None, 'audio/mp4; codecs="mp4a.40.2"'))
        storyboard = self.video.rendition(Rendition.Kind.STORYBOARD).details
        self.assertGreaterEqual(storyboard["columns"] * storyboard["rows"], storyboard["count"])
        waveform = self.video.rendition(Rendition.Kind.WAVEFORM)
        self.assertEqual(len(json.loads(waveform.file.read())), waveform.details["count"])

    # Masters of all tests, other workers' too, lie in one folder; test_buckets.py compares those as well.
    @mock.patch("cms.stored_files.ALIASES", ("default",))
    def test_every_row_has_its_file_and_a_file_without_a_row_is_found_and_deleted(self):
        out = StringIO()
        call_command("verify_media", stdout=out)
        self.assertRegex(out.getvalue(), r"0 missing, 0 without a row")
        stray = default_storage.save(f"films/{self.video.pk}/0123/stray.mp4", ContentFile(b"x"))
        with self.assertRaises(CommandError):
            call_command("verify_media", older_than=0, stdout=out)
        self.assertIn(stray, out.getvalue())
        call_command("verify_media", older_than=0, delete_orphans=True, stdout=out)
        self.assertFalse(default_storage.exists(stray))
        self.assertTrue(default_storage.exists(self.video.mp4.file.name))
        default_storage.delete(self.video.rungs[0].file.name)
        with self.assertRaises(CommandError):
            call_command("verify_media", stdout=out)
        self.assertIn(f"Missing in the default storage: {self.video.rungs[0].file.name}", out.getvalue())

    def test_a_step_done_again_replaces_its_files_and_leaves_none(self):
        before = {rung.file.name for rung in self.video.rungs}
        videos.repeat_step(self.video, "ladder")
        with self.captureOnCommitCallbacks(execute=True):
            call_command("process_videos", verbosity=0)
        after = {rung.file.name for rung in Video.objects.get(pk=self.video.pk).rungs}
        self.assertEqual(len(after), len(before))
        self.assertFalse(before & after)
        self.assertFalse(any(default_storage.exists(name) for name in before))

    def test_the_admin_shows_what_was_noticed_and_every_size(self):
        self.client.force_login(User.objects.create_superuser("editor", "editor@example.com", "x"))
        found = {"code": "black", "sentence": "The picture is black at 0:01.", "at_ms": [1000, 2000, 61_000, 62_000]}
        Video.objects.filter(pk=self.video.pk).update(findings=[found])
        page = self.client.get(reverse("videos:edit", args=[self.video.pk]))
        for words in (
            "What we noticed",
            "The picture is black at 0:01.",
            "All places: 0:01, 0:02, 1:01, 1:02.",
            "Streaming (HLS) 240p",
            "Low-data film (MP4)",
            "640 × 360",
            "Do this step again",
        ):
            self.assertContains(page, words)
        self.client.post(reverse("videos:repeat_step", args=[self.video.pk, "checks"]))
        self.assertIsNotNone(self.video.steps.get(name="checks", state="waiting").queued_at)
        self.client.post(reverse("videos:stop_step", args=[self.video.pk, "checks"]))
        self.assertEqual(self.video.steps.get(name="checks").state, "cancelled")

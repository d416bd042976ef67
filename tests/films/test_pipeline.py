"""From an upload to a film that plays, with the real tools."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.core.management import call_command
from django.test import TestCase

from films import pipeline
from films.models import FilmPage, Rendition, Video
from films.processing.boxes import is_faststart
from films.services import videos
from tests.films.factories import FilmPageFactory
from tests.support.clips import clip


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

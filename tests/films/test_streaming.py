"""What players that stream are told, and who is told it."""

from __future__ import annotations

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from films.models import Rendition
from films.streaming import stream_version
from tests.films.factories import FilmPageFactory, RenditionFactory, VideoFactory


def address_of(video) -> str:
    return reverse("films:master_playlist", args=[video.pk, stream_version(video.rungs)])


class PlaylistTests(TestCase):
    def setUp(self):
        self.video = VideoFactory(ready=True)
        self.high = RenditionFactory(video=self.video, rung=True)
        self.low = RenditionFactory(
            video=self.video, rung=True, label="240p", width=426, height=240, bits_per_second=250_000
        )
        self.film = FilmPageFactory(video=self.video)

    def test_the_master_playlist_lists_every_quality_once_with_what_a_player_needs_to_choose(self):
        answer = self.client.get(address_of(self.video))
        text = answer.content.decode()
        self.assertEqual(answer["Content-Type"], "application/vnd.apple.mpegurl")
        self.assertTrue(text.startswith("#EXTM3U\n"))
        self.assertEqual(text.count("#EXT-X-STREAM-INF:"), 2)
        self.assertIn(
            "BANDWIDTH=2800000,AVERAGE-BANDWIDTH=2000000,"
            'CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=25.000',
            text,
        )

    def test_each_segment_of_a_quality_is_a_part_of_its_one_file(self):
        master = self.client.get(address_of(self.video)).content.decode()
        rung_addresses = [line for line in master.splitlines() if line.startswith("/")]
        self.assertEqual(len(rung_addresses), 2)
        address = next(a for a in rung_addresses if a.endswith(f"/{self.high.pk}.m3u8"))
        text = self.client.get(address).content.decode()
        self.assertIn(f'#EXT-X-MAP:URI="{self.high.url}",BYTERANGE="100@0"', text)
        self.assertIn(f"#EXTINF:4.000,\n#EXT-X-BYTERANGE:500@100\n{self.high.url}\n", text)
        self.assertIn(f"#EXTINF:2.500,\n#EXT-X-BYTERANGE:400@600\n{self.high.url}\n", text)
        self.assertTrue(text.endswith("#EXT-X-ENDLIST\n"))

    def test_a_playlist_of_an_earlier_making_is_not_answered_with_the_present_one(self):
        old = address_of(self.video)
        Rendition.objects.filter(pk=self.low.pk).delete()
        self.assertEqual(self.client.get(old).status_code, 404)

    def test_a_rung_of_another_film_is_not_found_under_this_one(self):
        other = RenditionFactory(video=VideoFactory(ready=True), rung=True)
        version = stream_version(self.video.rungs)
        answer = self.client.get(reverse("films:rung_playlist", args=[self.video.pk, version, other.pk]))
        self.assertEqual(answer.status_code, 404)

    def test_playlists_of_a_draft_are_for_colleagues_only(self):
        self.film.unpublish()
        self.assertEqual(self.client.get(address_of(self.video)).status_code, 404)
        self.client.force_login(User.objects.create_superuser("editor", "editor@example.com", "pass"))
        answer = self.client.get(address_of(self.video))
        self.assertEqual((answer.status_code, answer["Cache-Control"]), (200, "private, no-store"))

    def test_a_saved_playlist_of_a_withdrawn_film_leads_nowhere(self):
        saved = address_of(self.video)
        self.video.withdrawn_at = timezone.now()
        self.video.save()
        self.client.force_login(User.objects.create_superuser("editor", "editor@example.com", "pass"))
        for address in (saved, self.high.url):
            with self.subTest(address):
                self.assertEqual(self.client.get(address).status_code, 404)

    def test_playlists_are_kept_by_caches_for_a_minute_at_most(self):
        self.assertEqual(self.client.get(address_of(self.video))["Cache-Control"], "public, max-age=60")

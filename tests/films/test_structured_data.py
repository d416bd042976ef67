"""What search engines and link previews read in a film's page."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.test import TestCase

from tests.films.factories import ChapterFactory, FilmPageFactory, VideoFactory


class StructuredDataTests(TestCase):
    def graph(self, film) -> dict:
        text = self.client.get(film.url).content.decode()
        raw = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)[1]
        return {entry["@type"]: entry for entry in json.loads(raw)["@graph"]}

    def test_a_film_is_a_video_object_with_its_chapters_as_clips(self):
        film = FilmPageFactory(publishable=True, title="Home again", video=VideoFactory(ready=True, duration_ms=82_000))
        ChapterFactory(film=film, start_ms=0, title="Start")
        ChapterFactory(film=film, start_ms=31_400, title="Middle")
        video = self.graph(film)["VideoObject"]
        self.assertEqual((video["name"], video["duration"]), ("Home again", "PT1M22S"))
        for address in (video["contentUrl"], video["url"], *video["thumbnailUrl"]):
            self.assertTrue(address.startswith(f"{settings.SITE_URL}/"), address)
        self.assertEqual(self.client.get(urlsplit(video["thumbnailUrl"][0]).path).status_code, 200)
        self.assertRegex(video["uploadDate"], r"^\d{4}-\d\d-\d\dT")
        clips = [(clip["name"], clip["startOffset"], clip["endOffset"]) for clip in video["hasPart"]]
        self.assertEqual(clips, [("Start", 0, 31), ("Middle", 31, 82)])
        self.assertTrue(video["hasPart"][1]["url"].endswith("?t=31"))

    def test_a_film_that_cannot_be_watched_claims_nothing(self):
        self.assertNotIn("VideoObject", self.graph(FilmPageFactory(video=VideoFactory())))

    def test_a_title_cannot_end_the_script(self):
        film = FilmPageFactory(publishable=True, title="</script><script>alert(1)</script>")
        self.assertNotIn("<script>alert", self.client.get(film.url).content.decode())
        self.assertEqual(self.graph(film)["VideoObject"]["name"], film.title)

    def test_the_address_to_share_is_the_plain_one_whatever_was_asked(self):
        film = FilmPageFactory(publishable=True)
        page = self.client.get(film.url, {"t": "5", "utm_source": "x"}).content.decode()
        self.assertIn(f'<link rel="canonical" href="{settings.SITE_URL}{film.url}">', page)
        self.assertIn(f'<meta property="og:url" content="{settings.SITE_URL}{film.url}">', page)

    def test_a_preview_of_the_link_has_title_words_and_picture(self):
        film = FilmPageFactory(publishable=True, title="Home again", summary="Two people talk.")
        page = self.client.get(film.url).content.decode()
        self.assertIn('<meta property="og:title" content="Home again">', page)
        self.assertIn('content="Two people talk."', page)
        picture = re.search(r'<meta property="og:image" content="([^"]+)"', page)[1]
        self.assertEqual(self.client.get(urlsplit(picture).path).status_code, 200)

"""The choices of the player's menu and the stills of a film, as data."""

from __future__ import annotations

from django.test import TestCase

from films.models import Rendition
from films.selectors.watching import moments, qualities, still_at
from tests.films.factories import ChapterFactory, FilmPageFactory, RenditionFactory, VideoFactory

SHEET = {"columns": 4, "rows": 3, "tile_width": 160, "tile_height": 90, "every_ms": 5000, "count": 10}


def sheet(video, **details) -> Rendition:
    return RenditionFactory(video=video, kind=Rendition.Kind.STORYBOARD, codecs="", details={**SHEET, **details})


class QualityTests(TestCase):
    def setUp(self):
        self.video = VideoFactory(ready=True)

    def offered(self) -> list[tuple[str, str, str]]:
        return [(q.code, q.label, q.kind) for q in qualities(self.video, list(self.video.renditions.all()))]

    def rung(self, label: str, width: int, height: int, **fields) -> Rendition:
        return RenditionFactory(
            video=self.video,
            rung=True,
            label=label,
            width=width,
            height=height,
            bits_per_second=height * 1000,
            **fields,
        )

    def test_a_film_that_is_one_file_offers_no_choice(self):
        self.assertEqual(self.offered(), [])
        self.assertNotContains(self.client.get(FilmPageFactory(video=self.video).url), "data-player-quality")

    def test_rungs_are_named_in_plain_words_with_their_size_the_best_first(self):
        for label, width, height in (("240p", 426, 240), ("540p", 960, 540), ("1080p", 1920, 1080)):
            self.rung(label, width, height, size_bytes=height * 20_000)
        streams = [(code, label) for code, label, kind in self.offered() if kind == "stream"]
        self.assertEqual(
            streams,
            [
                ("auto", "Automatic"),
                ("1080p", "High (1080p), about 21 MB"),
                ("540p", "Medium (540p), about 10 MB"),
                ("low", "Low data (240p), about 5 MB"),
            ],
        )

    def test_an_upright_film_is_named_by_its_shorter_side(self):
        self.rung("240p", 240, 426)
        self.rung("720p", 720, 1280)
        self.assertIn(("720p", "Good (720p), under 1 MB", "stream"), self.offered())

    def test_files_and_sound_stand_beside_the_streams(self):
        self.rung("240p", 426, 240)
        RenditionFactory(video=self.video, kind=Rendition.Kind.MP4_LOW, width=640, height=360, size_bytes=9 << 20)
        RenditionFactory(video=self.video, kind=Rendition.Kind.AUDIO, size_bytes=3 << 20)
        self.assertEqual(
            [one for one in self.offered() if one[2] != "stream"],
            [
                ("auto", "Good (720p), under 1 MB", "file"),
                ("low", "Low data (360p), about 9 MB", "file"),
                ("sound", "Sound only, about 3 MB", "sound"),
            ],
        )

    def test_the_menu_leads_to_the_playlist_of_each_rung(self):
        rung = self.rung("240p", 426, 240)
        self.rung("720p", 1280, 720)
        low = next(q for q in qualities(self.video, []) if q.code == "low")
        self.assertTrue(low.url.endswith(f"/{rung.pk}.m3u8"))
        FilmPageFactory(video=self.video)
        self.assertEqual(self.client.get(low.url).status_code, 200)

    def test_a_film_page_with_a_ladder_costs_no_more_queries(self):
        from tests.films.readers import queries_to_get

        film = FilmPageFactory(publishable=True)
        before = queries_to_get(self.client, film.url)
        for number in range(4):
            RenditionFactory(video=film.video, rung=True, label=f"{number}p")
        sheet(film.video)
        film.save()
        self.assertEqual(queries_to_get(self.client, film.url), before)


class StillTests(TestCase):
    def test_a_moment_has_the_picture_taken_last_before_it(self):
        storyboard = sheet(VideoFactory())
        for at_ms, box in ((0, "0 0 160 90"), (4_999, "0 0 160 90"), (5_000, "160 0 160 90"), (22_000, "0 90 160 90")):
            self.assertEqual(still_at(storyboard, at_ms).box, box)

    def test_what_lies_behind_the_last_picture_has_the_last(self):
        self.assertEqual(still_at(sheet(VideoFactory()), 3_600_000).box, "160 180 160 90")

    def test_a_storyboard_that_does_not_say_where_its_pictures_are_gives_none(self):
        video = VideoFactory()
        self.assertIsNone(still_at(None, 0))
        self.assertIsNone(still_at(sheet(video, count=0), 0))
        Rendition.objects.all().delete()
        self.assertIsNone(still_at(sheet(video, every_ms=0), 0))

    def test_moments_are_spread_over_the_film_and_a_short_film_has_fewer(self):
        storyboard = sheet(VideoFactory())
        starts = [moment.start_ms for moment in moments(storyboard, 60_000, "/f/")]
        self.assertEqual(starts, [0, 10_000, 20_000, 30_000, 40_000, 50_000])
        self.assertEqual(
            [moment.url for moment in moments(storyboard, 2_500, "/f/")], ["/f/?t=0", "/f/?t=1", "/f/?t=2"]
        )
        self.assertEqual(moments(None, 60_000, "/f/"), ())

    def test_the_page_shows_a_still_beside_each_chapter_and_no_styles_in_it(self):
        film = FilmPageFactory(ready=True)
        storyboard = sheet(film.video)
        ChapterFactory(film=film, start_ms=5_000, title="At home")
        page = self.client.get(film.url)
        self.assertContains(page, 'viewBox="160 0 160 90"')
        self.assertContains(page, f'<image href="{storyboard.url}" width="640" height="270"/>')
        self.assertNotContains(page, "style=")


class SaveDataTests(TestCase):
    def test_a_browser_that_saves_data_gets_the_small_film_first_and_no_stills(self):
        film = FilmPageFactory(ready=True)
        sheet(film.video)
        small = RenditionFactory(video=film.video, kind=Rendition.Kind.MP4_LOW)
        ChapterFactory(film=film, start_ms=5_000)
        usual = self.client.get(film.url)
        saving = self.client.get(film.url, headers={"save-data": "on"})
        self.assertIn("Save-Data", usual["Vary"])
        for page, first, stills in ((usual, film.video.mp4, 1), (saving, small, 0)):
            text = page.content.decode()
            self.assertEqual(text.count('class="still"'), stills)
            self.assertIn(
                f'<source src="{first.url}"', text.split("</video>")[0].split("<source")[1].join(["<source", ""])
            )

"""The still picture shown before a film plays."""

from PIL import Image

from films.processing.errors import FfmpegFailed
from films.processing.poster import choose_poster, frame_at
from films.processing.results import Poster
from tests.films.processing.base import FilmTestCase


class PosterTests(FilmTestCase):
    def choose(self, **wanted: object) -> Poster:
        source, facts = self.film(**wanted)
        return choose_poster(source, facts, out_folder=self.folder, limits=self.limits)

    def colour_at(self, poster: Poster, x: float, y: float) -> tuple[int, int, int]:
        """Mean colour round a point, given as shares of the width and height."""
        with Image.open(poster.path) as image:
            spot = image.crop(
                (
                    int(image.width * x) - 4,
                    int(image.height * y) - 4,
                    int(image.width * x) + 4,
                    int(image.height * y) + 4,
                )
            )
            return spot.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))

    def assertColour(self, found: tuple[int, int, int], wanted: tuple[int, int, int], delta: int = 12) -> None:
        for have, want in zip(found, wanted, strict=True):
            self.assertAlmostEqual(have, want, delta=delta, msg=f"{found} is not {wanted}")

    def test_it_is_a_jpeg_of_the_size_that_it_says(self):
        poster = self.choose(size="321x241", pixel_format="yuv444p")
        with Image.open(poster.path) as image:
            self.assertEqual((image.format, image.size), ("JPEG", (320, 240)))
        self.assertEqual((poster.width, poster.height), (320, 240))
        self.assertEqual(poster.size_bytes, poster.path.stat().st_size)

    def test_nothing_of_the_film_s_metadata_goes_along(self):
        poster = self.choose(metadata=(("location", "+51.5-000.1/"), ("title", "Private title")))
        data = poster.path.read_bytes()
        self.assertNotIn(b"51.5", data)
        self.assertNotIn(b"Private", data)

    def test_a_black_opening_is_skipped(self):
        poster = self.choose(picture="black then red", seconds=5, size="64x64")
        self.assertColour(self.colour_at(poster, 0.5, 0.5), (254, 0, 0))
        self.assertGreaterEqual(poster.at_ms, 1000)

    def test_a_film_that_is_black_throughout_still_has_one(self):
        self.assertColour(self.colour_at(self.choose(picture="black", seconds=1), 0.5, 0.5), (0, 0, 0))

    def test_a_sound_recording_shows_its_still_picture(self):
        source, facts = self.film(video=False, seconds=3)
        for made in (
            self.choose(video=False, seconds=3),
            frame_at(source, facts, 1000, out_folder=self.folder, limits=self.limits),
        ):
            self.assertEqual((made.width, made.height), (1280, 720))
            self.assertColour(self.colour_at(made, 0.5, 0.5), (0, 48, 135))

    def test_a_turned_film_has_an_upright_picture(self):
        for rotation, corner in ((90, (0.75, 0.25)), (180, (0.75, 0.75)), (270, (0.25, 0.75))):
            with self.subTest(rotation):
                poster = self.choose(picture="corner", rotation=rotation, size="320x180", seconds=1)
                self.assertEqual((poster.width, poster.height), (180, 320) if rotation != 180 else (320, 180))
                self.assertColour(self.colour_at(poster, *corner), (254, 0, 0))

    def test_colours_are_those_of_the_film(self):
        for size in ("320x240", "1280x720"):
            with self.subTest(size):
                poster = self.choose(picture="corner", size=size, seconds=1, audio=False)
                self.assertColour(self.colour_at(poster, 0.25, 0.25), (254, 0, 0))
                self.assertColour(self.colour_at(poster, 0.75, 0.75), (0, 0, 254))

    def test_an_hdr_film_has_a_picture_in_ordinary_brightness(self):
        """Untouched, this grey would be 126; without tone mapping it would burn out at 250."""
        poster = self.choose(codec="hevc", container="mov", is_hdr=True, picture="grey", seconds=1)
        red, green, blue = self.colour_at(poster, 0.5, 0.5)
        self.assertLess(max(red, green, blue) - min(red, green, blue), 6)
        self.assertAlmostEqual(green, 154, delta=15)

    def test_a_chosen_moment_gives_that_moment(self):
        source, facts = self.film(picture="black then red", seconds=5, size="64x64")
        for at_ms, colour in ((500, (0, 0, 0)), (3000, (254, 0, 0))):
            with self.subTest(at_ms):
                poster = frame_at(source, facts, at_ms, out_folder=self.folder, limits=self.limits)
                self.assertColour(self.colour_at(poster, 0.5, 0.5), colour)
                self.assertAlmostEqual(poster.at_ms, at_ms, delta=50)

    def test_a_moment_after_the_end_gives_one_of_the_last(self):
        source, facts = self.film(seconds=3)
        poster = frame_at(source, facts, 999_000, out_folder=self.folder, limits=self.limits)
        self.assertGreater(poster.at_ms, 1900)

    def test_a_failure_leaves_nothing_behind(self):
        source, facts = self.film(seconds=1)
        with self.assertRaises(FfmpegFailed):
            choose_poster(source, facts, out_folder=self.folder, limits=self.limits, is_cancelled=lambda: True)
        self.assertEqual(self.left_over(), [])

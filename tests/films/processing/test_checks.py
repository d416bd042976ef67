"""What editors are told about a film's pictures and sound."""

from films.processing.checks import check_film
from films.processing.flashes import flashes, grid_for
from films.processing.loudness import measure
from films.processing.results import CheckFinding, Loudness
from tests.films.processing.base import FilmTestCase

SPEECH = Loudness(integrated_lufs=-20, true_peak_db=-3, range_lu=6, threshold_lufs=-30, offset_lu=0)


class CheckTests(FilmTestCase):
    def check(self, loudness: Loudness | None = SPEECH, **wanted: object) -> dict[str, CheckFinding]:
        source, facts = self.film(**wanted)
        found = check_film(source, facts, work_folder=self.folder, limits=self.limits, loudness=loudness)
        self.assertEqual(self.left_over(), [])
        return {finding.code: finding for finding in found}

    def test_an_ordinary_film_has_no_findings(self):
        self.assertEqual(self.check(seconds=12), {})

    def test_flashing_is_found_and_said_first(self):
        for picture in ("flicker", "red flicker"):
            with self.subTest(picture):
                found = self.check(picture=picture, seconds=4)
                self.assertEqual(next(iter(found)), "flashes")
                self.assertLess(found["flashes"].at_ms[0], 500)
                self.assertIn("more than three times a second at 0:00", found["flashes"].sentence)

    def test_flashing_is_found_in_films_of_every_rate_and_shape(self):
        for wanted in ({"fps": 60}, {"size": "180x320"}, {"is_hdr": True, "codec": "hevc", "container": "mov"}):
            with self.subTest(wanted):
                self.assertIn("flashes", self.check(picture="flicker", seconds=3, **wanted))

    def test_slow_or_small_changes_are_no_flashing(self):
        for picture in ("slow flicker", "small flicker", "noise"):
            with self.subTest(picture):
                self.assertNotIn("flashes", self.check(picture=picture, seconds=3))

    def test_black_pictures_are_found_where_they_begin(self):
        black = self.check(picture="black in the middle", seconds=8)["black"]
        self.assertEqual(black.at_ms, (2000,))
        self.assertEqual(black.sentence, "The picture is black for 4 seconds at 0:02. Check that nothing is missing.")

    def test_a_still_picture_is_found_and_black_is_not_told_twice(self):
        self.assertEqual(set(self.check(picture="corner", seconds=12)), {"still"})
        self.assertEqual(set(self.check(picture="black", seconds=12)), {"black"})

    def test_a_recording_s_still_picture_is_no_finding(self):
        self.assertEqual(self.check(video=False, seconds=12), {})

    def test_silence_is_found_up_to_the_end(self):
        silence = self.check(seconds=14, beep_at=1.0)["silence"]
        self.assertAlmostEqual(silence.at_ms[0], 1500, delta=50)
        self.assertIn("There is no sound for 12 seconds at 0:01", silence.sentence)

    def test_sound_cut_off_at_full_scale_is_found_and_full_sound_is_not(self):
        self.assertIn("clipping", self.check(volume=3, seconds=4, audio_codec="pcm", container="mov"))
        self.assertNotIn("clipping", self.check(volume=0.98, seconds=4, audio_codec="pcm", container="mov"))

    def test_quiet_sound_is_found_by_what_was_measured(self):
        source, facts = self.film(volume=0.01, seconds=8)
        self.assertIn("quiet", self.check(measure(source, facts, limits=self.limits), volume=0.01, seconds=8))

    def test_sound_that_swings_between_quiet_and_loud_is_found(self):
        wide = Loudness(integrated_lufs=-20, true_peak_db=-3, range_lu=24, threshold_lufs=-30, offset_lu=0)
        self.assertIn("(24 LU)", self.check(wide, seconds=1)["loudness_range"].sentence)

    def test_a_sound_track_without_sound_is_found_once(self):
        self.assertEqual(set(self.check(None, volume=0, seconds=12)), {"no_sound"})

    def test_a_film_without_sound_has_no_findings_about_it(self):
        self.assertEqual(self.check(None, audio=False, seconds=12), {})


class FlashTests(FilmTestCase):
    """Twenty-four by eighteen cells, 25 pictures a second."""

    COLUMNS, ROWS, RATE = 24, 18, 25

    def pictures(self, changes: int, cells: int = 24 * 18, *, bright: int = 255, dark: int = 0, apart: int = 1):
        """Two seconds in which the first ``cells`` of a block turn ``changes`` times within the first one."""
        every = self.RATE / changes
        for number in range(2 * self.RATE):
            turned = min(changes, int(number / every)) if number else 0
            level = bright if turned % 2 else dark
            picture = bytearray(3 * self.COLUMNS * self.ROWS)
            for cell in range(cells):
                # Rows of eight, as wide as what the eye takes in.
                at = (cell // 8 * apart) * self.COLUMNS + cell % 8 if cells < 100 else cell
                picture[3 * at : 3 * at + 3] = bytes([level] * 3)
            yield bytes(picture)

    def found(self, *given: object, **wanted: object) -> list[int]:
        return flashes(self.pictures(*given, **wanted), self.COLUMNS, self.ROWS, self.RATE)

    def test_three_flashes_a_second_are_borne_and_more_are_not(self):
        self.assertEqual(self.found(6), [])
        self.assertEqual(self.found(8), [0])

    def test_a_quarter_of_what_the_eye_takes_in_is_the_limit(self):
        self.assertEqual(self.found(10, 11), [])
        self.assertEqual(self.found(10, 12), [0])

    def test_cells_too_far_apart_to_be_seen_at_once_do_not_add_up(self):
        self.assertEqual(self.found(10, 16, apart=8), [])

    def test_a_change_of_less_than_a_tenth_or_among_bright_pictures_does_not_count(self):
        self.assertEqual(self.found(10, bright=80), [])  # relative luminance 0.08
        self.assertEqual(self.found(10, bright=100), [0])  # 0.13
        self.assertEqual(self.found(10, bright=255, dark=232), [])  # 1.0 and 0.81
        self.assertEqual(self.found(10, bright=255, dark=225), [0])  # 1.0 and 0.75

    def test_a_slow_fade_is_one_change(self):
        fade = (bytes([min(255, 5 * n if n < 50 else 500 - 5 * n)] * 3 * 432) for n in range(100))
        self.assertEqual(flashes(fade, self.COLUMNS, self.ROWS, self.RATE), [])

    def test_the_grid_follows_the_picture_on_the_screen(self):
        _, facts = self.film(seconds=1)
        self.assertEqual(grid_for(facts), (24, 18))
        self.assertEqual(grid_for(self.film(seconds=1, size="640x360")[1]), (24, 14))
        self.assertEqual(grid_for(self.film(seconds=1, size="180x320")[1]), (10, 18))

"""Success is decoded frames."""

from dataclasses import replace

from films.processing.errors import Damaged
from films.processing.probe import probe
from films.processing.results import Decoded
from films.processing.sniff import source_at
from films.processing.verify import decode_all, require_enough, verify
from tests.films.processing.base import LIMITS, FilmTestCase
from tests.support.clips import clip
from tests.support.hostile_films import flip


class VerifyTests(FilmTestCase):
    def test_a_whole_film_is_whole(self):
        for wanted in (
            {},
            {"container": "webm"},
            {"is_variable": True},
            {"container": "mkv", "is_variable": True},
        ):
            with self.subTest(wanted):
                source, facts = self.film(**wanted)
                decoded = verify(source, facts, folder=self.folder, limits=LIMITS)
                self.assertEqual((decoded.share, decoded.decode_errors), (1.0, 0))
                self.assertAlmostEqual(decoded.readable_ms, 3000, delta=150)

    def test_sound_that_goes_on_after_the_pictures_is_no_damage(self):
        path = clip(extra=("-filter:a", "apad=whole_dur=6"), container="mkv", audio_codec="pcm")
        source = source_at(path)
        facts = probe(source, LIMITS)
        self.assertAlmostEqual(facts.duration_ms, 6000, delta=100)
        self.assertEqual(verify(source, facts, folder=self.folder, limits=LIMITS).frames, 75)

    def test_what_is_left_of_a_cut_film_is_told(self):
        whole = clip(seconds=20, size="160x120").read_bytes()
        source = source_at(self.write("cut.mp4", whole[: len(whole) * 6 // 10]))
        with self.assertRaises(Damaged) as caught:
            verify(source, probe(source, LIMITS), folder=self.folder, limits=LIMITS)
        self.assertAlmostEqual(caught.exception.readable_ms, 12_000, delta=2500)
        self.assertRegex(caught.exception.sentence, r"^Only the first \d\d seconds of 20 seconds can be read\.")

    def test_damage_in_the_middle_is_told_as_a_share(self):
        whole = bytearray(clip(container="mkv", codec="mjpeg", pixel_format="yuvj420p", audio=False).read_bytes())
        third = len(whole) // 3
        whole[third : 2 * third] = bytes(third)
        source = source_at(self.write("hole.mkv", bytes(whole)))
        with self.assertRaises(Damaged) as caught:
            verify(source, probe(source, LIMITS), folder=self.folder, limits=LIMITS)
        self.assertRegex(caught.exception.sentence, r"^Parts of this film are damaged: [3-7]\d % of its pictures")

    def test_flipped_bits_end_in_a_count_or_a_sentence(self):
        whole = clip(container="webm").read_bytes()
        source, facts = self.film(container="webm")
        decoded = decode_all(
            replace(source, path=self.write("flipped.webm", flip(whole, 0.003))),
            facts,
            folder=self.folder,
            limits=LIMITS,
        )
        self.assertLess(decoded.share, 0.95)

    def test_the_line_is_at_95_percent(self):
        def decoded(frames: int) -> Decoded:
            return Decoded(frames, 1000, 0, readable_ms=39_000, duration_ms=40_000)

        require_enough(decoded(950))
        with self.assertRaisesMessage(Damaged, "Parts of this film are damaged: 94 % of its pictures can be read."):
            require_enough(decoded(949))

    def test_a_film_with_no_pictures_left_is_never_enough(self):
        with self.assertRaisesMessage(Damaged, "Hardly anything of this film can be read."):
            require_enough(Decoded(0, 1, 0, readable_ms=0, duration_ms=40))

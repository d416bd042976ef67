"""The tracked demo films, their timings and their pictures fit the demo content."""

from __future__ import annotations

import json
import re
import unittest
from pathlib import Path

import av
import yaml
from PIL import Image

DEMO = Path(__file__).resolve().parents[2] / "home" / "demo"
MEDIA = DEMO / "media"
CONTENT = yaml.safe_load((DEMO / "demo_content.yaml").read_text(encoding="utf-8"))
FILMS = CONTENT["films"]
NOTICE = CONTENT["demo_notice"]

MEBIBYTE = 1024 * 1024
LARGEST_TOTAL = 14 * MEBIBYTE  # a clone should stay small
LARGEST_PORTRAIT = 40_000
LARGEST_POSTER = 120_000
LINE_CHARS, CUE_LINES = 37, 2


def timings(slug: str) -> dict:
    return json.loads((MEDIA / f"{slug}.json").read_text(encoding="utf-8"))


def words(text: str) -> list[str]:
    return text.split()


def spoken_by(film: dict) -> list[tuple[str, str]]:
    """Each segment of a film's script in order: speaker and text."""
    return [(s["speaker"], s["text"]) for chapter in film["chapters"] for s in chapter["segments"]]


class DemoMediaFilesTests(unittest.TestCase):
    def test_every_film_has_its_film_poster_captions_and_timings(self):
        for film in FILMS:
            for ending in ("mp4", "poster.jpg", "json", "en.vtt"):
                with self.subTest(film=film["slug"], ending=ending):
                    self.assertGreater((MEDIA / f"{film['slug']}.{ending}").stat().st_size, 500)

    def test_every_person_has_a_small_square_portrait(self):
        for person in CONTENT["contributors"]:
            with self.subTest(person=person["id"]):
                path = MEDIA / "portraits" / f"{person['id']}.jpg"
                self.assertLessEqual(path.stat().st_size, LARGEST_PORTRAIT)
                with Image.open(path) as image:
                    self.assertEqual((image.format, image.size), ("JPEG", (800, 800)))

    def test_no_portrait_is_left_over_from_someone_who_is_gone(self):
        people = {person["id"] for person in CONTENT["contributors"]}
        self.assertEqual({path.stem for path in (MEDIA / "portraits").iterdir()}, people)

    def test_posters_and_scenes_are_wide_and_light(self):
        scenes = sorted((MEDIA / "scenes").glob("*.jpg"))
        self.assertGreaterEqual(len(scenes), 6)
        for path in [*(MEDIA / f"{film['slug']}.poster.jpg" for film in FILMS), *scenes]:
            with self.subTest(path=path.name):
                self.assertLessEqual(path.stat().st_size, LARGEST_POSTER)
                with Image.open(path) as image:
                    self.assertEqual((image.format, image.size), ("JPEG", (1600, 900)))

    def test_everything_together_stays_small(self):
        total = sum(path.stat().st_size for path in MEDIA.rglob("*") if path.is_file())
        self.assertLess(total, LARGEST_TOTAL)


class DemoFilmTests(unittest.TestCase):
    def test_films_are_ready_for_the_web_and_say_that_they_are_demo_content(self):
        for film in FILMS:
            path = MEDIA / f"{film['slug']}.mp4"
            with self.subTest(film=film["slug"]), av.open(str(path)) as container:
                picture, sound = (
                    container.streams.video[0].codec_context,
                    container.streams.audio[0].codec_context,
                )
                self.assertEqual((picture.name, picture.pix_fmt), ("h264", "yuv420p"))
                self.assertEqual((picture.width, picture.height), (1280, 720))
                self.assertEqual(container.streams.video[0].average_rate, 25)
                self.assertEqual((sound.name, sound.sample_rate), ("aac", 48000))
                self.assertEqual(container.metadata["title"], film["title"])
                self.assertEqual(container.metadata["comment"], NOTICE)
                self.assertAlmostEqual(container.duration / 1000, timings(film["slug"])["duration_ms"], delta=120)

    def test_the_index_of_each_film_comes_before_its_pictures_so_that_playing_starts_at_once(self):
        for film in FILMS:
            with self.subTest(film=film["slug"]):
                start = (MEDIA / f"{film['slug']}.mp4").read_bytes()
                self.assertLess(start.find(b"moov"), start.find(b"mdat"))

    def test_films_last_about_a_minute(self):
        for film in FILMS:
            with self.subTest(film=film["slug"]):
                self.assertTrue(55_000 <= timings(film["slug"])["duration_ms"] <= 100_000)


class DemoTimingTests(unittest.TestCase):
    def test_the_first_cue_is_the_demo_notice_and_shows_from_the_first_frame(self):
        for film in FILMS:
            with self.subTest(film=film["slug"]):
                first = timings(film["slug"])["cues"][0]
                self.assertEqual(first["text"].replace("\n", " "), NOTICE)
                self.assertEqual((first["start_ms"], first["speaker"]), (0, "narrator"))

    def test_cues_follow_one_another_without_overlap_and_end_within_the_film(self):
        for film in FILMS:
            data = timings(film["slug"])
            with self.subTest(film=film["slug"]):
                before = 0
                for cue in data["cues"]:
                    self.assertGreaterEqual(cue["start_ms"], before, cue["text"])
                    self.assertGreater(cue["end_ms"], cue["start_ms"], cue["text"])
                    before = cue["end_ms"]
                self.assertLessEqual(before, data["duration_ms"])

    def test_the_cues_say_exactly_what_the_script_says_in_the_same_mouths(self):
        for film in FILMS:
            with self.subTest(film=film["slug"]):
                expected = [(speaker, word) for speaker, text in spoken_by(film) for word in words(text)]
                cues = timings(film["slug"])["cues"][1:]
                self.assertEqual([(c["speaker"], word) for c in cues for word in words(c["text"])], expected)

    def test_a_cue_fits_on_two_short_lines(self):
        for film in FILMS:
            for cue in timings(film["slug"])["cues"]:
                with self.subTest(film=film["slug"], cue=cue["text"]):
                    lines = cue["text"].split("\n")
                    self.assertLessEqual(len(lines), CUE_LINES)
                    self.assertLessEqual(max(map(len, lines)), LINE_CHARS)

    def test_nearly_every_cue_stays_long_enough_to_be_read(self):
        """0.3 s a word; a quick speaker may leave less for a few cues, but never under 0.2 s."""
        for film in FILMS:
            cues = timings(film["slug"])["cues"]
            pace = [(c["end_ms"] - c["start_ms"]) / len(words(c["text"])) for c in cues]
            with self.subTest(film=film["slug"]):
                self.assertGreaterEqual(min(pace), 200)
                self.assertGreaterEqual(sum(p >= 299 for p in pace) / len(pace), 0.75)

    def test_chapters_carry_the_scripts_titles_and_start_just_before_their_first_words(self):
        for film in FILMS:
            data = timings(film["slug"])
            with self.subTest(film=film["slug"]):
                self.assertEqual([c["title"] for c in data["chapters"]], [c["title"] for c in film["chapters"]])
                self.assertEqual(data["chapters"][0]["start_ms"], 0)
                spoken = data["cues"][1:]
                at = 0
                for number, (chapter, mark) in enumerate(zip(film["chapters"], data["chapters"], strict=True)):
                    if number:
                        lead = spoken[at]["start_ms"] - mark["start_ms"]
                        self.assertTrue(0 <= lead <= 1000, f"{chapter['title']}: {lead} ms before its first cue")
                    left = sum(len(words(s["text"])) for s in chapter["segments"])
                    while left > 0:
                        left -= len(words(spoken[at]["text"]))
                        at += 1

    def test_the_caption_file_tells_the_same_as_the_timings(self):
        names = {person["id"]: person["name"] for person in CONTENT["contributors"]} | {"narrator": "Narrator"}
        for film in FILMS:
            with self.subTest(film=film["slug"]):
                file = (MEDIA / f"{film['slug']}.en.vtt").read_text(encoding="utf-8")
                self.assertTrue(file.startswith("WEBVTT\n\n"))
                found = re.findall(r"^(\S+) --> (\S+)\n<v ([^>]+)>((?:.+\n?)+)", file, re.MULTILINE)
                cues = timings(film["slug"])["cues"]
                self.assertEqual(
                    [(clock_ms(a), clock_ms(b), who, text.strip()) for a, b, who, text in found],
                    [(c["start_ms"], c["end_ms"], names[c["speaker"]], c["text"]) for c in cues],
                )


def clock_ms(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)

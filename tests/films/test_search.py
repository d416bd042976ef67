"""What readers find, on either database."""

from __future__ import annotations

import re

from django.test import TestCase

from films import search
from films.models import CaptionTrack, FilmPage, PracticeArea
from tests.films.factories import (
    CaptionTrackFactory,
    ContributorFactory,
    CreditFactory,
    CueFactory,
    FilmPageFactory,
    VideoFactory,
)
from tests.films.readers import queries_to_get
from tests.support.pages import site_tree

HOSTILE = [
    '"',
    '"unclosed',
    "*",
    "a*b",
    "NEAR(a b)",
    "a NEAR b",
    "a AND",
    "OR",
    "NOT x",
    "(((",
    "title:x",
    "-x",
    "^x",
    "a | b & !c",
    "'; DROP TABLE films_cue; --",
    "x' OR '1'='1",
    "%_%",
    "\\",
    "(a+)+$" * 20,
    "<script>alert(1)</script>",
    "\x00",
    "a\x00b",
    "\x02a\x03",
    "\x1f",
    "’’’",
    "don't",
    "don’t stop",
    "été naïve ŵy",
    "😀",
    "١٢٣",
    "a" * 10_000,
    "a " * 5_000,
    "the and of",
    "{x}",
    "{{ 7*7 }}",
    "%s %(x)s %d",
    "_" * 50,
]


def said(*lines: str, **film_fields) -> FilmPage:
    """A public film in which these lines are said, two seconds each."""
    film = FilmPageFactory(video=VideoFactory(ready=True), **film_fields)
    track = film.video.caption_tracks.get()
    track.cues.all().delete()
    for position, line in enumerate(lines):
        CueFactory(
            track=track, position=position, start_ms=position * 2000, end_ms=position * 2000 + 1900, payload=line
        )
    track.save()
    return film


def found(text: str) -> list[str]:
    """The lines found, in the order in which they are said."""
    return [str(moment.marked) for moment in sorted(search.find_moments(text), key=lambda moment: moment.start_ms)]


class SpokenLineTests(TestCase):
    def test_words_are_found_by_their_stem(self):
        said("She is recovering well.", "Her friend recovered last year.", "We talk.")
        self.assertEqual(
            found("recover"), ["She is <mark>recovering</mark> well.", "Her friend <mark>recovered</mark> last year."]
        )

    def test_the_last_word_may_be_half_typed(self):
        said("Housing comes first.")
        self.assertEqual(found("comes hous"), ["<mark>Housing</mark> <mark>comes</mark> first."])

    def test_a_phrase_that_runs_over_two_captions_is_found_once(self):
        said("Nothing here.", "I listen to the whole", "family before I decide.", "And on.")
        self.assertEqual(
            found("whole family"), ["I listen to the <mark>whole</mark> <mark>family</mark> before I decide."]
        )

    def test_a_line_is_found_once_though_it_is_indexed_with_the_one_before_it(self):
        said("First.", "Second with a kettle.", "Third.")
        self.assertEqual(found("kettle"), ["Second with a <mark>kettle</mark>."])

    def test_words_far_apart_are_not_a_find(self):
        said("A kettle.", "Nothing.", "Nothing.", "A garden.")
        self.assertEqual(found("kettle garden"), [])

    def test_accents_and_apostrophes_do_not_matter(self):
        said("I don’t know what he’s got.")
        self.assertEqual(len(found("don't know")), 1)

    def test_welsh_words_are_found_as_they_are_written(self):
        film = said("English words.")
        words = ["Gweithwyr cymdeithasol ydyn ni."]
        track = CaptionTrackFactory(video=film.video, language="cy", checked=True, words=words)
        track.save()
        self.assertEqual(len(found("cymdeithasol")), 1)

    def test_found_words_are_marked_and_everything_else_is_escaped(self):
        said("<b>Kettle</b> & <script>x</script>")
        line = found("kettle")[0]
        self.assertIn("<mark>Kettle</mark>", line)
        self.assertEqual(re.findall(r"<[^>]+>", line), ["<mark>", "</mark>"])

    def test_only_public_films_are_searched(self):
        from wagtail.models import PageViewRestriction

        said("Kettle draft.", live=False)
        said("Kettle withdrawn.", withdrawn=True)
        private = said("Kettle private.")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        said("Kettle public.")
        self.assertEqual(found("kettle"), ["<mark>Kettle</mark> public."])

    def test_the_index_follows_changes_and_removals(self):
        film = said("Kettle one.")
        track = film.video.caption_tracks.get()
        track.cues.update(plain_text="Garden one.")
        track.save()
        self.assertEqual((found("kettle"), len(found("garden"))), ([], 1))
        CaptionTrack.objects.all().delete()
        self.assertEqual(found("garden"), [])

    def test_lines_of_films_that_share_no_word_stay_apart(self):
        said("The last line ends with kettle")
        said("garden starts the first line.")
        self.assertEqual(found("kettle garden"), [])


class SearchPageTests(TestCase):
    def test_a_find_links_to_the_second_and_without_scripts_to_the_line(self):
        film = said("Nothing.", "Nothing.", "A kettle sings.")
        cue = film.video.caption_tracks.get().cues.get(position=2)
        page = self.client.get("/search/", {"q": "kettle"})
        self.assertContains(page, f'href="{film.url}?t=4#line-{cue.pk}"')
        self.assertContains(page, "A <mark>kettle</mark> sings.")
        self.assertContains(page, "1 result<")

    def test_films_people_areas_and_other_pages_are_found(self):
        film = FilmPageFactory(title="Leaving the ward")
        CreditFactory(film=film, contributor=ContributorFactory(name="Wardine Ward", role="Nurse"))
        area = PracticeArea.objects.in_order().first()
        for text, words in {
            "leaving": "Leaving the ward",
            "Wardine": "Wardine Ward",
            area.name: 'id="found-areas"',
            "people": "Other pages",
        }.items():
            with self.subTest(text):
                self.assertContains(self.client.get("/search/", {"q": text}), words)

    def test_nothing_that_is_not_public_is_found_by_title_name_or_summary(self):
        for fields in ({"draft": True}, {"withdrawn": True}):
            film = FilmPageFactory(title="Zebracross", summary="Zebracross", synopsis="Zebracross", **fields)
            CreditFactory(film=film, contributor=ContributorFactory(name="Zebracross Person"))
        page = self.client.get("/search/", {"q": "Zebracross"})
        self.assertContains(page, "We found nothing for ‘Zebracross’. Try fewer words, or")
        self.assertNotContains(page, "Zebracross Person")

    def test_hostile_searches_never_fail_and_come_back_escaped(self):
        said("Words that are said.")
        for text in HOSTILE:
            with self.subTest(text[:30]):
                page = self.client.get("/search/", {"q": text})
                self.assertEqual(page.status_code, 200)
                self.assertNotIn("<script>alert", page.content.decode())

    def test_odd_requests_are_answered(self):
        for query in (
            {},
            {"q": ""},
            {"q": "   "},
            {"q": "a", "page": "9999"},
            {"q": "a", "page": "x"},
            {"q": ["a", "b"]},
        ):
            with self.subTest(str(query)):
                self.assertContains(self.client.get("/search/", query), 'name="q"')
        self.assertEqual(self.client.post("/search/").status_code, 405)

    def test_a_slip_of_the_pen_gets_a_suggestion(self):
        said("The kettle is in the kitchen.")
        page = self.client.get("/search/", {"q": "kettel"})
        self.assertContains(page, "Did you mean")
        self.assertContains(page, "?q=kettle")

    def test_results_come_in_pages_that_keep_the_words(self):
        for number in range(12):
            said(f"Kettle {number}.", title=f"Kettle film {number}")
        page = self.client.get("/search/", {"q": "kettle film"})
        self.assertContains(page, "12 results")
        self.assertContains(page, "?q=kettle+film&amp;page=2")
        self.assertEqual(
            len(re.findall("film-row-title", self.client.get("/search/?q=kettle+film&page=2").content.decode())), 2
        )

    def test_twenty_films_found_cost_no_more_than_two(self):
        site_tree()
        for number in range(2):
            said("Kettle.", title=f"Kettle {number}")
        few = queries_to_get(self.client, "/search/?q=kettle")
        for number in range(8):
            said("Kettle.", title=f"More kettle {number}")
        self.assertEqual(queries_to_get(self.client, "/search/?q=kettle"), few)
        self.assertLessEqual(few, 24)

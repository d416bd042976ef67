"""A film's page as readers get it."""

from __future__ import annotations

import datetime as dt
import re

import time_machine
from django.test import TestCase
from django.utils import timezone

from films.models import CaptionTrack, Consent, FilmPage, Rendition, Withdrawal
from films.services.withdrawal import withdraw
from tests.comments.factories import CommentFactory
from tests.films.factories import (
    CaptionTrackFactory,
    ChangeNoteFactory,
    ChapterFactory,
    ConsentFactory,
    ContributorFactory,
    CreditFactory,
    CueFactory,
    FilmPageFactory,
    RenditionFactory,
    SeriesPageFactory,
    VideoFactory,
)
from tests.films.readers import queries_to_get

MOST_QUERIES = 12


def words_of(film: FilmPage) -> CaptionTrack:
    return film.video.caption_tracks.get(kind="captions")


class WhatStandsOnAFilmPageTests(TestCase):
    def test_title_note_player_words_people_and_changes_stand_in_this_order(self):
        film = FilmPageFactory(
            publishable=True, title="Home again", content_note="Talks of illness.", synopsis="A long account."
        )
        CreditFactory(film=film, contributor=ContributorFactory(name="Amara Lindqvist"))
        ChapterFactory(film=film, start_ms=0, title="At the start")
        ChangeNoteFactory(film=film, note="Replaced: a figure was out of date.")
        page = self.client.get(film.url).content.decode()
        landmarks = [
            "<h1>Home again</h1>",
            "Talks of illness.",
            "<video",
            'id="ways-in"',
            'class="chapter-title">At the start',
            'id="transcript"',
            "My name is Ann.",
            "A long account.",
            "Amara Lindqvist",
            "Replaced: a figure",
            "Comments",
        ]
        places = [page.index(text) for text in landmarks]
        self.assertEqual(places, sorted(places))

    def test_nothing_plays_by_itself_and_nothing_is_loaded_before_somebody_presses_play(self):
        page = self.client.get(FilmPageFactory(publishable=True).url).content.decode()
        self.assertNotIn("autoplay", page)
        self.assertIn('preload="none"', page)

    def test_the_still_before_playing_is_asked_for_first(self):
        page = self.client.get(FilmPageFactory(publishable=True).url).content.decode()
        poster = re.search(r'<video[^>]* poster="([^"]+)"', page)[1]
        head = page.split("</head>")[0]
        self.assertIn(f'<link rel="preload" href="{poster}" as="image" fetchpriority="high">', head)

    def test_signed_out_readers_get_the_same_bytes_and_no_cookie(self):
        film = FilmPageFactory(publishable=True)
        # The stamp in the comment form tells the second in which the page was made, the same for everybody.
        with time_machine.travel(timezone.now(), tick=False):
            first, second = self.client.get(film.url), self.client.get(film.url)
        self.assertEqual(first.content, second.content)
        self.assertFalse(first.cookies)
        self.assertNotContains(first, "csrfmiddlewaretoken")

    def test_every_line_has_a_link_that_opens_the_film_there_and_the_line_without_scripts(self):
        film = FilmPageFactory(ready=True)
        cue = CueFactory(track=words_of(film), start_ms=61_500, end_ms=63_000, payload="And so it was.")
        words_of(film).save()
        self.assertContains(self.client.get(film.url), f'href="{film.url}?t=61.5#line-{cue.pk}"')

    def test_one_persons_paragraphs_stand_below_their_name(self):
        film = FilmPageFactory(video=VideoFactory(ready=True))
        track = words_of(film)
        track.cues.all().delete()
        for start in (0, 10_000):  # a pause between them starts a new paragraph of the same person
            CueFactory(track=track, start_ms=start, end_ms=start + 2000, speaker="Amara", payload="Words.")
        track.save()
        page = self.client.get(film.url).content.decode()
        self.assertEqual(page.count('data-speaker="Amara"'), 1)
        self.assertEqual(page.count("<b>Amara</b>"), 1)
        self.assertEqual(page.count('class="said-words"'), 2)

    def test_captions_are_read_as_prose_with_one_time_before_each_paragraph(self):
        film = FilmPageFactory(video=VideoFactory(ready=True))
        track = words_of(film)
        track.cues.all().delete()
        for start, words in ((5000, "I listen to"), (7000, "the whole family,"), (9000, "and then we talk.")):
            CueFactory(track=track, start_ms=start, end_ms=start + 2000, speaker="Amara", payload=words)
        track.save()
        page = self.client.get(film.url).content.decode()
        (words,) = re.findall(r'<p class="said-words">(.*?)</p>', page, re.DOTALL)
        self.assertEqual(re.sub(r"<[^>]+>", "", words), "I listen to the whole family, and then we talk.")
        self.assertEqual([f"line-{cue.pk}" for cue in track.cues.in_order()], re.findall(r'id="(line-\d+)"', words))
        self.assertNotIn("0:0", re.sub(r"<[^>]+>", "", words))
        self.assertEqual(re.findall(r"Play from </span>([\d:]+)", page), ["0:05"])

    def test_what_can_be_taken_away_stands_in_one_list(self):
        film = FilmPageFactory(ready=True)
        page = self.client.get(film.url).content.decode()
        self.assertEqual(page.count('class="downloads"'), 1)
        self.assertEqual(len(re.findall(r'href="[^"]+\.txt"', page)), 1)
        self.assertIn('href="#downloads"', page)
        self.assertIn('id="downloads"', page)

    def test_the_text_to_take_away_reads_as_the_page_does(self):
        film = FilmPageFactory(ready=True, title="Home again")
        ChapterFactory(film=film, start_ms=0, title="At the start")
        seen = CaptionTrackFactory(video=film.video, kind=CaptionTrack.Kind.DESCRIPTIONS, checked=True)
        CueFactory(track=seen, start_ms=1000, end_ms=1900, payload="A woman opens the door.")
        address = re.search(r'href="([^"]+\.txt)"', self.client.get(film.url).content.decode())[1]
        text = self.client.get(address).content.decode()
        self.assertTrue(text.startswith("Home again\n\nAt the start\n\n0:00\nMy name is Ann."), text)
        self.assertIn("\n\n0:01 In the picture\nA woman opens the door.\n\n", text)

    def test_a_description_in_another_language_stays_out_of_the_words(self):
        film = FilmPageFactory(ready=True)
        seen = CaptionTrackFactory(video=film.video, kind=CaptionTrack.Kind.DESCRIPTIONS, language="cy", checked=True)
        CueFactory(track=seen, payload="Mae menyw yn agor y drws.")
        seen.save()
        page = self.client.get(film.url)
        self.assertNotContains(page, "Mae menyw")
        self.assertNotContains(page, "Audio description, in words")

    def test_what_is_to_be_seen_stands_among_what_is_said(self):
        film = FilmPageFactory(ready=True, audio_description=FilmPage.AudioDescription.AVAILABLE)
        seen = CaptionTrackFactory(video=film.video, kind=CaptionTrack.Kind.DESCRIPTIONS, checked=True)
        CueFactory(track=seen, start_ms=1000, end_ms=1900, payload="A woman opens the door.")
        seen.save()
        page = self.client.get(film.url)
        self.assertContains(page, "In the picture")
        self.assertContains(page, "Audio description, in words")
        self.assertContains(page, "<dd>In words, in the transcript</dd>")
        text = page.content.decode()
        self.assertLess(text.index("A woman opens the door."), text.index("I am a social worker."))

    def test_hostile_words_are_only_words(self):
        film = FilmPageFactory(ready=True, title='"><img src=x onerror=alert(1)>', summary="<script>alert(1)</script>")
        CueFactory(track=words_of(film), start_ms=5000, end_ms=6000, payload="<b onclick=x>", plain_text="<i onload=x>")
        words_of(film).save()
        page = self.client.get(film.url).content.decode()
        for danger in ("<img src=x", "<script>alert", "<i onload"):
            self.assertNotIn(danger, page)


class WaysInTests(TestCase):
    def test_a_missing_version_for_signers_is_said_and_can_be_asked_for(self):
        from cms.models import SiteSettings
        from tests.support.pages import site_tree

        tree = site_tree()
        settings = SiteSettings.for_site(tree.site)
        settings.contact_page = tree.people.page_ptr
        settings.save()
        self.assertContains(self.client.get(FilmPageFactory(ready=True).url), "No BSL version yet. Ask us for one.")

    def test_sound_alone_and_the_small_version_are_offered_with_their_sizes(self):
        film = FilmPageFactory(ready=True)
        RenditionFactory(video=film.video, kind=Rendition.Kind.AUDIO, size_bytes=1_048_576)
        RenditionFactory(video=film.video, kind=Rendition.Kind.MP4_LOW, size_bytes=9 * 1_048_576)
        page = re.sub(r"<[^>]+>", "", self.client.get(film.url).content.decode())
        self.assertIn("Listen, 1.0 MB", page)
        self.assertIn("Low-data version, 9.0 MB", page)

    def test_the_film_is_offered_for_download_only_when_everybody_in_it_agreed(self):
        film = FilmPageFactory(ready=True)
        credit = CreditFactory(film=film)
        consent = ConsentFactory(film=film, contributor=credit.contributor, may_download=False)
        mp4 = film.video.mp4.url
        self.assertNotContains(self.client.get(film.url), f'href="{mp4}"')
        consent.may_download = True
        consent.save()
        self.assertContains(self.client.get(film.url), f'href="{mp4}"')
        Consent.objects.get().delete()
        self.assertNotContains(self.client.get(film.url), f'href="{mp4}"')


class FilmStateTests(TestCase):
    def test_a_film_being_prepared_says_so_and_has_no_player(self):
        page = self.client.get(FilmPageFactory(video=VideoFactory()).url)
        self.assertContains(page, "This film is still being prepared.")
        self.assertNotContains(page, "<video")
        self.assertNotContains(page, "You can <a")

    def test_a_film_without_a_file_says_the_same(self):
        self.assertContains(self.client.get(FilmPageFactory().url), "This film is still being prepared.")

    def test_a_withdrawn_film_is_gone_without_name_or_reason_and_leads_to_others(self):
        other = FilmPageFactory(publishable=True, title="Another film")
        film = FilmPageFactory(ready=True, withdrawn=True, title="Secret name", summary="Secret summary")
        page = self.client.get(film.url)
        self.assertContains(page, "This film is no longer available", status_code=410)
        self.assertContains(page, '<meta name="robots" content="noindex">', status_code=410)
        self.assertContains(page, f'href="{other.url}"', status_code=410)
        self.assertNotContains(page, "Secret", status_code=410)

    def test_a_withdrawn_film_that_was_unpublished_too_is_gone_rather_than_unknown(self):
        self.assertEqual(self.client.get(FilmPageFactory(withdrawn=True, live=False).url).status_code, 410)

    def test_a_draft_is_unknown(self):
        self.assertEqual(self.client.get(FilmPageFactory(draft=True).url).status_code, 404)

    def test_withdrawing_shows_at_once_though_the_view_is_kept(self):
        film = FilmPageFactory(ready=True)
        self.client.get(film.url)
        withdraw(film, cause=Withdrawal.Cause.EDITORIAL)
        self.assertEqual(self.client.get(film.url).status_code, 410)

    def test_a_page_whose_poster_file_is_lost_still_comes(self):
        film = FilmPageFactory(publishable=True)
        film.poster.file.storage.delete(film.poster.file.name)
        self.assertContains(self.client.get(film.url), "My name is Ann.")

    def test_a_film_behind_a_password_asks_for_it(self):
        from wagtail.models import PageViewRestriction

        film = FilmPageFactory(ready=True)
        PageViewRestriction.objects.create(page=film.get_parent(), restriction_type="password", password="x")
        self.assertNotContains(self.client.get(film.url, follow=True), "My name is Ann.")


class FreshnessTests(TestCase):
    def test_a_change_of_the_words_shows_at_once(self):
        film = FilmPageFactory(ready=True)
        self.client.get(film.url)
        track = words_of(film)
        CueFactory(track=track, start_ms=8000, end_ms=9000, payload="A line that is new.")
        track.save()
        self.assertContains(self.client.get(film.url), "A line that is new.")

    def test_the_address_of_the_captions_changes_with_their_words(self):
        film = FilmPageFactory(ready=True)
        before = re.search(r'<track src="([^"]+)"', self.client.get(film.url).content.decode())[1]
        track = words_of(film)
        track.save()
        CaptionTrack.objects.filter(pk=track.pk).update(updated_at=timezone.now() + dt.timedelta(minutes=1))
        film.save()
        after = re.search(r'<track src="([^"]+)"', self.client.get(film.url).content.decode())[1]
        self.assertNotEqual(before, after)


class LanguageTests(TestCase):
    def test_the_words_can_be_read_in_another_language_by_a_plain_link(self):
        film = FilmPageFactory(ready=True)
        CaptionTrackFactory(video=film.video, language="cy", kind="subtitles", checked=True, words=["Ann ydw i."])
        self.assertContains(self.client.get(film.url), 'hreflang="cy"')
        page = self.client.get(film.url, {"words": "cy"})
        self.assertContains(page, "Ann ydw i.")
        self.assertNotContains(page, "My name is Ann.")

    def test_a_language_nobody_offers_gives_the_film_s_own(self):
        film = FilmPageFactory(ready=True)
        self.assertContains(self.client.get(film.url, {"words": "../x"}), "My name is Ann.")


class QueryBudgetTests(TestCase):
    def setUp(self):
        self.film = FilmPageFactory(publishable=True, series=SeriesPageFactory())
        for _ in range(4):
            CreditFactory(film=self.film)
        for start in range(4):
            ChapterFactory(film=self.film, start_ms=start * 1000)
        FilmPageFactory.create_batch(4, publishable=True)

    def test_twenty_comments_and_five_hundred_cost_the_same_few_queries(self):
        CommentFactory.create_batch(20, page=self.film, approved=True)
        few = queries_to_get(self.client, self.film.url)
        self.assertLessEqual(few, MOST_QUERIES)
        CommentFactory.create_batch(480, page=self.film, approved=True)
        self.assertEqual(queries_to_get(self.client, self.film.url), few)

    def test_the_database_as_cache_keeps_to_the_budget_too(self):
        from django.core.cache import cache
        from django.core.management import call_command

        database = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cms_cache"}}
        call_command("createcachetable", "cms_cache", verbosity=0)
        with self.settings(CACHES=database):
            cache.clear()
            self.assertLessEqual(queries_to_get(self.client, self.film.url), MOST_QUERIES)

    def test_more_people_and_more_words_cost_no_more(self):
        def cold() -> int:
            from django.core.cache import cache
            from django.db import connection
            from django.test.utils import CaptureQueriesContext

            self.client.get(self.film.url)
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                self.client.get(self.film.url)
            return len(queries)

        before = cold()
        for _ in range(16):
            CreditFactory(film=self.film)
        track = words_of(self.film)
        for second in range(100, 160):
            CueFactory(track=track, start_ms=second * 1000, end_ms=second * 1000 + 900)
        self.assertEqual(cold(), before)

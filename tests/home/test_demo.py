"""The demo: built once, marked everywhere, sorted as its content says, and gone without a trace."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path
from unittest import mock

from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import SimpleTestCase, TestCase, override_settings
from wagtail.models import Page

from cms.models import SiteSettings
from comments.models import Comment, State
from films.models import Contributor, FilmPage, PracticeArea, Video
from home.demo import logins
from home.demo.content import demo_content, with_apostrophes
from home.layout import lay_out_site
from home.models import AccessibilityStatementPage, HomePage
from tests.films.factories import MINUTE_MS, RenditionFactory
from tests.support.files import OwnFiles

QUEUES = {
    "normal": {State.WAITING},
    "hold": {State.ON_HOLD},
    "urgent": {State.URGENT},
    "spam": {State.LIKELY_SPAM},
}
# Kept by the machine, not by the site.
NOT_COUNTED = {"wagtailsearch", "sessions", "contenttypes", "auth"}


def prepare_quickly(command: str, **options: object) -> None:
    """What ``process_videos`` makes of a film, without an encoder."""
    for video in Video.objects.exclude(status=Video.Status.READY):
        RenditionFactory(video=video)
        video.status, video.duration_ms, video.width, video.height = Video.Status.READY, 2 * MINUTE_MS, 1280, 720
        video.has_sound = True
        video.save()


def rows() -> dict[str, int]:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {
        model._meta.label: model._base_manager.count()
        for model in models
        if model._meta.app_label not in NOT_COUNTED and not model._meta.proxy
    }


def files_in(folder: Path) -> list[str]:
    return sorted(name for _, _, names in os.walk(folder) for name in names)


class Seeded(OwnFiles, TestCase):
    @classmethod
    def setUpTestData(cls):
        lay_out_site()
        cls.rows_before = rows()
        with (
            override_settings(VAR_DIR=cls.written / "var"),
            mock.patch("home.demo.seed.call_command", prepare_quickly),
            mock.patch("home.demo.seed.UNDECIDED_FILMS", cls.undecided()),
        ):
            call_command("seed_demo", stdout=StringIO())

    def setUp(self):
        super().setUp()
        self.enterContext(override_settings(VAR_DIR=self.files / "var"))

    @classmethod
    def undecided(cls) -> set[str]:
        return {"early-help", "still-me"}


class SeedingTests(Seeded):
    def test_the_page_tree_is_sound_and_every_page_can_be_reached(self):
        self.assertFalse(any(Page.find_problems()), Page.find_problems())
        for page in Page.objects.live().filter(depth__gte=2):
            with self.subTest(page=page.url):
                self.assertEqual(self.client.get(page.url).status_code, 200)

    def test_six_films_can_be_watched_and_read(self):
        self.assertEqual(FilmPage.objects.for_readers().count(), 6)
        film = FilmPage.objects.get(slug="home-again")
        page = self.client.get(film.url)
        self.assertContains(page, film.title)
        self.assertContains(page, "On my ward we start to plan")

    def test_a_second_run_changes_nothing(self):
        counted = rows()
        stamps = list(FilmPage.objects.order_by("pk").values_list("pk", "latest_revision_created_at"))
        phrases = logins.file().read_text()
        said = StringIO()
        call_command("seed_demo", stdout=said)
        self.assertIn("Nothing was changed", said.getvalue())
        self.assertEqual(rows(), counted)
        self.assertEqual(list(FilmPage.objects.order_by("pk").values_list("pk", "latest_revision_created_at")), stamps)
        self.assertEqual(logins.file().read_text(), phrases)

    def test_every_demo_page_says_so_and_no_other_page_does(self):
        notice = demo_content()["demo_notice"]
        film = FilmPage.objects.get(slug="home-again")
        person = Contributor.objects.get(slug="bethan-clarkson-rowe")
        self.assertContains(self.client.get(film.url), f"<span>{notice}</span>")
        for address in (film.series.url, f"/people/{person.slug}/"):
            with self.subTest(address):
                self.assertContains(
                    self.client.get(address),
                    "<span>Demo content. The people and places on this page are made up.</span>",
                )
        for address in ("/", "/films/", "/privacy/"):
            with self.subTest(address):
                self.assertNotContains(self.client.get(address), "<span>Demo content.")

    def test_the_notice_is_the_first_thing_said_in_each_film(self):
        for film in FilmPage.objects.filter(is_demo=True):
            with self.subTest(film.slug):
                first = film.caption_track.cues.order_by("position").first()
                self.assertEqual(" ".join(first.plain_text.split()), demo_content()["demo_notice"])

    def test_apostrophes_are_printed_ones_except_in_comments(self):
        film = FilmPage.objects.get(slug="still-me")
        self.assertIn("Peter’s wife", film.synopsis)
        self.assertTrue(film.caption_track.cues.filter(plain_text__contains="4 o’clock").exists())
        self.assertFalse(film.caption_track.cues.filter(plain_text__contains="'").exists())
        self.assertTrue(Comment.objects.filter(is_demo=True, body__contains="I can't tell my manager").exists())

    def test_quotations_start_where_they_are_said(self):
        films = FilmPage.objects.filter(is_demo=True)
        self.assertTrue(films)
        for film in films:
            with self.subTest(film.slug):
                from_there = film.caption_track.cues.filter(start_ms__gte=film.pull_quote_start_ms).order_by("position")
                said = " ".join(" ".join(cue.plain_text for cue in from_there).split())
                self.assertTrue(said.startswith(film.pull_quote[:20]), said[:60])

    def test_a_badge_for_audio_description_stands_only_where_the_page_has_one(self):
        for film in FilmPage.objects.filter(is_demo=True):
            page = self.client.get(film.url)
            with self.subTest(film.slug):
                if film.slug == "still-me":
                    self.assertContains(page, "Children stand at the gate of a school.")
                    self.assertContains(page, "Audio description, in words")
                else:
                    self.assertNotContains(page, "In the picture")
                self.assertEqual(film.is_described, film.slug == "still-me")
        self.assertContains(self.client.get("/films/"), "Audio description, in words", 1)

    def test_the_accessibility_statement_says_where_a_description_is_not_in_sound(self):
        page = self.client.get(AccessibilityStatementPage.objects.get().url)
        self.assertContains(page, "Audio description in sound (WCAG 2.2, 1.2.5)", 1)
        self.assertContains(page, "People who use screen readers have not tested it yet.")

    def test_every_practice_area_says_who_it_is_for(self):
        self.assertEqual(PracticeArea.objects.exclude(who_it_is_for="").count(), 15)
        self.assertContains(self.client.get("/practice-areas/perinatal/"), "Women and birthing parents")

    def test_nobody_claims_to_have_rung_the_help_numbers(self):
        self.assertIsNone(SiteSettings.objects.get().help_checked_on)

    def test_log_ins_are_kept_in_a_file_only_its_owner_can_read(self):
        self.assertEqual(logins.file().stat().st_mode & 0o777, 0o600)
        self.assertEqual(len(logins.file().read_text().splitlines()), 3)

    def test_removing_it_leaves_no_row_no_file_and_no_log_in(self):
        self.assertGreater(len(files_in(self.files)), 20)
        with self.captureOnCommitCallbacks(execute=True):
            call_command("seed_demo", "--remove", stdout=StringIO())
        after = rows()
        self.assertEqual(
            {label: count for label, count in after.items() if count != self.rows_before[label]}, {}, "rows left"
        )
        self.assertEqual(files_in(self.files), [])
        self.assertFalse(Path(logins.file()).exists())
        self.assertEqual(SiteSettings.objects.get().publisher_name, "")
        self.assertFalse(AccessibilityStatementPage.objects.get().live)
        home = HomePage.objects.get()
        self.assertEqual((home.lead_film, home.closing_picture), (None, None))
        self.assertContains(self.client.get("/"), "The first film is on its way.")

    def test_removing_it_keeps_what_a_publisher_filled_in(self):
        SiteSettings.objects.update(publisher_name="A real trust")
        call_command("seed_demo", "--remove", stdout=StringIO())
        self.assertEqual(SiteSettings.objects.get().publisher_name, "A real trust")
        call_command("seed_demo", "--remove", stdout=StringIO())


class QueueTests(Seeded):
    @classmethod
    def undecided(cls) -> set[str]:
        return {film["slug"] for film in demo_content()["films"]}

    def test_each_comment_waits_in_the_queue_its_content_names(self):
        compared = 0
        for film in demo_content()["films"]:
            for entry in film["comments"]:
                with self.subTest(entry["id"]):
                    comment = Comment.objects.get(page__slug=film["slug"], author_name=entry["author"])
                    self.assertIn(comment.state, QUEUES[entry["expected"]["queue"]])
                    compared += 1
        self.assertEqual(compared, 36)

    def test_nothing_is_public_before_a_person_decides(self):
        self.assertFalse(Comment.objects.filter(state=State.APPROVED).exists())


class GuardTests(TestCase):
    @override_settings(SITE_URL="https://films.example.org")
    def test_a_public_site_gets_no_demo_unless_somebody_insists(self):
        with self.assertRaisesMessage(CommandError, "Add --force if you mean it"):
            call_command("seed_demo", stdout=StringIO())
        self.assertFalse(FilmPage.objects.exists())


class ApostropheTests(SimpleTestCase):
    def test_only_apostrophes_change(self):
        for typed, printed in {
            "it's": "it’s",
            "carers' tea": "carers’ tea",
            "a 'quoted' word": "a 'quoted’ word",
            "no": "no",
        }.items():
            self.assertEqual(with_apostrophes(typed), printed)

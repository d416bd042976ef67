"""The admin's first page says what waits for this person, at the same cost however much there is."""

import re

from django.test import TestCase
from django.urls import reverse

from comments.moderation.summary import NOTHING
from films.models import CaptionTrack
from tests.comments.factories import CommentFactory, ReportFactory
from tests.films.factories import CaptionTrackFactory, FilmPageFactory, VideoFactory
from tests.films.readers import queries_to_get
from tests.home.factories import EnquiryFactory
from tests.home.test_enquiries_admin import member

HOME = "/admin/"


class FirstPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor, cls.moderator = member("Editors"), member("Moderators")
        cls.administrator = member("Administrators")
        cls.film = FilmPageFactory(ready=True)

    def lines(self, user):
        """Address by what each line says."""
        self.client.force_login(user)
        page = self.client.get(HOME).content.decode()
        summary = page.split('<ul class="w-summary__list">')[1].split("</ul>")[0] if "w-summary__list" in page else ""
        found = re.findall(r'<a href="([^"]*)">(.*?)</a>', summary, re.DOTALL)
        return {" ".join(re.sub(r"<[^>]+>", "", label).split()): url for url, label in found}

    def test_a_moderator_reads_what_waits_the_most_pressing_first(self):
        CommentFactory.create_batch(2, page=self.film, waiting=True)
        CommentFactory(page=self.film, urgent=True)
        CommentFactory(page=self.film, on_hold=True)
        ReportFactory(comment=CommentFactory(page=self.film, approved=True))
        self.assertEqual(
            list(self.lines(self.moderator).items()),
            [
                ("1 urgent comment", reverse("comments_moderation:queue", args=["urgent"])),
                ("2 comments wait to be read", reverse("comments_moderation:queue", args=["waiting"])),
                ("1 comment was reported", reverse("comments_moderation:queue", args=["reported"])),
                ("1 comment is on hold", reverse("comments_moderation:queue", args=["on-hold"])),
            ],
        )

    def test_a_moderator_with_nothing_to_do_is_told_so_and_offered_no_search_for_pages(self):
        self.assertEqual(list(self.lines(self.moderator)), [NOTHING])
        self.assertNotContains(self.client.get(HOME), 'role="search"')

    def test_an_editor_reads_of_films_captions_and_failed_files_but_not_of_comments(self):
        FilmPageFactory(draft=True)
        VideoFactory(failed=True)
        track = CaptionTrackFactory(status=CaptionTrack.Status.MACHINE_DRAFT)
        CommentFactory(page=self.film, urgent=True)
        lines = self.lines(self.editor)
        self.assertNotIn("1 urgent comment", lines)
        for label in (
            "1 film is not published: see what is missing",
            "1 film file has captions to check",
            "1 film file that could not be prepared",
        ):
            self.assertIn(label, lines)
        listed = self.client.get(lines["1 film file has captions to check"]).context["object_list"]
        self.assertEqual([video.pk for video in listed], [track.video_id])
        self.assertContains(self.client.get(HOME), 'role="search"')

    def test_an_administrator_is_asked_to_try_the_help_numbers(self):
        self.assertIn("Check the help numbers: nobody has tried them yet", self.lines(self.administrator))
        self.assertNotIn("Check the help numbers: nobody has tried them yet", self.lines(self.editor))

    def test_more_to_do_costs_no_more_queries(self):
        def add(count):
            CommentFactory.create_batch(count, page=self.film, urgent=True)
            CommentFactory.create_batch(count, page=self.film, waiting=True)
            ReportFactory.create_batch(count, comment=CommentFactory(page=self.film, approved=True))
            FilmPageFactory.create_batch(count, draft=True)
            VideoFactory.create_batch(count, failed=True)
            CaptionTrackFactory.create_batch(count)
            EnquiryFactory.create_batch(count)

        people = (self.editor, self.moderator, self.administrator)

        def costs():
            found = []
            for user in people:
                self.client.force_login(user)
                found.append(queries_to_get(self.client, HOME))
            return found

        add(2)
        few = costs()
        add(6)
        self.assertEqual(costs(), few)
        self.assertLess(max(few), 60)

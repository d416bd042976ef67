"""Withdrawing in the admin: who may, one button, one confirmation, and the checklist."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.test import TestCase
from django.urls import reverse
from wagtail.admin.panels import get_edit_handler

from films.admin.film_form import REPLACE_INSTEAD
from films.models import FilmPage, Withdrawal
from films.services import withdrawal
from tests.comments.factories import CommentFactory, UserFactory
from tests.films.factories import CaptionTrackFactory, FilmPageFactory, VideoFactory

ROLES = {"anonymous": False, "member": False, "Moderators": False, "Editors": True, "Administrators": True}


def person(role: str):
    user = UserFactory(username=role.lower())
    if role != "member":
        user.groups.add(Group.objects.get(name=role))
    return user


class RightsTests(TestCase):
    def test_each_role_may_do_what_the_table_says(self):
        people = {role: person(role) for role in ROLES if role != "anonymous"}
        gone = FilmPageFactory(publishable=True)
        standing = withdrawal.withdraw(gone, cause="legal")
        film = FilmPageFactory(publishable=True)
        asked = {
            "withdraw": ("get", [film.pk]),
            "replace": ("get", [film.pk]),
            "restore": ("get", [gone.pk]),
            "checklist": ("get", [standing.pk]),
            "report": ("get", []),
        }
        for role, allowed in ROLES.items():
            self.client.logout()
            if role != "anonymous":
                self.client.force_login(people[role])
            for name, (method, args) in asked.items():
                with self.subTest(role=role, page=name):
                    answer = getattr(self.client, method)(reverse(f"film_withdrawals:{name}", args=args))
                    self.assertEqual(answer.status_code == 200, allowed)
            if not allowed:
                self.client.post(reverse("film_withdrawals:withdraw", args=[film.pk]), {"cause": "legal"})
                self.client.post(reverse("film_withdrawals:restore", args=[gone.pk]))
                self.client.post(reverse("film_withdrawals:check", args=[standing.pk]))
        self.assertIsNone(FilmPage.objects.get(pk=film.pk).withdrawn_at)
        self.assertIsNotNone(FilmPage.objects.get(pk=gone.pk).withdrawn_at)
        self.assertIsNone(Withdrawal.objects.get(pk=standing.pk).checked_at)

    def test_the_right_is_among_those_a_group_can_be_given(self):
        self.client.force_login(UserFactory(is_superuser=True))
        page = self.client.get(reverse("wagtailusers_groups:add"))
        self.assertContains(page, "Can withdraw, restore and replace films")


class WithdrawingTests(TestCase):
    def setUp(self):
        self.editor = person("Editors")
        self.client.force_login(self.editor)
        self.film = FilmPageFactory(publishable=True, title="At home")
        self.edit = reverse("wagtailadmin_pages:edit", args=[self.film.pk])
        self.address = reverse("film_withdrawals:withdraw", args=[self.film.pk])

    def withdraw(self):
        return self.client.post(self.address, {"cause": "editorial"}, follow=True)

    def test_the_film_s_page_in_the_admin_leads_to_it(self):
        self.assertContains(self.client.get(self.edit), f'href="{self.address}"')

    def test_one_confirmation_then_the_checklist(self):
        self.assertContains(self.client.get(self.address), "Within 5 minutes")
        answer = self.withdraw()
        self.assertContains(answer, "Nobody can open it any more.")
        self.assertContains(answer, "Check now")
        self.assertEqual(FilmPage.objects.get(pk=self.film.pk).withdrawals.get().asked_by, self.editor)

    def test_a_reason_is_needed(self):
        answer = self.client.post(self.address)
        self.assertContains(answer, "Choose why the film is withdrawn.", status_code=422)
        self.assertIsNone(FilmPage.objects.get(pk=self.film.pk).withdrawn_at)

    def test_only_a_new_cut_is_called_replaced(self):
        self.assertEqual(self.client.post(self.address, {"cause": "replaced"}).status_code, 422)

    def test_the_button_asks_every_place_at_once(self):
        self.withdraw()
        done = Withdrawal.objects.get()
        answer = self.client.post(reverse("film_withdrawals:check", args=[done.pk]), follow=True)
        self.assertContains(answer, "Gone from all")
        self.assertContains(answer, "Film page")
        self.assertContains(answer, "410")
        self.assertNotContains(answer, "Still there")

    def test_what_is_still_there_is_said(self):
        self.withdraw()
        Withdrawal.objects.update(addresses=[{"place": "Home page", "address": "/", "lacks": "<h1"}])
        done = Withdrawal.objects.get()
        answer = self.client.post(reverse("film_withdrawals:check", args=[done.pk]), follow=True)
        self.assertContains(answer, "Still there in 1 of 1 places")

    def test_whoever_opens_the_form_reads_that_it_is_withdrawn(self):
        self.withdraw()
        page = self.client.get(self.edit)
        self.assertContains(page, "This film is withdrawn.")
        self.assertContains(page, "Restore this film")
        self.assertNotContains(page, f'href="{self.address}"')

    def test_restoring_is_asked_once_and_makes_a_draft(self):
        self.withdraw()
        address = reverse("film_withdrawals:restore", args=[self.film.pk])
        self.assertContains(self.client.get(address), "becomes a draft again")
        self.assertContains(self.client.post(address, follow=True), "is a draft again")
        self.assertFalse(FilmPage.objects.get(pk=self.film.pk).live)

    def test_the_list_of_what_was_withdrawn_can_be_taken_away(self):
        self.withdraw()
        self.assertContains(self.client.get(reverse("film_withdrawals:report")), "At home")
        answer = self.client.get(reverse("film_withdrawals:report"), {"export": "csv"})
        self.assertIn("Our own decision", b"".join(answer.streaming_content).decode())

    def test_nothing_is_made_of_a_withdrawn_film_file_and_nobody_can_choose_it(self):
        self.withdraw()
        page = self.client.get(reverse("videos:edit", args=[self.film.video_id]))
        self.assertNotContains(page, "Try again")
        chooser = self.client.get(reverse("video_chooser:choose"))
        self.assertNotContains(chooser, self.film.video.title)


class ReplacingTests(TestCase):
    def setUp(self):
        self.client.force_login(person("Editors"))
        self.film = FilmPageFactory(publishable=True, title="At home")
        self.new = VideoFactory(ready=True, title="The new cut")
        self.address = reverse("film_withdrawals:replace", args=[self.film.pk])
        self.chosen = f"{self.address}?video={self.new.pk}"

    def test_it_says_what_is_missing_and_copies_the_words(self):
        self.assertContains(self.client.get(self.address), "The new cut")
        self.assertContains(self.client.get(self.chosen), "Copy the words of the present cut")
        answer = self.client.post(self.chosen, {"copy_words": "1"}, follow=True)
        self.assertContains(answer, "Check every line of the captions")
        refused = self.client.post(self.chosen, {"note": "A new figure"})
        self.assertContains(refused, "Check every line of the captions", status_code=422)
        self.assertEqual(FilmPage.objects.get(pk=self.film.pk).video, self.film.video)

    def test_it_swaps_and_shows_the_checklist_of_the_old_cut(self):
        CaptionTrackFactory(video=self.new, checked=True, words=["Something new."])
        CommentFactory(page=self.film, approved=True, at_ms=500, reference="K4TD-9MWX")
        answer = self.client.post(self.chosen, {"note": "A new figure"}, follow=True)
        self.assertContains(answer, "shows the new cut now")
        self.assertContains(answer, "K4TD-9MWX")
        self.assertContains(answer, "Ask a moderator")
        self.assertEqual(FilmPage.objects.get(pk=self.film.pk).video, self.new)

    def test_a_note_is_needed(self):
        answer = self.client.post(self.chosen, {"note": ""})
        self.assertContains(answer, "Say what has changed", status_code=422)

    def test_the_form_of_a_public_film_leads_here(self):
        form_class = get_edit_handler(FilmPage).get_form_class()
        film = FilmPage.objects.get(pk=self.film.pk)
        form = form_class({"video": self.new.pk, "title": film.title}, instance=film, for_user=UserFactory())
        form.is_valid()
        self.assertIn(REPLACE_INSTEAD, form.errors["video"])

"""Who may have which file: role by state by kind of file. The tables are the policy."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupCollectionPermission, PageViewRestriction

from accounts.models import User
from films.models import FilmPage
from films.selectors.film_page import caption_url
from films.streaming import stream_version
from home.models import CampaignPage
from tests.films.factories import (
    ContributorFactory,
    CreditFactory,
    FilmPageFactory,
    PictureFactory,
    RenditionFactory,
    VideoFactory,
)
from tests.support.pages import site_tree

# Who is asking: nobody known, a reader with an account, and the three groups of people who work here.
ROLES = ("anonymous", "member", "moderator", "editor", "administrator")
EVERYBODY = set(ROLES)
WORK_WITH_FILMS = {"editor", "administrator"}
NOBODY: set[str] = set()
STATES = {
    "live": EVERYBODY,
    "draft": WORK_WITH_FILMS,
    "unpublished": WORK_WITH_FILMS,
    "page withdrawn": WORK_WITH_FILMS,
    "restricted": WORK_WITH_FILMS,
    "restricted above": WORK_WITH_FILMS,
    "film withdrawn": NOBODY,
}


def person(role: str) -> User | None:
    if role == "anonymous":
        return None
    user = User.objects.create_user(role, f"{role}@films.example", "a long pass phrase")
    if role != "member":
        user.groups.add(Group.objects.get(name=f"{role}s".capitalize()))
    return user


class FilmFileTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.people = {role: person(role) for role in ROLES}

    def film_that_is(self, state: str) -> FilmPage:
        video = VideoFactory(ready=True, withdrawn_at=timezone.now() if state == "film withdrawn" else None)
        RenditionFactory(video=video, rung=True)
        film = FilmPageFactory(
            video=video,
            live=state not in ("draft", "unpublished"),
            withdrawn_at=timezone.now() if state == "page withdrawn" else None,
        )
        if state.startswith("restricted"):
            PageViewRestriction.objects.create(
                page=film.get_parent() if state == "restricted above" else film,
                restriction_type=PageViewRestriction.PASSWORD,
                password="abc",
            )
        return film

    def test_each_role_gets_of_each_film_what_the_table_says(self):
        for state, allowed in STATES.items():
            PageViewRestriction.objects.all().delete()
            film = self.film_that_is(state)
            video, track = film.video, film.video.caption_tracks.get()
            version, rung = stream_version(video.rungs), video.rungs[0]
            addresses = {
                "film": video.mp4.url,
                "segments": rung.url,
                "captions": caption_url(track, "vtt"),
                "words": caption_url(track, "txt"),
                "master playlist": reverse("films:master_playlist", args=[video.pk, version]),
                "rung playlist": reverse("films:rung_playlist", args=[video.pk, version, rung.pk]),
            }
            for role, user in self.people.items():
                self.client.logout()
                if user:
                    self.client.force_login(user)
                for kind, address in addresses.items():
                    with self.subTest(state=state, role=role, kind=kind):
                        answer = self.client.get(address)
                        self.assertEqual(answer.status_code, 200 if role in allowed else 404)
                        if role in allowed and state != "live":
                            self.assertEqual(answer["Cache-Control"], "private, no-store")
                        if role == "anonymous" and state == "live":
                            self.assertNotIn("no-store", answer.get("Cache-Control", ""))

    def test_rights_over_one_collection_open_no_film_in_another(self):
        draft = self.film_that_is("draft")
        other = Collection.get_first_root_node().add_child(name="Another team")
        group = Group.objects.create(name="Another team")
        editors = Group.objects.get(name="Editors")
        right = GroupCollectionPermission.objects.get(group=editors, permission__codename="choose_video").permission
        GroupCollectionPermission.objects.create(group=group, collection=other, permission=right)
        colleague = User.objects.create_user("colleague", "colleague@films.example", "a long pass phrase")
        colleague.groups.add(group)
        self.client.force_login(colleague)
        self.assertEqual(self.client.get(draft.video.mp4.url).status_code, 404)
        draft.video.collection = other
        draft.video.save()
        self.assertEqual(self.client.get(draft.video.mp4.url).status_code, 200)


class OriginalPictureTests(TestCase):
    def test_pictures_as_uploaded_are_for_those_who_keep_pictures(self):
        picture = PictureFactory()
        for role in ROLES:
            user = person(role)
            self.client.logout()
            if user:
                self.client.force_login(user)
            with self.subTest(role):
                status = 200 if role in WORK_WITH_FILMS else 404
                self.assertEqual(self.client.get(picture.file.url).status_code, status)


class PictureSizeTests(TestCase):
    def address(self, picture) -> str:
        return picture.get_rendition("fill-160x160|format-webp").url

    def status(self, picture) -> int:
        return self.client.get(self.address(picture)).status_code

    def test_a_poster_is_as_public_as_its_film(self):
        film = FilmPageFactory(poster=PictureFactory())
        self.assertEqual(self.status(film.poster), 200)
        for change in ({"live": False}, {"live": True, "withdrawn_at": timezone.now()}):
            with self.subTest(change):
                FilmPage.objects.filter(pk=film.pk).update(**change)
                self.assertEqual(self.status(film.poster), 404)
        FilmPageFactory(poster=film.poster, draft=True)
        self.assertEqual(self.status(film.poster), 404)
        FilmPageFactory(poster=film.poster)
        self.assertEqual(self.status(film.poster), 200)

    def test_a_poster_that_was_exchanged_is_no_longer_public(self):
        film = FilmPageFactory(poster=PictureFactory())
        before, film.poster = film.poster, PictureFactory()
        film.save()
        self.assertEqual((self.status(before), self.status(film.poster)), (404, 200))

    def test_a_portrait_is_as_public_as_the_person(self):
        person = ContributorFactory(portrait=PictureFactory())
        credit = CreditFactory(contributor=person, film__draft=True)
        self.assertEqual(self.status(person.portrait), 404)
        CreditFactory(contributor=person)
        self.assertEqual(self.status(person.portrait), 200)
        self.assertFalse(credit.film.live)

    def test_a_picture_that_a_page_shows_stays_public_though_a_draft_has_it_as_poster(self):
        picture = PictureFactory()
        FilmPageFactory(poster=picture, draft=True)
        self.assertEqual(self.status(picture), 404)
        home = site_tree().home
        home.closing_picture = picture
        home.save()
        self.assertEqual(self.status(picture), 200)

    def test_a_picture_in_the_words_of_a_page_is_public(self):
        picture = PictureFactory()
        body = [("picture", {"image": picture, "caption": ""})]
        site_tree().home.add_child(instance=CampaignPage(title="About", body=body))
        self.assertEqual(self.status(picture), 200)

    def test_those_who_keep_pictures_see_what_is_not_public(self):
        film = FilmPageFactory(poster=PictureFactory(), draft=True)
        for role in ROLES:
            self.client.logout()
            if user := person(role):
                self.client.force_login(user)
            with self.subTest(role):
                answer = self.client.get(self.address(film.poster))
                self.assertEqual(answer.status_code, 200 if role in WORK_WITH_FILMS else 404)
                if role in WORK_WITH_FILMS:
                    self.assertEqual(answer["Cache-Control"], "private, no-store")

    def test_names_of_sizes_tell_nothing_of_the_picture(self):
        picture = PictureFactory(title="Home again", file=get_test_image_file(filename="home-again.png"))
        self.assertNotIn("home", self.address(picture))

    def test_asking_costs_few_queries(self):
        shown = FilmPageFactory(poster=PictureFactory()).poster
        hidden = FilmPageFactory(poster=PictureFactory(), draft=True).poster
        # What is not found brings the queries of the page that says so.
        for picture, most in ((shown, 3), (hidden, 10)):
            address = self.address(picture)
            self.client.get(address)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(address)
            self.assertLessEqual(len(queries), most)

"""Addresses of the admin that nobody reaches by clicking: made up ids and parameters are answered, not fallen over."""

from django.test import TestCase
from django.urls import reverse

from accounts.models import User
from tests.comments.factories import CommentFactory
from tests.films.factories import ContributorFactory, FilmPageFactory, PracticeAreaFactory

NO_IDS = ("None", "abc", "", "1.5", "-1", "99999999999999999999999", "9" * 5000, "١٢", "1 or 1=1", "all' --")
VALUES = ("abc", "-1", "99999999999999999999999", "\x00", "٣", "2026-13-45")
PARAMETERS = (
    *("p", "q", "id", "tab", "order", "ordering", "edit", "next", "collection", "state", "at", "status", "reason"),
    *("practice_areas", "person", "from", "to", "timestamp_from", "user", "decided_by", "series", "locale", "per_page"),
    *("decision", "action", "version", "target", "into", "note", "reply", "start", "end", "text", "placement"),
)


class HostileAddressTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.film = FilmPageFactory(ready=True)
        cls.comment = CommentFactory(page=cls.film)
        cls.area, cls.person = PracticeAreaFactory(), ContributorFactory()
        cls.boss = User.objects.create_superuser("ann", "ann@films.example", "a long pass phrase")

    def setUp(self):
        self.client.force_login(self.boss)

    def addresses(self) -> list[str]:
        video = self.film.video
        track = video.caption_tracks.get()
        return [
            reverse("wagtailadmin_home"),
            reverse("film_listing:index"),
            reverse("series_listing:index"),
            reverse("videos:index"),
            reverse("videos:edit", args=[video.pk]),
            reverse("videos:steps", args=[video.pk]),
            reverse("videos:captions", args=[video.pk, track.pk]),
            reverse("videos:captions_upload", args=[video.pk]),
            reverse("video_chooser:choose"),
            reverse("film_consents:report"),
            reverse("film_areas_merge:merge", args=[self.area.pk]),
            reverse("enquiries:index"),
            reverse("comments_moderation:queue", args=["waiting"]),
            reverse("comments_moderation:comment", args=[self.comment.pk]),
            reverse("comments_moderation:log"),
            reverse("comments_moderation:pause"),
            *(reverse(f"wagtailsnippets_films_{model}:list") for model in ("contributor", "practicearea", "fact")),
        ]

    def test_no_parameter_breaks_a_screen(self):
        for address in self.addresses():
            for value in VALUES:
                with self.subTest(address=address, value=value):
                    self.assertLess(self.client.get(address, dict.fromkeys(PARAMETERS, value)).status_code, 500)

    def test_no_form_sent_with_nonsense_breaks_a_screen(self):
        for address in self.addresses():
            for value in VALUES:
                with self.subTest(address=address, value=value):
                    self.assertLess(self.client.post(address, dict.fromkeys(PARAMETERS, value)).status_code, 500)

    def test_what_is_found_can_be_sorted_by_every_column(self):
        for model, columns in (
            ("contributor", ("name", "type", "role", "practice_area")),
            ("practicearea", ("name", "slug")),
            ("topic", ("name", "slug")),
        ):
            for column in columns:
                with self.subTest(model=model, column=column):
                    address = reverse(f"wagtailsnippets_films_{model}:list")
                    answer = self.client.get(address, {"q": self.person.name, "ordering": column})
                    self.assertEqual(answer.status_code, 200)
                    if model == "contributor":
                        self.assertContains(
                            answer, reverse("wagtailsnippets_films_contributor:edit", args=[self.person.pk])
                        )

    def test_a_bulk_action_knows_no_row_by_what_is_no_id(self):
        for model in ("wagtailcore/page/publish", "films/contributor/delete", "cms/picture/delete"):
            for value in NO_IDS:
                with self.subTest(model=model, value=value[:30]):
                    answer = self.client.get(f"/admin/bulk/{model}/", {"id": [str(self.film.pk), value]})
                    self.assertEqual(answer.status_code, 404)

    def test_nor_a_page_to_look_below(self):
        address = "/admin/bulk/wagtailcore/page/publish/"
        for value in (*NO_IDS, "987654"):
            with self.subTest(value[:30]):
                self.assertEqual(self.client.get(address, {"id": "all", "childOf": value}).status_code, 404)
        below = self.client.get(address, {"id": "all", "childOf": self.film.get_parent().pk})
        self.assertContains(below, self.film.title)

    def test_a_bulk_action_goes_on_as_before_with_true_ids(self):
        self.assertContains(
            self.client.get(f"/admin/bulk/wagtailcore/page/publish/?id={self.film.pk}"), self.film.title
        )

    def test_choosers(self):
        for name, row in (
            ("video_chooser", self.film.video),
            ("wagtailsnippetchoosers_films_contributor", self.person),
        ):
            self.assertContains(self.client.get(reverse(f"{name}:chosen", args=[row.pk])), str(row))
            for value in NO_IDS:
                with self.subTest(chooser=name, value=value[:30]):
                    answer = self.client.get(reverse(f"{name}:chosen_multiple"), {"id": value})
                    self.assertEqual(answer.status_code, 404)
                    if value:
                        answer = self.client.get(reverse(f"{name}:chosen", args=[value]))
                        self.assertEqual(answer.status_code, 404)

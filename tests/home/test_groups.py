"""What each role may do, and sees, in the admin. The tables are the policy: a change to it is a change here."""

from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Site, Task, Workflow

from accounts.models import User
from cms.models import SecondLookTask
from tests.films.factories import FilmPageFactory, PracticeAreaFactory, VideoFactory

ROLES = ("Editors", "Moderators", "Administrators")
# permission: who holds it
MODEL_RIGHTS = {
    "wagtailadmin.access_admin": "EMA",
    "films.add_contributor": "EA",
    "films.change_practicearea": "EA",
    "films.delete_practicearea": "EA",
    "films.change_topic": "EA",
    "films.change_fact": "EA",
    "comments.moderate_comment": "MA",
    "comments.view_comment": "MA",
    "comments.change_report": "MA",
    "comments.add_moderationdecision": "MA",
    "comments.change_commentsettings": "A",
    "cms.change_sitesettings": "A",
    "accounts.change_user": "A",
    "auth.change_group": "A",
    "wagtailredirects.add_redirect": "A",
    "wagtailcore.change_workflow": "A",
}
PAGE_RIGHTS = {
    "Editors": {"add_page", "change_page", "publish_page", "lock_page", "unlock_page"},
    "Moderators": set(),
    "Administrators": {"add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"},
}
FILES = {
    f"{right}_{model}" for model in ("video", "image", "document") for right in ("add", "change", "delete", "choose")
}
COLLECTION_RIGHTS = {
    "Editors": FILES,
    "Moderators": set(),
    "Administrators": FILES | {"add_collection", "change_collection", "delete_collection"},
}


def user_in(role: str) -> User:
    user = User.objects.create_user(role.lower(), f"{role.lower()}@example.com", "x")
    user.groups.add(Group.objects.get(name=role))
    return user


class RightsTests(TestCase):
    def test_each_role_holds_what_the_table_says_and_no_more(self):
        for role in ROLES:
            user = user_in(role)
            for right, holders in MODEL_RIGHTS.items():
                with self.subTest(role=role, right=right):
                    self.assertEqual(user.has_perm(right), role[0] in holders)

    def test_pages_and_collections(self):
        for role in ROLES:
            group = Group.objects.get(name=role)
            with self.subTest(role):
                pages = set(group.page_permissions.values_list("permission__codename", flat=True))
                files = set(group.collection_permissions.values_list("permission__codename", flat=True))
                self.assertEqual((pages, files), (PAGE_RIGHTS[role], COLLECTION_RIGHTS[role]))

    def test_an_administrator_holds_every_right_there_is(self):
        user = user_in("Administrators")
        for model in apps.get_models():
            if model._meta.app_label in {"films", "comments", "cms", "home", "accounts"}:
                for right in model._meta.default_permissions:
                    name = f"{model._meta.app_label}.{right}_{model._meta.model_name}"
                    self.assertTrue(user.has_perm(name), name)

    def test_setting_the_groups_again_changes_nothing(self):
        def state():
            return [
                (
                    group.name,
                    sorted(group.permissions.values_list("codename", flat=True)),
                    sorted(group.page_permissions.values_list("permission__codename", flat=True)),
                    sorted(group.collection_permissions.values_list("permission__codename", flat=True)),
                )
                for group in Group.objects.order_by("name")
            ], [(type(task.specific), task.pk) for task in Task.objects.all()]

        before = state()
        migration = import_module("home.migrations.0002_groups_and_workflow")
        models = import_module("django.apps").apps
        migration.set_group(
            models,
            "Editors",
            rights=migration.permissions(models, migration.EDITORS),
            page_rights=migration.PAGE_RIGHTS,
            collection_table=migration.COLLECTION_RIGHTS,
        )
        import_module("home.migrations.0005_second_look").forwards(models, None)
        import_module("home.migrations.0007_film_rights").give_rights(models, None)
        self.assertEqual(state(), before)

    def test_the_second_pair_of_eyes_is_an_editor_or_an_administrator(self):
        self.assertEqual(Workflow.objects.get(active=True).name, "Second pair of eyes")
        groups = SecondLookTask.objects.get().groups.values_list("name", flat=True)
        self.assertEqual(set(groups), {"Editors", "Administrators"})


class AdminWalkTests(TestCase):
    """Each role walks to every kind of screen: let in (200), or sent away (302 or 403)."""

    def test_screens(self):
        film, video, area = FilmPageFactory(), VideoFactory(), PracticeAreaFactory()
        site = Site.objects.get(is_default_site=True)
        screens = {
            reverse("wagtailadmin_home"): "EMA",
            reverse("film_listing:index"): "EA",
            reverse("wagtailadmin_pages:edit", args=[film.pk]): "EA",
            reverse("videos:index"): "EA",
            reverse("videos:add"): "EA",
            reverse("videos:edit", args=[video.pk]): "EA",
            reverse("videos:steps", args=[video.pk]): "EA",
            reverse("videos:captions_upload", args=[video.pk]): "EA",
            reverse("video_chooser:choose"): "EA",
            reverse("film_consents:report"): "EA",
            reverse("film_areas_merge:merge", args=[area.pk]): "EA",
            reverse("wagtailsnippets_films_practicearea:list"): "EA",
            reverse("wagtailsnippets_films_contributor:add"): "EA",
            reverse("wagtailsnippets_films_fact:list"): "EA",
            reverse("wagtailimages:index"): "EA",
            reverse("wagtaildocs:index"): "EA",
            reverse("wagtailusers_users:index"): "A",
            reverse("wagtailusers_groups:index"): "A",
            reverse("wagtailsettings:edit", args=["cms", "sitesettings", site.pk]): "A",
            reverse("wagtailadmin_workflows:index"): "A",
            reverse("wagtailredirects:index"): "A",
        }
        for role in ROLES:
            self.client.force_login(user_in(role))
            for url, allowed in screens.items():
                with self.subTest(role=role, url=url):
                    status = self.client.get(url).status_code
                    self.assertIn(status, (200,) if role[0] in allowed else (302, 403, 404))

    def test_menus(self):
        expected = {
            "Editors": {"Films": True, "Images": True, "Settings": False, "Film files": True},
            "Moderators": {"Films": False, "Images": False, "Settings": False, "Film files": False},
            "Administrators": {"Films": True, "Images": True, "Settings": True, "Film files": True},
        }
        for role, items in expected.items():
            self.client.force_login(user_in(role))
            html = self.client.get(reverse("wagtailadmin_home")).content.decode()
            for label, is_shown in items.items():
                with self.subTest(role=role, label=label):
                    self.assertEqual(f'"label": "{label}"' in html or f'"{label}"' in html, is_shown)

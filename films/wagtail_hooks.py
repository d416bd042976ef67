"""What the films app adds to the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.forms.collections import collection_member_permission_formset_factory
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from films.admin import consents, copying, summary, tus, withdrawing
from films.admin.videos import VideoChooserViewSet
from films.admin.viewsets import FilmsGroup, merge_urls
from films.keeping import RECORD_SENTENCE, has_record
from films.models import FilmPage, Video
from films.readiness import NotReady, missing_for_publication, musts

ICONS = ("film", "film-file", "captions", "practice-area", "fact", "consent")


hooks.register("before_copy_page", copying.keep_copies_of_films_as_drafts)
hooks.register("after_edit_page", consents.tell_of_lost_sign_offs)
hooks.register("before_edit_page", withdrawing.tell_of_withdrawal)
hooks.register("register_page_header_buttons", withdrawing.header_buttons)


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return [*icons, *(f"films/icons/{name}.svg" for name in ICONS)]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    return [VideoChooserViewSet("video_chooser"), FilmsGroup()]


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("film-areas/", include((merge_urls(), "film_areas_merge"))),
        path("film-consents/", include((consents.urls(), "film_consents"))),
        path("film-uploads/", include((tus.urls(), "film_uploads"))),
        path("film-withdrawals/", include((withdrawing.urls(), "film_withdrawals"))),
    ]


class ConsentMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return policy_registry.get_by_type(FilmPage).user_has_any_permission(request.user, ["change", "publish"])


@hooks.register("register_reports_menu_item")
def register_consent_report() -> MenuItem:
    return ConsentMenuItem(
        "Consent dates", reverse("film_consents:report"), name="film-consents", icon_name="consent", order=50
    )


class WithdrawalsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(withdrawing.RIGHT)


@hooks.register("register_reports_menu_item")
def register_withdrawals_report() -> MenuItem:
    return WithdrawalsMenuItem(
        "Withdrawn films", reverse("film_withdrawals:report"), name="film-withdrawals", icon_name="no-view", order=60
    )


@hooks.register("register_permissions")
def register_film_rights() -> Any:
    return Permission.objects.filter(
        content_type__app_label="films", codename__in=("withdraw_film", "handle_consent_form")
    )


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """How a film's history names what services do."""
    for action, label, message in (
        ("films.captions_check", "Check captions", "Captions checked and put in use"),
        ("films.captions_discard", "Discard captions", "Draft of captions discarded"),
        ("films.withdraw", "Withdraw", "Withdrawn: taken down everywhere"),
        ("films.restore", "Restore", "Restored: a draft again"),
        ("films.replace", "Replace", "Replaced by another cut"),
        ("films.consent_withdraw", "Withdraw consent", "A person withdrew consent"),
        ("films.consent_form", "Keep signed form", "A signed consent form was kept"),
        ("films.consent_form_opened", "Open signed form", "A signed consent form was opened"),
    ):
        actions.register_action(action, label, message)


@hooks.register("register_group_permission_panel")
def register_video_permissions() -> Any:
    return collection_member_permission_formset_factory(
        Video,
        [
            ("add_video", "Add", "Upload film files"),
            ("change_video", "Edit", "Change any film file and its captions"),
            ("delete_video", "Delete", "Delete any film file"),
            ("choose_video", "Choose", "Choose film files for films"),
        ],
        "films/admin/video_permissions.html",
    )


@hooks.register("describe_collection_contents")
def describe_collection_videos(collection: Any) -> dict[str, Any] | None:
    count = Video.objects.filter(collection=collection).count()
    if not count:
        return None
    return {
        "count": count,
        "count_text": f"{count} film file" if count == 1 else f"{count} film files",
        "url": f"{reverse('videos:index')}?collection={collection.pk}",
    }


@hooks.register("construct_homepage_summary_items")
def add_summary_items(request: HttpRequest, items: list[Any]) -> None:
    items += [item(request) for item in summary.ITEMS]


@hooks.register("insert_global_admin_css")
def film_admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("films/admin/film_admin.css"))


@hooks.register("before_bulk_action")
def name_all_unready_films(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> HttpResponse | None:
    """The model refuses at the first film that lacks something; whoever publishes several wants to know of all."""
    if action_type != "publish" or not objects or not isinstance(objects[0], Page):
        return None
    films = FilmPage.objects.filter(pk__in=[page.pk for page in objects])
    if action_class_instance.cleaned_form.cleaned_data.get("include_descendants"):
        for page in objects:
            films = films | FilmPage.objects.descendant_of(page).not_live()
    drafts = [film.get_latest_revision_as_object() for film in films]
    unready = [NotReady(film, missing) for film in drafts if (missing := musts(missing_for_publication(film)))]
    if not unready:
        return None
    messages.error(request, "Nothing has been published.")
    for problem in unready:
        messages.error(request, str(problem))
    return redirect("film_listing:index")


@hooks.register("before_delete_page")
def keep_films_with_a_record(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A film's comments, the decisions about them and its consents must be answered for, so it is not deleted."""
    if not has_record(page):
        return None
    messages.error(request, RECORD_SENTENCE)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_films_with_a_record_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> HttpResponse | None:
    is_pages = bool(objects) and isinstance(objects[0], Page)
    if action_type != "delete" or not is_pages or not any(has_record(page) for page in objects):
        return None
    messages.error(request, RECORD_SENTENCE)
    return redirect("film_listing:index")

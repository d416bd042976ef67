"""What the films app adds to the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
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

from films import readiness
from films.admin import consents, summary
from films.admin.videos import VideoChooserViewSet
from films.admin.viewsets import FilmsGroup, merge_urls
from films.models import FilmPage, Video

ICONS = ("film", "film-file", "captions", "practice-area", "fact", "consent")


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
    ]


class ConsentMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return policy_registry.get_by_type(FilmPage).user_has_any_permission(request.user, ["change", "publish"])


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("films.captions_check", "Check captions", "Captions checked and put in use")
    actions.register_action("films.captions_discard", "Discard captions", "Draft of captions discarded")


@hooks.register("register_reports_menu_item")
def register_consent_report() -> MenuItem:
    return ConsentMenuItem(
        "Consent dates", reverse("film_consents:report"), name="film-consents", icon_name="consent", order=50
    )


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
    items += [
        item(request)
        for item in (summary.HelpNumbersDue, summary.FactsDue, summary.ConsentsEnding, summary.FailedFilms)
    ]


@hooks.register("insert_global_admin_css")
def film_admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("films/admin/film_admin.css"))


@hooks.register("before_publish_page")
def refuse_unready_film(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The film's form has looked already; this stands for every other way of publishing that asks hooks."""
    if not isinstance(page, FilmPage):
        return None
    musts = readiness.musts(readiness.missing_for_publication(page))
    if not musts:
        return None
    messages.error(request, " ".join([readiness.heading(len(musts)), *(item.sentence for item in musts)]))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def refuse_unready_films(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> HttpResponse | None:
    """Publishing several at once publishes none while one of them lacks something."""
    if action_type != "publish":
        return None
    films = [page.specific.get_latest_revision_as_object() for page in objects if isinstance(page.specific, FilmPage)]
    unready = [film for film in films if readiness.musts(readiness.missing_for_publication(film))]
    if not unready:
        return None
    names = ", ".join(f"“{film.title}”" for film in unready)
    messages.error(request, f"Nothing has been published. These films still lack something: {names}.")
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


RECORD_SENTENCE = (
    "Nothing has been deleted. There are comments or consents here that we may have to answer for. "
    "Unpublish the film instead: then nobody can see it."
)


def has_record(page: Page) -> bool:
    """Whether a page, or one below it, is a film with comments or consents."""
    films = FilmPage.objects.descendant_of(page, inclusive=True)
    return films.filter(Q(comments__isnull=False) | Q(consents__isnull=False)).exists()

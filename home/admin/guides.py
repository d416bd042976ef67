"""“Guides”: how the team's tasks are done, each for those who may do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from comments.moderation.permissions import may_moderate
from films.models import FilmPage, Video
from home.models import Enquiry


def _may(model: type, *actions: str) -> Callable[[Any], bool]:
    return lambda user: policy_registry.get_by_type(model).user_has_any_permission(user, actions)


def _meets_distress(user: Any) -> bool:
    """Who reads what readers write: comments, or messages to the team."""
    return may_moderate(user) or _may(Enquiry, "change")(user)


@dataclass(frozen=True, slots=True)
class Guide:
    """One task. ``is_for`` says whether somebody may do it, ``about`` is one line for the list."""

    slug: str
    title: str
    about: str
    icon: str
    is_for: Callable[[Any], bool]

    @property
    def template_name(self) -> str:
        return f"home/admin/guides/{self.slug}.html"

    @property
    def url(self) -> str:
        return reverse("guides:guide", args=[self.slug])


GUIDES = (
    Guide(
        "somebody-in-distress",
        "Somebody in distress",
        "What to do first when words show that a life may be at risk.",
        "warning",
        _meets_distress,
    ),
    Guide(
        "decide-about-a-comment",
        "Decide about a comment",
        "Read it, decide, give a reason, and take a decision back.",
        "comment",
        may_moderate,
    ),
    Guide(
        "publish-a-film",
        "Publish a film",
        "From the file on your phone or computer to the public page.",
        "film",
        _may(FilmPage, "add", "change", "publish"),
    ),
    Guide(
        "mend-and-check-captions",
        "Mend and check captions",
        "Upload words, mend them line by line, and sign for them.",
        "captions",
        _may(Video, "change"),
    ),
    Guide(
        "consent",
        "Consent",
        "Record who has agreed to what, and until when.",
        "consent",
        _may(FilmPage, "change", "publish"),
    ),
    Guide(
        "take-a-film-down",
        "Take a film down",
        "When somebody asks, or when consent has ended.",
        "view",
        _may(FilmPage, "publish"),
    ),
)


def guides_for(user: Any) -> list[Guide]:
    """The guides to what this person may do."""
    return [guide for guide in GUIDES if guide.is_for(user)]


class GuideListView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "home/admin/guides.html"
    page_title = "Guides"
    header_icon = "help"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "guides": guides_for(self.request.user)}


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """One guide. Who may not do the task is told so, as everywhere in the admin."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.guide = next((guide for guide in GUIDES if guide.slug == kwargs["slug"]), None)
        if self.guide is None:
            raise Http404("No such guide.")
        if not self.guide.is_for(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        return [self.guide.template_name]

    def get_page_title(self) -> str:
        return self.guide.title

    def get_header_icon(self) -> str:
        return self.guide.icon

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("guides:index"), "label": "Guides"},
            {"url": "", "label": self.guide.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = [guide for guide in guides_for(self.request.user) if guide != self.guide]
        return {
            **super().get_context_data(**kwargs),
            "guide": self.guide,
            "others": others,
            "may_moderate": may_moderate(self.request.user),
            "may_answer": _may(Enquiry, "change")(self.request.user),
        }


class GuideViewSet(ViewSet):
    """Registered once, in ``home.wagtail_hooks``."""

    name = "guides"
    icon = "help"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", GuideListView.as_view(), name="index"),
            path("<slug:slug>/", GuideView.as_view(), name="guide"),
        ]


class GuidesPanel(Component):
    """The guides of this person, on the admin's first page."""

    name = "guides"
    template_name = "home/admin/guides_panel.html"
    order = 400

    def __init__(self, guides: list[Guide]) -> None:
        self.guides = guides

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"guides": self.guides}


def guides_menu_item() -> MenuItem:
    return MenuItem("Guides", reverse("guides:index"), name="guides", icon_name="help", order=100)


def keep_help_in_the_house(request: HttpRequest, items: list[MenuItem]) -> None:
    """Help is about this site and its tasks, so what leads to another host goes."""
    items[:] = [item for item in items if not item.url.startswith(("http:", "https:", "//"))]

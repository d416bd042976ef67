"""The people in the films, what they did in each, and their pages."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Orderable, PreviewableMixin, RevisionMixin
from wagtail.search import index

from cms.models import IntroducedPage
from films.models.gone import gone
from films.models.practice_area import PracticeArea


class ContributorQuerySet(models.QuerySet["Contributor"]):
    def with_public_film(self) -> Self:
        """People whom readers may meet: credited in at least one film that is public now."""
        from films.models.film import FilmPage

        return self.filter(credits__film__in=FilmPage.objects.for_readers()).distinct()


class Contributor(RevisionMixin, PreviewableMixin, index.Indexed, models.Model):
    """A person in a film, as they agreed to be shown."""

    class Type(models.TextChoices):
        SOCIAL_WORKER = "social_worker", "Social worker"
        PEER = "peer", "Peer support worker"
        LIVED_EXPERIENCE = "lived_experience", "Person with lived experience"
        CARER = "carer", "Carer or family member"
        OTHER_PROFESSIONAL = "other_professional", "Other professional"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80, help_text="As the person agreed to be named. It can be a first name only.")
    type = models.CharField(max_length=20, choices=Type.choices, default=Type.SOCIAL_WORKER)
    role = models.CharField(max_length=100, help_text="Such as: Ward social worker")
    team = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    practice_area = models.ForeignKey(
        PracticeArea, on_delete=models.PROTECT, related_name="contributors", verbose_name="main practice area"
    )
    other_areas = models.ManyToManyField(PracticeArea, blank=True, related_name="also_contributors")
    bio = models.TextField("about", blank=True, max_length=1200, help_text="A few sentences. No contact details.")
    portrait = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ContributorQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("type"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("team"), FieldPanel("organisation")]),
        MultiFieldPanel([FieldPanel("practice_area"), FieldPanel("other_areas")], heading="Practice areas"),
        FieldPanel("bio"),
        FieldPanel("portrait"),
    ]
    search_fields = [
        index.SearchField("name", boost=4),
        index.SearchField("role", boost=2),
        index.SearchField("bio"),
        index.AutocompleteField("name"),
        index.AutocompleteField("role"),
        index.FilterField("name"),  # the admin sorts what it found by these
        index.FilterField("role"),
        index.FilterField("type"),
        index.FilterField("practice_area"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    @property
    def needs_second_sign_off(self) -> bool:
        """People who use services, and carers, are published only after a second person has looked at the consent."""
        return self.type in {self.Type.LIVED_EXPERIENCE, self.Type.CARER}

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "films/contributor_profile.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from films.selectors import contributor_context

        return {**super().get_preview_context(request, mode_name), **contributor_context(self)}


class Credit(Orderable):
    """A person in a film."""

    film = ParentalKey("films.FilmPage", on_delete=models.CASCADE, related_name="credits")
    contributor = models.ForeignKey(
        Contributor, on_delete=models.PROTECT, related_name="credits", verbose_name="person"
    )
    role_in_film = models.CharField(
        max_length=100, blank=True, help_text="Only if it differs from the person's usual role."
    )

    panels = [FieldPanel("contributor"), FieldPanel("role_in_film")]

    class Meta(Orderable.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.contributor} ({self.role})"

    @property
    def role(self) -> str:
        """The role shown beside the name on this film's page."""
        return self.role_in_film or self.contributor.role


class PeopleIndexPage(RoutablePageMixin, IntroducedPage):
    """The people in the films, by practice area; each person's profile lies below it at their slug."""

    introduction = models.CharField(max_length=250, blank=True)

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "films/people_index_page.html"

    class Meta:
        verbose_name = "people"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from films.selectors import people_index_context

        return {**super().get_context(request, *args, **kwargs), **people_index_context(request.GET)}

    @path("<slug:slug>/", name="profile")
    def profile(self, request: HttpRequest, slug: str) -> HttpResponse:
        """A person's page: 404 without a public film, 410 when all their films were withdrawn."""
        from films.selectors import contributor_context, was_withdrawn

        contributor = Contributor.objects.select_related("practice_area", "portrait").filter(slug=slug).first()
        if contributor is None:
            raise Http404
        if not Contributor.objects.with_public_film().filter(pk=contributor.pk).exists():
            if was_withdrawn(contributor):
                return gone(request)
            raise Http404
        context = super().get_context(request) | contributor_context(contributor)  # without the list of everybody
        return TemplateResponse(request, "films/contributor_profile.html", context)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        base = super().get_sitemap_urls(request)
        root = self.get_full_url(request)
        slugs = Contributor.objects.with_public_film().values_list("slug", flat=True)
        return base + [{"location": f"{root}{slug}/"} for slug in slugs]

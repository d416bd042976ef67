"""Every page type of the site: who may stand below whom, and whether it is shown, edited and previewed."""

from __future__ import annotations

from django.contrib.auth.models import Group
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, get_page_models
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from accounts.models import User
from films.models import FilmIndexPage, FilmPage, PeopleIndexPage, PracticeAreaIndexPage, SeriesPage
from home.layout import lay_out_site
from home.models import (
    AccessibilityStatementPage,
    CampaignPage,
    ContactPage,
    HelpPage,
    HomePage,
    RoleIndexPage,
    RolePage,
    TrainerResourcesPage,
)
from tests.films.factories import FilmPageFactory, SeriesPageFactory
from tests.support.files import OwnFiles

CHILDREN = {
    HomePage: {
        AccessibilityStatementPage,
        CampaignPage,
        ContactPage,
        FilmIndexPage,
        HelpPage,
        PeopleIndexPage,
        PracticeAreaIndexPage,
        RoleIndexPage,
        TrainerResourcesPage,
    },
    CampaignPage: {CampaignPage},
    RoleIndexPage: {RolePage},
    RolePage: set(),
    HelpPage: set(),
    TrainerResourcesPage: set(),
    ContactPage: set(),
    AccessibilityStatementPage: set(),
    FilmIndexPage: {FilmPage, SeriesPage},
    FilmPage: set(),
    SeriesPage: set(),
    PeopleIndexPage: set(),
    PracticeAreaIndexPage: set(),
}


def form_data(page: Page) -> dict[str, str]:
    """What the edit form of ``page`` sends, with prose and lists emptied."""
    data = {"comments": inline_formset([]), "action-publish": "on"}
    for field in page.get_edit_handler().get_form_class()(instance=page).fields:
        model_field = page._meta.get_field(field) if field in {f.name for f in page._meta.get_fields()} else None
        if isinstance(model_field, StreamField):
            data[field] = streamfield([])
        elif isinstance(model_field, RichTextField):
            data[field] = rich_text("<p>Words.</p>")
        elif model_field is not None and not model_field.many_to_many:
            value = model_field.value_from_object(page)
            data[field] = "" if value is None or value is False else str(value)
    for relation in page.get_edit_handler().get_form_class().formsets:
        data.setdefault(relation, inline_formset([]))
    return nested_form_data(data)


class PageTypeTests(OwnFiles, WagtailPageTestCase):
    @classmethod
    def setUpTestData(cls):
        lay_out_site()
        SeriesPageFactory()
        FilmPageFactory(publishable=True)
        cls.editor = User.objects.create_user("editor", "editor@example.org", "a long pass phrase")
        cls.editor.groups.add(Group.objects.get(name="Administrators"))

    def setUp(self):
        super().setUp()
        self.client.force_login(self.editor)

    def one_of(self, model: type[Page]) -> Page:
        return model.objects.order_by("pk").first()

    def test_each_type_takes_the_children_it_should_and_no_others(self):
        for model, children in CHILDREN.items():
            with self.subTest(model.__name__):
                self.assertAllowedSubpageTypes(model, children)

    def test_no_type_is_forgotten_here(self):
        ours = {model for model in get_page_models() if model._meta.app_label in {"home", "films"}}
        self.assertEqual(ours, set(CHILDREN))

    def test_a_page_of_each_type_is_shown(self):
        statement = self.one_of(AccessibilityStatementPage)
        statement.save_revision().publish()
        for model in CHILDREN:
            with self.subTest(model.__name__):
                self.assertPageIsRoutable(self.one_of(model))
                self.assertPageIsRenderable(self.one_of(model))

    def test_a_page_of_each_type_can_be_edited(self):
        for model in set(CHILDREN) - {FilmPage}:
            with self.subTest(model.__name__):
                page = self.one_of(model)
                self.assertPageIsEditable(page, post_data=form_data(page))

    def test_the_film_form_opens(self):
        answer = self.client.get(f"/admin/pages/{self.one_of(FilmPage).pk}/edit/")
        self.assertContains(answer, "Ready to publish")

    def test_a_page_of_each_type_can_be_previewed(self):
        for model in set(CHILDREN) - {FilmPage}:
            with self.subTest(model.__name__):
                page = self.one_of(model)
                self.assertPageIsPreviewable(page, post_data=form_data(page))

    def test_pages_of_which_there_is_one_cannot_be_made_twice(self):
        home = self.one_of(HomePage)
        for model in (HelpPage, TrainerResourcesPage, RoleIndexPage, AccessibilityStatementPage):
            with self.subTest(model.__name__):
                self.assertFalse(model.can_create_at(home))
        self.assertFalse(HomePage.can_create_at(Page.get_first_root_node()))

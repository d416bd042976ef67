"""A new site is laid out once, keeps what editors change, and says what only the publisher can fill in."""

from __future__ import annotations

import html
import re
from io import StringIO

import yaml
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import SimpleTestCase, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, Site

from accounts.models import User
from cms.models import HelpLine, NavigationLink, SiteSettings
from comments.models import CommentSettings
from films.models import Fact
from home.launch import gaps_before_launch
from home.layout import CONTENT, lay_out_site, site_content
from home.models import AccessibilityStatementPage, CampaignPage, RolePage

MAX_WORDS = 20  # NHS content guide: a sentence up to 20 words
# The seed, letter for letter.
SEED = [
    "HEE is creating a series of films to promote awareness and understanding of the crucial role that mental health "
    "social workers play in health and care systems.",
    "This film, the first of its kind, includes a variety of voices from different areas of social work, including "
    "community work, approved mental health professionals, the family group conferencing approach and the social work "
    "consultant role highlighting how patients, service users and families benefit from their contribution to the NHS.",
    "There are approximately 4,200 social workers (3,100 work in mental health and learning disability trusts), "
    "employed by the NHS, together with a larger number of local authority-employed staff working in partnership and "
    "based within the NHS.",
    "In mental health, social workers often undertake intensive post-qualifying training to hold roles linked to the "
    "Mental Health Act 1983, such as Approved Mental Health Professional (AMHP), Best Interest Assessor and "
    "Non-Medical Approved/Responsible Clinician (AC/RC).",
    "Social workers comprise 95 per cent of the 3,900 Approved Mental Health Professional (AMHPs), but less than five "
    "of the non-medical approved clinicians come from a social work background.",
]


def counts() -> dict[str, int]:
    models = (Page, Revision, HelpLine, NavigationLink, Fact, SiteSettings, Site)
    return {model.__name__: model.objects.count() for model in models}


def texts(value, path=""):
    """Our own words of site.yaml, each with where it stands."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key not in {"quoted", "source", "href", "number", "slug"}:
                yield from texts(each, f"{path}/{key}")
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from texts(each, f"{path}[{place}]")
    elif isinstance(value, str):
        yield path, value


class WordsTests(SimpleTestCase):
    def test_no_sentence_of_ours_is_longer_than_20_words(self):
        for path, text in texts(site_content()):
            plain = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</(li|p)>", ". ", text)))
            for sentence in re.split(r"(?<=[.?!:])\s+", plain):
                with self.subTest(path=path):
                    self.assertLessEqual(len(sentence.split()), MAX_WORDS, sentence)

    def test_words_that_hurt_are_not_used(self):
        unkind = re.compile(r"mentally ill|suffer(s|ing)? from|committed suicide|the disabled|service user", re.I)
        for path, text in texts(site_content()):
            self.assertNotRegex(text, unkind, path)

    def test_help_numbers_of_the_error_page_are_those_of_a_new_site(self):
        first = {line["href"]: line["number"] for line in yaml.safe_load(CONTENT.read_text())["help_lines"][:3]}
        for template in ("500.html", "400.html"):
            page = render_to_string(template)
            shown = re.findall(r'help-line-number" href="([^"]+)">([^<]+)<', page)
            self.assertEqual(dict(shown), first)
            strip = page[: page.index("<header")]
            self.assertEqual(re.findall(r'href="((?:tel|sms):[^"]+)"', strip), list(first))


class LayingOutTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        lay_out_site()

    def test_a_second_time_changes_nothing(self):
        before = counts()
        stamps = list(Page.objects.order_by("pk").values_list("pk", "last_published_at"))
        lay_out_site()
        self.assertEqual(counts(), before)
        self.assertEqual(list(Page.objects.order_by("pk").values_list("pk", "last_published_at")), stamps)

    def test_what_an_editor_changed_or_moved_stays(self):
        page = CampaignPage.objects.get(slug="house-rules")
        page.title = "Our rules"
        page.save_revision().publish()
        HelpLine.objects.filter(name="Shout").delete()
        NavigationLink.objects.filter(page__slug="trainers").delete()
        lay_out_site()
        self.assertEqual(CampaignPage.objects.get(slug="house-rules").title, "Our rules")
        self.assertFalse(HelpLine.objects.filter(name="Shout").exists())
        self.assertFalse(NavigationLink.objects.filter(page__slug="trainers").exists())

    def test_the_seed_is_quoted_letter_for_letter_with_its_source_and_year(self):
        front = self.client.get("/")
        role = self.client.get(RolePage.objects.get(slug="mental-health-social-workers").url)
        for page, paragraphs in ((front, SEED[:2]), (role, SEED[2:])):
            for paragraph in paragraphs:
                self.assertContains(page, f"<p>{paragraph}</p>")
            self.assertContains(page, "Quoted words")
            self.assertRegex(page.content.decode(), r"<figcaption>From Health Education England, .*2020")
        self.assertContains(role, "<h2>Expanding and enhancing the role of the mental health social worker</h2>")
        self.assertContains(role, "core part of HEE’s mental health workforce plan")

    def test_later_figures_stand_beside_the_seeds_own(self):
        page = self.client.get(RolePage.objects.get(slug="mental-health-social-workers").url)
        for words in (
            "about 4,200",
            "Later count:",
            "3,576 full-time equivalents",
            "In 2019 the census counted 2,894",
        ):
            self.assertContains(page, words)
        self.assertContains(page, "We have found no later figure.")
        self.assertContains(page, "Another count:")

    def test_a_figure_past_its_review_says_from_which_year_it_is(self):
        Fact.objects.filter(slug="nhs-social-workers").update(review_by=timezone.localdate().replace(year=2021))
        page = self.client.get(RolePage.objects.get(slug="mental-health-social-workers").url)
        self.assertContains(page, "Figure from 2020.", count=1)

    def test_every_statement_of_law_says_when_it_was_checked(self):
        for role in RolePage.objects.exclude(law_in_short=""):
            self.assertContains(self.client.get(role.url), "Law checked on")
        for slug in ("privacy", "report-a-comment"):
            self.assertContains(self.client.get(f"/{slug}/"), "Law checked on")

    def test_help_lines_of_the_four_nations_are_there_and_nobody_claims_to_have_rung_them(self):
        page = self.client.get("/get-help-now/")
        for words in ("NHS 111 Wales", "NHS 24", "Lifeline", "Samaritans"):
            self.assertContains(page, words)
        self.assertNotContains(page, "We checked these numbers")

    def test_the_accessibility_statement_waits_for_its_facts(self):
        statement = AccessibilityStatementPage.objects.get()
        self.assertFalse(statement.live)
        self.assertNotContains(self.client.get("/"), "accessibility-statement")
        statement.organisation = "The publisher"
        statement.save_revision().publish()
        self.assertContains(self.client.get("/"), "/accessibility-statement/")


class BeforeLaunchTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        lay_out_site()
        cls.site = Site.objects.get(is_default_site=True)

    def sentences(self) -> str:
        return " ".join(gap.sentence for gap in gaps_before_launch(self.site))

    def test_the_command_prints_what_is_missing(self):
        said = StringIO()
        call_command("lay_out_site", stdout=said)
        for words in ("help number", "who publishes", "accessibility statement", "privacy page"):
            self.assertIn(words, said.getvalue())

    def test_each_gap_goes_once_it_is_filled(self):
        settings = SiteSettings.for_site(self.site)
        settings.publisher_name = "A trust"
        settings.contact_email = "team@example.org"
        settings.reuse_contact = "The film team"
        settings.help_checked_on = timezone.localdate()
        settings.save()
        comments = CommentSettings.for_site(self.site)
        comments.on_call_email = "on-call@example.org"
        comments.save()
        self.assertNotIn("help number", self.sentences())
        self.assertNotIn("who publishes", self.sentences())
        statement = AccessibilityStatementPage.objects.get()
        statement.organisation, statement.contact_email = "A trust", "team@example.org"
        statement.tested_on = timezone.localdate()
        statement.save_revision()
        self.assertIn("Publish the accessibility statement", self.sentences())
        statement.save_revision().publish()
        CampaignPage.objects.get(slug="privacy").save_revision().publish()
        self.assertEqual(self.sentences(), "")

    def test_administrators_see_the_list_and_editors_do_not(self):
        for group, sees in (("Administrators", True), ("Editors", False)):
            user = User.objects.create_user(group.lower(), f"{group.lower()}@example.org", "a long pass phrase")
            user.groups.add(Group.objects.get(name=group))
            self.client.force_login(user)
            page = self.client.get(reverse("wagtailadmin_home")).content.decode()
            self.assertEqual("Before launch: fill in" in page, sees)

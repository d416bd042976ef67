"""What the checks of comments know of a film."""

from django.test import TestCase

from comments.models import Comment, StoredFinding
from comments.services.submission import submit_comment
from tests.films.factories import ContributorFactory, CreditFactory, FilmPageFactory

BODY = "I thought Bethan Clarkson-Rowe spoke so clearly about what a family meeting is for."


class ScreeningOnAFilmPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.film = FilmPageFactory(title="A day on the ward")

    def findings(self) -> set[str]:
        Comment.objects.all().delete()
        submit_comment(page=self.film, name="Robin", email="", body=BODY, stamp="x", address="192.0.2.7")
        return set(StoredFinding.objects.filter(concern="personal_data").values_list("reason", flat=True))

    def test_a_name_that_the_page_says_nowhere_is_pointed_out(self):
        self.assertIn("Names a person.", self.findings())

    def test_a_name_in_the_credits_the_summary_or_the_synopsis_is_no_secret(self):
        CreditFactory(film=self.film, contributor=ContributorFactory(name="Bethan Clarkson-Rowe"))
        self.assertEqual(self.findings(), set())
        self.film.credits.model.objects.all().delete()
        for field in ("summary", "synopsis"):
            setattr(self.film, field, "Bethan Clarkson-Rowe shows what a family meeting is for.")
            with self.subTest(field):
                self.assertEqual(self.findings(), set())
            setattr(self.film, field, "")

    def test_one_query_however_many_people_are_in_the_film(self):
        for people in (1, 6):
            for _ in range(people):
                CreditFactory(film=self.film)
            with self.assertNumQueries(1):
                self.assertIn("A day on the ward", self.film.text_for_screening)

"""Reading the environment: right values arrive typed, wrong ones are named in one sentence."""

from __future__ import annotations

import re
from pathlib import Path
from unittest import mock

from django.core.exceptions import ImproperlyConfigured
from django.test import SimpleTestCase

from cms import env
from tests.support.machine import ROOT

READER = re.compile(r"\benv\.(?:text|boolean|integer|words|path|url)\(\s*\"([A-Z0-9_]+)\"")
GUNICORN = re.compile(r"environ\.get\(['\"]([A-Z_]+)['\"]")


def given(**variables: str) -> mock._patch_dict:
    return mock.patch.dict("os.environ", variables, clear=True)


class EnvironmentTests(SimpleTestCase):
    def test_a_missing_text_without_a_default_is_named(self):
        with given(), self.assertRaisesMessage(ImproperlyConfigured, "Set SECRET_KEY in the environment."):
            env.text("SECRET_KEY")

    def test_blanks_count_as_missing(self):
        with given(NAME="   "):
            self.assertEqual(env.text("NAME", "other"), "other")
            self.assertEqual(env.integer("NAME", 7), 7)
            self.assertIs(env.boolean("NAME", True), True)

    def test_yes_and_no_are_read_in_any_case(self):
        for value, meaning in {"1": True, "Yes": True, "ON": True, "true": True, "0": False, "No": False}.items():
            with self.subTest(value), given(FLAG=value):
                self.assertIs(env.boolean("FLAG"), meaning)

    def test_anything_else_than_yes_or_no_is_refused(self):
        with given(DEBUG="flase"), self.assertRaisesMessage(ImproperlyConfigured, "DEBUG must be yes or no"):
            env.boolean("DEBUG")

    def test_numbers_are_whole_and_not_below_their_minimum(self):
        with given(COUNT="12"):
            self.assertEqual(env.integer("COUNT", 0), 12)
        with given(COUNT="1.5"), self.assertRaisesMessage(ImproperlyConfigured, "COUNT must be a whole number"):
            env.integer("COUNT", 0)
        with given(COUNT="-1"), self.assertRaisesMessage(ImproperlyConfigured, "COUNT must be at least 0"):
            env.integer("COUNT", 0, minimum=0)

    def test_a_list_drops_blanks_around_and_between_its_entries(self):
        with given(HOSTS=" a.example , ,b.example,"):
            self.assertEqual(env.words("HOSTS"), ["a.example", "b.example"])

    def test_a_default_list_is_not_shared(self):
        default = ["a.example"]
        with given():
            env.words("HOSTS", default).append("b.example")
        self.assertEqual(default, ["a.example"])

    def test_a_path_may_start_at_home(self):
        with given(HOME="/somewhere", VAR_DIR="~/films"):
            self.assertEqual(env.path("VAR_DIR", Path("/")), Path("/somewhere/films").resolve())

    def test_an_address_is_http_and_loses_its_last_slash(self):
        with given(SITE_URL="https://films.example.org/"):
            self.assertEqual(env.url("SITE_URL"), "https://films.example.org")
        for wrong in ("films.example.org", "javascript:alert(1)", "ftp://films.example.org"):
            with self.subTest(wrong), given(SITE_URL=wrong), self.assertRaisesMessage(ImproperlyConfigured, "SITE_URL"):
                env.url("SITE_URL")


class ExampleFileTests(SimpleTestCase):
    def test_the_example_lists_every_variable_that_is_read_and_no_other(self):
        sources = [*ROOT.glob("*/settings.py"), *ROOT.glob("[a-z]*/**/*.py")]
        sources = [file for file in sources if file.relative_to(ROOT).parts[0] in CODE]
        read = {name for file in sources for name in READER.findall(file.read_text(encoding="utf-8"))}
        read |= set(GUNICORN.findall((ROOT / "deploy" / "gunicorn.conf.py").read_text(encoding="utf-8")))
        example = (ROOT / ".env.example").read_text(encoding="utf-8")
        listed = re.findall(r"^([A-Z0-9_]+)=", example, flags=re.MULTILINE)
        self.assertEqual(sorted(read), sorted(listed))

    def test_the_readme_names_only_variables_that_exist(self):
        example = (ROOT / ".env.example").read_text(encoding="utf-8")
        listed = set(re.findall(r"^([A-Z0-9_]+)=", example, flags=re.MULTILINE))
        table = re.findall(r"^\| `([A-Z0-9_]+)`", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
        self.assertTrue(table)
        self.assertLessEqual(set(table), listed)


CODE = {"cms", "accounts", "comments", "films", "home"}

"""The plan of the house, held by a test: five apps in one line, and pure packages that know no database."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.test import SimpleTestCase

from tests.support.machine import ROOT

# An app may import from those before it.
LINE = ("cms", "accounts", "comments", "films", "home")

PURE = ("films/processing", "films/captions", "comments/screening", "comments/policy.py")
# What pure code may use: Python itself, its own app's pure modules, and these.
PURE_MAY_USE = {
    "django.db.models": {"TextChoices", "IntegerChoices"},
    "django.conf": {"settings"},
    "django.core.cache": {"cache"},
    "django.core.exceptions": None,
    "django.utils": None,
    "av": None,
    "PIL": None,
    "imageio_ffmpeg": None,
    "yaml": None,
}
PURE_NEIGHBOURS = {"comments.text", "comments.wording"}


def modules_of(app: str) -> Iterator[Path]:
    for file in sorted((ROOT / app).rglob("*.py")):
        if "migrations" not in file.parts:
            yield file


def imports_of(file: Path, source: str | None = None) -> Iterator[tuple[int, str, str]]:
    """(line, module, name) of every import in a file, those inside functions and ``import_module("…")`` too."""
    package = file.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(source or file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            yield from ((node.lineno, module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"import_module", "import_string", "__import__"} and isinstance(node.args[0].value, str):
                yield node.lineno, node.args[0].value, ""


def breaks_the_line(app: str, module: str) -> bool:
    other = module.split(".")[0]
    return other in LINE and LINE.index(other) > LINE.index(app)


def is_pure_enough(file: Path, module: str, name: str) -> bool:
    """Whether a pure file may import ``name`` from ``module``."""
    top = module.split(".")[0]
    whole = f"{module}.{name}" if name else module
    if top in LINE:
        folder = module.replace(".", "/")
        inside = any(folder == place.removesuffix(".py") or folder.startswith(f"{place}/") for place in PURE)
        by_name = any(whole.replace(".", "/") == place.removesuffix(".py") for place in PURE)
        return inside or by_name or module in PURE_NEIGHBOURS or whole in PURE_NEIGHBOURS
    for allowed, names in PURE_MAY_USE.items():
        if module == allowed or module.startswith(f"{allowed}.") or whole == allowed:
            return names is None or name in names
    return top not in OUTSIDE


# Django, Wagtail and everything that reaches a database, a request or the network.
OUTSIDE = {
    "django", "wagtail", "modelcluster", "taggit", "allauth", "rest_framework", "ninja", "django_tasks",
    "django_tasks_db", "storages", "boto3", "redis", "django_redis", "requests", "httpx", "urllib3", "psycopg",
}  # fmt: skip


class PlanTests(SimpleTestCase):
    def test_an_app_imports_only_from_apps_to_its_left(self):
        wrong = [
            f"{file.relative_to(ROOT)}:{line} imports {module}"
            for app in LINE
            for file in modules_of(app)
            for line, module, _ in imports_of(file)
            if breaks_the_line(app, module)
        ]
        self.assertEqual(wrong, [])

    def test_pure_packages_know_no_models_and_no_requests(self):
        wrong = [
            f"{file.relative_to(ROOT)}:{line} imports {name or module} from {module}"
            for place in PURE
            for file in ([ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py")))
            if file.exists()
            for line, module, name in imports_of(file)
            if not is_pure_enough(file, module, name)
        ]
        self.assertEqual(wrong, [])

    def test_the_site_imports_nothing_from_its_tests(self):
        wrong = [
            f"{file.relative_to(ROOT)}:{line}"
            for app in LINE
            for file in modules_of(app)
            for line, module, _ in imports_of(file)
            if module.split(".")[0] in {"tests", "bench", "scripts", "pytest"}
        ]
        self.assertEqual(wrong, [])


class TheTestItselfTests(SimpleTestCase):
    """A guard that finds no planted fault guards nothing."""

    def found(self, source: str) -> list[str]:
        return [module for _, module, _ in imports_of(ROOT / "cms" / "planted.py", source)]

    def test_imports_inside_functions_and_dotted_strings_are_seen(self):
        source = "def late():\n    from films.models import FilmPage\n    import_module('home.models')\n"
        self.assertEqual(self.found(source), ["films.models", "home.models"])
        self.assertTrue(breaks_the_line("cms", "films.models"))
        self.assertTrue(breaks_the_line("comments", "films"))
        self.assertFalse(breaks_the_line("films", "comments.models"))

    def test_relative_imports_are_resolved(self):
        self.assertEqual(self.found("from .models import Picture\nfrom . import http\n"), ["cms.models", "cms"])

    def test_a_model_or_a_client_library_is_not_pure(self):
        file = ROOT / "films" / "captions" / "cues.py"
        for module, name in (("django.db", "models"), ("films.models", "Cue"), ("django.http", ""), ("requests", "")):
            with self.subTest(module):
                self.assertFalse(is_pure_enough(file, module, name))
        for module, name in (("django.db.models", "TextChoices"), ("films.captions.rules", "x"), ("dataclasses", "")):
            with self.subTest(module):
                self.assertTrue(is_pure_enough(file, module, name))

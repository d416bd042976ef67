"""What the documentation points to is there."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import SimpleTestCase

from tests.support.machine import ROOT

PAGES = (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
# Only what starts with a folder of ours; `make run` and `/healthz` are no files.
FILE = re.compile(r"`((?:accounts|bench|cms|comments|deploy|docs|films|home|scripts|templates|tests|\.ci)/[\w./-]*)`")
POINTS = 17


class DocumentationTests(SimpleTestCase):
    def test_links_lead_to_files_that_are_there(self):
        for page in PAGES:
            for target in LINK.findall(page.read_text(encoding="utf-8")):
                with self.subTest(page=page.name, target=target):
                    self.assertTrue("://" in target or (page.parent / target).exists())

    def test_files_it_names_are_there(self):
        for page in (ROOT / "docs" / "service-standard").glob("*.md"):
            for name in FILE.findall(page.read_text(encoding="utf-8")):
                with self.subTest(page=page.name, name=name):
                    self.assertTrue((ROOT / name).exists())

    def test_each_point_of_the_service_standard_has_a_page_with_what_is_shown_and_what_is_not(self):
        folder = ROOT / "docs" / "service-standard"
        pages = sorted(folder.glob("[0-9]*.md"))
        self.assertEqual([int(page.name[:2]) for page in pages], list(range(1, POINTS + 1)))
        index = Path(folder / "README.md").read_text(encoding="utf-8")
        for page in pages:
            text = page.read_text(encoding="utf-8")
            with self.subTest(page.name):
                self.assertIn("## What shows it\n- ", text)
                self.assertIn("## What the publisher still has to show\n- ", text)
                self.assertIn(f"({page.name})", index)

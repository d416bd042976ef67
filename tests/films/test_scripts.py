"""The reader's scripts as the web server hands them out."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.test import SimpleTestCase

SCRIPTS = sorted(Path(settings.BASE_DIR, "films", "static").rglob("*.js"))


class ScriptTests(SimpleTestCase):
    def test_no_script_imports_another_by_a_name_that_publishing_changes(self):
        """Published files carry a digest in their names, and an import inside a script would still ask for the old."""
        self.assertTrue(SCRIPTS)
        for script in SCRIPTS:
            with self.subTest(script.name):
                self.assertIsNone(re.search(r"^\s*(import|export)\b", script.read_text(), re.MULTILINE))

    def test_no_script_sends_anything_or_runs_text(self):
        for script in SCRIPTS:
            if script.parent.name == "player":
                text = script.read_text()
                for word in ("fetch(", "XMLHttpRequest", "sendBeacon", "eval(", "innerHTML", "document.cookie"):
                    self.assertNotIn(word, text)

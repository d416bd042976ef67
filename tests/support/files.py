"""Public files for tests whose rows are made once for the whole class."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from django.test import override_settings


class OwnFiles:
    """For a ``TestCase`` whose ``setUpTestData`` writes files: each test starts with them as they were written."""

    @classmethod
    def setUpClass(cls):
        cls.written = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="test-files-")))
        with override_settings(MEDIA_ROOT=cls.written):
            super().setUpClass()

    def setUp(self):
        super().setUp()
        self.files = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="test-files-"))) / "public"
        shutil.copytree(self.written, self.files)
        self.enterContext(override_settings(MEDIA_ROOT=self.files))

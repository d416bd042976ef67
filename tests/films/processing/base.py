"""What the engine's tests share: a folder of their own, small limits, and films made on the spot."""

import tempfile
from pathlib import Path
from typing import Any

from django.test import SimpleTestCase

from films.processing.limits import Limits
from films.processing.probe import probe
from films.processing.results import Facts, Source
from films.processing.sniff import source_at
from tests.support.clips import clip

LIMITS = Limits(wall_seconds=60, cpu_seconds=60, max_output_bytes=64 * 1024**2, min_free_bytes=0)


class FilmTestCase(SimpleTestCase):
    limits = LIMITS

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def film(self, **wanted: Any) -> tuple[Source, Facts]:
        """A clip by the fields of ``Recipe``, sniffed and probed."""
        source = source_at(clip(**wanted))
        return source, probe(source, self.limits)

    def write(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path

    def left_over(self) -> list[str]:
        """Names in the test's folder, hidden ones too."""
        return sorted(path.name for path in self.folder.iterdir())

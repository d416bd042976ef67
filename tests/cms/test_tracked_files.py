"""What must not be in any tracked file: paths of somebody's machine, secrets, other people's servers."""

from __future__ import annotations

import re
import subprocess

from django.test import SimpleTestCase

from tests.support.machine import ROOT

# Written in pieces, so that this file does not find itself.
PATTERNS = {
    "a path of one person's machine": re.compile(
        r"(?<![\w.])/(?:ro" r"ot|Us" r"ers/\w+|home/(?!somewhere)[a-z]\w*)/[.\w]"
    ),
    "a package registry's host": re.compile(
        r"pypi\.(?:org|python)|files\.pythonho" r"sted|registry\.npm" r"js|deb\.debi" r"an"
    ),
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE K" r"EY-----"),
    "an access key": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "unfinished work": re.compile(
        r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b|not implemented y" r"et|coming so" r"on", re.IGNORECASE
    ),
    "a merge that was not finished": re.compile(r"^(?:<{7} |>{7} |={7}$)", re.MULTILINE),
}
# Third-party code and data come as they are; word lists hold what spammers write.
NOT_OURS = re.compile(
    r"/vendor/|(?:^|/)constraints\.txt$|/screening/data/|\.(?:png|jpe?g|webp|avif|woff2|m4a|mp3|mp4|gz|ico|pdf)$"
)
MAX_BYTES = 1_000_000


def tracked_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    return [name for name in listed.stdout.decode().split("\0") if name]


class TrackedFilesTests(SimpleTestCase):
    def test_files_hold_nothing_that_belongs_to_one_machine_or_is_unfinished(self):
        names = tracked_files()
        if not names:
            self.skipTest("not a git checkout")
        found = []
        for name in names:
            file = ROOT / name
            if NOT_OURS.search(name) or not file.is_file() or file.stat().st_size > MAX_BYTES:
                continue
            text = file.read_text(encoding="utf-8", errors="replace")
            for what, pattern in PATTERNS.items():
                found += [f"{name}: {what}: {match.group(0)!r}" for match in pattern.finditer(text)]
        self.assertEqual(found, [])

    def test_nothing_generated_or_secret_is_tracked(self):
        wrong = re.compile(
            r"(?:^|/)(?:__pycache__|node_modules|\.venv|var|static-collected)/|\.sqlite3|(?:^|/)\.env$|\.pyc$"
        )
        self.assertEqual([name for name in tracked_files() if wrong.search(name)], [])

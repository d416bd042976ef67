"""What the machine has to test with. Standard library only: scripts/test.py reads this before anything is installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = ROOT / "var" / "tools"
VNU_VERSION = "26.9.27"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Path of a Chromium: ``CHROMIUM`` if set, the system's, or one that Playwright has downloaded."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return shutil.which(named)
    for name in CHROMIUM_NAMES:
        if found := shutil.which(name):
            return found
    store = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    for pattern in ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium"):
        if downloaded := sorted(store.glob(pattern)):
            return str(downloaded[-1])
    return None


def java() -> str | None:
    """Path of a Java runtime, which the Nu HTML checker needs."""
    return shutil.which("java")


def vnu_jar() -> Path | None:
    """The Nu HTML checker: ``VNU_JAR`` if set, or the one scripts/test.py has fetched."""
    named = os.environ.get("VNU_JAR", "")
    jar = Path(named) if named else TOOLS / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    return jar if jar.is_file() else None

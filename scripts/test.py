"""Runs every check and test, and says at the end what passed, what failed and what could not be run."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from scripts import bootstrap, services
from scripts.bootstrap import ROOT, say
from scripts.packages import install_with_apt
from tests.support import machine

PURE_PACKAGES = ("films/captions", "films/processing", "comments/screening", "comments/policy.py")
NOT_FAST = "not browser and not slow"
FETCH_TIMEOUT_S = 240


@dataclass
class Outcome:
    """What one run of this script has found; ``failed`` names the steps that did."""

    environment: dict[str, str]
    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def step(self, name: str, *command: str) -> None:
        """Run one check; a failing one does not keep the next from running."""
        say(name)
        started = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, env=self.environment, check=False).returncode
        (self.failed if code else self.passed).append(f"{name} ({time.monotonic() - started:.0f} s)")

    def report(self) -> int:
        print()
        for name in self.passed:
            print(f"passed  {name}")
        for name in self.failed:
            print(f"FAILED  {name}")
        return 1 if self.failed else 0


def main() -> int:
    options = _options()
    bootstrap.check_disk()
    bootstrap.ensure_environment(bootstrap.DEVELOPMENT)
    with ExitStack() as running:
        outcome = Outcome(_environment())
        if options.postgres:
            outcome.environment["DATABASE_URL"] = running.enter_context(services.postgres())
        if options.redis or options.postgres:
            outcome.environment["REDIS_TEST_URL"] = running.enter_context(services.redis()) or ""
        if not options.tests_only:
            _lint(outcome)
        if not options.lint:
            if not options.fast:
                _get_browser(outcome.environment)
                _get_html_checker()
            _tests(outcome, options)
        return outcome.report()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/test",
        description="Run the checks and tests. Anything after -- goes to pytest, such as: scripts/test -- tests/films",
    )
    parser.add_argument("--fast", action="store_true", help="leave out browser tests and encoding")
    parser.add_argument("--lint", action="store_true", help="only style, types, templates and migrations")
    parser.add_argument("--tests-only", action="store_true", help="only the tests")
    parser.add_argument("--postgres", action="store_true", help="on a throw-away PostgreSQL, with Redis where it is")
    parser.add_argument("--redis", action="store_true", help="start a throw-away Redis for the few tests that use one")
    parser.add_argument("pytest", nargs="*", help="arguments for pytest")
    return parser.parse_args()


def _environment() -> dict[str, str]:
    """Nothing of the caller's site reaches the tests: they bring their own settings."""
    names = {
        line.split("=")[0].lstrip("# ") for line in (ROOT / ".env.example").read_text().splitlines() if "=" in line
    }
    clean = {name: value for name, value in bootstrap.environment_with_venv().items() if name not in names}
    return clean | {"SECRET_KEY": "a key for checks only, long enough to sign with"}


def _lint(outcome: Outcome) -> None:
    outcome.step("Style", "ruff", "check", "--quiet", ".")
    outcome.step("Format", "ruff", "format", "--check", "--quiet", ".")
    outcome.step("Types", "mypy", *(name for name in PURE_PACKAGES if (ROOT / name).exists()))
    outcome.step("Templates", "djhtml", "--tabwidth", "2", "--check", "templates")
    python = str(bootstrap.PYTHON)
    outcome.step("Migrations", python, "manage.py", "makemigrations", "--check", "--dry-run")


def _tests(outcome: Outcome, options: argparse.Namespace) -> None:
    chosen = [*options.pytest]
    if options.fast:
        chosen += ["-m", NOT_FAST]
    name = "Tests on PostgreSQL" if options.postgres else "Tests"
    # worksteal: a worker that is done early takes over what another has not begun.
    outcome.step(name, str(bootstrap.PYTHON), "-m", "pytest", "-n", "2", "--dist", "worksteal", "-q", *chosen)


def _get_browser(environment: dict[str, str]) -> None:
    """Find or fetch a Chromium. Without one the browser tests are reported as not run."""
    if machine.chromium() is None and not install_with_apt("chromium"):
        say("Fetching Chromium for the browser tests")
        _try_to([str(bootstrap.VENV / "bin" / "playwright"), "install", "chromium"])
    if found := machine.chromium():
        environment["CHROMIUM"] = found


def _get_html_checker() -> None:
    """Fetch the Nu HTML checker where Java and npm are there. Without it its test is reported as not run."""
    if machine.vnu_jar() or machine.java() is None or shutil.which("npm") is None:
        return
    say("Fetching the Nu HTML checker")
    machine.TOOLS.mkdir(parents=True, exist_ok=True)
    package = f"vnu-jar@{machine.VNU_VERSION}"
    _try_to(["npm", "install", "--no-save", "--no-audit", "--no-fund", "--prefix", str(machine.TOOLS), package])


def _try_to(command: list[str]) -> None:
    try:
        subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, timeout=FETCH_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        say(f"{Path(command[0]).name} could not finish.")


if __name__ == "__main__":
    sys.exit(bootstrap.until_interrupted(main))

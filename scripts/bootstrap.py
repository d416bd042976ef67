"""Gives the checkout its virtual environment. Runs on a bare Python 3.11: nothing but the standard library here."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUNTIME = ("requirements.txt",)
DEVELOPMENT = ("requirements-dev.txt", "requirements.txt")

GIGABYTE = 1_000_000_000
# The environment is about 700 MB with the test tools; the demo films and room to work are the rest.
FIRST_RUN_BYTES = int(1.5 * GIGABYTE)
LATER_RUN_BYTES = int(0.2 * GIGABYTE)


def stop(sentence: str) -> None:
    """End with one sentence that says what to do, and no trace."""
    sys.stdout.flush()
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


def say(sentence: str) -> None:
    """Tell the person at the terminal what happens now."""
    print(f"» {sentence}", flush=True)


def until_interrupted(command: Callable[[], int]) -> int:
    """What ``command`` returns, or 130 (128 + SIGINT) without a trace when somebody presses Ctrl+C."""
    try:
        return command()
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def check_disk() -> None:
    """Stop when the disk below the checkout is too full to install, seed and encode."""
    needed = LATER_RUN_BYTES if PYTHON.exists() else FIRST_RUN_BYTES
    free = shutil.disk_usage(ROOT).free
    if free < needed:
        stop(
            f"This needs {needed / GIGABYTE:.1f} GB of free disk space in {ROOT}, "
            f"and {free / GIGABYTE:.1f} GB are free. Make room and try again."
        )


def ensure_environment(requirements: tuple[str, ...]) -> None:
    """Create ``.venv`` and install ``requirements[0]`` into it, unless that has been done for these very files.

    ``requirements`` names the file to install first, then the files it includes.
    """
    with _one_at_a_time():
        if not _works(PYTHON):
            _create()
        wanted = _fingerprint((*requirements, "constraints.txt"))
        stamp = VENV / f"installed-{Path(requirements[0]).stem}.sha256"
        # The development set holds the runtime set, so installing it answers for both.
        if stamp.exists() and stamp.read_text() == wanted:
            return
        _install(requirements[0])
        stamp.write_text(wanted)
        if requirements == DEVELOPMENT:
            (VENV / "installed-requirements.sha256").write_text(_fingerprint((*RUNTIME, "constraints.txt")))


def environment_with_venv() -> dict[str, str]:
    """This process's environment, with the virtual environment's programs found first."""
    return {
        **os.environ,
        "VIRTUAL_ENV": str(VENV),
        "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two commands started together must not build one environment at once; the second waits."""
    lock = ROOT / "var" / "environment.lock"
    lock.parent.mkdir(mode=0o700, exist_ok=True)
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _works(python: Path) -> bool:
    """A moved checkout or an upgraded system leaves an environment whose Python no longer starts."""
    try:
        has_pip = "import importlib.util, sys; sys.exit(importlib.util.find_spec('pip') is None)"
        return subprocess.run([str(python), "-c", has_pip], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _create() -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        stop(
            f"This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python{version}-venv"
        )
    say(f"Creating .venv with Python {version}")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        stop(f"The virtual environment could not be created:\n{_last_lines(made.stdout + made.stderr)}")


def _install(requirements: str) -> None:
    say(f"Installing what {requirements} lists (the first time takes a few minutes)")
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    installed = subprocess.run(
        [*command, "--prefer-binary", "-r", requirements, "-c", "constraints.txt"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if installed.returncode != 0:
        stop(f"Installing {requirements} failed. Is this machine online?\n{_last_lines(installed.stderr)}")


def _fingerprint(names: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for name in names:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _last_lines(text: str, count: int = 8) -> str:
    return "\n".join(text.strip().splitlines()[-count:])

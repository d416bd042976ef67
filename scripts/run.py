"""Starts the whole site on this machine: environment, database, demo content, web server and worker.

A second run finds everything in place and only starts. Production does not use this; see deploy/.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from scripts import bootstrap
from scripts.bootstrap import ROOT, say, stop

LOCAL_ENV = ROOT / "var" / "local.env"
DEMO_LOGINS = "demo-logins.txt"  # written by seed_demo into VAR_DIR
FIRST_PAGE_TIMEOUT_S = 90


def main() -> int:
    options = _options()
    port = _port()
    bootstrap.check_disk()
    _check_port_is_free(port)
    bootstrap.ensure_environment(bootstrap.RUNTIME)
    environment = _environment(port)
    prepare = [str(bootstrap.PYTHON), "-m", "scripts.prepare", *(["--no-demo"] if options.no_demo else [])]
    if returncode := run_apart(prepare, environment):
        return returncode
    if options.prepare_only:
        return 0
    return _serve(port, environment)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/run", description="Start the site on this machine.")
    parser.add_argument("--no-demo", action="store_true", help="start with an empty site instead of the demo content")
    parser.add_argument("--prepare-only", action="store_true", help="set everything up, but do not start")
    return parser.parse_args()


def _port() -> int:
    value = os.environ.get("PORT", "8000")
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        stop(f"PORT must be a number from 1 to 65535, but is {value!r}.")
    return int(value)


def _check_port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            stop(f"This user may not listen on port {port}. Choose another: PORT=8001 make run")
        except OSError:
            stop(f"Port {port} is taken by another program. Choose another: PORT={_free_port(port)} make run")


def _free_port(taken: int) -> int:
    """The next port nobody listens on; 8000 where none is found near by."""
    for port in range(taken + 1, min(taken + 100, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    return 8000


def _environment(port: int) -> dict[str, str]:
    """What the site's processes are told. The caller's own variables win over ``var/local.env``."""
    if not LOCAL_ENV.exists():
        LOCAL_ENV.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(LOCAL_ENV, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write("# Settings of this checkout, made by scripts/run. .env.example lists what may stand here.\n")
            file.write(f"SECRET_KEY={secrets.token_urlsafe(48)}\n")
    told = {"SITE_URL": f"http://127.0.0.1:{port}", "PORT": str(port)}
    for line in LOCAL_ENV.read_text().splitlines():
        name, is_set, value = line.strip().partition("=")
        if is_set and not name.startswith("#"):
            told[name.strip()] = value.strip().strip("\"'")
    told |= bootstrap.environment_with_venv()
    return told | {"PORT": str(port)}


def run_apart(command: list[str], environment: dict[str, str]) -> int:
    """Run a command in a session of its own and give back how it ended.

    Ctrl+C reaches this process alone, which then ends the command without the trace it would print.
    """
    running = subprocess.Popen(
        command, cwd=ROOT, env=environment, start_new_session=True, preexec_fn=_end_with_this_process
    )
    try:
        return running.wait()
    except KeyboardInterrupt:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait()
        raise


def _serve(port: int, environment: dict[str, str]) -> int:
    """Run web server and worker until somebody stops them; both end with this process."""
    honcho = [str(bootstrap.PYTHON), "-m", "honcho", "--env", os.devnull, "--app-root", str(ROOT)]
    start = [*honcho, "--procfile", "deploy/Procfile", "start", "--port", str(port)]
    # A session of its own: Ctrl+C reaches this process alone, which then ends the others in order.
    running = subprocess.Popen(
        start, cwd=ROOT, env=environment, start_new_session=True, preexec_fn=_end_with_this_process
    )

    def end(signum: int, frame: object) -> None:
        if running.poll() is None:
            running.terminate()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGHUP, end)
    if _first_page_answers(port, running):
        _welcome(port, environment)
    returncode = running.wait()
    # 143: honcho was asked to end, which is how this is meant to finish.
    return 0 if returncode in {0, 143, -signal.SIGTERM} else 1


def _end_with_this_process() -> None:
    """Even kill -9 leaves no orphan where the system can tell a child (Linux: PR_SET_PDEATHSIG is 1)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _first_page_answers(port: int, running: subprocess.Popen[bytes]) -> bool:
    """Wait for the home page; False when the server ended first or something else than a page came."""
    address = f"http://127.0.0.1:{port}/"
    deadline = time.monotonic() + FIRST_PAGE_TIMEOUT_S
    while time.monotonic() < deadline and running.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10):
                return True
        except urllib.error.HTTPError as error:
            say(f"The first page answered with an error ({error.code}). The lines above say why.")
            return False
        except OSError:
            time.sleep(0.3)
    if running.poll() is None:
        say(f"The first page has not answered within {FIRST_PAGE_TIMEOUT_S} seconds.")
    return False


def _welcome(port: int, environment: dict[str, str]) -> None:
    var_dir = Path(environment.get("VAR_DIR") or ROOT / "var")
    lines = [
        "",
        f"  The site is ready:  http://127.0.0.1:{port}/",
        f"  Editing:            http://127.0.0.1:{port}/admin/",
    ]
    logins = var_dir / DEMO_LOGINS
    if logins.exists():
        lines += ["", "  Demo log-ins (made up; never use them in production)"]
        lines += [f"    {line}" for line in logins.read_text().splitlines()]
    lines += ["", "  Ctrl+C stops everything.", ""]
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    sys.exit(bootstrap.until_interrupted(main))

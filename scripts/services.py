"""Throw-away PostgreSQL and Redis servers for the tests: made in a temporary folder, gone when the tests end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from scripts.bootstrap import stop
from scripts.packages import install_with_apt


@contextmanager
def postgres() -> Iterator[str]:
    """A fresh cluster on a random port of this machine; yields its DATABASE_URL.

    PostgreSQL refuses to run as root, so root hands the work to the user ``postgres`` that Debian's package makes.
    """
    programs = _postgres_programs()
    if programs is None and install_with_apt("postgresql"):
        programs = _postgres_programs()
    if programs is None:
        stop("PostgreSQL is not installed. On Debian and Ubuntu: apt-get install postgresql")
        return
    owner = "postgres" if os.geteuid() == 0 else None
    # Short, since a socket's path may have 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if owner:
        user = pwd.getpwnam(owner)
        os.chown(folder, user.pw_uid, user.pw_gid)
    cluster, port = folder / "cluster", _free_port()
    try:
        _run(owner, programs / "initdb", "-D", cluster, "-U", "films", "-A", "trust", "-E", "UTF8", "--no-sync")
        # Nothing here outlives the tests, so nothing waits for the disk.
        quick = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        where = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
        log = folder / "log"
        _run(owner, programs / "pg_ctl", "-D", cluster, "-w", "-t", "60", "-l", log, "-o", f"{quick} {where}", "start")
        try:
            sql = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
            # In the template, so that every database made from it can search for similar words.
            _run(owner, programs / "psql", "-h", folder, "-p", port, "-U", "films", "-d", "template1", "-qc", sql)
            _run(owner, programs / "createdb", "-h", folder, "-p", port, "-U", "films", "films")
            yield f"postgres://films@127.0.0.1:{port}/films"
        finally:
            _run(owner, programs / "pg_ctl", "-D", cluster, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str | None]:
    """A Redis server on a random port; yields its REDIS_URL, or None where none can be had."""
    program = shutil.which("redis-server")
    if program is None and install_with_apt("redis-server"):
        program = shutil.which("redis-server")
    if program is None:
        yield None
        return
    port = _free_port()
    with ExitStack() as ending:
        folder = ending.enter_context(tempfile.TemporaryDirectory(prefix="redis-"))
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ending.callback(server.wait)
        ending.callback(server.terminate)
        yield f"redis://127.0.0.1:{port}/0"


def _postgres_programs() -> Path | None:
    """Debian keeps the servers of all versions beside each other, off the PATH; the newest counts."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def _run(owner: str | None, *command: object) -> None:
    words = [str(word) for word in command]
    if owner:
        words = ["runuser", "-u", owner, "--", *words]
    done = subprocess.run(words, cwd="/", capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        stop(f"{Path(str(command[0])).name} failed: {(done.stderr or done.stdout).strip()[-800:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""How fast a film of 1 GB comes in through gunicorn, and how much memory that takes: ``scripts/bench upload``.

One worker process with its usual threads, pieces of 8 MiB as the admin's script sends them, then the same number of
bytes as one single request. Ends with 1 when the worker's memory grows by more than 64 MiB over a quiet one.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import time
from pathlib import Path

import requests
from django.conf import settings
from django.urls import reverse

from bench._site import TUS, environment_of_a_server, session_cookie, set_up

MIB = 1024 * 1024
PIECE_BYTES = 8 * MIB
MOST_GROWTH_MIB = 64
CSRF = "a" * 32
# As a film begins, with an index too short to say anything; the rest is one empty box.
HEAD = b"\x00\x00\x00\x14ftypisom\x00\x00\x02\x00isom" + (108).to_bytes(4) + b"moov" + bytes(100)


def film(path: Path) -> Path:
    """A file of the size asked for, with next to nothing on the disk."""
    with path.open("wb") as file:
        file.write(HEAD + (SIZE - len(HEAD)).to_bytes(4) + b"free")
        file.truncate(SIZE)
    return path


class Server:
    """Gunicorn with the site's own configuration and one worker."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "cms.wsgi",
            "-c",
            "deploy/gunicorn.conf.py",
            "--log-level",
            "error",
        ]
        more = {"PORT": str(port), "WEB_CONCURRENCY": "1"}
        self.process = subprocess.Popen(command, env={**environment_of_a_server(), **more})
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                requests.get(f"{self.url}/healthz", timeout=20)
                return
            except requests.RequestException:
                time.sleep(0.2)
        self.stop()
        raise RuntimeError("gunicorn did not start")

    def worker(self) -> int:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0])

    def memory_mib(self, field: str) -> float:
        """``VmRSS`` now or ``VmHWM``, the most so far."""
        lines = Path(f"/proc/{self.worker()}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def upload(server: Server, session: requests.Session, path: Path, piece_bytes: int) -> float:
    """Send the film; returns MB a second."""
    begun = session.post(server.url + reverse("film_uploads:list"), headers={"Upload-Length": str(SIZE)}, timeout=60)
    begun.raise_for_status()
    address = server.url + begun.headers["Location"]
    started, at = time.monotonic(), 0
    with path.open("rb") as file:
        while at < SIZE:
            data = file if piece_bytes >= SIZE else file.read(piece_bytes)
            headers = {"Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream"}
            answer = session.patch(address, data=data, headers=headers, timeout=600)
            answer.raise_for_status()
            at = int(answer.headers["Upload-Offset"])
    return SIZE / 1e6 / (time.monotonic() - started)


def main() -> int:
    client = set_up()
    server = Server()
    path = film(Path(settings.VAR_DIR) / "film.mp4")
    try:
        session = requests.Session()
        session.headers.update({**TUS, "X-CSRFToken": CSRF})
        session.cookies.update({**session_cookie(client), "csrftoken": CSRF})
        session.get(server.url + reverse("film_uploads:list"), timeout=60)
        quiet = server.memory_mib("VmRSS")
        print(f"{SIZE // MIB} MiB; a quiet worker has {quiet:.0f} MiB")
        for words, piece_bytes in (("pieces of 8 MiB", PIECE_BYTES), ("one request", SIZE)):
            speed = upload(server, session, path, piece_bytes)
            print(f"{words:16} {speed:6.0f} MB/s, peak memory {server.memory_mib('VmHWM'):.0f} MiB")
        growth = server.memory_mib("VmHWM") - quiet
    finally:
        server.stop()
    print(f"grown by {growth:.0f} MiB; at most {MOST_GROWTH_MIB} allowed")
    return 1 if growth > MOST_GROWTH_MIB else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="scripts/bench upload")
    parser.add_argument("--mib", type=int, default=1024)
    SIZE = parser.parse_args().mib * MIB
    sys.exit(main())

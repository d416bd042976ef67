"""How quickly a film page answers while the worker prepares another film: ``scripts/bench while_encoding``.

A site of its own (SQLite, folders that are gone at the end) with one published film is served by gunicorn as in
production. Readers ask for the film page one after another, first with nothing else to do, then while
``manage.py run_worker`` makes the ladder of a minute of 1080p, then idle again. Ends with 1 when the slowest
twentieth while encoding (p95) takes more than twice as long as at rest.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.durability import Site  # noqa: E402

MOST_TIMES_IDLE = 2.0
REQUESTS_AT_REST = 300
CLIP_SECONDS = 60
CLIP_SIZE = "1920x1080"
# Readers do not queue up behind each other: a short pause, as between two people.
PAUSE_S = 0.02
LIMIT_S = 900


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextlib.contextmanager
def served(port: int) -> Iterator[None]:
    """Gunicorn with the settings for production, in a session of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "cms.wsgi:application", "--config", "deploy/gunicorn.conf.py"],
        cwd=ROOT,
        env={**os.environ, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(30)


def taken_ms(port: int, path: str) -> float:
    """One answer, on a connection of its own, read to its end. Raises RuntimeError unless it is the page."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return (time.monotonic() - began) * 1000


def ask_while(goes_on: Callable[[], bool], port: int, path: str) -> list[float]:
    found = []
    while goes_on():
        found.append(taken_ms(port, path))
        time.sleep(PAUSE_S)
    return found


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def tell(name: str, times: list[float]) -> None:
    print(
        f"{name:<16}{len(times):>9}{statistics.median(times):>11.1f}{p95(times):>9.1f}{max(times):>10.1f}", flush=True
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=CLIP_SECONDS, help="length of the film that is prepared")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site = Site(folder, dead_after_s=30)
        from django.core.management import call_command

        from films.models import ProcessingStep
        from home.layout import lay_out_site
        from tests.browser.films import film_with_words
        from tests.support.clips import clip

        lay_out_site()
        film = film_with_words()
        call_command("collectstatic", interactive=False, verbosity=0)
        source = clip(size=CLIP_SIZE, seconds=options.seconds)
        port, path = free_port(), film.url
        with served(port):
            for _ in range(20):
                taken_ms(port, path)
            left = iter(range(REQUESTS_AT_REST))
            before = ask_while(lambda: next(left, None) is not None, port, path)

            video_id = site.upload(source)
            worker = subprocess.Popen(
                [sys.executable, "manage.py", "run_worker", "--interval", "0.2"],
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                until = time.monotonic() + LIMIT_S
                ladder = ProcessingStep.objects.filter(video=video_id, name="ladder")
                while not ladder.filter(state="running").exists() and time.monotonic() < until:
                    time.sleep(0.1)
                during = ask_while(
                    lambda: ladder.filter(state="running").exists() and time.monotonic() < until, port, path
                )
                is_made = ladder.filter(state="done").exists()
            finally:
                worker.terminate()
                worker.wait(60)
            left = iter(range(REQUESTS_AT_REST))
            after = ask_while(lambda: next(left, None) is not None, port, path)

    print(f"The film page while {options.seconds} s of {CLIP_SIZE} become a ladder, on {os.cpu_count()} cores")
    print(f"{'':<16}{'requests':>9}{'median ms':>11}{'p95 ms':>9}{'slowest':>10}")
    tell("idle, before", before)
    tell("encoding", during)
    tell("idle, after", after)
    times_idle = p95(during) / max(p95(before), p95(after))
    print(f"p95 while encoding is {times_idle:.2f} times idle (at most {MOST_TIMES_IDLE:.0f})")
    return 0 if is_made and times_idle <= MOST_TIMES_IDLE else 1


if __name__ == "__main__":
    sys.exit(main())

"""Kills the worker, or the encoder under it, at random moments of preparing a film, and counts what becomes of it.

    scripts/bench durability
    .venv/bin/python -m bench.durability --rounds 10 --seed 7

Every round uploads a short film to a site of its own (SQLite, folders that are gone at the end), starts
``manage.py run_worker``, kills -9 that process or an ffmpeg it started, and starts the worker again if it is
gone. A round is good when, within 2 minutes of a worker being there, every step is done or failed with a
reason, no step was tried more than 3 times, every file has its row and every row its file, no folder of a
try and no process is left, and no step has half a result. Ends with 1 otherwise.

Workers count as dead after ``--dead-after`` seconds here, so that a round is short; 30 is the site's own.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

CLIP_SECONDS = 6
LIMIT_S = 120
MAX_TRIES = 3


@dataclass(frozen=True, slots=True)
class Round:
    """What became of one film. ``killed`` is "worker", "ffmpeg" or "nothing"; ``faults`` is empty when all is well."""

    killed: str
    at_s: float
    during: str
    ended_after_s: float
    tries: int
    failed_steps: tuple[str, ...]
    faults: tuple[str, ...]


class Worker:
    """``manage.py run_worker`` in a session of its own."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self.started = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run_worker", "--interval", "0.2"],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started = time.monotonic()

    def kill(self) -> None:
        """Kill -9 of this one process: what it started must end by itself."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_encoder(self) -> bool:
        """Kill -9 of the next ffmpeg that the worker starts; False when none came for 3 seconds."""
        assert self.process is not None
        until = time.monotonic() + 3
        while time.monotonic() < until:
            for pid in children_of(self.process.pid):
                with contextlib.suppress(OSError):
                    if "ffmpeg" in Path(f"/proc/{pid}/exe").resolve().name:
                        os.kill(pid, signal.SIGKILL)
                        return True
            time.sleep(0.01)
        return False

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()


def children_of(pid: int) -> list[int]:
    """Processes below ``pid``, whatever session they are in."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(entry.parent.name))
    found, waiting = [], [pid]
    while waiting:
        below = parents.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def processes_with_files_below(folder: Path) -> list[int]:
    """Other processes that hold a file of ``folder`` open or work in it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            links = [process / "cwd", *(process / "fd").iterdir()]
            if any(_leads_below(link, folder) for link in links):
                found.append(int(process.name))
    return found


def _leads_below(link: Path, folder: Path) -> bool:
    try:
        return Path(os.readlink(link)).is_relative_to(folder)
    except OSError:
        return False


class Site:
    """A site of its own below ``folder``. Django is set up for this process by making one."""

    def __init__(self, folder: Path, dead_after_s: int) -> None:
        self.folder = folder
        self.dead_after_s = dead_after_s
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "cms.settings",
            "SECRET_KEY": "a key for measures only, long enough to sign with",
            "VAR_DIR": str(folder / "var"),
            "MEDIA_DIR": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"),
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "FILM_WORK_DIR": str(folder / "work"),
            "FILM_WORKER_DEAD_AFTER_SECONDS": str(dead_after_s),
            "FILM_TRY_AGAIN_AFTER_SECONDS": "2",
        }
        for name in ("var", "static"):
            (folder / name).mkdir()
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)

    def upload(self, film: Path) -> int:
        from django.core.files import File

        from films.services import videos

        with film.open("rb") as content:
            return videos.create_video(upload=File(content, name="film.mp4")).pk

    def steps(self, video_id: int) -> list:
        from films.models import ProcessingStep

        return list(ProcessingStep.objects.filter(video=video_id).order_by("position"))

    def is_over(self, video_id: int) -> bool:
        return all(step.state in ("done", "failed", "cancelled") for step in self.steps(video_id))

    def files_astray(self) -> list[str]:
        """Files without a row, rows without their file, and folders of tries that are over."""
        from films.models import Rendition, Video

        rows = {f"public/{name}" for name in Rendition.objects.values_list("file", flat=True)}
        rows |= {f"private/{name}" for name in Video.objects.values_list("master", flat=True)}
        media = self.folder / "media"
        files = {path.relative_to(media).as_posix() for path in media.rglob("*") if path.is_file()}
        left = [path.name for path in (self.folder / "work").glob("*")]
        return [
            *(f"file without a row: {name}" for name in sorted(files - rows)),
            *(f"row without its file: {name}" for name in sorted(rows - files)),
            *(f"folder left: {name}" for name in left),
        ]

    def half_results(self, video_id: int, whole: Counter[str]) -> list[str]:
        """What differs from a film that nobody disturbed; a failed step has nothing, all others everything."""
        from films.models import Rendition, Video

        video = Video.objects.get(pk=video_id)
        rows = list(Rendition.objects.filter(video=video_id))
        found = Counter(row.kind for row in rows)
        states = {step.name: step.state for step in self.steps(video_id)}
        kinds = {
            "poster": ("poster",),
            "mp4": ("mp4",),
            "ladder": ("hls", "mp4_low"),
            "storyboard": ("storyboard",),
            "audio": ("audio",),
            "waveform": ("waveform",),
        }
        faults = [
            f"{step} is {states[step]} and has {found[kind]} of {kind}"
            for step, names in kinds.items()
            for kind in names
            if found[kind] != (whole[kind] if states[step] == "done" else 0)
        ]
        faults += [f"{row} differs from its file" for row in rows if row.file.size != row.size_bytes]
        if video.is_ready != (states["mp4"] == "done"):
            faults.append(f"the film is {video.status} and its mp4 {states['mp4']}")
        return faults


def play(site: Site, worker: Worker, film: Path, kill: str, at_s: float, whole: Counter[str]) -> Round:
    """One film from upload to the end, with one act of violence after ``at_s`` of work."""
    video_id = site.upload(film)
    worker.start()
    until_work_begins = time.monotonic() + LIMIT_S
    while not any(step.attempt for step in site.steps(video_id)) and time.monotonic() < until_work_begins:
        time.sleep(0.02)
    time.sleep(at_s)
    during = ", ".join(step.name for step in site.steps(video_id) if step.state == "running") or "between steps"
    killed = "nothing"
    if kill == "worker":
        worker.kill()
        killed = "worker"
        worker.start()
    elif kill == "ffmpeg" and worker.kill_encoder():
        killed = "ffmpeg"
    began = time.monotonic()
    while time.monotonic() - began < LIMIT_S:
        if site.is_over(video_id) and not site.files_astray():
            break
        time.sleep(0.2)
    ended_after_s = time.monotonic() - began
    worker.stop()
    steps = site.steps(video_id)
    faults = [f"{step.name} is still {step.state}" for step in steps if step.state in ("waiting", "running")]
    faults += [f"{step.name} failed without a reason" for step in steps if step.state == "failed" and not step.reason]
    faults += [f"{step.name} was tried {step.attempt} times" for step in steps if step.attempt > MAX_TRIES]
    faults += site.files_astray()
    faults += [f"process {pid} is left" for pid in processes_with_files_below(site.folder)]
    if whole:
        faults += site.half_results(video_id, whole)
    failed = tuple(step.name for step in steps if step.state == "failed")
    return Round(killed, at_s, during, ended_after_s, max(step.attempt for step in steps), failed, tuple(faults))


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill the worker at random moments.")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--dead-after", type=int, default=5, help="seconds after which a silent worker counts as dead")
    parser.add_argument("--seed", type=int, default=None, help="draws the same moments again")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(10_000)
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="durability-") as name:
        folder = Path(name).resolve()
        site = Site(folder, options.dead_after)
        from films.models import Rendition
        from tests.support.clips import clip

        film = clip(seconds=CLIP_SECONDS, size="640x360")
        worker = Worker(folder / "worker.log")
        try:
            began = time.monotonic()
            calm = play(site, worker, film, "nothing", 0.0, Counter())
            if calm.faults or calm.failed_steps:
                print(f"Undisturbed, the film did not come out right: {calm}")
                return 1
            whole = Counter(Rendition.objects.values_list("kind", flat=True))
            took = calm.ended_after_s
            files = sum(whole.values())
            print(
                f"seed {seed}; undisturbed: {took:.1f} s, {files} files; dead after {site.dead_after_s} s", flush=True
            )
            rounds = []
            for number in range(1, options.rounds + 1):
                kill = "ffmpeg" if number % 4 == 0 else "worker"
                rounds.append(play(site, worker, film, kill, draw.uniform(0, took), whole))
                told = rounds[-1]
                print(
                    f"{number:3} {told.killed:8} at {told.at_s:5.1f} s in {told.during:13} "
                    f"over after {told.ended_after_s:5.1f} s, tries {told.tries} {'; '.join(told.faults)}",
                    flush=True,
                )
        finally:
            worker.stop()
    return _summary(rounds, time.monotonic() - began)


def _summary(rounds: list[Round], took_s: float) -> int:
    bad = [told for told in rounds if told.faults]
    kills = Counter(told.killed for told in rounds)
    ends = sorted(told.ended_after_s for told in rounds)
    print(
        f"{len(rounds)} rounds in {took_s:.0f} s: killed the worker {kills['worker']} times, ffmpeg {kills['ffmpeg']} "
        f"times, too late to hit ffmpeg {kills['nothing']} times"
    )
    if ends:
        print(f"over after {ends[len(ends) // 2]:.1f} s in the middle and {ends[-1]:.1f} s at most (limit {LIMIT_S} s)")
    print(
        f"tries at most {max((told.tries for told in rounds), default=0)}, "
        f"films with a failed step {sum(bool(told.failed_steps) for told in rounds)}, rounds with a fault {len(bad)}"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

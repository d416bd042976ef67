"""Runs one tool in a contained child process and watches it to its end.

Contained means: a session of its own, so that it and all it starts end together; limits on memory,
processor time, file size and open files; no surroundings but five variables; no network where the system
allows; and a request to the kernel to kill it when the thread that started it dies, so that ``kill -9`` of a
worker leaves no encoder behind. That request follows the *thread*, which is why ``run`` waits in the thread
that it starts from.
"""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

LAUNCHER = Path(__file__).with_name("launcher.py")
POLL_SECONDS = 0.2
CHUNK_BYTES = 65536
MAX_LINE_BYTES = 2000
TAIL_LINES = 120


class Ending(Enum):
    """Why a child is no more."""

    EXITED = "exited"
    TIMED_OUT = "timed out"
    CANCELLED = "cancelled"
    FILE_TOO_LARGE = "file too large"
    OUT_OF_CPU = "out of processor time"
    KILLED = "killed by a signal"
    SAID_TOO_MUCH = "said too much"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the child may use. ``output_bytes`` bounds each file it writes, ``stdout_bytes`` what it says.

    ``cores`` is how many processor cores it may run on at a time, however many threads it starts; 0 means all.
    """

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: float
    output_bytes: int
    open_files: int
    niceness: int
    stdout_bytes: int = 1024 * 1024
    cores: int = 0


@dataclass(frozen=True, slots=True)
class Ended:
    """``errors`` is the tail of standard error, line by line; ``seconds`` is by the wall clock."""

    ending: Ending
    return_code: int
    output: bytes
    errors: tuple[str, ...]
    seconds: float


@dataclass(slots=True)
class _Lines:
    """Cuts a stream into lines and keeps the last few, so that a tool may talk for ever."""

    on_line: Callable[[str], None] | None = None
    kept: deque[str] = field(default_factory=lambda: deque(maxlen=TAIL_LINES))
    rest: bytes = b""

    def feed(self, chunk: bytes) -> None:
        *whole, rest = (self.rest + chunk).replace(b"\r", b"\n").split(b"\n")
        self.rest = rest[:MAX_LINE_BYTES]
        for line in whole:
            self.take(line)

    def take(self, line: bytes) -> None:
        text = line[:MAX_LINE_BYTES].decode("utf-8", errors="replace").strip()
        if text:
            self.kept.append(text)
            if self.on_line:
                self.on_line(text)


def run(
    command: Sequence[str],
    *,
    bounds: Bounds,
    folder: Path,
    pass_fds: Sequence[int] = (),
    environment: Mapping[str, str] | None = None,
    on_output_line: Callable[[str], None] | None = None,
    on_error_line: Callable[[str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Ended:
    """Run ``command`` (a full path first) in ``folder`` and wait for it. Raises OSError if it cannot start.

    With ``on_output_line``, standard output is handed over line by line and not kept. The callbacks run in
    this thread; when one raises, the child is killed before the exception goes on.
    """
    started = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 - a fixed program; the arguments never pass a shell
        [sys.executable, "-I", "-S", str(LAUNCHER), _asked(bounds), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        cwd=folder,
        env=_surroundings(folder) | dict(environment or {}),
        pass_fds=tuple(pass_fds),
        start_new_session=True,
    )
    try:
        stopped, output, errors = _watch(process, started, bounds, on_output_line, on_error_line, is_cancelled)
    finally:
        _end_session(process)
    return Ended(
        ending=stopped or _why(process.returncode, errors),
        return_code=process.returncode,
        output=output,
        errors=errors,
        seconds=time.monotonic() - started,
    )


def _watch(
    process: subprocess.Popen[bytes],
    started: float,
    bounds: Bounds,
    on_output_line: Callable[[str], None] | None,
    on_error_line: Callable[[str], None] | None,
    is_cancelled: Callable[[], bool] | None,
) -> tuple[Ending | None, bytes, tuple[str, ...]]:
    """Read both pipes until they close; returns early with the reason when the child has to be stopped."""
    output = bytearray()
    said, errors = _Lines(on_output_line), _Lines(on_error_line)
    deadline = started + bounds.wall_seconds
    with selectors.DefaultSelector() as selector:
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
                selector.register(pipe, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select(POLL_SECONDS):
                chunk = os.read(key.fd, CHUNK_BYTES)
                if not chunk:
                    selector.unregister(key.fileobj)
                elif key.fileobj is process.stderr:
                    errors.feed(chunk)
                elif on_output_line:
                    said.feed(chunk)
                else:
                    output += chunk
            stopped = _reason_to_stop(deadline, is_cancelled)
            if len(output) > bounds.stdout_bytes:
                stopped = Ending.SAID_TOO_MUCH
            if stopped is not None:
                return stopped, bytes(output[: bounds.stdout_bytes]), tuple(errors.kept)
    while not _has_ended(process):  # as a rule it ends with its pipes; this one closed them and went on
        stopped = _reason_to_stop(deadline, is_cancelled)
        if stopped is not None:
            return stopped, bytes(output), tuple(errors.kept)
        time.sleep(POLL_SECONDS / 10)
    errors.take(errors.rest)
    return None, bytes(output), tuple(errors.kept)


def _asked(bounds: Bounds) -> str:
    return json.dumps(
        {
            "parent": os.getpid(),
            "niceness": bounds.niceness,
            "cores": bounds.cores,
            "limits": {
                "RLIMIT_AS": bounds.memory_bytes,
                "RLIMIT_CPU": bounds.cpu_seconds,
                "RLIMIT_FSIZE": bounds.output_bytes,
                "RLIMIT_NOFILE": bounds.open_files,
                "RLIMIT_CORE": 0,
            },
        }
    )


def _surroundings(folder: Path) -> dict[str, str]:
    """No secret of the site reaches the child. Two malloc arenas: each further one reserves 64 MiB."""
    return {
        "LC_ALL": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "MALLOC_ARENA_MAX": "2",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _reason_to_stop(deadline: float, is_cancelled: Callable[[], bool] | None) -> Ending | None:
    if is_cancelled is not None and is_cancelled():
        return Ending.CANCELLED
    return Ending.TIMED_OUT if time.monotonic() > deadline else None


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether the child is done; uncollected, so that its number cannot go to another process yet."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None


def _end_session(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of the child's session, then collect the child and close its pipes."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def _why(return_code: int, errors: tuple[str, ...]) -> Ending:
    """What ended a child that we did not stop. ffmpeg catches SIGXCPU and says so before it leaves."""
    if return_code == -signal.SIGXFSZ:
        return Ending.FILE_TOO_LARGE
    caught = any("received signal 24" in line for line in errors[-5:])
    if return_code in (-signal.SIGXCPU,) or caught:
        return Ending.OUT_OF_CPU
    return Ending.KILLED if return_code < 0 else Ending.EXITED

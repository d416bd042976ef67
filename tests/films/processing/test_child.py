"""A tool runs inside its limits, and nothing of it outlives the one who started it."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from films.processing import child
from films.processing.child import Bounds, Ending
from tests.films.processing.base import FilmTestCase

ROOT = Path(__file__).resolve().parents[3]
BOUNDS = Bounds(memory_bytes=1024**3, cpu_seconds=20, wall_seconds=20, output_bytes=1024**2, open_files=32, niceness=5)
SAYS_ITS_NUMBER = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"


def bounds(**changed: object) -> Bounds:
    return Bounds(**{name: getattr(BOUNDS, name) for name in Bounds.__slots__} | changed)  # type: ignore[arg-type]


def ends_within(number: int, seconds: float) -> bool:
    """Whether the process ends in that time; one that is gone already counts."""
    try:
        descriptor = os.pidfd_open(number)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], seconds)[0])
    finally:
        os.close(descriptor)


class ChildTestCase(FilmTestCase):
    def run_python(self, code: str, limits: Bounds = BOUNDS, **options: object) -> child.Ended:
        return child.run([sys.executable, "-I", "-S", "-c", code], bounds=limits, folder=self.folder, **options)


class LimitTests(ChildTestCase):
    def test_it_keeps_to_its_share_of_the_cores(self):
        ours = len(os.sched_getaffinity(0))
        for asked, expected in ((0, ours), (1, 1), (ours + 1, ours)):
            with self.subTest(asked):
                ended = self.run_python("import os; print(len(os.sched_getaffinity(0)))", bounds(cores=asked))
                self.assertEqual(int(ended.output), expected)

    def test_the_limits_are_set_before_the_tool_begins(self):
        ended = self.run_python(
            "import os, resource as r\n"
            "print([r.getrlimit(k)[0] for k in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_NOFILE,"
            " r.RLIMIT_CORE)], os.nice(0), os.getsid(0) == os.getpid())"
        )
        self.assertEqual(ended.output.decode(), "[1073741824, 20, 1048576, 32, 0] 5 True\n")

    def test_no_secret_of_the_site_reaches_the_tool(self):
        os.environ["SECRET_KEY"] = "for this test only"
        self.addCleanup(os.environ.pop, "SECRET_KEY")
        ended = self.run_python("import os; print(sorted(os.environ))")
        self.assertNotIn(b"SECRET_KEY", ended.output)
        self.assertNotIn(b"DJANGO_SETTINGS_MODULE", ended.output)

    def test_too_much_memory_is_refused_to_it(self):
        ended = self.run_python("bytearray(2 * 1024**3)")
        self.assertEqual((ended.ending, ended.return_code), (Ending.EXITED, 1))
        self.assertIn("MemoryError", ended.errors[-1])

    def test_a_file_that_grows_too_large_ends_it(self):
        # Python ignores the signal, so the test puts back what ffmpeg finds.
        ended = self.run_python(
            "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n"
            "with open('large', 'wb') as file: file.write(bytes(2 * 1024**2))"
        )
        self.assertIs(ended.ending, Ending.FILE_TOO_LARGE)

    def test_too_much_processor_time_ends_it(self):
        ended = self.run_python("while True: pass", bounds(cpu_seconds=1))
        self.assertIs(ended.ending, Ending.OUT_OF_CPU)
        self.assertLess(ended.seconds, 10)

    def test_it_may_talk_for_ever_and_only_the_tail_is_kept(self):
        ended = self.run_python(
            "import sys\nfor n in range(200_000): print('line', n, file=sys.stderr)\nsys.stderr.write('x' * 10**7)"
        )
        self.assertIs(ended.ending, Ending.EXITED)
        self.assertEqual(len(ended.errors), child.TAIL_LINES)
        self.assertLessEqual(len(ended.errors[-1]), child.MAX_LINE_BYTES)

    def test_an_answer_that_never_ends_is_cut(self):
        ended = self.run_python("while True: print('x' * 1000)", bounds(stdout_bytes=100_000))
        self.assertIs(ended.ending, Ending.SAID_TOO_MUCH)
        self.assertEqual(len(ended.output), 100_000)

    def test_there_is_no_network_where_the_system_can_take_it_away(self):
        if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode:
            self.skipTest("this system does not let a process leave the network")
        with socket.create_server(("127.0.0.1", 0)) as server:
            address = server.getsockname()
            ended = self.run_python(f"import socket; socket.create_connection({address!r}, timeout=5)")
        self.assertEqual(ended.return_code, 1)
        self.assertRegex(ended.errors[-1], "Network is unreachable|Cannot assign requested address")


class EndingTests(ChildTestCase):
    def test_a_timeout_ends_the_tool_and_all_that_it_started(self):
        numbers: list[str] = []
        ended = self.run_python(
            "import subprocess, sys, time\n"
            f"subprocess.Popen([sys.executable, '-c', {SAYS_ITS_NUMBER!r}])\n"
            "time.sleep(60)",
            bounds(wall_seconds=1),
            on_output_line=numbers.append,
        )
        self.assertIs(ended.ending, Ending.TIMED_OUT)
        self.assertTrue(ends_within(int(numbers[0]), 5))

    def test_a_tool_that_closes_its_pipes_is_still_stopped_in_time(self):
        ended = self.run_python("import os, time; os.close(1); os.close(2); time.sleep(60)", bounds(wall_seconds=1))
        self.assertIs(ended.ending, Ending.TIMED_OUT)

    def test_what_it_left_running_ends_with_it(self):
        numbers: list[str] = []
        ended = self.run_python(
            "import subprocess, sys\n"
            "helper = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'],"
            " stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\nprint(helper.pid)",
            on_output_line=numbers.append,
        )
        self.assertIs(ended.ending, Ending.EXITED)
        self.assertTrue(ends_within(int(numbers[0]), 5))

    def test_it_stops_when_the_caller_says_so(self):
        numbers: list[str] = []
        ended = self.run_python(SAYS_ITS_NUMBER, on_output_line=numbers.append, is_cancelled=lambda: bool(numbers))
        self.assertIs(ended.ending, Ending.CANCELLED)
        self.assertTrue(ends_within(int(numbers[0]), 5))

    def test_a_callback_that_fails_takes_the_tool_with_it(self):
        numbers: list[int] = []

        def fail(line: str) -> None:
            numbers.append(int(line))
            raise RuntimeError("the database went away")

        with self.assertRaisesMessage(RuntimeError, "the database went away"):
            self.run_python(SAYS_ITS_NUMBER, on_output_line=fail)
        self.assertTrue(ends_within(numbers[0], 5))

    def test_kill_9_of_the_worker_leaves_nothing_running(self):
        code = (
            "import sys; from pathlib import Path; from films.processing import child\n"
            f"child.run([sys.executable, '-c', {SAYS_ITS_NUMBER!r}], folder=Path({str(self.folder)!r}),\n"
            "  on_output_line=lambda line: print(line, flush=True),\n"
            f"  bounds=child.{BOUNDS!r})"
        )
        worker = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        number = int(worker.stdout.readline())
        self.assertFalse(ends_within(number, 0), "it has to run for the test to mean anything")
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
        self.assertTrue(ends_within(number, 5))

    def test_it_can_be_started_from_many_threads_at_once(self):
        results: list[bytes] = []
        threads = [
            threading.Thread(target=lambda: results.append(self.run_python("print('done')").output)) for _ in range(6)
        ]
        started = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)
        self.assertEqual(results, [b"done\n"] * 6, f"after {time.monotonic() - started:.1f} s")

    def test_the_launcher_ends_when_its_worker_is_already_gone(self):
        asked = re.sub(r'"parent": \d+', '"parent": 1', child._asked(BOUNDS))
        launched = subprocess.run(
            [sys.executable, "-I", "-S", str(child.LAUNCHER), asked, sys.executable, "-c", "print('ran')"],
            capture_output=True,
            check=False,
        )
        self.assertEqual((launched.returncode, launched.stdout), (125, b""))

"""The two commands on a machine that is not ready: one sentence that says what to do, and no trace."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock

from django.test import SimpleTestCase

from scripts import bootstrap, run
from tests.support.machine import ROOT


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "scripts/run"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


class NotReadyTests(SimpleTestCase):
    def assertOneSentence(self, ended: subprocess.CompletedProcess[str], sentence: str) -> None:
        self.assertEqual(ended.returncode, 1)
        self.assertIn(sentence, ended.stderr)
        self.assertNotIn("Traceback", ended.stderr)

    def test_an_old_python_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            old = Path(folder, "python3")
            old.write_text('#!/bin/sh\n[ "$1" = --version ] || exit 1\necho "Python 3.9.2"\n')
            old.chmod(0o755)
            for name in ("sh", "dirname"):
                Path(folder, name).symlink_to(f"/bin/{name}" if Path(f"/bin/{name}").exists() else f"/usr/bin/{name}")
            ended = start(PATH=folder)
        self.assertOneSentence(ended, "needs Python 3.11 or newer, and this machine has Python 3.9.2.")

    def test_a_port_that_is_no_port_is_named(self):
        self.assertOneSentence(start(PORT="eight"), "PORT must be a number from 1 to 65535, but is 'eight'.")

    def test_a_taken_port_is_told_with_another_to_take(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            ended = start(PORT=str(port))
        self.assertOneSentence(ended, f"Port {port} is taken by another program.")

    def test_the_port_it_names_instead_is_free(self):
        with socket.socket() as taken, socket.socket() as beside:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            beside.bind(("127.0.0.1", port + 1))
            beside.listen()
            self.assertGreater(run._free_port(port), port + 1)

    def test_a_full_disk_is_told_before_anything_is_installed(self):
        full = mock.Mock(free=1_000)
        disk = mock.patch("shutil.disk_usage", return_value=full)
        with disk, mock.patch("sys.stderr") as told, self.assertRaises(SystemExit):
            bootstrap.check_disk()
        self.assertIn("GB of free disk space", told.write.call_args_list[0].args[0])


class InterruptedTests(SimpleTestCase):
    def test_ctrl_c_while_preparing_ends_everything_without_a_trace(self):
        inner = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
        outer = (
            # A suite that runs in the background of a script has Ctrl+C ignored, and hands that down.
            "import os, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
            "from scripts import bootstrap, run; "
            f"run_it = lambda: run.run_apart([sys.executable, '-c', {inner!r}], dict(os.environ)); "
            "sys.exit(bootstrap.until_interrupted(run_it))"
        )
        running = subprocess.Popen(
            [sys.executable, "-c", outer],
            cwd=ROOT,
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        prepared = int(running.stdout.readline())
        os.killpg(running.pid, signal.SIGINT)
        _, told = running.communicate(timeout=30)
        self.assertEqual((running.returncode, told.strip()), (130, "Stopped."))
        with self.assertRaises(ProcessLookupError):
            os.kill(prepared, 0)


class LocalSettingsTests(SimpleTestCase):
    def test_the_first_run_makes_a_secret_that_only_its_owner_can_read_and_the_second_keeps_it(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.dict("os.environ", clear=False):
            os.environ.pop("SECRET_KEY", None)
            local = Path(folder, "var", "local.env")
            with mock.patch.object(run, "LOCAL_ENV", local):
                first = run._environment(8000)
                second = run._environment(8000)
            self.assertEqual(local.stat().st_mode & 0o777, 0o600)
        self.assertGreaterEqual(len(first["SECRET_KEY"]), 50)
        self.assertEqual(first["SECRET_KEY"], second["SECRET_KEY"])

    def test_the_callers_own_variables_win(self):
        own = mock.patch.dict("os.environ", SECRET_KEY="mine")
        with tempfile.TemporaryDirectory() as folder, own:
            local = mock.patch.object(run, "LOCAL_ENV", Path(folder, "local.env"))
            with local:
                self.assertEqual(run._environment(8000)["SECRET_KEY"], "mine")

    def test_the_address_follows_the_port(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.dict("os.environ", PORT="9"):
            os.environ.pop("SITE_URL", None)
            with mock.patch.object(run, "LOCAL_ENV", Path(folder, "local.env")):
                told = run._environment(8123)
        self.assertEqual((told["SITE_URL"], told["PORT"]), ("http://127.0.0.1:8123", "8123"))

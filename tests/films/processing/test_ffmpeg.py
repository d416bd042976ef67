"""The one wrapper round the binary: it opens what it is given and nothing else."""

import os
import select
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest

from films.processing import ffmpeg
from films.processing.errors import (
    FfmpegCancelled,
    FfmpegFailed,
    FfmpegTimedOut,
    OutOfSpace,
    TooLarge,
)
from films.processing.ffmpeg import Output
from films.processing.results import Container, Source
from films.processing.sniff import source_at
from tests.films.processing.base import LIMITS, FilmTestCase
from tests.support.clips import clip
from tests.support.hostile_films import lies, playlists

ROOT = Path(__file__).resolve().parents[3]
DECODE = Output(("-map", "0:v:0"))
ENCODE = Output(("-map", "0:v:0", "-c:v", "libx264"), "out.mp4")
# A film without end, read no faster than it plays.
ENDLESS = ("-re", "-stream_loop", "-1")


class OneFileTests(FilmTestCase):
    """A playlist that got past the sniffing still opens no second film."""

    def setUp(self) -> None:
        super().setUp()
        self.private = self.write("private.mp4", clip(seconds=1, audio=False).read_bytes())

    def forced(self, data: bytes, demuxer: str) -> str:
        """What ffmpeg says when it is made to read ``data`` with the reader ``demuxer``."""
        source = Source(self.write("film.mp4", data), SimpleNamespace(demuxer=demuxer))
        with self.assertRaises(FfmpegFailed) as caught:
            ffmpeg.run(source, [DECODE], folder=self.folder, limits=LIMITS)
        return caught.exception.detail

    def test_a_playlist_is_no_film_to_the_readers_we_use(self):
        for name, data in playlists(self.private):
            for demuxer in ("mov", "matroska"):
                with self.subTest(name, demuxer=demuxer):
                    self.forced(data, demuxer)

    def test_even_a_playlist_reader_cannot_open_the_film_it_names(self):
        for demuxer, text in (
            ("concat", "ffconcat version 1.0\nfile private.mp4\n"),
            ("hls", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nprivate.mp4\n#EXT-X-ENDLIST\n"),
        ):
            with self.subTest(demuxer):
                said = self.forced(text.encode(), demuxer)
                self.assertRegex(said, "not on whitelist|Impossible to open")

    def test_the_same_playlist_opens_it_when_ffmpeg_is_called_without_care(self):
        """The control: without the wrapper the private film comes out, so the tests above can fail."""
        careless = self.write("film.mp4", b"ffconcat version 1.0\nfile private.mp4\n")
        command = [ffmpeg.binary_path(), "-v", "error", "-i", str(careless), "-f", "framecrc", "-"]
        opened = subprocess.run(command, capture_output=True, text=True, check=False)
        self.assertEqual(opened.stdout.count("\n0,"), 25)

    def test_an_index_that_points_to_another_file_opens_none(self):
        film = self.write("film.mp4", dict(lies())["external-data.mp4"])
        with self.assertRaises(FfmpegFailed):
            ffmpeg.run(Source(film, Container.MP4), [DECODE], folder=self.folder, limits=LIMITS)

    def test_it_is_told_one_reader_one_protocol_and_no_path(self):
        with mock.patch.object(ffmpeg.child, "run", wraps=ffmpeg.child.run) as started:
            ffmpeg.run(source_at(clip(container="webm")), [DECODE], folder=self.folder, limits=LIMITS)
        command = started.call_args.args[0]
        told = {
            option: command[command.index(option) + 1]
            for option in ("-protocol_whitelist", "-format_whitelist", "-f", "-i")
        }
        self.assertEqual(
            told,
            {"-protocol_whitelist": "fd", "-format_whitelist": "matroska", "-f": "matroska", "-i": "fd:"},
        )
        self.assertNotIn(str(clip(container="webm")), " ".join(command))

    def test_an_output_stays_in_its_folder(self):
        for name in ("../out.mp4", "/out.mp4", ".hidden", "a/b.mp4", ""):
            with self.subTest(name), self.assertRaises(ValueError):
                ffmpeg.run(source_at(clip()), [Output(("-c", "copy"), name)], folder=self.folder, limits=LIMITS)

    def test_a_film_whose_name_looks_like_an_option_or_an_address_is_read_as_a_file(self):
        for name in ("-i.mp4", "concat:private.mp4", "%05d.mp4", "a\nb.mp4"):
            with self.subTest(name):
                path = self.write(name, clip(seconds=1).read_bytes())
                run = ffmpeg.run(source_at(path), [DECODE], folder=self.folder, limits=LIMITS)
                self.assertEqual(run.frames_decoded, 25)


class RunTests(FilmTestCase):
    def test_progress_is_told_in_milliseconds_of_film_and_ends_at_its_end(self):
        told: list[int] = []
        run = ffmpeg.run(
            source_at(clip(seconds=3)), [ENCODE], folder=self.folder, limits=LIMITS, on_progress=told.append
        )
        self.assertEqual(told, sorted(told))
        self.assertAlmostEqual(told[-1], 3000, delta=100)
        self.assertEqual((run.packets_read, run.frames_decoded, run.decode_errors), (75, 75, 0))

    def test_a_run_that_is_cancelled_stops_at_once(self):
        told: list[int] = []
        with self.assertRaises(FfmpegCancelled) as caught:
            ffmpeg.run(
                source_at(clip()), [DECODE], folder=self.folder, limits=LIMITS, input_options=ENDLESS,
                on_progress=told.append, is_cancelled=lambda: bool(told),
            )  # fmt: skip
        self.assertEqual(caught.exception.sentence, "Preparing this film was stopped.")

    def test_a_run_that_takes_too_long_is_ended(self):
        with self.assertRaises(FfmpegTimedOut) as caught:
            ffmpeg.run(
                source_at(clip()), [DECODE], folder=self.folder, limits=replace(LIMITS, wall_seconds=1),
                input_options=ENDLESS,
            )  # fmt: skip
        self.assertIn("took too long", caught.exception.sentence)

    def test_a_run_that_uses_too_much_processor_time_is_ended(self):
        with self.assertRaises(FfmpegTimedOut):
            ffmpeg.run(
                source_at(clip()), [DECODE], folder=self.folder, limits=replace(LIMITS, cpu_seconds=1),
                input_options=("-stream_loop", "-1"),
            )  # fmt: skip

    def test_a_result_that_grows_too_large_is_ended(self):
        with self.assertRaises(TooLarge):
            ffmpeg.run(
                source_at(clip()),
                [ENCODE],
                folder=self.folder,
                limits=replace(LIMITS, max_output_bytes=10_000),
            )

    def test_a_full_disk_is_told_apart_from_a_bad_film(self):
        full = mock.patch("shutil.disk_usage", return_value=SimpleNamespace(free=1000))
        with full, self.assertRaises(OutOfSpace) as caught:
            ffmpeg.run(source_at(clip()), [DECODE], folder=self.folder, limits=replace(LIMITS, min_free_bytes=2000))
        self.assertIn("Nothing is wrong with the film", caught.exception.sentence)

    def test_a_film_that_needs_more_memory_than_there_is_says_so(self):
        source = source_at(clip(size="1920x1080", seconds=1, audio=False))
        with self.assertRaises(FfmpegFailed) as caught:
            ffmpeg.run(source, [ENCODE], folder=self.folder, limits=replace(LIMITS, memory_bytes=320 * 1024**2))
        self.assertIn("memory", caught.exception.sentence)

    def test_an_old_ffmpeg_is_not_used(self):
        ffmpeg._reads_descriptors.cache_clear()
        self.addCleanup(ffmpeg._reads_descriptors.cache_clear)
        old = mock.patch("subprocess.run", return_value=SimpleNamespace(stdout="Input:\n  file\n  http\n"))
        with old, self.assertRaises(FfmpegFailed) as caught:
            ffmpeg.run(source_at(clip()), [DECODE], folder=self.folder, limits=LIMITS)
        self.assertIn("older than version 6", caught.exception.detail)

    def test_the_binary_can_be_named_by_argument_and_by_variable(self):
        with mock.patch.dict(os.environ, {"FFMPEG_BINARY": "/bin/true"}):
            self.assertEqual(ffmpeg.binary_path(), "/bin/true")
            self.assertEqual(ffmpeg.binary_path("/bin/false"), "/bin/false")
        with self.assertRaises(FfmpegFailed):
            ffmpeg.binary_path("/nowhere/ffmpeg")

    def test_a_private_folder_is_ours_alone_and_gone_afterwards(self):
        with ffmpeg.private_folder(self.folder) as folder:
            self.assertEqual(folder.stat().st_mode & 0o777, 0o700)
            (folder / "half.mp4").write_bytes(b"half")
        self.assertEqual(self.left_over(), [])


class OrphanTests(FilmTestCase):
    @pytest.mark.slow
    def test_kill_9_of_the_worker_ends_the_encoder(self):
        code = (
            "from pathlib import Path; from films.processing import ffmpeg\n"
            "from films.processing.sniff import source_at\n"
            "from films.processing.limits import Limits\n"
            f"ffmpeg.run(source_at(Path({str(clip())!r})), [ffmpeg.Output(('-map', '0:v:0'))],\n"
            f"  folder=Path({str(self.folder)!r}), limits=Limits(min_free_bytes=0),\n"
            f"  input_options={ENDLESS!r},\n"
            "  on_progress=lambda ms: print(ms, flush=True))"
        )
        worker = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        worker.stdout.readline()  # the encoder is at work
        number = int(Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()[0])
        self.assertIn("ffmpeg", os.readlink(f"/proc/{number}/exe"))
        descriptor = os.pidfd_open(number)
        self.addCleanup(os.close, descriptor)
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
        self.assertTrue(select.select([descriptor], [], [], 5)[0], "the encoder outlived its worker")

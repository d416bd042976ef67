"""The only caller of the ffmpeg binary.

A film is handed over as an open file descriptor and ffmpeg may use no other protocol for reading
(``-protocol_whitelist fd``), so a file that names other files, or addresses, cannot make it open one. Which
reader, which decoders and how large a picture it may use is fixed from outside. Results are written into a
private folder and only moved from there once they have been checked.
"""

import contextlib
import functools
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import imageio_ffmpeg

from . import child
from .codecs import DECODERS
from .errors import FfmpegCancelled, FfmpegFailed, FfmpegTimedOut, OutOfSpace, TooLarge
from .limits import Limits
from .results import Source

BINARY_VARIABLE = "FFMPEG_BINARY"

OnProgress = Callable[[int], None]
IsCancelled = Callable[[], bool]

FAILED = "We could not prepare this film. Save the film again on your phone or computer and upload it once more."
TIMED_OUT = "Preparing this film took too long, so we stopped. Upload a shorter or smaller version of it."
CANCELLED = "Preparing this film was stopped."
OUT_OF_SPACE = "There is no room left to prepare this film. Nothing is wrong with the film. Ask us to make room."
TOO_LARGE = "The prepared film would be larger than we can keep. Upload a shorter version of it."
OUT_OF_MEMORY = "Preparing this film needs more memory than we can give it. Upload it in a smaller picture size."

# What ffmpeg says at its end, at the level "verbose", about each stream that it read.
READ_SUMMARY = re.compile(
    r"Input stream #0:(?P<index>\d+) \(video\): (?P<packets>\d+) packets read .*?; "
    r"(?P<frames>\d+) frames decoded; (?P<errors>\d+) decode errors"
)
# An encoder's settings are ours and right, so one that does not open could not start its threads.
OUT_OF_MEMORY_SIGNS = ("Cannot allocate memory", "malloc", "Error while opening encoder")
ERROR_LEVELS = ("[error]", "[fatal]", "[panic]")
MAX_ERRORS_KEPT = 40


@dataclass(frozen=True, slots=True)
class Output:
    """One file to make: ffmpeg's options for it and its plain name; no name means decode and throw away."""

    options: tuple[str, ...]
    name: str | None = None


@dataclass(slots=True)
class Run:
    """What one run of ffmpeg came to. Counts are of the first video stream; times are milliseconds."""

    out_time_ms: int = 0
    frames_out: int = 0
    packets_read: int = 0
    frames_decoded: int = 0
    decode_errors: int = 0
    seconds: float = 0.0
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def binary_path(binary: str | None = None) -> str:
    """The ffmpeg to use: the argument, else ``FFMPEG_BINARY``, else the one that imageio-ffmpeg brings."""
    found = binary or os.environ.get(BINARY_VARIABLE) or imageio_ffmpeg.get_ffmpeg_exe()
    absolute = shutil.which(found)
    if absolute is None:
        raise FfmpegFailed(FAILED, detail=f"no ffmpeg at {found}")
    return os.path.abspath(absolute)


@contextlib.contextmanager
def private_folder(parent: Path | None = None) -> Iterator[Path]:
    """An empty folder inside ``parent`` that only we can read, gone at the end with all it holds.

    A result is made beside its place, so that moving it there is one step; without ``parent`` the folder lies
    where the system keeps temporary files.
    """
    with tempfile.TemporaryDirectory(prefix=".work-", dir=parent) as folder:
        yield Path(folder)


def run(
    source: Source,
    outputs: Sequence[Output],
    *,
    folder: Path,
    limits: Limits,
    input_options: Sequence[str] = (),
    filter_graph: str = "",
    note: str = "",
    on_progress: OnProgress | None = None,
    is_cancelled: IsCancelled | None = None,
    binary: str | None = None,
) -> Run:
    """Read ``source`` once and write ``outputs`` into ``folder``.

    ``on_progress`` gets the milliseconds of film written so far, ``is_cancelled`` is asked a few times a
    second. Lines of the log that contain ``note`` are kept in ``Run.notes``.
    Raises ``FfmpegFailed`` or one of its subclasses. A zero exit code is not proof of a good film: see
    ``verify``.
    """
    program = binary_path(binary)
    _require_descriptor_input(program)
    _require_space(folder, limits)
    result = Run()
    with source.path.open("rb") as film:
        command = [
            program,
            *("-nostdin", "-hide_banner", "-nostats", "-loglevel", "level+verbose", "-y"),
            *("-progress", "pipe:1", "-threads", str(limits.threads)),
            *("-filter_threads", str(limits.threads), "-filter_complex_threads", str(limits.threads)),
            *_input(source, film.fileno(), limits, input_options),
            *(("-filter_complex", filter_graph) if filter_graph else ()),
            *(argument for output in outputs for argument in _output(output, folder, limits)),
        ]
        ended = child.run(
            command,
            bounds=child.Bounds(
                memory_bytes=limits.memory_bytes,
                cpu_seconds=limits.cpu_seconds,
                wall_seconds=limits.wall_seconds,
                output_bytes=limits.max_output_bytes,
                open_files=limits.open_files,
                niceness=limits.niceness,
            ),
            folder=folder,
            pass_fds=(film.fileno(),),
            on_output_line=lambda line: _take_progress(result, line, on_progress),
            on_error_line=lambda line: _take_log(result, line, note),
            is_cancelled=is_cancelled,
        )
    result.seconds = ended.seconds
    _raise_for(ended, result)
    return result


def _input(source: Source, descriptor: int, limits: Limits, options: Sequence[str]) -> tuple[str, ...]:
    return (
        *("-protocol_whitelist", "fd", "-format_whitelist", source.container.demuxer),
        *("-codec_whitelist", DECODERS, "-max_pixels", str(limits.max_pixels)),
        *("-threads", str(limits.threads)),
        *("-f", source.container.demuxer),
        *options,
        *("-fd", str(descriptor), "-i", "fd:"),
    )


def _output(output: Output, folder: Path, limits: Limits) -> tuple[str, ...]:
    if output.name is None:
        return (*output.options, "-f", "null", "-")
    if output.name != os.path.basename(output.name) or not output.name or output.name.startswith("."):
        raise ValueError(f"an output needs a plain file name, not {output.name!r}")
    return (
        *output.options,
        *("-threads", str(limits.threads), "-protocol_whitelist", "file"),
        f"file:{folder / output.name}",
    )


@functools.lru_cache(maxsize=8)
def _reads_descriptors(program: str) -> bool:
    """Whether this ffmpeg has the ``fd`` protocol, new in version 6."""
    listed = subprocess.run(  # noqa: S603 - our own binary, fixed arguments
        [program, "-hide_banner", "-protocols"], capture_output=True, text=True, timeout=30, check=False
    )
    return re.search(r"^\s*fd$", listed.stdout, re.MULTILINE) is not None


def _require_descriptor_input(program: str) -> None:
    if not _reads_descriptors(program):
        raise FfmpegFailed(FAILED, detail=f"{program} is older than version 6 and cannot read a descriptor")


def _require_space(folder: Path, limits: Limits) -> None:
    if shutil.disk_usage(folder).free < limits.min_free_bytes:
        raise OutOfSpace(OUT_OF_SPACE, detail=f"less than {limits.min_free_bytes} bytes free")


def _take_progress(result: Run, line: str, on_progress: OnProgress | None) -> None:
    name, _, value = line.partition("=")
    if name == "out_time_us" and value.lstrip("-").isdigit():
        result.out_time_ms = max(0, int(value) // 1000)
        if on_progress is not None:
            on_progress(result.out_time_ms)
    elif name == "frame" and value.isdigit():
        result.frames_out = int(value)


def _take_log(result: Run, line: str, note: str) -> None:
    if note and note in line:
        result.notes.append(line)
    if len(result.errors) < MAX_ERRORS_KEPT and any(level in line for level in ERROR_LEVELS):
        result.errors.append(line)
    summary = READ_SUMMARY.search(line)
    if summary:
        result.packets_read = max(result.packets_read, int(summary["packets"]))
        result.frames_decoded = max(result.frames_decoded, int(summary["frames"]))
        result.decode_errors = max(result.decode_errors, int(summary["errors"]))


def _raise_for(ended: child.Ended, result: Run) -> None:
    """Turn an ending other than a plain zero into the error that says what happened."""
    said = "\n".join(result.errors or list(ended.errors[-10:]))
    detail = f"{ended.ending.value}, code {ended.return_code}, {ended.seconds:.1f} s\n{said}"
    match ended.ending:
        case child.Ending.CANCELLED:
            raise FfmpegCancelled(CANCELLED, detail=detail)
        case child.Ending.TIMED_OUT | child.Ending.OUT_OF_CPU:
            raise FfmpegTimedOut(TIMED_OUT, detail=detail)
        case child.Ending.FILE_TOO_LARGE:
            raise TooLarge(TOO_LARGE, detail=detail)
    if ended.ending is child.Ending.EXITED and ended.return_code == 0:
        return
    if "No space left on device" in said:
        raise OutOfSpace(OUT_OF_SPACE, detail=detail)
    if "File too large" in said:
        raise TooLarge(TOO_LARGE, detail=detail)
    is_out_of_memory = any(sign in said for sign in OUT_OF_MEMORY_SIGNS)
    raise FfmpegFailed(OUT_OF_MEMORY if is_out_of_memory else FAILED, detail=detail)

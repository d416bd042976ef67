"""How much one film may ask of the machine. Times and sizes carry their unit in the name."""

from dataclasses import dataclass

GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one film and for each child process that reads it.

    The first group is what we accept; ``probe`` checks it. The second bounds every child process through
    setrlimit(2) and a wall clock. 3 GiB of address space is what 4K HEVC at two threads needs with room to
    spare; it is address space, not memory in use. A film minute in 1080p takes about one minute of processor
    time, so six hours of processor time is far above what the longest accepted film asks for.
    """

    max_size_bytes: int = 8 * GIB
    max_duration_ms: int = 2 * 60 * 60 * 1000
    max_pixels: int = 4096 * 2304
    max_side: int = 8192
    max_fps: float = 120.0
    max_streams: int = 16

    memory_bytes: int = 3 * GIB
    cpu_seconds: int = 6 * 60 * 60
    wall_seconds: float = 4 * 60 * 60
    max_output_bytes: int = 8 * GIB
    min_free_bytes: int = GIB // 2
    open_files: int = 64
    niceness: int = 10
    threads: int = 2

    probe_memory_bytes: int = 2 * GIB
    probe_cpu_seconds: int = 60
    probe_wall_seconds: float = 120.0

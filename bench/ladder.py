"""Compares making a film's ladder with one ffmpeg command written by hand, in pairs on the same film.

    python -m bench.ladder [pairs] [seconds]

Ours is the whole step: loudness measured, all rungs, everything checked, the low-data film. By hand is what a careful
engineer would type: the same rungs, rates and loudness filter in one command, no limits, nothing checked. Prints
processor seconds and peak memory for each minute of film; the mark is a ratio of 1.10, and it ends with 1 above that.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from films.processing.ffmpeg import binary_path
from films.processing.ladder import SIZES
from films.processing.limits import Limits

MARK = 1.10
PAIRS, SECONDS = 3, 20
# Moving shapes, some grain as a camera has, and a tone that is not at the level of the others.
FILM = (
    *("-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=25:d={seconds},noise=alls=6:allf=t"),
    *("-f", "lavfi", "-i", "sine=frequency=300:sample_rate=48000:duration={seconds},tremolo=f=3:d=0.8"),
    *("-c:v", "libx264", "-preset", "veryfast", "-b:v", "8M", "-c:a", "aac", "-ac", "2"),
)
OURS = """
import sys
from pathlib import Path
from films.processing import loudness, probe, sniff
from films.processing.ladder import make_ladder
from films.processing.limits import Limits
source = sniff.source_at(Path(sys.argv[1]))
limits = Limits(threads=int(sys.argv[3]))
facts = probe.probe(source, limits)
level = loudness.measure(source, facts, limits=limits)
result = make_ladder(source, facts, out_folder=Path(sys.argv[2]), limits=limits, loudness=level)
print([rung.label for rung in result.rungs])
"""


def by_hand(film: Path, folder: Path, threads: int) -> list[str]:
    """One command for the same rungs, in the way of a manual."""
    count = len(SIZES)
    graph = f"[0:v]fps=25,split={count}" + "".join(f"[p{n}]" for n in range(count))
    for number, size in enumerate(SIZES):
        graph += f";[p{number}]scale=-2:{size.side}[v{number}]"
    graph += f";[0:a]loudnorm=I=-16:TP=-1.5:LRA=11,aresample=48000,asplit={count}"
    graph += "".join(f"[a{n}]" for n in range(count))
    command = [binary_path(), "-v", "error", "-nostdin", "-y", "-i", str(film), "-filter_complex", graph]
    for number, size in enumerate(SIZES):
        command += ["-map", f"[v{number}]", "-map", f"[a{number}]", "-c:v", "libx264", "-preset", "veryfast"]
        command += ["-profile:v", "high", "-pix_fmt", "yuv420p", "-crf", str(size.crf)]
        command += ["-maxrate", str(size.max_bitrate), "-bufsize", str(size.buffer_bits)]
        command += ["-g", "100", "-keyint_min", "100", "-sc_threshold", "0", "-threads", str(threads)]
        command += ["-c:a", "aac", "-b:a", str(size.audio_bitrate), "-ac", "2"]
        command += ["-movflags", "+frag_keyframe+delay_moov+default_base_moof", "-f", "mp4"]
        command.append(str(folder / f"{size.side}.mp4"))
    return command


def measured(command: list[str]) -> tuple[float, float]:
    """Processor seconds of ``command`` with all it starts, and the most memory one of them held, in MiB."""
    counting = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
    )
    # A counter of its own for each run: the kernel keeps the largest of all children, not of the last.
    told = subprocess.run([sys.executable, "-c", counting, *command], capture_output=True, text=True, check=True)
    seconds, memory = told.stdout.split()
    return float(seconds), float(memory)


def main() -> int:
    pairs, seconds = (int(value) for value in (*sys.argv[1:3], *(str(PAIRS), str(SECONDS))[len(sys.argv) - 1 :]))
    threads = Limits().threads
    os.nice(5)
    ratios, memories = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film = folder / "film.mp4"
        making = [part.format(seconds=seconds) for part in FILM]
        subprocess.run([binary_path(), "-v", "error", "-nostdin", *making, str(film)], check=True)
        per_minute = 60 / seconds
        for number in range(pairs):
            kinds = {
                "ours": [sys.executable, "-c", OURS, str(film), str(folder), str(threads)],
                "by hand": by_hand(film, folder, threads),
            }
            order = list(kinds) if number % 2 == 0 else list(reversed(kinds))
            used = {kind: measured(kinds[kind]) for kind in order}
            ratios.append(used["ours"][0] / used["by hand"][0])
            memories.append(used["ours"][1])
            for kind, (cpu, memory) in used.items():
                print(f"{kind:8} {cpu * per_minute:7.1f} processor seconds a film minute, {memory:6.0f} MiB at most")
            print(f"ratio    {ratios[-1]:7.3f}", flush=True)
    ratio = statistics.median(ratios)
    print(f"median ratio of {pairs} pairs: {ratio:.3f} (mark {MARK:.2f}); most memory {max(memories):.0f} MiB")
    return 0 if ratio <= MARK else 1


if __name__ == "__main__":
    sys.exit(main())

"""Runs bad uploads through sniff, probe and a full decode, and prints what became of them.

    scripts/bench hostile_uploads

Ends with 1 when a tool crashed or hung, when a file that must stay shut was handed to a tool, or when
anything but a sentence came back. ``tests/support/hostile_films.py`` builds the same films every time. A
line for each file: ``.venv/bin/python -m bench.hostile_uploads -v``.
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from films.processing import ffmpeg, probe, sniff, verify
from films.processing.errors import Damaged, FfmpegTimedOut, FilmError, NotAFilm, Refused, Unreadable
from films.processing.limits import Limits
from tests.support.hostile_films import Upload, build

LIMITS = Limits(wall_seconds=30, cpu_seconds=30, probe_wall_seconds=20, probe_cpu_seconds=15)
OUTCOMES = ("refused unopened", "refused by limits", "unreadable", "damaged", "decoded", "ffmpeg failed")
BAD_OUTCOMES = ("timed out", "crashed", "no sentence", "opened")


def outcome(upload: Upload, folder: Path) -> tuple[str, str]:
    """What became of one upload, as one of the words above, and the sentence its owner would read."""
    try:
        source = sniff.source_at(upload.path)
        if upload.is_refused_unopened:
            return "opened", f"taken for {source.container.value}"
        facts = probe.probe(source, LIMITS)
        verify.verify(source, facts, folder=folder, limits=LIMITS)
    except NotAFilm as error:
        return "refused unopened", error.sentence
    except Damaged as error:
        return "damaged", error.sentence
    except FilmError as error:
        if "killed by a signal" in error.detail:
            return "crashed", error.detail
        if isinstance(error, FfmpegTimedOut) or "timed out" in error.detail or "out of processor" in error.detail:
            return "timed out", error.detail
        if isinstance(error, Unreadable):
            return "unreadable", error.sentence
        return ("refused by limits" if isinstance(error, Refused) else "ffmpeg failed"), error.sentence
    except Exception as error:
        return "no sentence", repr(error)
    return "decoded", ""


def main() -> int:
    counts: dict[str, Counter[str]] = {}
    slowest, bad = (0.0, ""), []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "uploads").mkdir()
        with ffmpeg.private_folder(folder) as work:
            uploads = build(folder / "uploads")
            for upload in uploads:
                started = time.monotonic()
                word, sentence = outcome(upload, work)
                slowest = max(slowest, (time.monotonic() - started, upload.path.name))
                counts.setdefault(upload.kind, Counter())[word] += 1
                if word in BAD_OUTCOMES:
                    bad.append(f"{upload.path.name!r}: {word}: {sentence}")
                if "-v" in sys.argv:
                    print(f"{upload.kind:18} {upload.path.name[:30]!r:34} {word:17} {sentence}")
    print(f"{'kind':19}" + "".join(f"{word:>18}" for word in OUTCOMES + BAD_OUTCOMES))
    for kind, counted in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
        print(f"{kind:19}" + "".join(f"{counted[word] or '-':>18}" for word in OUTCOMES + BAD_OUTCOMES))
    print(f"{len(uploads)} files; slowest {slowest[0]:.1f} s ({slowest[1]!r})")
    for line in bad:
        print("BAD", line)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

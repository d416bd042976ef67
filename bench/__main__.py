"""Runs the measures beside it, all or the named ones: ``scripts/bench``, ``scripts/bench screening``."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from scripts.bootstrap import until_interrupted

HERE = Path(__file__).resolve().parent
MEASURES = sorted(file.stem for file in HERE.glob("*.py") if not file.stem.startswith("_"))


def main() -> int:
    """Each measure in a process of its own; 1 when one of them missed its mark."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measure the site.")
    parser.add_argument("measures", nargs="*", metavar="measure", help=f"any of: {', '.join(MEASURES)} (default: all)")
    chosen = parser.parse_args().measures or MEASURES
    if unknown := [name for name in chosen if name not in MEASURES]:
        parser.error(f"There is no measure {unknown[0]}. There are: {', '.join(MEASURES)}")
    environment = {"SECRET_KEY": "a key for measures only, long enough to sign with", **os.environ}
    missed = []
    for name in chosen:
        print(f"=== {name}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, env=environment, check=False)
        if done.returncode != 0:
            missed.append(name)
    if missed:
        print(f"Missed their mark: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(until_interrupted(main))

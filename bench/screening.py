"""How fast all checks are on one core, and where the case files end. Run: ``scripts/bench screening``.

Crisis wording about the writer found at first sight, before the lists had been adapted to a set: 52 of 67
in the first, 19 of 40 and 16 of 30 in the second and third, 5 of 20 in the last, which hints more than it
says. Figures below for all but ``crisis_unseen`` show only that what was once found stays found: the lists
catch plain words, and people must still read every comment.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections import Counter
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from comments.policy import Queue
from comments.screening.pipeline import run_checks
from tests.comments.screening.support import all_checks, cases, decide, demo_comments, submission

RUNS = 1_500
GOAL_PER_S = 200
FILES = ("crisis", "crisis_second", "crisis_unseen", "innocent", "details", "spam")


def main() -> int:
    """1 when fewer comments a second were read than the goal."""
    logging.disable(logging.WARNING)  # a slow check is among the figures below
    sent = [submission(case["text"]) for name in FILES for case in cases(name)]
    sent += [each for _, each in demo_comments()]
    times: Counter[str] = Counter()
    checks = all_checks()
    run_checks(checks, sent[0])  # reads the lists
    started = time.perf_counter()
    for each in islice(cycle(sent), RUNS):
        run_checks(checks, each, record_time=lambda name, taken: times.update({name: taken}))
    per_second = RUNS / (time.perf_counter() - started)
    print(f"{per_second:,.0f} comments a second, all checks, one core (goal {GOAL_PER_S})")
    for name, seconds in times.most_common():
        print(f"  {name:<16}{seconds / RUNS * 1000:6.2f} ms")
    print(f"\n{'':<28}" + "".join(f"{queue.value:>13}" for queue in Queue))
    for name in FILES:
        rows: dict[str, Counter[Queue]] = {}
        for case in cases(name):
            extra = {key: case[key] for key in ("fill_ms",) if key in case}
            decision = decide(submission(case["text"], author_name=case.get("author", "Sam"), **extra))
            rows.setdefault(case.get("about", ""), Counter())[decision.queue] += 1
        for about, row in rows.items():
            print(f"{f'{name} {about}':<28}" + "".join(f"{row[queue]:>13}" for queue in Queue))
    return 0 if per_second >= GOAL_PER_S else 1


if __name__ == "__main__":
    sys.exit(main())

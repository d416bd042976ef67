"""What a machine lacks must be seen: tests that could not run are listed in red at the end, never dropped quietly."""

from __future__ import annotations

from collections import Counter
from typing import Any, NoReturn

import pytest

PREFIX = "NOT RUN: "


def not_run(reason: str) -> NoReturn:
    """Leave the current test, with a sentence that says what the machine lacks."""
    pytest.skip(PREFIX + reason)


def mark_not_run(reason: str) -> pytest.MarkDecorator:
    """The same as a mark, for a test that is known beforehand to be impossible here."""
    return pytest.mark.skip(reason=PREFIX + reason)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line a reason, with the number of tests behind it."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if PREFIX in text:
            reasons[text.split(PREFIX, 1)[1]] += 1
    if not reasons:
        return
    terminalreporter.section("NOT RUN ON THIS MACHINE", sep="!", red=True, bold=True)
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"{count} test{'' if count == 1 else 's'} not run: {reason}", red=True, bold=True)

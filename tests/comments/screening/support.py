"""What the screening tests share: counters in a dict, submissions, case files and the demo comments."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from comments.policy import QueueDecision, decide_queue
from comments.screening.findings import Check, Finding, Submission
from comments.screening.pipeline import DEFAULT_CHECKS, load_checks, run_checks

CASES = Path(__file__).parent / "cases"
DEMO = Path(__file__).parents[3] / "home" / "demo" / "demo_content.yaml"
NOW = datetime(2026, 3, 3, 10, 12, tzinfo=UTC)


class DictCounters:
    """The Counters protocol over a dict and a clock that moves only when told to."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self._windows: dict[str, tuple[float, int]] = {}

    def add(self, key: str, window_s: int) -> int:
        count = self.count(key) + 1
        closes_at = self._windows[key][0] if count > 1 else self.now_s + window_s
        self._windows[key] = (closes_at, count)
        return count

    def count(self, key: str) -> int:
        closes_at, count = self._windows.get(key, (0.0, 0))
        return count if self.now_s < closes_at else 0


def submission(body: str = "Thank you for this film.", **changes: Any) -> Submission:
    """A comment from a person who took their time; state only what matters."""
    values = {"page_id": 1, "submitted_at": NOW, "author_name": "Sam", "stamp_age_s": 90.0, "fill_ms": 60_000}
    return Submission(body=body, **(values | changes))


def all_checks() -> list[Check]:
    return load_checks(DEFAULT_CHECKS, counters=DictCounters())


def screen(sent: Submission) -> list[Finding]:
    return run_checks(all_checks(), sent)


def decide(sent: Submission) -> QueueDecision:
    return decide_queue(screen(sent))


@cache
def cases(name: str) -> tuple[dict[str, Any], ...]:
    """The entries of a case file. Each has ``text`` and what is expected of it."""
    return tuple(yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))["cases"])


@cache
def demo_comments() -> tuple[tuple[dict[str, Any], Submission], ...]:
    """The comments of the demo site with what is expected of them, as submissions."""
    content = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    names = {each["id"]: each["name"] for each in content["contributors"]}
    pairs = []
    for page_id, film in enumerate(content["films"], start=1):
        words = [segment["text"] for chapter in film["chapters"] for segment in chapter["segments"]]
        words += [names[each] for each in film["contributors"]]
        for comment in film.get("comments", []):
            fill_ms = comment.get("fill_time_ms", 45_000)
            sent = Submission(
                body=comment["text"],
                author_name=comment["author"],
                page_id=page_id,
                page_title=film["title"],
                page_text="\n".join(words),
                language=comment.get("lang", "en"),
                submitted_at=datetime.fromisoformat(comment["submitted"]).replace(tzinfo=UTC),
                fill_ms=fill_ms,
                stamp_age_s=fill_ms / 1000,
                honeypot_filled=comment.get("honeypot_filled", False),
                sender_key=f"sender of {comment['id']}",
            )
            pairs.append((comment, sent))
    return tuple(pairs)

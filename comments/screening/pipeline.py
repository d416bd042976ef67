"""Loads the checks, runs them in a fixed order and collects what they find.

Checks for a crisis run first, whatever the settings say. A check that fails, or is never reached because
the time is used up, leaves an ``UNCHECKED`` finding, so that its silence cannot be taken for a clean
result. Logs hold the name of a check and the kind of error, never a word of the comment.
"""

from __future__ import annotations

import inspect
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.module_loading import import_string

from comments.screening.findings import Check, Concern, Counters, Finding, Submission
from comments.screening.folding import fold

logger = logging.getLogger(__name__)

# The form takes 1,500 characters. This is room for one that grew on its way (line ends, an old form) and
# still a bound on the time that any text can cost.
MAX_INSPECTED_CHARACTERS = 3_000
MAX_NAME_CHARACTERS = 200
SLOW_CHECK_S = 0.25

CheckConfig = tuple[str, Mapping[str, Any]]
"""Dotted path of a check's class and the options it is made with."""

_CHECKS = "comments.screening.checks"
DEFAULT_CHECKS: tuple[CheckConfig, ...] = (
    (f"{_CHECKS}.crisis_language.CrisisLanguage", {}),
    (f"{_CHECKS}.under_age.UnderAge", {}),
    (f"{_CHECKS}.personal_data.PersonalData", {}),
    (f"{_CHECKS}.legal_risk.LegalRisk", {}),
    (f"{_CHECKS}.abuse.Abuse", {}),
    (f"{_CHECKS}.honeypot.Honeypot", {}),
    (f"{_CHECKS}.stamp.Stamp", {}),
    (f"{_CHECKS}.rate_limit.RateLimit", {}),
    (f"{_CHECKS}.links.Links", {}),
    (f"{_CHECKS}.repetition.Repetition", {}),
    (f"{_CHECKS}.phrases.Phrases", {}),
    (f"{_CHECKS}.mixed_alphabets.MixedAlphabets", {}),
    (f"{_CHECKS}.unicode_tricks.UnicodeTricks", {}),
)


class CheckConfigError(ValueError):
    """A check in the settings that cannot be loaded; the message names it."""


def load_checks(config: Iterable[CheckConfig], *, counters: Counters) -> list[Check]:
    """Make the checks of ``config``; those whose class takes ``counters`` are given them.

    Raises CheckConfigError for a path that leads nowhere or options a check does not know.
    """
    checks: list[Check] = []
    for path, options in config:
        try:
            make = import_string(path)
            wanted = dict(options)
            if "counters" in inspect.signature(make).parameters:
                wanted["counters"] = counters
            check = make(**wanted)
        except (ImportError, TypeError, ValueError) as error:
            raise CheckConfigError(f"The check {path} cannot be loaded: {error}") from error
        if not (hasattr(check, "inspect") and hasattr(check, "name") and hasattr(check, "looks_for")):
            raise CheckConfigError(f"{path} is not a check: it needs name, looks_for and inspect()")
        checks.append(check)
    return checks


def run_checks(
    checks: Sequence[Check],
    submission: Submission,
    *,
    budget_s: float = 5.0,
    clock: Callable[[], float] = time.monotonic,
    record_time: Callable[[str, float], None] | None = None,
) -> list[Finding]:
    """Run every check on one submission and return all findings, those about a crisis first.

    ``budget_s`` bounds the whole run: checks not yet begun when it is used up are left out, with a finding
    that says so; crisis checks always run. ``record_time`` is told each check's name and seconds.
    """
    shortened, findings = _within_limits(submission)
    started = clock()
    try:
        for check in sorted(checks, key=lambda each: each.looks_for != Concern.CRISIS):
            begun = clock()
            if begun - started > budget_s and check.looks_for != Concern.CRISIS:
                findings.append(_unchecked(check, "had no time left to run"))
                continue
            findings.extend(_findings_of(check, shortened))
            taken = clock() - begun
            if record_time is not None:
                record_time(check.name, taken)
            if taken > SLOW_CHECK_S:
                logger.warning("Screening check %s took %.0f ms", check.name, taken * 1000)
    finally:
        fold.cache_clear()  # a comment's words stay in memory no longer than needed
    return sorted(findings, key=lambda finding: finding.concern != Concern.CRISIS)


def _findings_of(check: Check, submission: Submission) -> list[Finding]:
    try:
        return [replace(finding, check=check.name) for finding in check.inspect(submission)]
    except TimeoutError:
        logger.warning("Screening check %s timed out", check.name)
        return [_unchecked(check, "did not answer in time")]
    except Exception as error:  # whatever goes wrong in one check must not lose the comment
        # No traceback: its message may quote the text that broke the check.
        logger.error("Screening check %s failed: %s", check.name, type(error).__name__)
        return [_unchecked(check, "could not run")]


def _unchecked(check: Check, what: str) -> Finding:
    """``signal`` names what nobody looked for, so that policy can tell a missed crisis check apart."""
    label = check.name.replace("_", " ")
    return Finding(
        Concern.UNCHECKED,
        0,
        f"The {label} check {what}.",
        signal=str(check.looks_for.value),
        check=check.name,
    )


def _within_limits(submission: Submission) -> tuple[Submission, list[Finding]]:
    if len(submission.body) <= MAX_INSPECTED_CHARACTERS and len(submission.author_name) <= MAX_NAME_CHARACTERS:
        return submission, []
    shortened = replace(
        submission,
        body=submission.body[:MAX_INSPECTED_CHARACTERS],
        author_name=submission.author_name[:MAX_NAME_CHARACTERS],
    )
    reason = f"Only the first {MAX_INSPECTED_CHARACTERS:,} characters were checked."
    return shortened, [Finding(Concern.UNCHECKED, 0, reason, signal=Concern.CRISIS.value, check="length")]

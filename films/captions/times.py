"""Times as people and caption files write them. Every time is whole milliseconds."""

from __future__ import annotations

import re

MS_PER_SECOND = 1000
MS_PER_MINUTE = 60 * MS_PER_SECOND
MS_PER_HOUR = 60 * MS_PER_MINUTE

# The largest whole number a 32-bit database column holds: a little over 596 hours.
MAX_TIME_MS = 2**31 - 1

# A WebVTT timestamp. Hours may have any number of digits; the other parts have exactly theirs
# (W3C WebVTT, "collect a WebVTT timestamp").
VTT_TIMESTAMP = r"([0-9]+):([0-9]{2})(?::([0-9]{2}))?\.([0-9]{3})(?![0-9])"
_WHOLE_TIMESTAMP = re.compile(VTT_TIMESTAMP)


class TimeTooLarge(ValueError):
    """A time beyond ``MAX_TIME_MS``."""


def vtt_time_ms(first: str, second: str, third: str | None, fraction: str) -> int | None:
    """Milliseconds from the four groups of ``VTT_TIMESTAMP``; None where WebVTT calls them malformed.

    Without a third group the first is minutes, and then must be two digits up to 59.
    Raises ``TimeTooLarge`` past ``MAX_TIME_MS``.
    """
    if third is None:
        if len(first) != 2:
            return None
        hours, minutes, seconds = "0", first, second
    else:
        hours, minutes, seconds = first, second, third
    # "00" to "59" compare as text just as they do as numbers, since both have two digits.
    if minutes > "59" or seconds > "59":
        return None
    # Very long numbers are refused before int(), which would be slow or raise.
    if len(hours) > 4 and len(hours.lstrip("0")) > 4:
        raise TimeTooLarge
    total = int(hours[-4:]) * MS_PER_HOUR + int(minutes) * MS_PER_MINUTE + int(seconds) * MS_PER_SECOND
    total += int(fraction)
    if total > MAX_TIME_MS:
        raise TimeTooLarge
    return total


def read_vtt_time(text: str) -> int | None:
    """Milliseconds from a complete WebVTT timestamp such as ``00:01.500``, or None if it is not one."""
    match = _WHOLE_TIMESTAMP.fullmatch(text)
    if match is None:
        return None
    first, second, third, fraction = match.groups()
    try:
        return vtt_time_ms(first, second, third, fraction)
    except TimeTooLarge:
        return None


def format_vtt_time(ms: int) -> str:
    """``00:01:05.250``: always with hours, as WebVTT writes it."""
    seconds, fraction = divmod(ms, MS_PER_SECOND)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{fraction:03d}"


def format_srt_time(ms: int) -> str:
    """``00:01:05,250``: SubRip writes a comma."""
    return format_vtt_time(ms).replace(".", ",")


def format_clock(ms: int) -> str:
    """``1:05`` or ``1:02:03``, rounded down to the second, as a player shows it."""
    minutes, seconds = divmod(ms // MS_PER_SECOND, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02d}:{seconds:02d}"
    return f"{minutes}:{seconds:02d}"


def format_duration_words(ms: int) -> str:
    """``1 minute 22 seconds``, to the nearest second; parts that are nought are left out."""
    minutes, seconds = divmod((ms + MS_PER_SECOND // 2) // MS_PER_SECOND, 60)
    hours, minutes = divmod(minutes, 60)
    counted = [(hours, "hour"), (minutes, "minute"), (seconds, "second")]
    words = [f"{count} {unit}" if count == 1 else f"{count} {unit}s" for count, unit in counted if count]
    return " ".join(words) or "0 seconds"

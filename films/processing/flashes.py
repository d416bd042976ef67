"""Finds flashing that can bring on a seizure, by the measure of WCAG 2.3.1 (general flash and red flash thresholds).

The film is looked at as small pictures of coloured cells, as if it filled a screen of 1024 by 768 points, the screen
WCAG reckons with. A cell is 43 points wide and high, so the ten degrees of sight that count, 341 by 256 points, are
8 by 6 cells, and a quarter of them is 12 cells.

A change counts when relative luminance (WCAG's definition) moves by a tenth or more and the darker side is below 0.80,
or when (R - G - B) x 320 of a saturated red (R at least four fifths of R + G + B) moves by more than 20. Two opposing
changes are a flash. More than three flashes a second means seven changes or more within a second here, of each of the
12 cells, whether together or by turns. That is stricter than WCAG in two ways: half a flash too many counts, and cells
need not change at the same time. It is laxer in one: a pattern finer than a cell is seen only by its mean. So nothing
found is a strong sign, not a certificate; a film made to flash still wants a proper analyser.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .results import Facts

SCREEN = (1024, 768)
CELL = SCREEN[0] / 24
WINDOW = (8, 6)
ENOUGH_CELLS = 12
MAX_CHANGES = 6  # three flashes of two changes
LUMINANCE_STEP, LUMINANCE_CEILING = 0.1, 0.8
RED_STEP, RED_SHARE = 20.0, 0.8
SECOND_MS = 1000
MAX_PLACES = 50

# sRGB to linear light, WCAG 2.2's definition of relative luminance.
LINEAR = tuple(
    level / 255 / 12.92 if level / 255 <= 0.04045 else ((level / 255 + 0.055) / 1.055) ** 2.4 for level in range(256)
)
RED, GREEN, BLUE = (tuple(share * value for value in LINEAR) for share in (0.2126, 0.7152, 0.0722))


def grid_for(facts: Facts) -> tuple[int, int]:
    """Columns and rows of cells for a film of this shape on the whole screen."""
    scale = min(SCREEN[0] / facts.width, SCREEN[1] / facts.height) / CELL
    return max(1, round(facts.width * scale)), max(1, round(facts.height * scale))


def flashes(pictures: Iterable[bytes], columns: int, rows: int, rate: float) -> list[int]:
    """When flashing begins, in milliseconds, at most once a second and ``MAX_PLACES`` times.

    ``pictures`` are ``columns`` x ``rows`` cells of three bytes, red, green, blue, at ``rate`` a second.
    """
    by_light = _Changes(LUMINANCE_STEP, LUMINANCE_CEILING, [float("inf")] * columns * rows)
    by_red = _Changes(RED_STEP, float("inf"), [0.0] * columns * rows)
    reddened: set[int] = set()
    found: list[int] = []
    previous = b""
    for number, picture in enumerate(pictures):
        if picture == previous:
            continue
        previous = picture
        at_ms = round(number * 1000 / rate)
        has_changed = False
        for cell, (red, green, blue) in enumerate(zip(picture[0::3], picture[1::3], picture[2::3], strict=True)):
            has_changed |= by_light.take(cell, RED[red] + GREEN[green] + BLUE[blue], at_ms)
            # Only a strong red can be a saturated one: the rest is not worked out.
            is_red = red > 100 and LINEAR[red] >= RED_SHARE * (LINEAR[red] + LINEAR[green] + LINEAR[blue])
            if is_red or cell in reddened:
                reddened.add(cell)
                redness = 320 * (LINEAR[red] - LINEAR[green] - LINEAR[blue]) if is_red else 0.0
                has_changed |= by_red.take(cell, max(0.0, redness), at_ms)
        if not has_changed or (found and at_ms - found[-1] <= 2 * SECOND_MS):
            continue
        if any(_covers(changes.too_many(at_ms), columns, rows) for changes in (by_light, by_red)):
            found.append(max(0, at_ms - SECOND_MS))
            if len(found) == MAX_PLACES:
                break
    return found


@dataclass(slots=True)
class _Changes:
    """Rises and falls of each cell's value by ``step`` or more, the lower side being under ``ceiling``.

    ``low`` and ``high`` are the extremes of each cell since its last change.
    """

    step: float
    ceiling: float
    low: list[float]
    high: list[float] = field(init=False)
    recent: dict[int, deque[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.high = [-value for value in self.low]

    def take(self, cell: int, value: float, at_ms: int) -> bool:
        """Whether this value completes a change."""
        low, high = self.low[cell], self.high[cell]
        if value < low:
            self.low[cell] = low = value
        if value > high:
            self.high[cell] = high = value
        if high - low < self.step or low >= self.ceiling:
            return False
        # The step is full: what was the far end is behind us, and the next change starts from here.
        self.low[cell] = self.high[cell] = value
        rising = value == high
        # A rise that goes on is the same change, so only what comes back counts again.
        times = self.recent.setdefault(cell, deque(maxlen=MAX_CHANGES + 2))
        is_same_way = bool(times) and (times[-1] > 0) == rising
        if is_same_way:
            return False
        times.append(at_ms + 1 if rising else -(at_ms + 1))
        return True

    def too_many(self, at_ms: int) -> list[int]:
        """Cells that changed more often than three flashes do, within the second up to ``at_ms``."""
        since = at_ms + 1 - SECOND_MS
        return [cell for cell, times in self.recent.items() if sum(abs(time) > since for time in times) > MAX_CHANGES]


def _covers(cells: list[int], columns: int, rows: int) -> bool:
    """Whether ``ENOUGH_CELLS`` of them lie within one window of ten degrees."""
    if len(cells) < ENOUGH_CELLS:
        return False
    places = [(cell % columns, cell // columns) for cell in cells]
    return any(
        sum(left <= column < left + WINDOW[0] and top <= row < top + WINDOW[1] for column, row in places)
        >= ENOUGH_CELLS
        for left, top in _corners(places)
    )


def _corners(places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Top left corners worth trying: a fullest window can be moved until it begins with one of the cells."""
    for left in sorted({column for column, _ in places}):
        for top in sorted({row for _, row in places}):
            yield left, top

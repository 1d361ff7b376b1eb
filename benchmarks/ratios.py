"""What the kit takes beside what one would use instead, in one run, and the goal of their ratio."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

Clock = Callable[[], float]

cpu: Final[Clock] = time.process_time
"""Computing: what another program's load leaves alone. For what runs in this process."""
wall: Final[Clock] = time.perf_counter
"""What a person waits for: disks and other processes too."""


@dataclass(frozen=True)
class Row:
    """One line of the table.

    ``ours`` and ``theirs`` are seconds, medians of one run, or what ``unit`` says; ``goal`` is the
    most that their ratio may be. What could not be measured says ``missing`` what.
    """

    topic: str
    what: str
    instead: str
    goal: float
    ours: float | None = None
    theirs: float | None = None
    missing: str = ""
    unit: str = "s"

    @property
    def ratio(self) -> float | None:
        return self.ours / self.theirs if self.ours and self.theirs else None

    @property
    def verdict(self) -> str:
        """Whether the goal is met, and where it is not, by how much."""
        if self.missing:
            return f"not measured: {self.missing}"
        over = (self.ratio or 0) / self.goal
        return "met" if over <= 1 else f"MISSED by {over - 1:.0%}"

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"ratio": self.ratio, "verdict": self.verdict}


def medians(calls: Sequence[Callable[[], object]], repeats: int, clock: Clock = cpu) -> list[float]:
    """Median seconds of each call; they take turns, so that a busy moment hits all alike.

    A turn before these fills caches and loads what is loaded on first use; one alone is the first.
    """
    taken: list[list[float]] = [[] for _ in calls]
    if repeats > 1:
        for call in calls:
            call()
    for _ in range(repeats):
        for times, call in zip(taken, calls, strict=True):
            start = clock()
            call()
            times.append(clock() - start)
    return [statistics.median(times) for times in taken]


def beside(
    topic: str,
    what: str,
    ours: Callable[[], object],
    instead: str,
    theirs: Callable[[], object],
    *,
    goal: float,
    repeats: int,
    clock: Clock = cpu,
) -> Row:
    """Measure two calls in turn."""
    return Row(topic, what, instead, goal, *medians([ours, theirs], repeats, clock))


def within(
    topic: str, what: str, ours: Callable[[], object], most_s: float, *, repeats: int
) -> Row:
    """Measure one call against a time that it is to stay within."""
    (took,) = medians([ours], repeats)
    return Row(topic, what, f"a goal of {in_words(most_s)}", 1.0, took, most_s)


def in_words(amount: float | None, unit: str = "s") -> str:
    """An amount with three figures; short times in milliseconds.

    Examples
    --------
    >>> in_words(0.0123), in_words(2.5), in_words(812, "MiB"), in_words(None)
    ('12.3 ms', '2.5 s', '812 MiB', '-')
    """
    if amount is None:
        return "-"
    if unit == "s" and amount < 1:
        return f"{1000 * amount:.3g} ms"
    return f"{amount:.3g} {unit}" if amount < 1000 else f"{amount:,.0f} {unit}"


def cells(row: Row) -> tuple[str, ...]:
    """A line as text: what, ours, instead, theirs, ratio, goal, verdict."""
    ratio = "-" if row.ratio is None else f"{row.ratio:.2f}"
    ours, theirs = (in_words(amount, row.unit) for amount in (row.ours, row.theirs))
    return (row.what, ours, row.instead, theirs, ratio, f"at most {row.goal:.3g}", row.verdict)

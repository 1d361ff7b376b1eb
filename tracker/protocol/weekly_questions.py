"""The schedule of the questions that are asked once a week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tracker.protocol.check_in import CheckIn

EVERY: Final = timedelta(days=7)

SKIPPED: Final = "weekly_skipped"
"""The setting that holds the day on which the person left the questions for that week."""


@dataclass(frozen=True)
class Weekly:
    """Which of the two weekly questions are due."""

    bothersomeness: bool = False
    change: bool = False

    def __bool__(self) -> bool:
        return self.bothersomeness or self.change


def weekly_due(check_ins: Iterable[CheckIn], today: date, skipped: date | None = None) -> Weekly:
    """Say which weekly questions are due.

    Parameters
    ----------
    check_ins : iterable of CheckIn
        In any order.
    today : date
        On the person's own calendar.
    skipped : date, optional
        When the person last said to leave them for that week.

    Notes
    -----
    Each is asked once seven days have passed since it was answered. How it compares with a week ago
    can be said a week after the first check-in.

    >>> first = CheckIn(at="2026-11-15T18:00+01:00", pain=4, bothersomeness=[1, 2, 0, 3])
    >>> weekly_due([first], date(2026, 11, 21))
    Weekly(bothersomeness=False, change=False)
    >>> weekly_due([first], date(2026, 11, 22))
    Weekly(bothersomeness=True, change=True)
    """
    if skipped is not None and today - skipped < EVERY:
        return Weekly()
    answers = list(check_ins)
    bothered = [one.at.date() for one in answers if one.bothersomeness is not None]
    changed = [one.at.date() for one in answers if one.change is not None]
    begun = min((one.at.date() for one in answers), default=today)
    return Weekly(_is_over(bothered, today), _is_over([begun, *changed], today))


def skipped_on(setting: str | None) -> date | None:
    """Read that setting.

    >>> skipped_on("2026-11-22"), skipped_on(None)
    (datetime.date(2026, 11, 22), None)
    """
    return date.fromisoformat(setting) if setting else None


def _is_over(days: Iterable[date], today: date) -> bool:
    last = max(days, default=None)
    return last is None or today - last >= EVERY

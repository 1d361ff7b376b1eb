"""Say how relief and pain change over time: levels, weeks, a spot's habituation.

Every function takes a computed answer and returns text. "Likely between" is its 95 % interval.
"""

from typing import Any

import pandas as pd

from tracker.relief import columns as c
from tracker.relief.days import first_day_shown
from tracker.relief.habituation import Habituation
from tracker.relief.week_comparison import MIN_DAYS, WeekComparison, monday_of
from tracker.wording.numbers import counted, date, points, row_tuples
from tracker.wording.tables import NO_CHECK_INS, NO_RELEASES

NOT_WHY = "This does not show why."


def relief_level_sentence(table: pd.DataFrame) -> str:
    """Say where relief stands now, and where it stood at first.

    Parameters
    ----------
    table : DataFrame
        From `over_time`.

    Returns
    -------
    str
        Five releases on two days or more are enough; it compares the first day with the last,
        from the last gap of a year or more on.
    """
    if table.empty:
        return NO_RELEASES
    table = _since_last_gap(table)
    if missing := _missing(table, "rated release"):
        return missing
    return _now_and_then(table, "relief at like spots and like starting pain", "points", "release")


def sciatica_level_sentence(table: pd.DataFrame, site: str = "sciatica") -> str:
    """Say where the sciatica's own pain stands now, and where it stood at first.

    Parameters
    ----------
    table : DataFrame
        From `sciatica_over_time`.
    site : str
        The place of pain.
    """
    if table.empty:
        return NO_CHECK_INS
    table = _since_last_gap(table)
    if missing := _missing(table, "rating"):
        return missing
    return _now_and_then(table, f"{site} pain", "of 10", "rating")


def relief_week_sentence(weeks: WeekComparison) -> str:
    """Say whether a week's relief differs from that of the weeks before.

    Parameters
    ----------
    weeks : WeekAgainstWeek
        From `week_comparison`.
    """
    return _weeks(weeks, "relief at like spots", "release")


def pain_week_sentence(weeks: WeekComparison, site: str = "sciatica") -> str:
    """Say whether a week's sciatica pain differs from that of the weeks before.

    Parameters
    ----------
    weeks : WeekAgainstWeek
        From `pain_week_comparison`.
    site : str
        The place of pain.
    """
    return _weeks(weeks, f"{site} pain", "rating")


def habituation_sentence(answer: Habituation) -> str:
    """Say whether a spot gives less relief now than at first.

    Parameters
    ----------
    answer : WearingOff
        From `habituation`.
    """
    place = f"the {answer.side} {answer.muscle} ({answer.spot})"
    if answer.verdict == "not enough yet":
        return (
            f"Not enough yet to say whether {place} is wearing off: {c.MIN_RELEASES} rated "
            f"releases early on and {c.MIN_RELEASES} later, on other days, are needed."
        )
    sentence = (
        f"relief there is now {_difference(answer.change)} at first"
        f"{_likely(answer.low, answer.high)}; "
        f"{counted(answer.n_first, 'release')} then, {answer.n_last} lately."
    )
    if answer.verdict == "no sign":
        return f"No sign that {place} is wearing off: {sentence} A slow change may not show yet."
    return f"It may be that {place} is wearing off: {sentence} {NOT_WHY}"


def left_out_sentence(days: "pd.Series[pd.Timestamp]", what: str = "day") -> str:
    """Say which days are not shown, for a year or more lies between them and those that are.

    Parameters
    ----------
    days : Series of datetime64
        The days on which something was noted, in any order.
    what : {"day", "week"}
        What each stands for.

    Returns
    -------
    str
        Empty where no gap is so long.

    Examples
    --------
    >>> left_out_sentence(pd.Series(pd.to_datetime(["1926-09-01", "2026-09-01"])))
    '1 earlier day is left out (1 September 1926): a year or more lies between.'
    """
    begin = first_day_shown(days)
    earlier = sorted(set(days[days < begin].dropna())) if begin is not None else []
    if not earlier:
        return ""
    first, last = date(pd.Timestamp(earlier[0])), date(pd.Timestamp(earlier[-1]))
    when = first if first == last else f"{first} to {last}"
    are = "is" if len(earlier) == 1 else "are"
    return (
        f"{counted(len(earlier), f'earlier {what}')} {are} left out ({when}): a year or more lies "
        "between."
    )


def _since_last_gap(table: pd.DataFrame) -> pd.DataFrame:
    begin = first_day_shown(table[c.DAY][table[c.N] > 0])
    return table if begin is None else table[table[c.DAY] >= begin]


def _missing(table: pd.DataFrame, what: str) -> str:
    n, days = int(table[c.N].sum()), int((table[c.N] > 0).sum())
    if n >= c.MIN_RELEASES and days > 1:
        return ""
    return (
        f"Not enough yet: {counted(n, what)} on {counted(days, 'day')}; "
        f"{c.MIN_RELEASES} on 2 days or more are needed."
    )


def _now_and_then(table: pd.DataFrame, what: str, unit: str, one: str) -> str:
    first, *_, last = row_tuples(table)
    n = counted(int(table[c.N].sum()), one)
    differ = first.high_95 < last.low_95 or last.high_95 < first.low_95
    verdict = (
        f"The two ranges do not overlap. {NOT_WHY}"
        if differ
        else "The two ranges overlap, so this is no clear change."
    )
    now = ", ".join(filter(None, [_between(last), f"{n} in all"]))
    then = f" ({_between(first)})" if _between(first) else ""
    return (
        f"On {date(last.day)} your {what} stood at about {points(last.mean)} {unit} ({now}). "
        f"On {date(first.day)} it stood at about {points(first.mean)} {unit}{then}. {verdict}"
    )


def _between(row: Any) -> str:
    low, high = points(row.low_95), points(row.high_95)
    # Days alike have no spread, and "3.0 to 3.0" would claim certainty.
    return "" if low == high else f"likely between {low} and {high}"


def _weeks(weeks: WeekComparison, what: str, one: str) -> str:
    this = f"the week of {date(monday_of(weeks.week))}"
    before = (
        "the week before" if weeks.weeks_before == 1 else f"the {weeks.weeks_before} weeks before"
    )
    if not weeks.enough:
        return (
            f"Not enough yet: {counted(weeks.days, 'active day')} in {this} and "
            f"{weeks.days_before} in {before}; {MIN_DAYS} on each side are needed."
        )
    sentence = (
        f"In {this} your {what} was on average {_difference(weeks.difference)} in {before}"
        f"{_likely(weeks.low, weeks.high)}; {counted(weeks.n, one)} on {weeks.days} days against "
        f"{weeks.n_before} on {weeks.days_before}."
    )
    unclear = weeks.low <= 0 <= weeks.high
    return f"{sentence} {'That is no clear difference.' if unclear else NOT_WHY}"


def _difference(change: float) -> str:
    size = round(abs(change), 1)
    if size == 0:
        return "about the same as"
    return f"{size:.1f} points {_direction(change)} than"


def _likely(low: float, high: float) -> str:
    low, high = round(low, 1), round(high, 1)
    # Ratings are whole numbers: days alike have no spread, and "0.5 to 0.5" would claim certainty.
    if low == high:
        return ""
    if low < 0 < high:
        return f" (likely between {-low:.1f} lower and {high:.1f} higher)"
    near, far = sorted((abs(low), abs(high)))
    return f" (likely between {near:.1f} and {far:.1f} {_direction(low + high)})"


def _direction(change: float) -> str:
    return "lower" if change < 0 else "higher"

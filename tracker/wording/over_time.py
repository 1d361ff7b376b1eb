"""Say how relief and pain change over time: levels, weeks, a spot's habituation.

Every function takes a computed answer and returns text. "Likely between" is its 95 % interval.
"""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from tracker.protocol.place_name import place_in_sentence
from tracker.relief import columns as c
from tracker.relief.days import since_last_gap
from tracker.relief.habituation import Habituation
from tracker.relief.week_comparison import MIN_DAYS, MIN_WEEKS, WeekComparison
from tracker.wording.numbers import counted, date, points, row_tuples
from tracker.wording.tables import NO_CHECK_INS, NO_RELEASES

NOT_WHY = "This does not show why."

ALIKE: Final = 0.25
"""Points below which a week is like another: half of that is the rounding of a rating."""


def relief_level_sentence(table: pd.DataFrame) -> str:
    """Say where relief stands now.

    Parameters
    ----------
    table : DataFrame
        From `over_time`.

    Returns
    -------
    str
        Five releases on two days or more are enough, from the last gap of a year or more on. A
        change since the start is another question: see `tracker.wording.relief_change_sentence`.
    """
    if table.empty:
        return NO_RELEASES
    table = _since_last_gap(table)
    if missing := _missing(table, "rated release"):
        return missing
    return _now(table, "relief at like spots and like starting pain", "points", "release")


def sciatica_level_sentence(table: pd.DataFrame, site: str = "sciatica") -> str:
    """Say where the sciatica's own pain stands now.

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
    return _now(table, f"{site} pain", "of 10", "rating")


def relief_week_sentence(weeks: WeekComparison) -> str:
    """Say whether a week's relief differs from that of the weeks before.

    Parameters
    ----------
    weeks : WeekComparison
        From `week_comparison`.
    """
    return _weeks(
        weeks, "relief at like spots", "release", ("Less relief than in", "More relief than in")
    )


def pain_week_sentence(weeks: WeekComparison, site: str = "sciatica") -> str:
    """Say whether a week's sciatica pain differs from that of the weeks before.

    Parameters
    ----------
    weeks : WeekComparison
        From `pain_week_comparison`.
    site : str
        The place of pain.
    """
    return _weeks(weeks, f"{site} pain", "rating", ("A better week than", "A worse week than"))


def habituation_sentence(answer: Habituation) -> str:
    """Say whether a spot gives less relief now than at first.

    Parameters
    ----------
    answer : Habituation
        From `habituation`.
    """
    place = f"the {place_in_sentence(answer.muscle, answer.spot, answer.side)}"
    if answer.verdict == "not enough yet":
        return (
            f"Not enough yet to say whether {place} is wearing off: {c.MIN_RELEASES} rated "
            f"releases early on and {c.MIN_RELEASES} later, on other days, are needed."
        )
    sentence = (
        f"relief there is now {difference(answer.change)} at first"
        f"{change_range(answer.low, answer.high)}; "
        f"{counted(answer.n_first, 'release')} then, {answer.n_last} lately."
    )
    if answer.verdict == "no sign":
        return f"No sign that {place} is wearing off: {sentence} A slow change may not show yet."
    return f"It may be that {place} is wearing off: {sentence} {NOT_WHY}"


def left_out_sentence(left_out: Sequence[pd.Timestamp], what: str = "day") -> str:
    """Say which days are not shown, for a year or more lies between them and those that are.

    Parameters
    ----------
    left_out : sequence of Timestamp
        From `since_last_gap`.
    what : {"day", "week"}
        What each stands for.

    Returns
    -------
    str
        Empty where nothing is left out.

    Examples
    --------
    >>> left_out_sentence([pd.Timestamp("1926-09-01")])
    '1 earlier day is left out (1 September 1926): a year or more lies between.'
    """
    if not left_out:
        return ""
    first, last = date(left_out[0]), date(left_out[-1])
    when = first if first == last else f"{first} to {last}"
    are = "is" if len(left_out) == 1 else "are"
    return (
        f"{counted(len(left_out), f'earlier {what}')} {are} left out ({when}): a year or more lies "
        "between."
    )


def _since_last_gap(table: pd.DataFrame) -> pd.DataFrame:
    (table,), _ = since_last_gap(table[c.DAY][table[c.N] > 0], (table, c.DAY))
    return table


def _missing(table: pd.DataFrame, what: str) -> str:
    n, days = int(table[c.N].sum()), int((table[c.N] > 0).sum())
    if n >= c.MIN_RELEASES and days > 1:
        return ""
    return (
        f"Not enough yet: {counted(n, what)} on {counted(days, 'day')}; "
        f"{c.MIN_RELEASES} on 2 days or more are needed."
    )


def _now(table: pd.DataFrame, what: str, unit: str, one: str) -> str:
    last = row_tuples(table)[-1]
    n = counted(int(table[c.N].sum()), one)
    now = ", ".join(filter(None, [_between(last), f"{n} in all"]))
    return f"On {date(last.day)} your {what} stood at about {points(last.mean)} {unit} ({now})."


def _between(row: Any) -> str:
    low, high = points(row.low_95), points(row.high_95)
    # Days alike have no spread, and "3.0 to 3.0" would claim certainty.
    return "" if low == high else f"likely between {low} and {high}"


def _weeks(weeks: WeekComparison, what: str, one: str, ways: tuple[str, str]) -> str:
    this = f"the week of {date(weeks.start)}"
    before = (
        "the week before" if weeks.weeks_before == 1 else f"the {weeks.weeks_before} weeks before"
    )
    if min(weeks.days, weeks.days_before) < MIN_DAYS:
        return (
            f"Not enough yet: {counted(weeks.days, 'active day')} in {this} and "
            f"{weeks.days_before} in {before}; {MIN_DAYS} on each side are needed."
        )
    figures = (
        f"In {this} your {what} was on average {difference(weeks.difference)} in {before}"
        f"{change_range(weeks.low, weeks.high) if weeks.enough else ''}; "
        f"{counted(weeks.n, one)} on {weeks.days} days against "
        f"{weeks.n_before} on {weeks.days_before}."
    )
    if not weeks.enough:
        return (
            f"{figures} Whether that is more than your usual ups and downs cannot be told yet: it "
            f"takes {MIN_WEEKS} weeks before with {MIN_DAYS} active days each, and there "
            f"{'is 1' if weeks.usual_weeks == 1 else f'are {weeks.usual_weeks}'}."
        )
    if weeks.low <= 0 <= weeks.high:
        return f"{_ups_and_downs(weeks, ways)} {figures}"
    return f"{figures} That is more than your usual ups and downs. {NOT_WHY}"


def _ups_and_downs(weeks: WeekComparison, ways: tuple[str, str]) -> str:
    last = "the last" if weeks.weeks_before == 1 else f"the {weeks.weeks_before} before"
    if abs(weeks.difference) < ALIKE:
        return f"A week like {last}."
    way = ways[weeks.difference > 0]
    last = last.replace("the last", "the week before") if way.endswith(" in") else last
    return f"{way} {last}, within your usual ups and downs."


def difference(change: float) -> str:
    """Say how much higher or lower one figure is than another that is named next.

    Examples
    --------
    >>> difference(-0.84), difference(0.02)
    ('0.8 points lower than', 'about the same as')
    """
    size = round(abs(change), 1)
    if size == 0:
        return "about the same as"
    return f"{size:.1f} points {_direction(change)} than"


def change_range(low: float, high: float) -> str:
    """Say where a difference likely lies, in brackets; nothing where it has no spread.

    Examples
    --------
    >>> change_range(-0.5, 1.1), change_range(0.2, 1.1)
    (' (likely between 0.5 lower and 1.1 higher)', ' (likely between 0.2 and 1.1 higher)')
    """
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

"""Say how pain and relief stand now against the start of the diary, also spot by spot."""

from typing import Any, Final

import pandas as pd

from tracker.protocol.place_name import place_in_sentence
from tracker.relief import columns as c
from tracker.relief.level_change import LESS, MORE, SAME, UNCLEAR, LevelChange
from tracker.wording.numbers import counted, date, points, row_tuples
from tracker.wording.over_time import NOT_WHY, change_range, difference, left_out_sentence
from tracker.wording.tables import NO_CHECK_INS, NO_RELEASES

BEGUN_WHEN_BAD: Final = (
    "It is about those days and does not show why: people begin a diary when pain is bad, and some "
    "of it passes by itself."
)
THOSE_DAYS: Final = f"It is about those days. {NOT_WHY}"
NAMED: Final = (
    "A spot is named only where chance would name one in at most 1 of 20 diaries in which nothing "
    "changes. Pain also comes and goes by itself."
)


def sciatica_change_sentence(change: LevelChange, site: str = "sciatica") -> str:
    """Say whether the sciatica is easing: its pain now against that of the first days.

    Parameters
    ----------
    change : LevelChange
        From `sciatica_change`.
    site : str
        The place of pain.
    """
    if pd.isna(change.first_day):
        return NO_CHECK_INS
    if not change.enough:
        return _too_short(change, f"whether your {site} pain is easing", "rating")
    way = "eased" if change.high < 0 else "risen" if change.low > 0 else ""
    opening = (
        f"Your {site} pain has {way} since the first days"
        if way
        else f"No clear change in your {site} pain since the first days"
    )
    return f"{opening}: {_compared(change, 'it averaged', ' of 10', 'rating')} {BEGUN_WHEN_BAD}"


def short_change_sentence(change: LevelChange, what: str, unit: str, one: str) -> str:
    """Say the same in fewer words, where a page has little room and says elsewhere what it means.

    Parameters
    ----------
    change : LevelChange
        With enough.
    what, unit, one : str
        Such as "Sciatica pain", " of 10" and "rating".
    """
    clear = change.high < 0 or change.low > 0
    return (
        f"{what} averaged {points(change.mean_last)}{unit} in the last {change.window} days, "
        f"{difference(change.change)} in the first {change.window}"
        f"{change_range(change.low, change.high)}; {counted(change.n_last, one)} now, "
        f"{change.n_first} then. {NOT_WHY if clear else 'That is no clear change.'}"
    )


def relief_change_sentence(change: LevelChange) -> str:
    """Say whether pressing gives more or less relief now than in the first days.

    Parameters
    ----------
    change : LevelChange
        From `relief_change`.
    """
    if pd.isna(change.first_day):
        return NO_RELEASES
    if not change.enough:
        return _too_short(change, "whether pressing gives more or less relief", "rated release")
    clear = change.high < 0 or change.low > 0
    way = "more" if change.change > 0 else "less"
    opening = (
        f"Pressing gives {way} relief than in the first days"
        if clear
        else "No clear change in relief since the first days"
    )
    what = "at like spots and like starting pain it averaged"
    return f"{opening}: {_compared(change, what, ' points', 'release')} {THOSE_DAYS}"


def changes_sentence(table: pd.DataFrame) -> str:
    """Say how many spots or muscles give more, less or the same relief as in the first weeks.

    Parameters
    ----------
    table : DataFrame
        From `spot_changes` or `muscle_changes`.
    """
    if table.empty:
        return NO_RELEASES
    one = "spot" if c.SPOT in table else "muscle"
    compared = table[table[c.P].notna()]
    before = int(table[c.N_LEFT_OUT].sum())
    left_out = (
        f" Left out: {counted(before, 'release')} from before a gap of a year or more."
        if before
        else ""
    )
    if compared.empty:
        days = table[c.WINDOW].iloc[0]
        return (
            f"Not enough yet: no {one} has {c.MIN_RELEASES} rated releases both in the first and "
            f"in the last {days} days.{left_out}"
        )
    count = compared[c.VERDICT].value_counts()
    parts = [
        f"{count[verdict]} {words}"
        for verdict, words in (
            (MORE, "giving more relief"),
            (LESS, "giving less"),
            (SAME, "about the same"),
            (UNCLEAR, "without a clear answer"),
        )
        if verdict in count
    ]
    weeks = table[c.WINDOW].iloc[0] // 7
    rest = len(table) - len(compared)
    more = f" Of {rest} more there is not enough yet." if rest else ""
    return (
        f"Relief against the first {weeks} weeks, of {counted(len(compared), one)}: "
        f"{', '.join(parts)}.{more}{left_out}"
    )


def change_sentences(table: pd.DataFrame) -> list[str]:
    """Say of each spot or muscle that can be compared how its relief changed, a line each.

    Parameters
    ----------
    table : DataFrame
        From `spot_changes` or `muscle_changes`.
    """
    return [_line(row) for row in row_tuples(table[table[c.P].notna()])]


def _line(row: Any) -> str:
    place = (
        place_in_sentence(row.muscle, row.spot, row.side) if hasattr(row, c.SPOT) else row.muscle
    )
    weeks = row.window // 7
    verdict = {
        MORE: "is helping more",
        LESS: "is helping less",
        SAME: "is helping about the same",
        UNCLEAR: "shows no clear change",
    }[row.verdict]
    return (
        f"{place[0].upper()}{place[1:]} {verdict}: {points(row.mean_last)} points in the last "
        f"{weeks} weeks, {difference(row.difference)} in the first {weeks}"
        f"{change_range(row.low, row.high)}; {counted(row.n_last, 'release')} now, "
        f"{row.n_first} then."
    )


def _compared(change: LevelChange, what: str, unit: str, one: str) -> str:
    length = pd.Timedelta(days=change.window - 1)
    now = _span(change.last_day - length, change.last_day)
    then = _span(change.first_day, change.first_day + length)
    return (
        f"{what} {points(change.mean_last)}{unit} in the last {change.window} days, {now}, "
        f"{difference(change.change)} in the first {change.window}, {then}"
        f"{change_range(change.low, change.high)}; {counted(change.n_last, one)} now, "
        f"{change.n_first} then.{_left_out(change)}"
    )


def _too_short(change: LevelChange, what: str, one: str) -> str:
    return (
        f"Not enough yet to say {what}: {counted(change.n_first, one)} in the first "
        f"{change.window} days and {change.n_last} in the last {change.window}; "
        f"{c.MIN_RELEASES} in each are needed, and {2 * change.window} days or more in all."
        f"{_left_out(change)}"
    )


def _left_out(change: LevelChange) -> str:
    return f" {left_out_sentence(change.left_out)}" if change.left_out else ""


def _span(first: pd.Timestamp, last: pd.Timestamp) -> str:
    shown = date(first).removesuffix(f" {last.year}")
    return f"{shown} to {date(last)}"

"""Which entries does a person want to look at: days, side, muscles, tools?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from tracker.protocol.errors import InvalidRecord

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Filter:
    """What is chosen; what is not chosen leaves everything in.

    Attributes
    ----------
    first, last : date or None
        Local days, both included.
    side : str or None
    muscles, tools : tuple of str
        Any of these; empty for all.
    """

    first: date | None = None
    last: date | None = None
    side: str | None = None
    muscles: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()

    @classmethod
    def read(cls, chosen: Mapping[str, Any], today: date) -> Self:
        """Take what a page sends: ``weeks`` up to today, or else ``from`` and ``to``.

        Raises
        ------
        InvalidRecord
            A day that is none, or an end before its beginning.
        """
        weeks = chosen.get("weeks")
        first = _day(chosen, "from")
        last = _day(chosen, "to")
        if weeks:
            first, last = today - timedelta(days=7 * int(weeks) - 1), today
        if first and last and last < first:
            raise InvalidRecord({"to": f"to must not be before from, {first}: swap the two days."})
        return cls(
            first,
            last,
            chosen.get("side") or None,
            tuple(chosen.get("muscles") or ()),
            tuple(chosen.get("tools") or ()),
        )

    @property
    def is_open(self) -> bool:
        """Whether it leaves everything in."""
        return self == type(self)()

    @property
    def is_about_presses(self) -> bool:
        """Whether it asks for something that a check-in does not have."""
        return bool(self.side or self.muscles or self.tools)

    def days(self, table: "pd.DataFrame", day: "pd.Series[pd.Timestamp]") -> "pd.DataFrame":
        """Keep the rows whose local day is among those chosen."""
        import pandas as pd

        if self.first:
            table = table[day.loc[table.index] >= pd.Timestamp(self.first)]
        if self.last:
            table = table[day.loc[table.index] <= pd.Timestamp(self.last)]
        return table

    def releases(self, derived: "pd.DataFrame") -> "pd.DataFrame":
        """Keep the releases asked for.

        Parameters
        ----------
        derived : DataFrame
            From `tracker.relief.derive`.
        """
        kept = self.days(derived, derived["day"])
        if self.side:
            kept = kept[kept["side"] == self.side]
        for column, names in (("muscle", self.muscles), ("tool", self.tools)):
            if names:
                kept = kept[kept[column].isin(list(names))]
        return kept.reset_index(drop=True)


def _day(chosen: Mapping[str, Any], which: str) -> date | None:
    said = chosen.get(which)
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        sentence = f"{which} must be a day such as 2026-11-09, not {said!r}."
        raise InvalidRecord({which: sentence}) from None

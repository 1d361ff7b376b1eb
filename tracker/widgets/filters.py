"""The explorer's filters: the days, side, muscles and tools that a person looks at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Self

from tracker.protocol.catalogue import Catalogue
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.profile import Profile

if TYPE_CHECKING:
    import pandas as pd

    from tracker.relief.pooling.pool import Pooled

_UNSAID: Final = Profile()


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


class Frames:
    """The whole diary as it was when it was read.

    Parameters
    ----------
    releases, check_ins : DataFrame
        As the diary hands them out.
    catalogue : Catalogue
        With the person's own muscles, spots and tools.
    read_at : datetime
        Aware.
    screenings : DataFrame, optional
        As the diary hands them out.
    profile : Profile
        What the person says of themselves.
    """

    def __init__(
        self,
        releases: "pd.DataFrame",
        check_ins: "pd.DataFrame",
        catalogue: Catalogue,
        read_at: datetime,
        screenings: "pd.DataFrame | None" = None,
        profile: Profile = _UNSAID,
    ) -> None:
        from tracker.relief.derive import derive, local_time

        self.catalogue = catalogue
        self.read_at = read_at
        self.releases = derive(releases)
        self.check_ins = check_ins
        self.screenings = screenings
        self.profile = profile
        self.check_in_days = local_time(check_ins["at"], check_ins["at_offset"]).dt.normalize()

    def choices(self) -> dict[str, Any]:
        """What can be chosen: the names that occur, those with the most releases first."""
        return {name: _names(self.releases[name]) for name in ("muscle", "tool")}


class Selection:
    """The releases and check-ins that a filter leaves, and what is estimated from them once.

    Parameters
    ----------
    frames : Frames
    chosen : Filter
    today : date
        The person's own day.

    Attributes
    ----------
    releases : DataFrame
        Derived.
    check_ins : DataFrame
        Of the days chosen; a check-in has no muscle and no tool.
    """

    def __init__(self, frames: Frames, chosen: Filter, today: date) -> None:
        self.frames = frames
        self.chosen = chosen
        self.today = today
        self.releases = chosen.releases(frames.releases)
        self.check_ins = chosen.days(frames.check_ins, frames.check_in_days)

    @cached_property
    def pooled(self) -> "Pooled":
        """The relief of each spot, estimated from what is chosen and nothing else."""
        from tracker.relief.pooling.pool import pool

        return pool(self.releases, usual_pain=self.frames.profile.usual_pain)

    @cached_property
    def bounds(self) -> "pd.DataFrame":
        """What held presses would give, and what missing ends leave open, by spot."""
        from tracker.relief.pooling.bounds import spot_bounds

        return spot_bounds(self.releases, pooled=self.pooled)

    def summary(self) -> str:
        """Say how much is shown, of how much, and from when to when."""
        from tracker.wording.numbers import counted, date

        shown, every = len(self.releases), len(self.frames.releases)
        releases = counted(shown, "release")
        if shown < every:
            releases = f"{shown} of {counted(every, 'release')}"
        if not shown:
            return f"{releases}."
        day = self.releases["day"]
        first, last = date(day.min()), date(day.max())
        if first == last:
            return f"{releases}, on {last}."
        return f"{releases}, {first.removesuffix(f' {day.max().year}')} to {last}."


def _names(column: "pd.Series[Any]") -> list[str]:
    counts = column.dropna().astype("str").value_counts()
    return sorted(counts.index, key=lambda name: (-int(counts[name]), name))

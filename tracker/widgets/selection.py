"""What is there to see, once a filter has chosen from the diary?"""

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tracker.protocol.catalogue import Catalogue
from tracker.widgets.filters import Filter

if TYPE_CHECKING:
    import pandas as pd

    from tracker.relief.pool import Pooled


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
    """

    def __init__(
        self,
        releases: "pd.DataFrame",
        check_ins: "pd.DataFrame",
        catalogue: Catalogue,
        read_at: datetime,
        screenings: "pd.DataFrame | None" = None,
    ) -> None:
        from tracker.relief.derive import derive, local_time

        self.catalogue = catalogue
        self.read_at = read_at
        self.releases = derive(releases)
        self.check_ins = check_ins
        self.screenings = screenings
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
        from tracker.relief.pool import pool

        return pool(self.releases)

    def summary(self) -> str:
        """Say how much is shown, of how much, and from when to when."""
        from tracker.relief.wording import counted, date

        shown, every = len(self.releases), len(self.frames.releases)
        releases = counted(shown, "release")
        if shown < every:
            releases = f"{shown} of {counted(every, 'release')}"
        if not shown:
            return f"{releases}."
        day = self.releases["day"]
        first, last = date(day.min()), date(day.max())
        when = f"on {first}" if first == last else f"from {first} to {last}"
        return f"{releases}, {when}."


def _names(column: "pd.Series[Any]") -> list[str]:
    counts = column.dropna().astype("str").value_counts()
    return sorted(counts.index, key=lambda name: (-int(counts[name]), name))

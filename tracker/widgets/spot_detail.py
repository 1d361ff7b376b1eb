"""What is known of one spot: its sentences, its level over time, and the last releases there."""

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from tracker.protocol.release import Release
from tracker.widgets.catalogue_facts import facts_about
from tracker.widgets.entry_summary import release_card
from tracker.widgets.filters import Selection

if TYPE_CHECKING:
    import pandas as pd

    from tracker.facade import Diary

LAST: Final = 8
"""How many of the last releases are listed."""


def spot_rows(chosen: Selection) -> list[dict[str, Any]]:
    """List the spots that were pressed, in the order of the ranking, each in a line of words."""
    from tracker.relief.pooling.pool import display_estimates
    from tracker.wording.numbers import counted, row_tuples

    return [
        {
            "muscle": row.muscle,
            "spot": row.spot,
            "side": row.side,
            "name": f"{row.side} {row.muscle} · {row.spot}",
            "said": _in_short(row),
            "n": counted(row.n, "release"),
        }
        for row in row_tuples(display_estimates(chosen.pooled.spots))
    ]


def _in_short(row: Any) -> str:
    from tracker.wording.numbers import fall, gives_words

    if not row.enough:
        return "not enough yet"
    relief = fall(row.mean)
    return relief if row.conflicts_with_data else f"{relief}: {gives_words(row.gives)}"


def story(diary: "Diary", chosen: Selection, muscle: str, spot: str, side: str) -> dict[str, Any]:
    """Tell what the chosen releases say about one spot.

    Returns
    -------
    dict
        ``name``, ``said`` (sentences), ``charts`` (HTML), ``cards`` (the last releases, last
        first, as `tracker.widgets.entry_summary` shows them) and ``about`` (what the catalogue
        says of the muscle, and of the tool pressed with last).
    """
    here = _here(chosen.releases, muscle, spot, side)
    name = f"{side} {muscle} · {spot}"
    if here.empty:
        about = facts_about(diary.catalogue(), muscle, "")
        return {"name": name, "said": [_nothing(chosen)], "charts": [], "cards": [], "about": about}
    told = _told(chosen, muscle, spot, side)
    said = [*told["said"], *_tool_and_pressure(here)]
    tool = str(here.sort_values("started_at")["tool"].iloc[-1])
    about = facts_about(diary.catalogue(), muscle, tool)
    return {"name": name, **told, "said": said, "cards": _cards(diary, here), "about": about}


def _here(table: "pd.DataFrame", muscle: str, spot: str, side: str) -> "pd.DataFrame":
    asked = (table["muscle"] == muscle) & (table["spot"] == spot)
    return table[asked & (table["side"] == side)]


def _nothing(chosen: Selection) -> str:
    if chosen.chosen.is_open:
        return "No releases here yet: log the first one and it shows here."
    return "No releases here among those you chose to see."


def _told(chosen: Selection, muscle: str, spot: str, side: str) -> dict[str, Any]:
    from tracker.charts.level import plot_level
    from tracker.charts.show import to_html
    from tracker.relief.habituation import habituation
    from tracker.relief.over_time import over_time
    from tracker.wording.over_time import habituation_sentence
    from tracker.wording.pooling import spot_sentences

    pooled = chosen.pooled
    said = spot_sentences(pooled, muscle, spot, side)
    if _conflicts_with_data(pooled.spots, muscle, spot, side):
        # Its level over time would stand at a starting pain that it was never pressed at.
        return {"said": [*said], "charts": []}
    table = over_time(chosen.releases, muscle=muscle, spot=spot, side=side, pooled=pooled)
    worn = habituation(chosen.releases, muscle, spot, side, pooled=pooled)
    return {"said": [*said, habituation_sentence(worn)], "charts": [to_html(plot_level, table)]}


def _tool_and_pressure(here: "pd.DataFrame") -> list[str]:
    """Compare tools and pressures on this spot, as far as there is enough of each."""
    from tracker.relief.factors import factors
    from tracker.wording.factors import factor_sentence
    from tracker.wording.numbers import row_tuples

    rows = row_tuples(factors(here))
    return [
        factor_sentence(row) for row in rows if row.enough and row.factor in ("tool", "pressure")
    ]


def _conflicts_with_data(spots: "pd.DataFrame", muscle: str, spot: str, side: str) -> bool:
    return bool(_here(spots, muscle, spot, side)["conflicts_with_data"].any())


def _cards(diary: "Diary", here: "pd.DataFrame") -> list[dict[str, Any]]:
    records = (diary.get(UUID(entry)) for entry in reversed(here["id"].tail(LAST).to_list()))
    return [release_card(record) for record in records if isinstance(record, Release)]

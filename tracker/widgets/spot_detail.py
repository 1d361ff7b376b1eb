"""What is known of one spot: its sentences, its level over time, and the last releases there."""

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from tracker.protocol.place_name import place_title
from tracker.protocol.release import Release
from tracker.widgets.catalogue_facts import facts_about
from tracker.widgets.entry_summary import release_card
from tracker.widgets.filters import Selection
from tracker.widgets.paragraphs import paragraphs

if TYPE_CHECKING:
    import pandas as pd

    from tracker.facade import Diary

LAST: Final = 8
"""How many of the last releases are listed."""


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
    name = place_title(muscle, spot, side)
    if here.empty:
        about = facts_about(diary.catalogue(), muscle, "")
        return {"name": name, "said": [_nothing(chosen)], "charts": [], "cards": [], "about": about}
    told = _told(chosen, muscle, spot, side)
    said = [*told["said"], *_tool_and_pressure(here)]
    tool = str(here.sort_values("started_at")["tool"].iloc[-1])
    about = facts_about(diary.catalogue(), muscle, tool)
    return {
        "name": name,
        **told,
        "said": paragraphs(said),
        "cards": _cards(diary, here),
        "about": about,
    }


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
    from tracker.wording.tables import NOT_PROOF

    pooled = chosen.pooled
    # What a press cannot prove, and whose the marks are, the page says once.
    said = [text for text in spot_sentences(pooled, muscle, spot, side) if NOT_PROOF not in text]
    if _conflicts_with_data(pooled.spots, muscle, spot, side):
        # Its level over time would stand at a starting pain that it was never pressed at.
        return {"said": said, "charts": []}
    said += _bounds(chosen, muscle, spot, side)
    table = over_time(chosen.releases, muscle=muscle, spot=spot, side=side, pooled=pooled)
    worn = habituation(chosen.releases, muscle, spot, side, pooled=pooled)
    chart = to_html(plot_level, table, note="")
    return {"said": [*said, habituation_sentence(worn)], "charts": [chart]}


def _bounds(chosen: Selection, muscle: str, spot: str, side: str) -> list[str]:
    """Say what held presses would give, and what missing ends leave open."""
    from tracker.wording.numbers import row_tuples
    from tracker.wording.pooling import bounds_sentence

    rows = row_tuples(_here(chosen.bounds, muscle, spot, side))
    return [sentence for row in rows if (sentence := bounds_sentence(row))]


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

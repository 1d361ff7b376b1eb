"""What a notebook cell shows of an answer: a caption and a short table, never an array."""

import re
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from tracker import catalogue, relief
from tracker.protocol.profile import Profile
from tracker.relief.display import ShownAsTable

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SACRUM = ("piriformis", "near the sacrum", "left", "massage ball", "light")
NAVEL = ("psoas", "beside the navel", "right", "massage ball", "light")


@pytest.fixture
def frame(make_releases):
    """Six releases of one spot, two of another."""
    return make_releases(
        [
            (f"2026-11-{day:02}T12:00Z", 0, *spot, before, 5, after, "held")
            for day, spot, before, after in [
                *((2 + n, SACRUM, 6 + n % 2, 3 + n % 3) for n in range(6)),
                (9, NAVEL, 6, 5),
                (10, NAVEL, 7, 5),
            ]
        ]
    ).assign(
        later_at=pd.to_datetime(pd.Series([None] * 8), utc=True),
        pain_later=float("nan"),
        stay_assigned=pd.NA,
    )


def cells(html):
    """The texts of a table, a list a row."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]


def test_pooled_shows_its_spots(frame):
    pooled = relief.pool(frame)
    lines = repr(pooled).splitlines()
    assert lines[0] == (
        "Pooled: 8 rated releases, 2 spots, compared at a pain before of 6.5: 1 some relief, "
        "1 not enough yet (clear: over 1.95 points)"
    )
    assert len(lines) == 4
    assert "array" not in repr(pooled)

    html = pooled._repr_html_()
    head, sacrum, navel = cells(html)
    assert head == ["spot", "muscle", "side", "points", "95 % range", "n", "gives"]
    row = pooled.spots.iloc[0]
    assert sacrum == [
        *("near the sacrum", "piriformis", "left", f"{row['mean']:.1f}"),
        *(f"{row['low_95']:.1f} to {row['high_95']:.1f}", "6", "some relief"),
    ]
    assert (navel[0], navel[-2:]) == ("beside the navel", ["2", "not enough yet"])
    assert html.count('<tr style="font-style: italic">') == 1
    assert "<caption" in html


def test_a_pool_of_nothing_is_one_line(frame):
    nothing = relief.pool(frame.head(0))
    assert repr(nothing) == "Pooled: 0 rated releases, 0 spots"
    assert cells(nothing._repr_html_())[1:] == []


def test_a_spot_that_conflicts_with_its_ratings_is_shown_as_rated(frame):
    pooled = relief.pool(frame)
    pooled.spots.loc[0, ["conflicts_with_data", "plain"]] = [True, -1.5]
    shown = cells(pooled._repr_html_())[1]
    assert shown[3:] == ["-1.5", "\u2013", "6", "as rated"]


def test_the_fit_behind_it_is_one_line(frame):
    assert re.fullmatch(
        r"Fit\(method='bayes', 2 leaves in 2 groups, sigma=\S+, sd_group=\S+, sd_leaf=\S+\)",
        repr(relief.pool(frame).fit),
    )


def test_a_plan_shows_what_to_press_and_the_kind_of_reason(frame):
    planned = relief.plan(frame, now=NOW, catalogue=catalogue())
    assert repr(planned).startswith("Plan: 2 suggested, the one to press first at the top\n")
    head, *rows = cells(planned._repr_html_())
    assert head == ["spot", "muscle", "side", "tool", "points", "80 % range", "n", "reason"]
    assert ["near the sacrum", "helped so far"] in [[row[0], row[-1]] for row in rows]

    none = relief.plan(frame, now=NOW, catalogue=catalogue(), profile=Profile(tools=()))
    assert repr(none) == "Plan: no suggestion (no tool reaches)"


def test_an_experiment_shows_its_figures():
    pairs = relief.plan_blocks(6, np.random.default_rng(0))
    pressed = pairs.assign(pain_before=6.0, relief=pairs["arm"].map({"A": 3.0, "B": 1.0}))
    early = relief.analyse(pressed, planned_pairs=8)
    assert repr(early).startswith("Comparison: A - B, an early look\n")
    assert dict(cells(early._repr_html_())[1:])["pairs"] == "6 of 8 planned"
    whole = relief.analyse(pressed, planned_pairs=6)
    assert "as planned" in repr(whole)
    assert cells(whole._repr_html_())[1:4] == [
        ["difference in points", "2.0"],
        ["95 % interval", "2.0 to 2.0"],
        ["p", "0.031"],
    ]
    few = dict(cells(relief.analyse(pressed.head(2), planned_pairs=6)._repr_html_())[1:])
    assert few["95 % interval"] == "not enough yet"


def test_weeks_habituation_and_the_rule_show_their_figures(frame):
    week = relief.week_comparison(frame, "2026-W46")
    assert repr(week).startswith("WeekComparison: 2026-W46 - weeks before: 8\n")
    assert dict(cells(week._repr_html_())[1:])["95 % interval"] == "not enough yet"

    spot = relief.habituation(frame, *SACRUM[:3])
    assert repr(spot).startswith("Habituation: left piriformis, near the sacrum\n")
    assert dict(cells(spot._repr_html_())[1:])["verdict"] == "not enough yet"

    rule = relief.thirty_second_rule(frame)
    assert repr(rule).startswith("ThirtySecondRule: 8 with an end, 0 moved, 0 unrated\n")
    assert cells(rule._repr_html_())[0][:4] == ["by 30 s", "counted", "n", "ended with"]


def test_text_from_a_diary_is_never_markup_and_long_tables_are_cut():
    class Answer(ShownAsTable):
        def _caption(self):
            return "Spots < 9"

        def _cells(self):
            return pd.DataFrame({"spot": [f"<b>{n}</b>" for n in range(10)]})

    html = Answer()._repr_html_()
    assert "<b>" not in html
    assert "Spots &lt; 9" in html
    assert html.count("<td>") == 10
    assert repr(Answer()).splitlines()[-1] == "... and 2 more"

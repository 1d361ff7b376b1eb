"""The running week reads as one line, with plain averages."""

from dataclasses import replace

import pandas as pd
import pytest

from tracker.relief.week_comparison import WeekComparison
from tracker.wording import week_so_far_sentence

NAN = float("nan")
WEEK = WeekComparison("2026-W47", 1, 4.5, 6.0, NAN, NAN, NAN, 3, 7, 3, 7, 0, enough=False)


def test_days_releases_and_pain_against_last_week():
    assert week_so_far_sentence(4, 9, WEEK) == (
        "4 of 7 days, 9 releases; average pain 4.5, 1.5 lower than last week."
    )


@pytest.mark.parametrize(
    ("mean", "before", "ending"),
    [
        (6.0, 4.9, "average hip pain 6.0, 1.1 higher than last week."),
        (4.5, 4.7, "average hip pain 4.5, about as last week."),
        (4.5, NAN, "average hip pain 4.5."),
        (NAN, 4.5, "no check-in yet."),
    ],
)
def test_what_is_not_known_is_not_said(mean, before, ending):
    pain = replace(WEEK, mean=mean, mean_before=before)
    assert week_so_far_sentence(1, 1, pain, "hip") == f"1 of 7 days, 1 release; {ending}"
    assert pd.isna(pain.difference)

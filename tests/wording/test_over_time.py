import numpy as np
import pandas as pd
import pytest

from tracker.relief.habituation import Habituation
from tracker.relief.over_time import over_time, sciatica_over_time
from tracker.relief.week_comparison import WeekComparison
from tracker.wording.over_time import (
    habituation_sentence,
    pain_week_sentence,
    relief_level_sentence,
    relief_week_sentence,
    sciatica_level_sentence,
)

FIRST, MIDDLE, LAST = (
    ("2026-11-09", 1.2, 0.4, 2.0, 2),
    ("2026-11-10", 1.7, 0.9, 2.5, 0),
    ("2026-11-11", 2.1, 1.2, 3.0, 12),
)


def levels(*rows):
    table = pd.DataFrame(rows, columns=["day", "mean", "low_95", "high_95", "n"])
    return table.assign(day=pd.to_datetime(table["day"]))


def test_where_relief_stands_now():
    assert relief_level_sentence(levels(FIRST, MIDDLE, LAST)) == (
        "On 11 November 2026 your relief at like spots and like starting pain stood at about 2.1 "
        "points (likely between 1.2 and 3.0, 14 releases in all)."
    )


def test_days_alike_claim_no_certainty():
    alike = ("2026-11-09", 3.0, 2.98, 3.02, 5), ("2026-11-11", 3.0, 2.98, 3.02, 5)
    said = relief_level_sentence(levels(*alike))
    assert said.endswith("stood at about 3.0 points (10 releases in all).")


def test_the_sciatica_itself():
    table = levels(("2026-11-01", 5.5, 4.9, 6.1, 6), ("2026-11-30", -0.02, -0.9, 0.9, 1))
    assert sciatica_level_sentence(table) == (
        "On 30 November 2026 your sciatica pain stood at about 0.0 of 10 (likely between "
        "\u22120.9 and 0.9, 7 ratings in all)."
    )
    assert "your leg pain stood" in sciatica_level_sentence(table, "leg")


def test_few_releases_or_ratings_are_not_enough_yet(releases, no_releases, check_ins):
    assert relief_level_sentence(over_time(releases.head(4))) == (
        "Not enough yet: 4 rated releases on 2 days; 5 on 2 days or more are needed."
    )
    assert relief_level_sentence(over_time(releases.head(1))) == (
        "Not enough yet: 1 rated release on 1 day; 5 on 2 days or more are needed."
    )
    assert sciatica_level_sentence(sciatica_over_time(check_ins)) == (
        "Not enough yet: 3 ratings on 2 days; 5 on 2 days or more are needed."
    )
    assert relief_level_sentence(over_time(no_releases)) == (
        "No releases yet: log the first one and it shows here."
    )
    assert sciatica_level_sentence(sciatica_over_time(check_ins.head(0))) == (
        "No check-ins of the sciatica yet: save the first one and it shows here."
    )


def weeks(difference, low, high, *, before=1, days_before=4, usual=8, enough=True):
    means = 2.1, 2.1 - difference
    counts = 5, days_before, 9, 8, usual
    return WeekComparison("2026-W46", before, *means, difference, low, high, *counts, enough)


def test_a_week_that_differs():
    assert relief_week_sentence(weeks(0.8, 0.2, 1.4)) == (
        "In the week of 9 November 2026 your relief at like spots was on average 0.8 points higher "
        "than in the week before (likely between 0.2 and 1.4 higher); 9 releases on 5 days against "
        "8 on 4. That is more than your usual ups and downs. This does not show why."
    )
    assert pain_week_sentence(weeks(-0.8, -1.4, -0.2, before=4)) == (
        "In the week of 9 November 2026 your sciatica pain was on average 0.8 points lower "
        "than in the 4 weeks before (likely between 0.2 and 1.4 lower); 9 ratings on 5 days "
        "against 8 on 4. That is more than your usual ups and downs. This does not show why."
    )


def test_a_worse_week_within_the_usual_ups_and_downs():
    assert pain_week_sentence(weeks(0.8, -0.5, 2.1)) == (
        "A worse week than the last, within your usual ups and downs. In the week of 9 November "
        "2026 your sciatica pain was on average 0.8 points higher than in the week before (likely "
        "between 0.5 lower and 2.1 higher); 9 ratings on 5 days against 8 on 4."
    )


@pytest.mark.parametrize(
    ("say", "difference", "before", "said"),
    [
        (pain_week_sentence, -0.8, 8, "A better week than the 8 before, within your usual ups "),
        (relief_week_sentence, 0.8, 1, "More relief than in the week before, within your usual "),
        (relief_week_sentence, -0.8, 8, "Less relief than in the 8 before, within your usual ups"),
        (relief_week_sentence, -0.2, 1, "A week like the last. In the week of 9 November"),
    ],
)
def test_weeks_within_the_usual_ups_and_downs(say, difference, before, said):
    assert say(weeks(difference, -2.0, 2.0, before=before)).startswith(said)


def test_weeks_with_too_few_days():
    assert relief_week_sentence(weeks(0.8, np.nan, np.nan, days_before=2, enough=False)) == (
        "Not enough yet: 5 active days in the week of 9 November 2026 and 2 in the week before; "
        "3 on each side are needed."
    )


def test_too_few_weeks_to_know_the_usual_ups_and_downs():
    assert pain_week_sentence(weeks(0.8, np.nan, np.nan, usual=2, enough=False)) == (
        "In the week of 9 November 2026 your sciatica pain was on average 0.8 points higher than "
        "in the week before; 9 ratings on 5 days against 8 on 4. Whether that is more than your "
        "usual ups and downs cannot be told yet: it takes 3 weeks before with 3 active days each, "
        "and there are 2."
    )


def history(verdict, change=np.nan, low=np.nan, high=np.nan):
    spot = ("piriformis", "near the sacrum", "left")
    return Habituation(*spot, verdict, change, low, high, 0.5, 12, 14)


def test_a_spot_that_may_be_wearing_off():
    assert habituation_sentence(history("wearing off", -2.1, -3.3, -0.9)) == (
        "It may be that the left piriformis (near the sacrum) is wearing off: relief there is now "
        "2.1 points lower than at first (likely between 0.9 and 3.3 lower); 12 releases then, "
        "14 lately. This does not show why."
    )


def test_a_spot_without_a_sign():
    assert habituation_sentence(history("no sign", -0.3, -1.5, 0.9)) == (
        "No sign that the left piriformis (near the sacrum) is wearing off: relief there is now "
        "0.3 points lower than at first (likely between 1.5 lower and 0.9 higher); 12 releases "
        "then, 14 lately. A slow change may not show yet."
    )


def test_a_spot_with_too_short_a_history():
    assert habituation_sentence(history("not enough yet")) == (
        "Not enough yet to say whether the left piriformis (near the sacrum) is wearing off: "
        "5 rated releases early on and 5 later, on other days, are needed."
    )

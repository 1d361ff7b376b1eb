import pandas as pd
import pytest

from tracker.relief import (
    by_muscle_and_week,
    by_spot,
    by_week,
    hold_curves,
    sciatica_by_day,
)
from tracker.wording import (
    hold_curves_sentence,
    muscle_weeks_sentence,
    over_time_sentence,
    sciatica_sentence,
    spot_ranking_sentence,
    tables,
)

FIGURES = ["mean_relief", "low", "high", "n_rated", "enough"]


def spots(*rows):
    return pd.DataFrame(rows, columns=["muscle", "spot", "side", *FIGURES])


def weeks(*rows):
    table = pd.DataFrame(rows, columns=["week_start", *FIGURES])
    return table.assign(week_start=pd.to_datetime(table["week_start"]))


SACRUM = ("piriformis", "near the sacrum", "left", 2.1, 1.2, 3.0, 14, True)


def test_one_spot_with_enough_releases():
    assert spot_ranking_sentence(spots(SACRUM)) == (
        "After pressing the left piriformis (near the sacrum) your pain was on average 2.1 points "
        "lower (likely between 1.2 and 3.0, 14 releases)."
    )


def test_plain_averages_are_never_ranked():
    navel = ("psoas", "beside the navel", "right", 1.4, 0.2, 2.6, 8, True)
    few = ("psoas", "above the groin crease", "right", 5.0, 3.0, 7.0, 3, False)
    assert spot_ranking_sentence(spots(SACRUM, navel, few)) == (
        "The plain averages of 2 spots with 5 or more rated releases run from 1.4 to 2.1 points "
        "lower; they are no ranking."
    )
    worse = ("psoas", "beside the navel", "right", -0.4, -1.0, 0.2, 8, True)
    said = spot_ranking_sentence(spots(SACRUM, worse))
    assert "run from 0.4 points higher to 2.1 points lower" in said
    assert "piriformis" not in said


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((1.0, -0.4, 2.4), "on average 1.0 points lower (likely between 0.4 higher and 2.4 lower"),
        ((-1.0, -1.6, -0.4), "on average 1.0 points higher (likely between 0.4 and 1.6"),
        ((-0.04, -0.5, 0.42), "on average about the same (likely between 0.5 higher and 0.4 lower"),
        ((2.0, 2.0, 2.0), "on average 2.0 points lower (6 releases"),
    ],
)
def test_every_direction_has_its_words(figures, said):
    row = ("psoas", "beside the navel", "right", *figures, 6, True)
    assert said in spot_ranking_sentence(spots(row))


def test_few_releases_are_not_enough_yet(releases):
    assert spot_ranking_sentence(by_spot(releases)) == (
        "Not enough yet: no spot has 5 rated releases (the most so far is 3)."
    )
    assert over_time_sentence(by_week(releases.tail(3))) == (
        "Not enough yet: no week has 5 rated releases (the most so far is 2)."
    )
    assert muscle_weeks_sentence(by_muscle_and_week(releases)) == (
        "Not enough yet: no muscle in any one week has 5 rated releases (the most so far is 4)."
    )
    assert hold_curves_sentence(hold_curves(releases)) == (
        "Not enough yet: 4 held presses and 2 moved with every rating; 5 of a kind are needed."
    )


def test_no_releases_say_what_to_do(no_releases, make_check_ins):
    nothing = "No releases yet: log the first one and it shows here."
    assert spot_ranking_sentence(by_spot(no_releases)) == nothing
    assert over_time_sentence(by_week(no_releases)) == nothing
    assert muscle_weeks_sentence(by_muscle_and_week(no_releases)) == nothing
    assert hold_curves_sentence(hold_curves(no_releases)) == (
        "No releases yet with pain before, at 30 s and after: log the first one and it shows here."
    )
    assert sciatica_sentence(sciatica_by_day(make_check_ins([]))) == (
        "No check-ins of the sciatica yet: save the first one and it shows here."
    )


def test_a_single_week_with_enough(releases):
    # 3, 1, 0, 4, 0: mean 1.6, squares 13.2 and 1.3^2 over 5, t(5) 2.570582: 1.6 -+ 1.983872.
    assert over_time_sentence(by_week(releases)) == (
        "In the week of 9 November 2026 your pain after a press was on average 1.6 points lower "
        "(likely between 0.4 higher and 3.6 lower, 5 releases)."
    )


def test_two_weeks_are_no_trend():
    table = weeks(
        ("2026-10-12", 1.4, 0.6, 2.2, 9, True),
        ("2026-10-19", 9.0, 8.0, 9.9, 2, False),
        ("2026-11-09", 2.1, 1.2, 3.0, 14, True),
    )
    assert over_time_sentence(table) == (
        "In the week of 9 November 2026 your pain after a press was on average 2.1 points lower "
        "(likely between 1.2 and 3.0, 14 releases). In the week of 12 October 2026 it was on "
        "average 1.4 points lower (likely between 0.6 and 2.2, 9 releases). "
        "Two weeks do not show a trend, and pressing other spots changes them too."
    )


def test_hold_curves_take_every_release_once():
    table = pd.DataFrame(
        [
            ("piriformis", "held", "before", 6.0, 3),
            ("piriformis", "held", "30 s", 5.0, 3),
            ("piriformis", "held", "after", 3.0, 3),
            ("piriformis", "moved", "before", 7.0, 6),
            ("piriformis", "moved", "30 s", 7.5, 6),
            ("psoas", "held", "before", 4.0, 9),
            ("psoas", "held", "30 s", 3.0, 9),
            ("psoas", "held", "after", 2.0, 9),
        ],
        columns=["muscle", "outcome", "moment", "mean_pain", "n"],
    )
    moments = pd.CategoricalDtype(["before", "30 s", "after"], ordered=True)
    table = table.astype({"moment": moments})
    held = (
        "Over 12 presses you held, your pain was on average 4.5 before, 3.5 at 30 s and 2.2 after."
    )
    moved = (
        "Over 6 presses you moved on from, your pain was on average 7.0 before and 7.5 on leaving."
    )
    assert hold_curves_sentence(table) == f"{held} {moved}"
    assert hold_curves_sentence(table[table["outcome"] == "held"]) == held
    assert hold_curves_sentence(table[table["outcome"] == "moved"]) == moved


def test_the_latest_week_with_enough_speaks_for_the_muscles():
    def rows(*rows):
        table = pd.DataFrame(rows, columns=["muscle", "week_start", *FIGURES])
        return table.assign(week_start=pd.to_datetime(table["week_start"]))

    earlier = ("iliacus", "2026-11-02", 4.0, 3.0, 5.0, 9, True)
    psoas = ("psoas", "2026-11-09", 1.0, 0.2, 1.8, 6, True)
    piriformis = ("piriformis", "2026-11-09", 2.1, 1.2, 3.0, 14, True)
    few = ("iliacus", "2026-11-16", 4.0, 3.0, 5.0, 2, False)
    assert muscle_weeks_sentence(rows(earlier, psoas, few)) == (
        "In the week of 9 November 2026, after pressing the psoas your pain was on average "
        "1.0 points lower (likely between 0.2 and 1.8, 6 releases)."
    )
    assert muscle_weeks_sentence(rows(earlier, psoas, piriformis, few)) == (
        "In the week of 9 November 2026, the plain averages of 2 muscles with 5 or more rated "
        "releases run from 1.0 to 2.1 points lower; they are no ranking."
    )


def daily(site, pains):
    days = pd.date_range("2026-11-01", periods=len(pains))
    return pd.DataFrame({"day": days, "site": site, "pain": pains, "n": 1})


def test_sciatica_speaks_from_five_days_and_compares_from_fourteen():
    assert sciatica_sentence(daily("sciatica", [4.0])) == (
        "Not enough yet: you rated your sciatica pain on 1 day, and 5 are needed."
    )
    assert sciatica_sentence(daily("sciatica", [4.0, 5, 3, 4, 5])) == (
        "On the 5 days you rated it, your sciatica pain was 4.2 of 10 on average."
    )
    assert sciatica_sentence(daily("low back", [6.0] * 7 + [3.0] * 7)) == (
        "On the 14 days you rated it, your low back pain was 4.5 of 10 on average: "
        "6.0 over the first seven of them, 3.0 over the last seven."
    )


def test_the_site_with_most_rated_days_speaks():
    table = pd.concat([daily("sciatica", [4.0] * 3), daily("leg", [2.0] * 6)])
    site = pd.Categorical(table["site"], ["sciatica", "leg"], ordered=True)
    assert sciatica_sentence(table.assign(site=site)) == (
        "On the 6 days you rated it, your leg pain was 2.0 of 10 on average."
    )


def test_no_sentence_promises_or_cures():
    constants = [value for name, value in vars(tables).items() if name.isupper()]
    assert len(constants) >= 6
    for said in constants:
        assert not {"cure", "cures", "best", "winner", "proves"} & set(said.lower().split())

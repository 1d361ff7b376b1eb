"""What a comparison of factors says, without naming a cause."""

import pandas as pd

from tracker.wording.factors import factor_sentence

RELIEF = "relief of a press, in points: positive is more relief"
NEXT_DAY = "sciatica pain the next day, in points: positive is more pain"


def row(**figures):
    usual = {"factor": "tool", "level": "foam roller", "compared_with": "massage ball"}
    usual |= {"measures": RELIEF, "estimate": 0.8, "low": 0.3, "high": 1.3, "n": 64}
    usual |= {"n_level": 30, "p": 0.001, "notable": True, "enough": True, "apart_in_time": False}
    return pd.Series(usual | figures)


def test_a_notable_row_names_no_cause():
    assert factor_sentence(row()) == (
        "Tool, foam roller: went with 0.8 points more relief than massage ball (likely between "
        "0.3 more and 1.3 more, 64 releases), at equal pain before, on the same spot, in these "
        "weeks. "
        "That stands out, though it does not show which caused which."
    )


def test_a_row_without_a_clear_difference():
    said = row(estimate=-0.2, low=-0.7, high=0.3, notable=False)
    assert factor_sentence(said) == (
        "Tool, foam roller: went with 0.2 points less relief than massage ball (likely between "
        "0.7 less and 0.3 more, 64 releases), at equal pain before, on the same spot, in these "
        "weeks. "
        "That is no clear difference."
    )
    alike = factor_sentence(row(estimate=-0.02, low=-0.04, high=0.3, notable=False))
    assert "went with about the same relief as massage ball (likely between 0.0 and" in alike


def test_a_slope_and_a_day_after():
    hold = row(factor="hold length", level="each 10 s more", compared_with="10 s less")
    assert factor_sentence(hold).startswith(
        "Hold length, each 10 s more: went with 0.8 points more relief (likely between"
    )
    sat = row(
        factor="activity the day before",
        level="long sitting",
        compared_with="days without it",
        measures=NEXT_DAY,
    )
    assert factor_sentence(sat) == (
        "Activity the day before, long sitting: went with 0.8 points more sciatica pain the next "
        "day than days without it (likely between 0.3 more and 1.3 more, 64 days), at equal pain "
        "the day before, in these weeks. That stands out, though it does not show which caused "
        "which."
    )


def test_medication_is_told_as_any_other_day():
    said = factor_sentence(
        row(
            factor="medication the day before",
            level="any",
            compared_with="days without it",
            measures=NEXT_DAY,
            notable=False,
        )
    )
    assert said.startswith("Medication the day before, any: went with 0.8 points more sciatica")
    assert "64 days), at equal pain the day before" in said


def test_few_rows_are_not_enough_yet():
    assert factor_sentence(row(n=12, n_level=3, enough=False)) == (
        "Tool, foam roller against massage ball: not enough yet (3 of 12 releases that can be "
        "compared)."
    )
    slope = row(factor="hold length", level="each 10 s more", n=1, n_level=1, enough=False)
    assert factor_sentence(slope) == (
        "Hold length, each 10 s more: not enough yet (1 release to compare)."
    )


def test_a_tool_that_took_the_place_of_another():
    said = factor_sentence(row(enough=False, apart_in_time=True, n=0, n_level=0))
    assert said == (
        "Tool, foam roller against massage ball: they were used one after the other, so what else "
        "changed since then cannot be told from it. Use both in the same weeks to compare."
    )

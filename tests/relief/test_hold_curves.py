import pandas as pd
from pandas.testing import assert_frame_equal

from tracker.relief import derive, hold_curves


def test_hold_curves_literally(releases):
    nan = float("nan")
    expected = pd.DataFrame(
        [
            # 6, 5, 6 -> 5, 4, 4 -> 3, 4, 2: sd .57735, .57735, 1; t(2) 4.302653.
            ("piriformis", "held", "before", 17 / 3, 4.232451, 7.100883, 3),
            ("piriformis", "held", "30 s", 13 / 3, 2.899118, 5.767549, 3),
            ("piriformis", "held", "after", 3.0, 0.515862, 5.484138, 3),
            # 6, 8 -> 6, 7: sd 1.414214, .707107; t(1) 12.706205.
            ("piriformis", "moved", "before", 7.0, -5.706205, 19.706205, 2),
            ("piriformis", "moved", "30 s", 6.5, 0.146898, 12.853102, 2),
            ("psoas", "held", "before", 0.0, nan, nan, 1),
            ("psoas", "held", "30 s", 0.0, nan, nan, 1),
            ("psoas", "held", "after", 0.0, nan, nan, 1),
        ],
        columns=["muscle", "outcome", "moment", "mean_pain", "low", "high", "n"],
    )
    curves = hold_curves(releases)
    text = dict.fromkeys(["muscle", "outcome", "moment"], "str")
    assert_frame_equal(curves.astype(text), expected, atol=1e-6)


def test_a_curve_is_of_the_same_releases_throughout(make_releases):
    press = ("2026-11-09T12:00Z", 0, "psoas", "beside the navel", "left", "foam roller", "light")
    frame = make_releases(
        [
            (*press, 6, 4, 2, "held"),
            (*press, 9, None, 8, "held"),
            (*press, 9, 9, None, "held"),
            (*press, 9, None, None, "moved"),
            (*press, 9, 9, 9, "stopped"),
        ]
    )
    curves = hold_curves(frame)
    assert curves["outcome"].to_list() == ["held"] * 3
    assert curves["mean_pain"].to_list() == [6, 4, 2]
    assert curves["n"].to_list() == [1, 1, 1]


def test_moments_and_outcomes_are_ordered(releases):
    curves = hold_curves(releases)
    assert curves["moment"].cat.ordered
    assert curves["moment"].cat.categories.to_list() == ["before", "30 s", "after"]
    assert curves["outcome"].cat.categories.to_list() == ["held", "moved"]


def test_order_of_rows_and_derived_columns_do_not_matter(releases):
    shuffled = derive(releases).sample(frac=1, random_state=1)
    assert_frame_equal(hold_curves(shuffled), hold_curves(releases))


def test_no_releases_no_curves(releases, no_releases):
    empty = hold_curves(no_releases)
    assert empty.empty
    assert empty.dtypes.equals(hold_curves(releases).dtypes)
    assert isinstance(empty.index, pd.RangeIndex)

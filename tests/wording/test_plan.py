"""Every reason of a plan has its figures, and promises nothing."""

import numpy as np
import pandas as pd
import pytest

from tracker.relief.plan import REASONS, Plan
from tracker.wording.plan import advice_sentence, reason_sentence, rest_note


def suggestion(reason, mean, low_80, high_80, n_rated, *, press_lightly=False):
    table = pd.DataFrame({"mean": [mean], "low_80": low_80, "high_80": high_80})
    row = table.assign(n_rated=n_rated, reason=reason, press_lightly=press_lightly)
    return next(row.itertuples(index=False))


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (
            ("promising, little tried", 3.04, 2.4, 3.6, 2),
            "Promising, little tried: pain about 3.0 points lower after a press, going by other "
            "spots too (80 % range 2.4 to 3.6, 2 releases); not enough yet to say.",
        ),
        (
            ("promising, not tried", 0.54, -0.7, 0.8, 0),
            "Not tried yet. Nearby spots helped: going by them, pain about 0.5 points lower after "
            "a press (80 % range 0.7 higher to 0.8 lower).",
        ),
        (
            ("promising, muscle not tried", 0.54, -0.7, 0.8, 0),
            "Not tried yet, nor its muscle. Your other spots helped: going by them, pain about 0.5 "
            "points lower after a press (80 % range 0.7 higher to 0.8 lower).",
        ),
        (
            ("among the best so far", 2.4, 2.2, 2.7, 8),
            "Among the best so far: pain about 2.4 points lower after a press (80 % range 2.2 to "
            "2.7, 8 releases).",
        ),
        (
            ("promising, little tried", -0.2, -0.7, 0.3, 1),
            "Promising, little tried: pain about 0.2 points higher after a press, going by other "
            "spots too (80 % range 0.7 higher to 0.3 lower, 1 release); not enough yet to say.",
        ),
        (
            ("little tried", np.nan, np.nan, np.nan, 1),
            "Little tried (1 release): too few releases to compare spots, so any is worth a try.",
        ),
        (
            ("not tried", np.nan, np.nan, np.nan, 0),
            "Not tried yet: too few releases to compare spots, so any is worth a try.",
        ),
        (
            ("helped so far", 1.4, 0.04, 2.8, 5),
            "Helped so far: pain about 1.4 points lower after a press (80 % range 0.0 to 2.8, "
            "5 releases).",
        ),
        (
            ("helped so far", 1.4, -0.04, 2.8, 5),
            "Helped so far: pain about 1.4 points lower after a press (80 % range 0.0 to 2.8, "
            "5 releases).",
        ),
        (
            ("best so far", 2.4, 2.2, 2.7, 8),
            "Best so far: pain about 2.4 points lower after a press (80 % range 2.2 to 2.7, "
            "8 releases).",
        ),
    ],
)
def test_every_reason_has_its_numbers(figures, sentence):
    assert reason_sentence(suggestion(*figures)) == sentence


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_said_and_asks_for_less_pressure_near_a_flare_up(reason):
    figures = (reason, 1.0, 0.5, 1.5, 0 if "not tried" in reason else 2)
    sentence = reason_sentence(suggestion(*figures))
    opening = "not tried yet" if "not tried" in reason else reason.split(",")[0]
    assert sentence.lower().startswith(opening)
    assert reason_sentence(suggestion(*figures, press_lightly=True)) == (
        f"{sentence} Press more lightly: pain rose at another spot of this muscle."
    )


def test_resting_spots_are_the_kits_own_rule():
    assert rest_note(6) == (
        "Spots pressed within the last 6 hours are left out: the kit's own choice, not the "
        "protocol's."
    )


def test_a_plan_without_suggestions_says_why():
    none = pd.DataFrame()
    assert advice_sentence(Plan(none)) == ""
    assert advice_sentence(Plan(none, "See a doctor first.")) == "See a doctor first."
    assert advice_sentence(Plan(none, nothing_left="no tool reaches")) == (
        "No spot is within reach of your tools. A lacrosse ball or a massage ball reaches most "
        "muscles."
    )
    assert advice_sentence(Plan(none, nothing_left="every spot rests", rest_h=5)) == (
        "Every spot within reach rests for now. Spots pressed within the last 5 hours are left "
        "out: the kit's own choice, not the protocol's. So are spots that left pain that lingered."
    )
    assert advice_sentence(Plan(none, nothing_left="none helped")) == (
        "No spot helped clearly so far, and none little tried is promising. This shows what "
        "happened while you pressed; a health-care practitioner can look further."
    )

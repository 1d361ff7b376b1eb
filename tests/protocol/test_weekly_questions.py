"""When the questions of once a week are due."""

from datetime import date

import pytest

from tracker.protocol.check_in import CheckIn
from tracker.protocol.weekly_questions import Weekly, weekly_due

TODAY = date(2026, 11, 22)


def check_in(day, **changes):
    return CheckIn(at=f"2026-11-{day:02}T18:00+01:00", pain=4, **changes)


BOTHERED = {"bothersomeness": [1, 2, 0, 3]}
CHANGED = {"change": "no change"}


@pytest.mark.parametrize(
    ("check_ins", "bothersomeness", "change"),
    [
        ([], True, False),
        ([check_in(16)], True, False),
        ([check_in(15)], True, True),
        ([check_in(15, **BOTHERED), check_in(16)], True, True),
        ([check_in(15), check_in(16, **BOTHERED)], False, True),
        ([check_in(8), check_in(16, **BOTHERED, **CHANGED)], False, False),
        ([check_in(8, **CHANGED), check_in(15, **CHANGED)], True, True),
        ([check_in(15, **CHANGED), check_in(8, **BOTHERED)], True, True),
    ],
)
def test_each_is_due_a_week_after_its_last_answer(check_ins, bothersomeness, change):
    assert weekly_due(check_ins, TODAY) == Weekly(bothersomeness, change)


def test_they_can_be_left_for_a_week():
    made = [check_in(1)]
    assert weekly_due(made, TODAY, skipped=date(2026, 11, 16)) == Weekly()
    assert weekly_due(made, TODAY, skipped=date(2026, 11, 15)) == Weekly(True, True)


def test_either_question_alone_is_a_reason_to_ask():
    assert Weekly(bothersomeness=True)
    assert Weekly(change=True)
    assert not Weekly()

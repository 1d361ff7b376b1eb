"""When a release is asked about again, and when its pain has stayed."""

from datetime import timedelta

import pytest

from tracker.protocol.flare_up import (
    advice_for,
    due_follow_ups,
    flare_up_warning,
    flare_ups,
    pain_at_end,
    press_of,
    stays_raised,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def rose(release):
    """A press of the left piriformis near the sacrum, at noon, from 5 to 8."""

    def make(**changes):
        return release(**{"pain_before": 5, "pain_after": 8, **changes})

    return make


def later(noon, pain, hours):
    return {"pain_later": pain, "later_at": noon + hours * HOUR}


def test_pain_when_the_press_ended(release):
    assert pain_at_end(release(pain_30s=4, pain_after=3)) == 3
    assert pain_at_end(release(pain_30s=7, outcome="moved")) == 7
    assert pain_at_end(release(pain_30s=4, outcome="stopped")) is None


def test_a_release_is_judged_by_its_last_rating(rose, noon):
    assert advice_for(rose()).action == "check later"
    assert advice_for(rose(pain_after=6)).action == "go on"
    assert advice_for(rose(**later(noon, 8, 3))).action == "ease"
    assert advice_for(rose(**later(noon, 8, 24))).action == "stop and consult"
    assert advice_for(rose(pain_after=None, **later(noon, 6, 24))).action == "go on"


@pytest.mark.parametrize(("hours", "asked"), [(1.9, 0), (2, 1), (168, 1), (168.1, 0)])
def test_a_large_rise_is_asked_about_from_two_hours_to_a_week(rose, noon, hours, asked):
    assert len(due_follow_ups([rose()], noon + hours * HOUR)) == asked


def test_a_moved_press_is_judged_by_the_pain_on_leaving(release, noon):
    moved = release(pain_before=5, pain_30s=7, outcome="moved")
    assert due_follow_ups([moved], noon + 3 * HOUR) == [moved]


def test_a_press_without_a_large_rise_is_asked_about_on_request(rose, noon):
    fell = rose(pain_after=2)
    assert due_follow_ups([fell], noon + 3 * HOUR) == []
    assert due_follow_ups([fell], noon + 3 * HOUR, {fell.id}) == [fell]
    answered = rose(pain_after=2, **later(noon, 2, 3))
    assert due_follow_ups([answered], noon + 4 * HOUR, {answered.id}) == []


def test_a_rise_that_lingered_is_asked_about_once_more_a_day_later(rose, noon):
    lingered = rose(**later(noon, 8, 3))
    assert due_follow_ups([lingered], noon + 23 * HOUR) == []
    assert due_follow_ups([lingered], noon + 24 * HOUR) == [lingered]
    assert due_follow_ups([rose(**later(noon, 8, 25))], noon + 30 * HOUR) == []
    assert due_follow_ups([rose(**later(noon, 6, 3))], noon + 30 * HOUR) == []


def test_only_the_last_press_of_a_spot_is_asked_about_and_the_latest_first(rose, noon):
    first, again = rose(), rose(started_at=noon + HOUR)
    other_side = rose(side="right", started_at=noon - HOUR)
    assert due_follow_ups([again, other_side, first], noon + 4 * HOUR) == [again, other_side]
    eased = rose(started_at=noon + HOUR, pain_after=4)
    assert due_follow_ups([first, eased], noon + 4 * HOUR) == []


def test_pain_that_stayed_ends_with_a_press_there_that_begins_without_it(rose, noon):
    stayed = rose(**later(noon, 8, 26))
    assert stays_raised([stayed]).release == stayed
    assert stays_raised([rose()]) is None

    def press(hours, before, **changes):
        return rose(started_at=noon + hours * HOUR, pain_before=before, pain_after=None, **changes)

    assert stays_raised([stayed, press(48, 6)]) is None
    assert stays_raised([press(48, 6), stayed]) is None
    assert stays_raised([stayed, press(48, 7)]).release == stayed
    assert stays_raised([stayed, press(48, 6, side="right")]).release == stayed
    # It began before the pain was rated as still raised.
    assert stays_raised([stayed, press(25, 6)]).release == stayed


def test_pain_that_stayed_ends_when_the_person_read_so_and_went_on(rose, noon):
    stayed = rose(**later(noon, 8, 26))
    assert stays_raised([stayed], [noon + 25 * HOUR]) is not None
    assert stays_raised([stayed], [noon + 26 * HOUR]) is None


def against(releases, now):
    return list(flare_ups(map(press_of, releases), now))


def test_a_rise_that_lingered_speaks_against_its_spot_until_it_is_rated_again(rose, noon):
    lingered = rose(**later(noon, 8, 3))
    spot = ("piriformis", "near the sacrum", "left")
    assert against([lingered], noon + 999 * HOUR) == [spot]
    assert against([rose(**later(noon, 8, 26))], noon + 999 * HOUR) == [spot]
    assert against([rose(**later(noon, 6, 3))], noon + 4 * HOUR) == []

    def again(**changes):
        return rose(started_at=noon + 48 * HOUR, **changes)

    assert against([lingered, again(pain_after=4)], noon + 49 * HOUR) == []
    assert against([lingered, again(pain_after=None)], noon + 49 * HOUR) == [spot]
    assert against([lingered, again(pain_after=4, side="right")], noon + 49 * HOUR) == [spot]


def test_a_rise_that_was_not_rated_again_speaks_for_a_day(rose, release, noon):
    assert len(against([rose()], noon + 23.9 * HOUR)) == 1
    assert against([rose()], noon + 24 * HOUR) == []
    assert against([rose(pain_after=6)], noon + HOUR) == []
    moved = release(pain_before=5, pain_30s=7, outcome="moved")
    assert len(against([moved], noon + HOUR)) == 1


def test_the_warning_says_what_the_last_press_did(rose, noon):
    def warning(**changes):
        return flare_up_warning(press_of(rose(**changes)))

    end = " Press lighter, or another spot."
    assert warning() == f"Last time pain rose from 5 to 8 and was not rated again.{end}"
    assert warning(**later(noon, 8, 3)) == f"Last time pain rose from 5 to 8 and stayed.{end}"
    assert warning(**later(noon, 9, 3)) == (
        f"Last time pain rose from 5 to 8 and stayed (9 later).{end}"
    )
    for after in (4, None):
        assert warning(pain_after=after, **later(noon, 8, 3)) == (
            f"Last time pain rose from 5 to 8 some hours later.{end}"
        )

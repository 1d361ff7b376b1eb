"""The tables against a slow and obvious reference in plain Python."""

import datetime as dt
import math
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy import stats

from tracker.relief import by, by_muscle_and_week, by_spot, by_week

PAIN = st.integers(0, 10) | st.integers(0, 100).map(lambda tenths: tenths / 10)
RATING = st.none() | PAIN
MOMENT = st.datetimes(dt.datetime(2026, 12, 20), dt.datetime(2027, 1, 12))  # noqa: DTZ001

# A busy machine is no error, and every example builds whole frames.
unhurried = settings(deadline=None, max_examples=60)


@st.composite
def a_row(draw):
    outcome = draw(st.sampled_from(["held", "moved", "stopped"]))
    return (
        draw(MOMENT).replace(microsecond=0, tzinfo=dt.UTC).isoformat(),
        draw(st.sampled_from([-720, -300, 0, 330, 840])),
        draw(st.sampled_from(["psoas", "piriformis"])),
        draw(st.sampled_from(["beside the navel", "near the sacrum", "a"])),
        draw(st.sampled_from(["left", "right"])),
        draw(st.sampled_from(["massage ball", "foam roller"])),
        draw(st.sampled_from(["light", "moderate", "firm", None])),
        draw(PAIN),
        draw(RATING),
        None if outcome == "moved" else draw(RATING),
        outcome,
    )


ROWS = st.lists(a_row(), max_size=30)


def average(values):
    return sum(values) / len(values) if values else math.nan


def middle(values):
    return statistics.median(values) if values else math.nan


def likely(values):
    if len(values) < 2:
        return math.nan, math.nan
    # The weak prior: one more value, that scatters by 1.3 points.
    n = len(values)
    variance = ((n - 1) * statistics.variance(values) + 1.3**2) / n
    margin = stats.t.ppf(0.975, n) * math.sqrt(variance / n)
    return average(values) - margin, average(values) + margin


def expected_of(rows):
    relief, at_30s, after, shares = [], [], [], []
    for *_, before, pain_30s, pain_after, outcome in rows:
        if pain_30s is not None:
            at_30s.append(round(before - pain_30s, 9))
        if pain_after is not None:
            after.append(round(before - pain_after, 9))
        ended = pain_30s if outcome == "moved" else pain_after
        if ended is not None:
            relief.append(round(before - ended, 9))
            if before > 0:
                shares.append(round((before - ended) / before, 9))
    return {
        "n": len(rows),
        "n_rated": len(relief),
        "mean_relief": average(relief),
        "low": likely(relief)[0],
        "high": likely(relief)[1],
        "median_relief": middle(relief),
        "mean_relief_30s": average(at_30s),
        "median_relief_30s": middle(at_30s),
        "mean_relief_after": average(after),
        "median_relief_after": middle(after),
        "share_2_points": average([value >= 2 for value in relief]),
        "share_30_percent": average([value >= 0.3 for value in shares]),
        "share_50_percent": average([value >= 0.5 for value in shares]),
        "moved": sum(row[-1] == "moved" for row in rows),
        "stopped": sum(row[-1] == "stopped" for row in rows),
        "enough": len(relief) >= 5,
    }


def grouped(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return {name: expected_of(members) for name, members in groups.items()}


def iso_week(row):
    local = dt.datetime.fromisoformat(row[0]) + dt.timedelta(minutes=row[1])
    year, week, _ = local.isocalendar()
    return f"{year}-W{week:02d}"


def agree(table, n_keys, expected):
    assert len(table) == len(expected)
    for row in table.to_dict("split")["data"]:
        key, values = tuple(row[:n_keys]), row[n_keys:]
        want = list(expected[key if n_keys > 1 else key[0]].values())
        assert values == pytest.approx(want, nan_ok=True, abs=1e-9)


@unhurried
@given(ROWS)
def test_by_spot(make_releases, rows):
    expected = grouped(rows, lambda row: row[2:5])
    table = by_spot(make_releases(rows))
    agree(table, 3, expected)

    def rank(name):
        mean = expected[name]["mean_relief"]
        unrated = math.isnan(mean)
        return not expected[name]["enough"], unrated, 0 if unrated else -round(mean, 9), name

    spots = list(table[["muscle", "spot", "side"]].itertuples(index=False, name=None))
    assert spots == sorted(expected, key=rank)


@unhurried
@given(ROWS)
def test_by_pressure(make_releases, rows):
    table = by(make_releases(rows), "pressure")
    agree(table, 1, grouped(rows, lambda row: row[6] or "not noted"))
    natural = ["light", "moderate", "firm", "not noted"]
    assert table["pressure"].to_list() == [name for name in natural if name in set(table.pressure)]


@unhurried
@given(ROWS)
def test_by_week(make_releases, rows):
    table = by_week(make_releases(rows))
    agree(table.drop(columns="week_start"), 1, grouped(rows, iso_week))
    assert table["week_start"].is_monotonic_increasing
    assert (table["week_start"].dt.day_of_week == 0).all()


@pytest.mark.slow
@unhurried
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(make_releases, rows, random):
    frame = make_releases(rows)
    order = list(frame.index)
    random.shuffle(order)
    for table in (by_spot, by_muscle_and_week):
        assert_frame_equal(table(frame.loc[order]), table(frame))

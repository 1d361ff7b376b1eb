"""What is handed in is not the table that a chart draws."""

import pytest

from tracker import charts


@pytest.mark.parametrize(
    ("plot", "tables", "what", "source"),
    [
        (charts.plot_spot_ranking, 1, "table", r"relief\.by_spot\(releases\)"),
        (charts.plot_pooled_ranking, 1, "spots", r"relief\.pool\(releases\)\.spots"),
        (charts.plot_hold_curves, 1, "curves", r"relief\.hold_curves\(releases\)"),
        (charts.plot_muscle_weeks, 1, "weeks", r"relief\.by_muscle_and_week\(releases\)"),
        (charts.plot_relief_over_time, 2, "points", r"relief\.points\(releases\)"),
        (charts.plot_sciatica, 2, "by_day", r"relief\.sciatica_by_day\(check_ins\)"),
        (charts.plot_level, 1, "table", r"relief\.over_time\(releases\)"),
    ],
)
def test_each_chart_says_which_table_it_draws(plot, tables, what, source, spots):
    other = spots[["spot"]]
    with pytest.raises(ValueError, match=rf"^{what} has no column '\w+'; hand in what {source} "):
        plot(*[other] * tables)
    with pytest.raises(TypeError, match=rf"^{what} must be a table, not list; .*{source} gives"):
        plot(*[[other]] * tables)


def test_a_level_is_of_relief_or_of_pain(spots):
    with pytest.raises(ValueError, match=r"^of must be one of relief, pain, not 'sciatica'\.$"):
        charts.plot_level(spots, of="sciatica")

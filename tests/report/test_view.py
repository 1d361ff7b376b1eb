"""The view model of the week's page: text worked out by hand from the diary in conftest."""

from datetime import UTC, datetime, timedelta

from tracker.protocol.profile import Profile
from tracker.report.typography import isolate_bidi, right_to_left
from tracker.report.view import week_view
from tracker.report.weekly_report import weekly_report

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
HEBREW = "\u05d2\u05d1 \u05ea\u05d7\u05ea\u05d5\u05df 3 s"


def test_every_figure_is_text(by_hand):
    view = week_view(weekly_report(by_hand, now=NOW))
    pain, index, *_, relief = view.measures
    assert (pain.name, pain.value, pain.is_known) == ("Sciatica pain", "4.0", True)
    assert pain.scale == "0 to 10, average of the days rated; 4 ratings on 4 days"
    last, four = pain.earlier
    assert (last.label, last.value, last.change) == (
        "Week before",
        "6.5",
        "too few weeks to compare",
    )
    assert (four.label, four.value) == ("Four before", "6.5")
    assert (index.value, index.earlier[1].value) == ("6", "10.0")
    # 1.5 - 2.0543 and 1.5 + 2.0543.
    assert (relief.value, relief.likely) == ("1.5", "likely \u22120.6 to 3.6")


def test_the_ranking_names_the_usual_pain_once_it_is_said(by_hand, release):
    # Without a pain before that varies there is nothing to compare at another one.
    by_hand.add(release(started_at=NOW - timedelta(days=3), pain_before=4, pain_after=3))
    said = NOW.date() - timedelta(days=7)
    by_hand.keep_profile(Profile(usual_pain=4, usual_pain_on=said), said)
    caption = week_view(weekly_report(by_hand, now=NOW)).ranking_caption
    assert caption.startswith("At a starting pain of 4.")
    assert caption.endswith("30 % of your usual pain of 4.")


def test_a_spot_has_its_side_and_its_releases(by_hand):
    view = week_view(weekly_report(by_hand, now=NOW))
    (spot,) = view.spots
    assert (spot.muscle, spot.spot) == ("Left piriformis", "near the sacrum")
    assert (spot.n_rated, spot.n_week, spot.heading, spot.tag) == ("7", "5", "", "some relief")
    assert view.ranking_caption.startswith("At a starting pain of 6. Dot: the average.")
    assert view.not_helping_sentence == (
        "Every spot with 5 rated releases or more went with a fall in pain so far."
    )


def test_a_week_without_an_answer_shows_a_dash(by_hand):
    view = week_view(weekly_report(by_hand, "2026-W47", now=NOW.replace(day=18)))
    assert (view.title, view.tags) == ("Week 47", ("Still running",))
    pain = view.measures[0]
    assert (pain.value, pain.is_known, pain.likely) == ("\u2013", False, "")


def test_names_from_right_to_left_are_isolated_in_every_sentence(logged, press):
    monday = datetime(2026, 11, 9, 8, tzinfo=UTC)
    view = week_view(weekly_report(logged(press(monday, note=HEBREW)), now=NOW))
    assert view.names == (HEBREW,)
    assert isolate_bidi(f"Left psoas ({HEBREW}), twice.", view.names) == (
        f"Left psoas (\u2068{HEBREW}\u2069), twice."
    )
    assert right_to_left({"psoas", HEBREW, HEBREW[:2]}) == (HEBREW, HEBREW[:2])

"""What the week's report says, worked out by hand from the diary in conftest.

Relief of 2026-W46, one press a day on one spot from one starting pain, so nothing to adjust for:
2, 3, 1 and 0 on leaving; the fifth was not rated. Mean 6 / 4 = 1.5; sd sqrt(5 / 3) = 1.2910;
t(3, .975) = 3.18245; margin 3.18245 x 1.2910 / 2 = 2.0543. The week before 1, 1, 1.

Sciatica 4, 4, 4, 4 against 6, 6, 7, 7: 4.0 - 6.5 = -2.5; with one week before, nothing says yet
how much weeks differ by themselves.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnSpot
from tracker.protocol.screening import Screening
from tracker.report.notes import Note
from tracker.report.spots import not_helping_sentence
from tracker.report.view import week_view
from tracker.report.weekly_report import weekly_report
from tracker.wording.numbers import AS_RATED

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
LATER = datetime(2027, 6, 1, tzinfo=UTC)


def measure(report, key):
    return next(one for one in report.measures if one.key == key)


def test_the_week_in_one_sentence(by_hand):
    report = weekly_report(by_hand, now=NOW)
    assert (report.week.name, report.week.days) == ("2026-W46", "9 to 15 November 2026")
    assert (report.kind, report.is_complete, report.person) == ("full", True, "me")
    assert report.headline == ("Your sciatica pain averaged 4.0 of 10, 6.5 the week before.")
    assert report.summary == (
        "Not enough yet to say what pressing went with: 4 rated releases on 4 days."
    )


def test_the_five_figures_beside_the_weeks_before(by_hand):
    report = weekly_report(by_hand, now=NOW)
    assert [one.key for one in report.measures] == [
        "pain",
        "bothersomeness",
        "releases",
        "days",
        "relief",
    ]
    pain, index, releases, days, relief = report.measures
    assert (pain.value, pain.last, pain.before) == (4.0, 6.5, 6.5)
    assert (pain.n, pain.change) == ("4 ratings on 4 days", "too few weeks to compare")
    assert (index.value, index.last, index.change) == (6.0, 10.0, "4 lower")
    assert (releases.value, releases.last, releases.change) == (5.0, 3.0, "2 more")
    assert (releases.n, days.value, days.n) == ("4 of 5 rated", 5.0, "2 without")
    assert (relief.value, relief.last, relief.before) == (
        pytest.approx(1.5),
        pytest.approx(1.0),
        pytest.approx(1.0),
    )
    assert (relief.low, relief.high) == (
        pytest.approx(1.5 - 2.0543, abs=1e-4),
        pytest.approx(3.5543, abs=1e-4),
    )
    assert relief.change == "too few weeks to compare"


def test_the_history_holds_nothing_before_the_first_entry(by_hand):
    releases = measure(weekly_report(by_hand, now=NOW), "releases")
    assert releases.history == (None,) * 10 + (3.0, 5.0)
    assert releases.before == 3.0


def test_the_check_at_30_s_is_counted(by_hand):
    check = weekly_report(by_hand, now=NOW).thirty_seconds
    assert (check.fell, check.stayed_up, check.moved, check.unrated) == (2, 2, 1, 1)
    assert check.sentence == (
        "Pain had begun to fall by 30 s in 2 of 4 releases rated at 30 s. "
        "Of the other 2, 1 was moved. 1 release had no rating at 30 s."
    )


@pytest.mark.parametrize(
    ("outcome", "said"), [("moved", "The other one was moved."), ("held", "not moved.")]
)
def test_a_single_press_that_had_not_eased_is_not_counted_as_several(logged, press, outcome, said):
    at = datetime(2026, 11, 9, 8, tzinfo=UTC)
    eased, stayed = press(at, pain_30s=5), press(at + timedelta(hours=9), pain_30s=6)
    report = weekly_report(logged(eased, stayed.changed(outcome=outcome)), now=NOW)
    assert report.thirty_seconds.sentence.startswith(
        "Pain had begun to fall by 30 s in 1 of 2 releases rated at 30 s. The other one was "
    )
    assert report.thirty_seconds.sentence.endswith(said)


def test_the_only_spot_is_ranked_with_its_releases(by_hand):
    report = weekly_report(by_hand, now=NOW)
    (line,) = report.spot_lines
    assert (line.muscle, line.spot, line.side) == ("piriformis", "near the sacrum", "left")
    assert (line.n_rated, line.n_week, line.heading, line.gives) == (7, 5, "", "some relief")
    # Pulled nowhere by others, the average of 1, 1, 1, 2, 3, 1, 0.
    assert line.mean == pytest.approx(9 / 7, abs=0.02)
    assert report.not_helping == ()


def test_the_notes_of_a_week_without_a_press_count_none(logged):
    asked = CheckIn(at=datetime(2026, 11, 2, 8, tzinfo=UTC), pain=5)
    notes = weekly_report(logged(asked), now=NOW).footnotes
    assert notes[0] == (
        "No release and 1 check-in since 2 November 2026; this week no release and no check-in."
    )
    assert notes[1].startswith("Missing this week: sciatica pain was rated on no day.")


def test_the_notes_say_on_what_it_rests_and_what_is_missing(by_hand):
    notes = weekly_report(by_hand, now=NOW).footnotes
    assert notes[0] == (
        "8 releases (7 rated) and 8 check-ins since 2 November 2026; "
        "this week 5 releases (4 rated) and 4 check-ins."
    )
    assert notes[1] == (
        "Missing this week: 1 release has no rating at 30 s; 1 release has no rating at the end; "
        "sciatica pain was rated on 4 of 7 days. A gap is left out, never counted as 0."
    )


def test_next_week_is_planned_with_reasons(by_hand):
    helps, explore = sorted(weekly_report(by_hand, now=NOW).plan, key=lambda one: one.kind)[::-1]
    assert (helps.spot, helps.side, helps.kind) == ("near the sacrum", "left", "helps")
    assert helps.reason.startswith("Helped so far: pain about 1.3 points lower after a press")
    assert explore.reason.startswith("Not tried yet, nor its muscle. Your other spots helped: ")


def test_a_first_week(by_hand):
    report = weekly_report(by_hand, "2026-W45", now=NOW)
    assert report.kind == "first"
    assert report.headline == "Your first week: 3 releases on 3 days."
    assert measure(report, "pain").change == ""


def test_days_alike_claim_no_certainty(logged, press):
    monday = datetime(2026, 11, 9, 8, tzinfo=UTC)
    alike = [press(monday + timedelta(days=i), pain_after=3) for i in range(6)]
    report = weekly_report(logged(*alike), now=NOW)
    assert (
        "on average 3.0 points lower at like spots and like starting pain, over" in report.summary
    )
    assert (measure(report, "relief").value, measure(report, "relief").low) == (3.0, None)


def test_an_urgent_week_without_a_press_asks_for_nothing_else(logged):
    asked = datetime(2026, 11, 10, 8, tzinfo=UTC)
    report = weekly_report(logged(Screening(answered_at=asked, red_flags=("fever",))), now=NOW)
    assert (report.kind, report.alerts[0].is_urgent, report.summary) == ("quiet", True, "")


def test_a_quiet_week(by_hand):
    report = weekly_report(by_hand, "2026-W47", now=datetime(2026, 11, 23, tzinfo=UTC))
    assert (report.kind, report.headline) == ("quiet", "A quiet week: nothing was logged.")
    assert report.summary == "A check-in takes a few seconds, and lets two weeks be compared."
    assert (measure(report, "releases").value, measure(report, "pain").value) == (0.0, None)
    assert report.plan


def test_a_week_that_still_runs_is_not_called_quiet(by_hand, logged):
    tuesday = datetime(2026, 11, 17, 9, tzinfo=UTC)
    report = weekly_report(by_hand, "2026-W47", now=tuesday)
    assert (report.is_complete, report.headline) == (False, "Nothing is logged this week yet.")
    logged(CheckIn(at=tuesday, pain=4))
    report = weekly_report(by_hand, "2026-W47", now=tuesday)
    assert report.headline == "No releases this week yet; your sciatica pain averaged 4.0 of 10."


def test_a_week_of_check_ins_alone(by_hand, logged):
    logged(CheckIn(at=datetime(2026, 11, 17, 8, tzinfo=UTC), pain=3))
    report = weekly_report(by_hand, "2026-W47", now=datetime(2026, 11, 23, tzinfo=UTC))
    assert report.headline == "No releases this week; your sciatica pain averaged 3.0 of 10."


def test_a_week_of_other_places_is_not_called_quiet(by_hand, logged):
    for day in (17, 18):
        logged(CheckIn(at=datetime(2026, 11, day, 8, tzinfo=UTC), pain=3, site="knee"))
    logged(CheckIn(at=datetime(2026, 11, 19, 8, tzinfo=UTC), pain=3, site="neck"))
    report = weekly_report(by_hand, "2026-W47", now=datetime(2026, 11, 23, tzinfo=UTC))
    assert report.headline == ("No releases this week; 3 check-ins, of other places (knee, neck).")


def test_an_empty_diary(diary):
    report = weekly_report(diary, now=NOW)
    assert (report.kind, report.headline) == ("empty", "Nothing is logged yet.")
    assert report.summary == "Log a first release or a check-in, and your week shows here."
    assert report.alerts == report.spot_lines == report.plan == report.footnotes == ()


def test_a_week_before_the_first_entry(by_hand):
    report = weekly_report(by_hand, "2026-W44", now=NOW)
    assert (report.kind, report.headline) == ("empty", "This week lies before the first entry.")


def test_later_entries_change_nothing_in_an_old_report(by_hand, logged, press):
    # A large rise on Sunday: what it was like on Monday was not known when the week ended.
    sunday = press(datetime(2026, 11, 15, 20, tzinfo=UTC), 4, pain_30s=4, pain_after=7)
    logged(sunday)
    before = weekly_report(by_hand, "2026-W46", now=NOW).to_html()
    monday = datetime(2026, 11, 16, 20, 30, tzinfo=UTC)
    by_hand.amend(sunday.id, pain_later=8, later_at=monday, recorded_at=LATER)
    logged(OwnSpot(muscle="piriformis", name="my knot", added_at=monday, x=0.5, y=0.2))
    logged(
        press(monday, 9, spot="my knot", pain_30s=3, pain_after=1),
        CheckIn(at=monday, pain=9, red_flags=("fever",)),
        Screening(answered_at=monday, red_flags=("fever",)),
    )
    assert weekly_report(by_hand, "2026-W46", now=NOW).to_html() == before
    assert "pain rose by 3\u00a0points, and was not rated again" in before


def test_red_flags_come_first(by_hand, logged):
    logged(
        CheckIn(at=datetime(2026, 11, 14, 8, tzinfo=UTC), pain=4, red_flags=("fever",)),
        Screening(
            answered_at=datetime(2026, 11, 13, 8, tzinfo=UTC),
            red_flags=("saddle numbness",),
            dismissed_at=datetime(2026, 11, 13, 9, tzinfo=UTC),
        ),
    )
    report = weekly_report(by_hand, now=NOW)
    (flag,) = report.alerts
    assert (flag.concern, flag.is_urgent) == ("red flag", True)
    assert flag.sentences == (
        "Red-flag questions of 13 November 2026: yes to saddle numbness. "
        "You read the advice and chose to go on.",
        "Check-in of 14 November 2026: yes to fever.",
    )
    assert flag.advice == "Go to an emergency department now. Do not press anything."
    assert report.headline.startswith("Something comes before pressing")
    assert report.plan == ()
    html = report.to_html()
    assert html.index("A red flag was answered with yes") < html.index("<h1")


def test_a_red_flag_stands_until_it_is_answered_anew(by_hand, logged):
    logged(CheckIn(at=datetime(2026, 11, 15, 8, tzinfo=UTC), pain=4, red_flags=("fever",)))
    now = datetime(2026, 11, 23, tzinfo=UTC)
    (flag,) = weekly_report(by_hand, "2026-W47", now=now).alerts
    assert flag.title == "A red flag of an earlier week still stands"
    assert flag.sentences == ("15 November 2026: yes to fever, not answered anew since.",)
    logged(CheckIn(at=datetime(2026, 11, 16, 8, tzinfo=UTC), pain=4))
    assert weekly_report(by_hand, "2026-W47", now=now).alerts == ()


def test_a_screening_stops_the_plan_until_it_is_set_aside(by_hand, logged):
    asked = datetime(2026, 11, 15, 8, tzinfo=UTC)
    flag = Screening(answered_at=asked, red_flags=("fever",))
    logged(flag)
    report = weekly_report(by_hand, now=NOW)
    assert (report.plan, report.plan_note) == ((), "See a doctor before the next release.")
    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert weekly_report(by_hand, "2026-W47", now=now).alerts[0].sentences == (
        "15 November 2026: yes to fever, not answered anew since.",
    )
    by_hand.amend(flag.id, dismissed_at=asked + timedelta(hours=1), recorded_at=LATER)
    assert weekly_report(by_hand, now=NOW).plan
    assert weekly_report(by_hand, "2026-W47", now=now).alerts == ()


def test_what_a_doctor_agreed_to_stops_no_plan(by_hand, logged):
    asked = datetime(2026, 11, 12, 8, tzinfo=UTC)
    agreed = asked + timedelta(hours=1)
    past = Screening(answered_at=asked, red_flags=("cancer",), doctor_agreed_at=agreed)
    logged(past, CheckIn(at=asked + timedelta(days=1), pain=4, red_flags=("cancer",)))
    report = weekly_report(by_hand, now=NOW)
    assert report.plan
    (flag,) = report.alerts
    assert (flag.advice, flag.is_urgent) == ("Ask your doctor again when something changes.", False)
    assert flag.sentences == (
        "Red-flag questions of 12 November 2026: yes to cancer. "
        "A doctor has agreed to self-massage.",
        "Check-in of 13 November 2026: yes to cancer.",
    )
    assert report.clinician.tables[4].rows[0] == (
        "12 November 2026",
        "asked (asked for)",
        "cancer",
        "a doctor has agreed to self-massage",
    )
    # As a week knew it: here the doctor agreed only after its end.
    late = {"doctor_agreed_at": datetime(2026, 11, 17, 8, tzinfo=UTC)}
    by_hand.amend(past.id, **late, recorded_at=LATER)
    report = weekly_report(by_hand, "2026-W46", now=LATER)
    assert (report.plan, report.alerts[0].is_urgent) == ((), True)


@pytest.mark.parametrize(
    ("later", "hours", "said", "urgent"),
    [
        (9, 26, "26 hours later still 3 points higher than before.", True),
        (8, 5, "5 hours later still 2 points higher than before.", False),
        (None, None, "pain rose by 2 points, and was not rated again.", False),
    ],
)
def test_pain_that_lingers_comes_first(by_hand, logged, later, hours, said, urgent, press):
    start = datetime(2026, 11, 13, 20, tzinfo=UTC)
    again = (
        {} if later is None else {"pain_later": later, "later_at": start + timedelta(hours=hours)}
    )
    logged(press(start, 6, pain_30s=6, pain_after=8, **again))
    (alert,) = weekly_report(by_hand, now=NOW).alerts
    assert (alert.concern, alert.is_urgent) == ("lingering", urgent)
    assert alert.sentences == (f"Left piriformis (near the sacrum), 13 November 2026: {said}",)
    # Nobody who reads it on Monday is told to wait for a few hours more.
    assert "in a few hours" not in alert.advice


def test_rising_pain_comes_first(by_hand, logged):
    # Weeks of 5, six times, 6.5 and 4, then 7: s = 0.6781, margin 2.3646 x 0.6781 x 1.0607 = 1.70.
    monday = datetime(2026, 9, 21, 8, tzinfo=UTC)
    calm = [monday + timedelta(weeks=week, days=day) for week in range(6) for day in range(3)]
    logged(*(CheckIn(at=day, pain=5) for day in calm))
    days = [datetime(2026, 11, day, 8, tzinfo=UTC) for day in (16, 17, 18, 19)]
    logged(*(CheckIn(at=day, pain=7, symptoms=("weakness",)) for day in days))
    logged(CheckIn(at=datetime(2026, 11, 20, 8, tzinfo=UTC), pain=7, change="much worse"))
    report = weekly_report(by_hand, "2026-W47", now=datetime(2026, 11, 23, tzinfo=UTC))
    (alert,) = report.alerts
    assert (alert.concern, alert.is_urgent) == ("rising", False)
    assert alert.sentences[0].startswith(
        "In the week of 16 November 2026 your sciatica pain was on average 1.9 points higher"
    )
    assert "than in the 8 weeks before (likely between 0.2 and 3.6 higher)" in alert.sentences[0]
    assert alert.sentences[1:] == (
        "On 20 November 2026 you answered \u201cmuch worse\u201d compared with a week ago.",
        "Weakness was noted this week, and not in the 4 weeks before.",
    )


def test_a_worse_week_within_the_usual_ups_and_downs_is_no_alert(by_hand, logged):
    monday = datetime(2026, 9, 21, 8, tzinfo=UTC)
    ups_and_downs = [
        CheckIn(at=monday + timedelta(weeks=week, days=day), pain=3 + 4 * (week % 2))
        for week in range(6)
        for day in range(3)
    ]
    logged(*ups_and_downs, *(CheckIn(at=NOW + timedelta(days=day), pain=7) for day in range(4)))
    report = weekly_report(by_hand, "2026-W47", now=datetime(2026, 11, 23, tzinfo=UTC))
    assert report.alerts == ()
    assert report.headline.endswith(
        "sciatica pain averaged 7.0 of 10, no clear change from 4.0 the week before."
    )


def test_spots_without_a_clear_fall_are_named(logged, press):
    monday = datetime(2026, 11, 9, 8, tzinfo=UTC)
    flat = [
        press(monday + timedelta(days=i), spot="behind the hip bone", pain_after=6 + i % 2)
        for i in range(6)
    ]
    report = weekly_report(logged(*flat), now=NOW)
    assert [line.spot for line in report.not_helping] == ["behind the hip bone"]
    # Relief 0 and -1, three times each: -0.5 on average, squares of 1.5 and the prior's 1.3^2 over
    # 6: 2.447 standard errors of 0.2977.
    assert not_helping_sentence(report.not_helping[0]) == (
        "0.5 points higher on average (likely 1.2 points higher to 0.2 points lower)"
    )


def test_pain_that_rose_at_every_press_is_never_said_to_have_helped(logged, press):
    # Pressed only when pain was 4, beside one pressed at 6: the estimate for 6 lies above 0.
    monday = datetime(2026, 11, 9, tzinfo=UTC)
    risen = [press(monday + timedelta(hours=20 * i), 4, pain_after=5) for i in range(8)]
    eased = [
        press(monday + timedelta(hours=20 * i + 9), spot="middle of the buttock", pain_after=3)
        for i in range(8)
    ]
    report = weekly_report(logged(*risen, *eased), now=NOW)
    (line,) = report.not_helping
    assert (line.spot, line.mean, line.heading) == ("near the sacrum", -1.0, AS_RATED)
    assert not_helping_sentence(line) == (
        "pain was 1.0 points higher on average as you rated it; it began at another level there"
    )
    assert [one.heading for one in report.spot_lines] == ["", AS_RATED]
    assert "1 can't be compared (pain began there at another level)" in report.ranking_sentence
    assert "left piriformis, near the sacrum: on average 1.0 points higher" in report.to_html()
    assert "\u22121.0, as rated*" in report.to_html("clinician")
    assert [one.spot for one in report.plan if one.kind == "helps"] == ["middle of the buttock"]


def test_own_words_are_kept_in_order(by_hand, logged, press):
    logged(
        CheckIn(at=datetime(2026, 11, 14, 8, tzinfo=UTC), pain=4, note="  Slept badly.\n"),
        press(datetime(2026, 11, 14, 7, tzinfo=UTC), note="Radio on."),
    )
    notes = weekly_report(by_hand, now=NOW).notes
    assert [(one.when, one.about, one.text) for one in notes] == [
        ("Saturday 14 November, 07:00", "left piriformis (near the sacrum)", "Radio on."),
        ("Saturday 14 November, 08:00", "check-in", "Slept badly."),
    ]


def test_two_people_are_never_mixed(by_hand, logged, press):
    logged(press(datetime(2026, 11, 9, 8, tzinfo=UTC), person="someone else"))
    with pytest.raises(ValueError, match="entries of 'me' and 'someone else'"):
        weekly_report(by_hand, now=NOW)
    assert measure(weekly_report(by_hand, person="me", now=NOW), "releases").value == 5
    assert measure(weekly_report(by_hand, person="someone else", now=NOW), "releases").value == 1
    with pytest.raises(ValueError, match="person must be one of 'me' and 'someone else', not 'x'"):
        weekly_report(by_hand, person="x", now=NOW)


def test_an_evening_stays_in_its_week_after_travel(logged, press):
    west, east = timezone(timedelta(hours=-8)), timezone(timedelta(hours=9))
    diary = logged(
        press(datetime(2026, 11, 15, 23, 59, tzinfo=west)),  # Monday 07:59 in UTC
        press(datetime(2026, 11, 16, 0, 0, tzinfo=east)),  # Sunday 15:00 in UTC
    )
    assert measure(weekly_report(diary, "2026-W46", now=NOW), "releases").value == 1
    assert measure(weekly_report(diary, "2026-W47", now=NOW), "releases").value == 1


def test_the_week_the_clocks_change_has_its_last_hour(logged, press):
    winter = timezone(timedelta(hours=1))
    diary = logged(press(datetime(2026, 10, 25, 23, 59, tzinfo=winter)))
    report = weekly_report(diary, now=datetime(2026, 10, 26, 0, 1, tzinfo=winter))
    assert report.week.name == "2026-W43"
    assert measure(report, "releases").value == 1


def test_a_year_of_53_weeks(logged, press):
    diary = logged(press(datetime(2027, 1, 1, 10, tzinfo=UTC)))
    report = weekly_report(diary, now=datetime(2027, 1, 4, 8, tzinfo=UTC))
    assert (report.week.name, report.week.days) == (
        "2026-W53",
        "28 December 2026 to 3 January 2027",
    )
    assert measure(report, "releases").value == 1


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ("46", "week must be an ISO week such as '2026-W46', not '46'"),
        ("2026-W54", "week must be from 1 to 53 of 2026, not '2026-W54'"),
        ("2027-W53", "week must be from 1 to 52 of 2027, not '2027-W53'"),
        ("2026-W00", "week must be from 1 to 53 of 2026, not '2026-W00'"),
        ("2026-W48", "week must have begun by now, and 2026-W48 begins on 2026-11-23"),
    ],
)
def test_a_week_that_is_none_is_refused(diary, week, said):
    with pytest.raises(ValueError, match=said):
        weekly_report(diary, week, now=NOW)


def test_a_time_without_a_zone_is_refused(diary):
    with pytest.raises(ValueError, match="now must be a time with its zone"):
        weekly_report(diary, now=datetime(2026, 11, 16, 9))  # noqa: DTZ001 - that is the point


def test_a_week_that_still_runs_says_so(by_hand):
    report = weekly_report(by_hand, "2026-W46", now=datetime(2026, 11, 15, 23, tzinfo=UTC))
    assert not report.is_complete
    assert report.footnotes[0] == "The week is not over yet: what follows can still change."


def test_the_clinician_reads_scales_shares_and_reactions(by_hand):
    page = weekly_report(by_hand, now=NOW).clinician
    assert page.period == "2 to 15 November 2026"
    tables = {table.title: {row[0]: row[1:] for row in table.rows} for table in page.tables}
    assert tables["Symptoms"]["Sciatica pain, NRS-11 (0\u201310), mean (SD) of days"] == (
        "4.0 (0.0)",
        "5.2 (1.4)",
    )
    assert tables["Symptoms"]["PGIC, latest answer"][0] == "a little better"
    # Of 2, 3, 1, 0: two reach 2 points and 30 % of 6; 3 alone reaches half.
    response = tables["Response per release"]
    assert response["Fell by 2 points or more"][0].startswith("50\u00a0% [")
    assert response["Fell by 30 % or more"][0].startswith("50\u00a0% [")
    assert response["Fell by 50 % or more"][0].startswith("25\u00a0% [")
    assert (
        tables["Releases and adherence"]["Held / moved at 30 s / stopped early"][0] == "4 / 1 / 0"
    )
    assert "Farrar 2001" in page.tables[2].note
    assert "Dworkin 2008" in page.tables[2].note


def test_the_clinician_reads_of_twelve_weeks_where_the_diary_has_them(by_hand, logged, press):
    logged(press(datetime(2026, 8, 24, 8, tzinfo=UTC)))
    page = weekly_report(by_hand, now=NOW).clinician
    assert page.period == "24 August to 15 November 2026"
    symptoms, adherence, *_, weeks = page.tables
    assert symptoms.columns == ("Measure", "This week", "4 weeks", "12 weeks")
    assert symptoms.rows[0][1:] == ("4.0 (0.0)", "5.2 (1.4)", "5.2 (1.4)")
    assert adherence.rows[1] == ("Days with a release", "5 of 7", "8 of 28", "9 of 84")
    assert len(weeks.rows) == 12


def test_the_clinician_reads_no_weeks_from_before_the_diary(logged, press):
    saturday = datetime(2026, 11, 21, 8, tzinfo=UTC)
    diary = logged(*(press(saturday + timedelta(days=n), pain_after=4) for n in range(6)))
    thursday = datetime(2026, 11, 26, 20, tzinfo=UTC)
    page = weekly_report(diary, "2026-W48", now=thursday).clinician
    assert page.period == "21 to 26 November 2026"
    adherence, weeks = page.tables[1], page.tables[-1]
    assert adherence.columns == ("Measure", "This week", "Since 21 November, 6 days")
    assert adherence.rows[1] == ("Days with a release", "4 of 4", "6 of 6")
    assert [row[0] for row in weeks.rows] == ["2026-W47", "2026-W48"]
    first = weekly_report(diary, "2026-W47", now=thursday).clinician
    assert first.period == "21 to 22 November 2026"
    assert first.tables[1].columns == ("Measure", "Since 21 November, 2 days")
    assert first.tables[1].rows[1] == ("Days with a release", "2 of 2")


def test_the_clinician_reads_which_red_flags_were_answered(by_hand, logged):
    asked = datetime(2026, 11, 13, 8, tzinfo=UTC)
    logged(
        Screening(answered_at=asked, red_flags=("fever",), asked_because="first release"),
        Screening(answered_at=asked + timedelta(hours=1)),
    )
    flags = weekly_report(by_hand, now=NOW).clinician.tables[4]
    assert flags.rows == (("13 November 2026", "asked (first release)", "fever", "stopped"),)
    assert flags.note == "All of them were asked 2 times; no to all: 1 time."


def test_the_same_red_flag_again_and_again_takes_one_row(by_hand, logged):
    rows = weekly_report(by_hand, now=NOW).clinician.tables[4]
    assert rows.rows == (("None answered with yes", "", "", ""),)
    assert rows.note == "The red flags were not all asked at once in these weeks."
    logged(
        *(
            CheckIn(at=datetime(2026, 11, day, 9, tzinfo=UTC), pain=5, red_flags=("fever",))
            for day in (3, 7, 11)
        )
    )
    assert weekly_report(by_hand, now=NOW).clinician.tables[4].rows == (
        ("3 November 2026 to 11 November 2026, 3 times", "check-in", "fever", "\u2013"),
    )


def test_the_clinician_reads_change_against_the_persons_own_scatter(by_hand):
    # Sciatica 6, 6, 7, 7, then 4, 4, 4, 4: steps 0, 1, 0, 0, 0, 0; SEM sqrt(1 / 6 / 2) = 0.2887.
    # Releases from 6: ends 5, 5, 5, 4, 3, 5, 6: mean 33 / 7, SEM sqrt(5.4286 / 6) = 0.9512.
    since = datetime(2026, 11, 9, tzinfo=UTC).date()
    page = weekly_report(by_hand, now=NOW, since=since).clinician
    table = next(table for table in page.tables if table.title == "Change")
    assert table.rows == (
        ("MDC95, sciatica pain, one rating", "0.8 points", "6 pairs of days"),
        ("MDC95, pain at the end of a release", "2.6 points", "7 repeated"),
        ("RCI, last 14 days against first 14", "\u2013", "8 / 8 ratings"),
        ("NAP, before / from 9 November 2026", "1.00", "4 / 4 days"),
    )
    assert "Jacobson" in table.note
    unnamed = weekly_report(by_hand, now=NOW).clinician
    assert not any("NAP," in row[0] for table in unnamed.tables for row in table.rows)


def test_a_page_shows_the_last_six_notes_and_counts_the_others(by_hand):
    report = weekly_report(by_hand, now=NOW)
    notes = tuple(Note(f"{hour}:00", "check-in", f"note {hour}") for hour in range(9))
    view = week_view(replace(report, notes=notes))
    assert [one.text for one in view.notes] == [f"note {hour}" for hour in range(3, 9)]
    assert view.notes_more == "3 earlier notes of this week are in your diary."
    assert week_view(replace(report, notes=notes[:6])).notes_more == ""


def test_it_begins_after_a_gap_of_a_year_and_says_what_is_left_out(by_hand):
    mistyped = CheckIn(at="1926-11-02T12:00Z", pain=9, note="old", time_known=False)
    by_hand.add(mistyped, recorded_at=LATER)
    report = weekly_report(by_hand, week="2026-W46", now=LATER)
    said = "1 earlier day is left out (2 November 1926): a year or more lies between."
    assert said in report.footnotes
    assert "1926" not in " ".join([*report.level_sentences, report.headline, report.footnotes[0]])


def test_a_note_whose_time_is_not_known_says_so(logged):
    noted = CheckIn(at="2026-11-11T12:00Z", pain=4, note="damp", time_known=False)
    report = weekly_report(logged(noted), week="2026-W46", now=LATER)
    assert [note.when for note in report.notes] == ["Wednesday 11 November, time not known"]


def test_medication_that_was_named_is_counted_by_day_and_not_judged(logged, by_hand):
    assert not any("edication" in said for said in weekly_report(by_hand, now=NOW).level_sentences)
    logged(
        *(
            CheckIn(at=f"2026-11-{day:02}T{hour:02}:00Z", pain=4, medication=named)
            for day, hour, named in (
                (2, 20, ["naproxen"]),
                (9, 20, ["ibuprofen 400 mg"]),
                (9, 21, ["ibuprofen 400 mg", "a patch"]),
                (11, 20, ["ibuprofen 400 mg"]),
            )
        )
    )
    report = weekly_report(by_hand, now=NOW)
    said = "Medication named on 2 days this week: ibuprofen 400 mg (2), a patch (1)."
    assert report.level_sentences[2:] == (said,)
    assert said in report.to_html().replace("\u00a0", " ")
    symptoms = report.clinician.tables[0]
    assert symptoms.note.startswith(
        "Medication named on 3 days of the period: ibuprofen 400 mg (2), a patch (1), "
        "naproxen (1). NRS-11"
    )

"""What an import decided about days and times is said, and what is odd is asked about."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.exchange.apply_import import apply
from tracker.exchange.importer.moment_decisions import lone_days
from tracker.protocol.check_in import CheckIn

NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)
DAYS = "".join(f"2026-09-{day:02},4\n" for day in range(1, 29))


@pytest.fixture
def look(diary, tmp_path):
    def of(content: str, **how):
        path = tmp_path / "list.csv"
        path.write_text(content, encoding="utf-8")
        return diary.preview_import(path, now=NOW, **how)

    return of


@pytest.fixture
def new_york(monkeypatch):
    import time

    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def decided(incoming, about):
    return [one for one in incoming.decisions if one.about == about]


def local_times(incoming):
    return [line.record.at.strftime("%Y-%m-%d %H:%M") for line in incoming.lines if line.record]


# The time of day


@pytest.mark.parametrize("header", ["date,pain", "Date,Pain", "when,pain"])
def test_a_time_behind_the_day_counts_under_every_heading(look, header):
    incoming = look(f"{header}\n2024-06-03 08:05,3\n2024-06-04T07:15:30,4\n")
    assert incoming.is_sure
    assert local_times(incoming) == ["2024-06-03 08:05", "2024-06-04 07:15"]
    assert all(line.record.time_known for line in incoming.lines)


def test_a_day_alone_stands_at_noon_and_says_that_its_time_is_not_known(look):
    incoming = look("Date,Pain\n2024-06-03,3\n2024-06-04 08:05,4\n")
    first, second = incoming.lines
    assert first.words == "2024-06-03, time not known, sciatica, pain 3"
    assert (first.record.at.hour, first.record.time_known) == (12, False)
    assert second.words == "2024-06-04 08:05, sciatica, pain 4"
    (decision,) = decided(incoming, "Time of day")
    assert decision.decided.startswith("known for 1 of 2; the others count for their day")


def test_a_column_that_holds_other_times_is_asked_about_and_not_taken(look):
    incoming = look("Date,Pain,Sleep time\n2024-06-03,5,7:30\n2024-06-04,6,6:15\n")
    assert not incoming.is_sure
    assert "'Sleep time' holds times of day and may be that of the ratings" in str(incoming.doubts)
    assert not any(line.record.time_known for line in incoming.lines)
    beside = look("Date,Pain,Screen time\n2024-06-03 21:10,5,2:30\n")
    assert beside.is_sure
    assert local_times(beside) == ["2024-06-03 21:10"]


def test_a_clock_that_cannot_be_read_is_asked_about_with_its_cells(look):
    incoming = look("Date,Time,Pain\n1998-08-04,am,1\n1998-08-05,11:22,5\n1998-08-06,pm,8\n")
    assert not incoming.is_sure
    assert "many of its cells are none that the kit can read (am, pm)" in str(incoming.doubts)
    assert [line.state for line in incoming.lines] == ["rejected", "new", "rejected"]
    assert incoming.rejected[0].why == "Time must be a time of day such as 18:30, not 'am'."
    slip = look("Date,Time,Pain\n1998-08-04,9:00,1\n1998-08-05,11:22,5\n1998-08-06,soon,8\n")
    assert slip.is_sure
    assert len(slip.rejected) == 1


def test_words_for_a_part_of_the_day_are_said_with_their_hours(look):
    incoming = look("Date,Time,Pain\n2024-06-03,evening,3\n2024-06-04,Morning,4\n")
    assert local_times(incoming) == ["2024-06-03 20:00", "2024-06-04 08:00"]
    (decision,) = decided(incoming, "Words for a time of day")
    assert decision.decided == "evening is 20:00, morning is 08:00"


def test_two_times_in_a_row_agree_or_the_row_is_rejected(look):
    incoming = look(
        "Date,Time,Pain\n2024-06-03 08:05,08:05,3\n2024-06-04 08:05,09:00,4\n"
        "2024-06-05 00:00:00,09:00,5\n2024-06-06 07:00,,6\n"
    )
    assert incoming.rejected[0].why == "Date says 08:05 and Time says 09:00; leave one of the two."
    assert local_times(incoming) == ["2024-06-03 08:05", "2024-06-05 09:00", "2024-06-06 07:00"]


def test_days_that_all_stand_at_midnight_have_no_time(look):
    incoming = look("Date,Pain\n2024-06-03 00:00:00,3\n2024-06-04 00:00:00,4\n")
    assert local_times(incoming) == ["2024-06-03 12:00", "2024-06-04 12:00"]
    assert not any(line.record.time_known for line in incoming.lines)
    real = look("Date,Pain\n2024-06-03 00:00:00,3\n2024-06-04 08:00:00,4\n")
    assert local_times(real) == ["2024-06-03 00:00", "2024-06-04 08:00"]


def test_the_end_of_a_day_is_not_its_beginning(look):
    assert local_times(look("Date,Time,Pain\n2024-06-03,24:00,3\n")) == ["2024-06-04 00:00"]


# The day


def test_a_time_in_utc_is_set_on_the_clock_of_the_place(look, new_york):
    content = "Timestamp,Pain\n2024-06-04T02:30:00Z,7\n2024-06-04T13:00:00Z,3\n"
    incoming = look(content)
    assert local_times(incoming) == ["2024-06-03 22:30", "2024-06-04 09:00"]
    (decision,) = decided(incoming, "Zone")
    assert decision.decided == "times in UTC are set on the clock of this machine"
    values = {"zone": "Asia/Tokyo", "moment": {"date": "Timestamp"}, "fields": {"pain": "Pain"}}
    assert local_times(look(content, values=values)) == ["2024-06-04 11:30", "2024-06-04 22:00"]


def test_another_offset_says_where_the_person_was(look, new_york):
    incoming = look("Timestamp,Pain\n2024-06-04T22:30:00+09:00,7\n2024-01-04T22:30:00+00:00,3\n")
    assert local_times(incoming) == ["2024-06-04 22:30", "2024-01-04 22:30"]
    only_zero = look("Timestamp,Pain\n2024-06-04T02:30:00+00:00,7\n")
    assert local_times(only_zero) == ["2024-06-03 22:30"]


def test_a_number_is_a_moment_only_under_a_name_of_days(look, new_york):
    incoming = look("Timestamp,Pain\n1717394400000,3\n1717480800000,4\n")
    assert local_times(incoming) == ["2024-06-03 02:00", "2024-06-04 02:00"]
    beside = look("Phone,Day,Pain\n1717394400,2024-06-03 08:00,3\n1717480800,2024-06-04 08:00,4\n")
    assert beside.layout.moment.date == "Day"


def test_the_order_that_was_told_is_said(look):
    incoming = look("Date,Pain\n3/4/2024,5\n13/4/2024,5\n")
    (decision,) = decided(incoming, "Order of day, month and year")
    assert decision.decided == "day first: 3/4/2024 is 3 April 2024"


def test_two_digits_for_the_year_are_asked_about(look):
    content = "Date,Pain\n24-03-11,3\n24-03-12,4\n"
    assert look(content).asks_order
    told = look(content, answers={"date_order": "year first"})
    assert [line.record.at.date() for line in told.lines] == [date(2024, 3, 11), date(2024, 3, 12)]


def test_an_entry_far_from_all_others_is_asked_about(look):
    incoming = look(f"Date,Pain\n1926-09-01,5\n{DAYS}")
    (decision,) = decided(incoming, "Years")
    assert not incoming.is_sure
    assert "1 entry lies far from all others in time (row 2: 1926-09-01)" in decision.unsure
    assert look(f"Date,Pain\n{DAYS}").is_sure


def test_days_that_programs_make_up_are_asked_about():
    start = date(2026, 9, 1)
    many = [start + timedelta(days=day) for day in range(28)]
    assert lone_days(many) == []
    assert lone_days([*many, date(2025, 9, 5)]) == [date(2025, 9, 5)]
    assert lone_days([date(1900, 1, 1)]) == [date(1900, 1, 1)]
    assert lone_days([date(1970, 1, 1)] * 5) == [date(1970, 1, 1)]
    # A year without a diary is no slip of the hand.
    earlier = [day - timedelta(days=900) for day in many]
    assert lone_days([*earlier, *many]) == []
    assert lone_days([]) == []


# Entries that an earlier import set at noon


def set_at_noon(diary, look, days: str) -> None:
    """Take in a list the way the kit did before it read these times."""
    apply(diary, look(f"Date,Pain\n{days}"), now=NOW)
    for entry in diary.all(CheckIn):
        assert entry.at.hour == 12
    with diary.writing() as connection:
        connection.exec_driver_sql("UPDATE check_ins SET time_known = 1")


def test_an_entry_that_was_set_at_noon_is_amended_and_not_doubled(diary, look):
    set_at_noon(diary, look, "2024-06-03,3\n2024-06-03,7\n2024-06-04,4\n")
    content = "Date,Pain\n2024-06-03 08:05,3\n2024-06-03 21:40,7\n2024-06-04 07:15,4\n"
    incoming = look(content)
    assert [line.state for line in incoming.lines] == ["changed"] * 3
    assert incoming.lines[0].was_words == "at was 2024-06-03 12:00"
    apply(diary, incoming, now=NOW)
    assert [entry.at.hour for entry in diary.all(CheckIn)] == [8, 21, 7]
    again = look(content + "2024-06-03 23:00,2\n")
    assert [line.state for line in again.lines] == ["unchanged"] * 3 + ["new"]
    apply(diary, again, now=NOW)
    assert [line.state for line in look(content + "2024-06-03 23:00,2\n").lines] == [
        "unchanged"
    ] * 4


def test_an_entry_whose_time_was_never_known_says_so_from_now_on(diary, look):
    set_at_noon(diary, look, "2024-06-03,3\n")
    (line,) = look("Date,Pain\n2024-06-03,3\n").lines
    assert (line.state, line.was_words) == ("changed", "time was taken for known")


def test_what_was_changed_here_since_stays_though_its_time_is_read_now(diary, look):
    set_at_noon(diary, look, "2024-06-03,3\n2024-06-04,4\n")
    entry = diary.all(CheckIn)[0]
    diary.amend(entry.id, pain=9, recorded_at=NOW)
    first, second = look("Date,Pain\n2024-06-03 08:05,3\n2024-06-04 07:15,4\n").lines
    assert (first.why, second.state) == ("changed here since and left so", "changed")


def test_another_list_of_the_same_day_is_another_entry(diary, look):
    apply(diary, look("Date,Pain\n2024-06-03,3\n"), now=NOW)
    (line,) = look("Date,Pain\n2024-06-03 08:05,6\n").lines
    assert line.state == "new"


def test_a_row_without_a_time_keeps_its_own_entry_beside_one_with_a_time(diary, look):
    content = "Date,Time,Pain\n2024-06-03,,3\n2024-06-03,08:00,4\n"
    apply(diary, look(content), now=NOW)
    with diary.writing() as connection:
        connection.exec_driver_sql("UPDATE check_ins SET time_known = 1")
    assert [line.state for line in look(content).lines] == ["changed", "unchanged"]

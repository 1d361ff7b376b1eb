"""Another diary's file becomes check-ins, and every row of it is accounted for."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tracker.diary import mapping
from tracker.diary.errors import ImportRejected
from tracker.diary.layouts import layouts
from tracker.protocol.catalogue import catalogue
from tracker.protocol.check_in import CheckIn

NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)
HEADER = "name,startday,startmonth,startyear,intensity,date"
REAL = Path(__file__).parents[3] / "shared" / "reference" / "pain_diary_multisite.csv"


@pytest.fixture
def read(tmp_path):
    """Read these rows as the file of another diary."""

    def of(*rows: str, header: str = HEADER, zone=UTC, **options) -> mapping.Mapped:
        path = tmp_path / "other.csv"
        path.write_text("\n".join([header, *rows, ""]))
        return mapping.read(path, zone=zone, names=catalogue(), now=NOW, **options)

    return of


def test_a_rating_stands_at_noon_of_its_day_and_not_when_it_was_entered(read):
    mapped = read("Knee Pain,16,8,2025,4.5,2025-08-17 01:27:05")
    (check_in,) = mapped.records
    assert (check_in.site, check_in.pain, check_in.person) == ("knee", 4.5, "me")
    assert check_in.at == datetime(2025, 8, 16, 12, tzinfo=UTC)
    assert (check_in.side, check_in.reach) == (None, None)
    assert mapped.source == "daily ratings"


def test_noon_is_that_of_the_zone_summer_and_winter(read):
    mapped = read(
        "Headache,1,7,2025,3,2025-07-01 23:00:00",
        "Headache,1,12,2025,3,2025-12-01 23:00:00",
        zone=ZoneInfo("Europe/Berlin"),
    )
    assert [entry.at.isoformat() for entry in mapped.records] == [
        "2025-07-01T12:00:00+02:00",
        "2025-12-01T12:00:00+01:00",
    ]


def test_a_missing_day_is_that_of_the_nearest_dated_row_of_the_sitting(read):
    mapped = read(
        "happiness,1,3,2025,4,2025-03-02 00:30:00",
        "Leg pain,0,,0,3.2,2025-03-02 00:31:00",
        "Hip Pain,0,,0,3.4,2025-03-02 01:29:00",
        "Knee Pain,2,3,2025,4,2025-03-02 01:30:00",
    )
    assert [(entry.site, entry.at.day) for entry in mapped.records] == [
        ("leg", 1),
        ("hip", 2),
        ("knee", 2),
    ]
    assert mapped.notes[-1] == (
        "2 ratings have no day of their own; each took the day of the dated row that was entered "
        "nearest to it, at most 60 min away."
    )


def test_a_day_that_no_sitting_tells_is_skipped_and_said(read):
    mapped = read(
        "Leg pain,0,,0,3,2025-03-01 00:30:00",
        "Knee Pain,2,3,2025,4,2025-03-01 01:30:01",
    )
    assert mapped.skipped == {"no day": 1}
    assert len(mapped.notes) == 1


def test_what_is_no_pain_is_skipped_by_name(read):
    mapped = read(
        "happiness,2,3,2025,6,2025-03-02 22:00:00",
        "Dizziness,0,,0,2,2025-03-02 22:00:00",
        "happiness,3,3,2025,6,2025-03-03 22:00:00",
        "Elbow pain,2,3,2025,2,2025-03-02 22:00:00",
    )
    assert mapped.records == []
    assert mapped.skipped_words == (
        "4 skipped: 2 happiness (no pain), 1 Dizziness (no pain), 1 Elbow pain (not in this layout)"
    )


def test_a_day_whose_noon_is_to_come_waits_for_the_next_import(read):
    mapped = read("Leg pain,22,11,2026,3,2026-11-22 10:30:00")
    assert mapped.skipped == {mapping.YET_TO_COME: 1}


def test_ids_come_from_the_row_whatever_stands_around_it(read):
    rating = "Knee Pain,16,8,2025,4.5,2025-08-17 01:27:05"
    other = "Knee Pain,16,8,2025,6,2025-08-17 01:27:23"
    first = read(rating).records[0].id
    assert read(other, rating).records[1].id == first
    assert read(rating, zone=ZoneInfo("Asia/Tokyo")).records[0].id == first
    swapped = "2025-08-17 01:27:05,Knee Pain,16,8,2025,4.5"
    header = "date,name,startday,startmonth,startyear,intensity"
    assert read(swapped, header=header).records[0].id == first
    assert len({entry.id for entry in read(rating, rating, other).records}) == 3


def test_a_second_import_changes_nothing_and_another_zone_moves_the_ratings(read, diary):
    rows = ["Knee Pain,16,8,2025,4.5,2025-08-17 01:27:05", "Leg pain,0,,0,3,2025-08-17 01:28:00"]
    first = diary.take_in(read(*rows).records, recorded_at=NOW, source="import daily ratings")
    assert (first.new, first.changed) == (2, 0)
    assert str(diary.take_in(read(*rows).records)) == "0 new, 0 changed, 2 unchanged"
    moved = diary.take_in(read(*rows, zone=ZoneInfo("Asia/Tokyo")).records)
    assert (moved.new, moved.changed) == (0, 2)
    entry = diary.all(CheckIn)[0]
    assert entry.at.isoformat() == "2025-08-16T12:00:00+09:00"
    assert diary.history(entry.id)[0].recorded_by == "import daily ratings"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            "Leg pain,1,3,2025,five,2025-03-02 00:30:00",
            "intensity must be a number from 0 to 10, not 'five'.",
        ),
        (
            "Leg pain,1,3,2025,10.5,2025-03-02 00:30:00",
            "intensity must be a number from 0 to 10, not '10.5'.",
        ),
        (
            "Leg pain,1,3,2025,,2025-03-02 00:30:00",
            "intensity must be a number from 0 to 10, not ''.",
        ),
        (
            'Leg pain,1,3,2025,"3,5",2025-03-02 00:30:00',
            "intensity must be a number from 0 to 10, not '3,5'; write a decimal point.",
        ),
        (
            "Leg pain,30,2,2025,3,2025-03-02 00:30:00",
            "startyear, startmonth and startday must make a day, not '2025-2-30'.",
        ),
        (
            "Leg pain,0,2,2025,3,2025-03-02 00:30:00",
            "startyear, startmonth and startday must make a day, not '2025-2-0'.",
        ),
        (
            "Leg pain,1,3,2025,3,yesterday",
            "date must be a time such as 2019-08-13 02:07:55, not 'yesterday'.",
        ),
        ("Leg pain,1,3,2025,3", "it has 5 cells, and the header names 6 columns."),
    ],
)
def test_a_row_that_cannot_be_read_is_named(read, row, sentence):
    with pytest.raises(ImportRejected) as refused:
        read("Leg pain,1,3,2025,3,2025-03-02 00:30:00", row)
    assert str(refused.value) == f"other.csv, row 3: {sentence}"


def test_an_unknown_layout_is_told_what_is_known(read):
    with pytest.raises(
        ImportRejected, match=r"^other\.csv is neither the kit's own CSV nor a layo"
    ):
        read(header="when,where,how much")


def test_the_kits_own_csv_needs_no_layout(read):
    with pytest.raises(ImportRejected, match="is the kit's own CSV; import it without --as"):
        read(header=",".join(CheckIn.model_fields))


def test_a_layout_is_read_as_what_it_holds(read):
    with pytest.raises(
        ImportRejected, match="has the layout of daily ratings; import it with --as"
    ):
        read(as_kind="releases")


def test_layouts_can_be_told_apart():
    assert len({frozenset(layout.columns) for layout in layouts()}) == len(layouts()) > 0
    for layout in layouts():
        days = layout.days
        named = {layout.pain, layout.site, days.year, days.month, days.day, days.entered}
        assert named <= set(layout.columns)


@pytest.mark.skipif(not REAL.exists(), reason="the real diary is not in the repository")
def test_a_real_diary_of_2398_rows_is_accounted_for(diary):
    mapped = mapping.read(REAL, zone=UTC, names=catalogue(), now=NOW)
    assert mapped.rows == 2398 == len(mapped.records) + mapped.skipped.total()
    assert mapped.skipped == {"happiness (no pain)": 443, "Dizziness (no pain)": 16}
    assert Counter(entry.site for entry in mapped.records) == {
        "leg": 302,
        "hip": 150,
        "low back": 47,
        "knee": 468,
        "foot": 162,
        "hand": 268,
        "head": 284,
        "abdomen": 258,
    }
    # 1,480 rows have no day; 16 of them are of dizziness.
    assert mapped.notes[-1].startswith("1,464 ratings have no day of their own")
    assert diary.take_in(mapped.records).new == 1939
    assert str(diary.take_in(mapped.records)) == "0 new, 0 changed, 1939 unchanged"

"""Another diary's file becomes check-ins, and every row of it is accounted for."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import pytest

from tracker.diary.errors import ImportRejected
from tracker.exchange.importer import map_rows
from tracker.exchange.importer.guess_mapping import known_table
from tracker.exchange.importer.mapping import Layout
from tracker.exchange.importer.source_table import read_source, table_at
from tracker.protocol.catalogue import catalogue
from tracker.protocol.check_in import CheckIn

NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)
HEADER = "name,startday,startmonth,startyear,intensity,date"
SHARED = Path(__file__).parents[4] / "shared" / "reference"
REAL = SHARED / "pain_diary_multisite.csv"
REGIONS = SHARED / "pain_diary_regions.csv"


@pytest.fixture
def read(tmp_path):
    """Read these rows by the layout that their columns name, or by the one given."""

    def of(*rows: str, header: str = HEADER, layout=None, zone=UTC) -> map_rows.MappedTable:
        path = tmp_path / "other.csv"
        path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
        sheet = read_source(path)
        if layout is None:
            known, table = known_table(sheet)
        else:
            known, table = Layout.from_toml(layout, "my.toml"), table_at(sheet, 1)
        return map_rows.map_rows(table, known, zone=zone, names=catalogue(), now=NOW)

    return of


def rejections(mapped):
    return [f"row {outcome.row}: {outcome.rejected}" for outcome in mapped.rejected]


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


def test_a_rating_whose_day_no_sitting_tells_is_rejected_and_said(read):
    mapped = read(
        "Leg pain,0,,0,3,2025-03-01 00:30:00",
        "Knee Pain,2,3,2025,4,2025-03-01 01:30:01",
    )
    assert rejections(mapped) == [
        "row 2: startyear, startmonth and startday must make a day, and are left open, and no "
        "dated row was entered within 60 min; fill them in."
    ]
    assert len(mapped.notes) == 1


def test_a_rating_without_a_day_is_rejected_and_a_blank_row_is_none(read):
    mapped = read(",5", "2024-01-13,4", ",", header="date,pain")
    assert rejections(mapped) == [
        "row 2: date must be a day such as 2026-11-22, and is left open; fill it in."
    ]
    assert (mapped.rows, len(mapped.records)) == (2, 1)


def test_what_is_no_pain_needs_no_day(read):
    mapped = read("Dizziness,0,,0,2,2025-03-02 22:00:00", "Leg pain,0,,0,,2025-03-02 22:00:00")
    assert mapped.skipped == {"Dizziness (no pain)": 1, map_rows.NO_RATING: 1}


def test_what_is_no_pain_is_skipped_by_name(read):
    mapped = read(
        "happiness,2,3,2025,6,2025-03-02 22:00:00",
        "Dizziness,0,,0,2,2025-03-02 22:00:00",
        "happiness,3,3,2025,6,2025-03-03 22:00:00",
        "Elbow pain,2,3,2025,2,2025-03-02 22:00:00",
    )
    assert mapped.records == []
    assert mapped.skipped == {
        "happiness (no pain)": 2,
        "Dizziness (no pain)": 1,
        "Elbow pain (not in this layout)": 1,
    }


def test_a_day_whose_noon_is_to_come_waits_for_the_next_import(read):
    mapped = read("Leg pain,22,11,2026,3,2026-11-22 10:30:00")
    assert mapped.skipped == {map_rows.YET_TO_COME: 1}


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
            'Leg pain,1,3,2025,"3,5",2025-03-02 00:30:00',
            "intensity must be a number from 0 to 10, not '3,5'; its numbers have a decimal point.",
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
        ("Leg pain,1,3,2025,3", "it has 5 cells, and there are 6 columns."),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_the_others_are_read(read, row, sentence):
    mapped = read("Leg pain,1,3,2025,3.5,2025-03-02 00:30:00", row)
    assert rejections(mapped) == [f"row 3: {sentence}"]
    assert len(mapped.records) == 1


@pytest.mark.parametrize("cell", ["45304", "45304.75"])
def test_a_spreadsheets_number_of_a_day_is_said_to_be_one(read, cell):
    mapped = read("2024-01-13,4", f"{cell},5", header="date,pain")
    assert rejections(mapped) == [
        f"row 3: date must be a day such as 2026-11-22, not '{cell}', the number a spreadsheet has "
        "for a day; format the column as dates and save it anew."
    ]


@pytest.mark.parametrize("zone", [None, UTC, ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")])
@pytest.mark.parametrize("day", ["0001-01-01 00:10", "9999-12-31 23:50"])
def test_a_day_at_either_end_of_the_calendar_is_rejected(read, day, zone):
    mapped = read("2024-01-13,4", f"{day},5", header="date,pain", zone=zone)
    assert [outcome.row for outcome in mapped.rejected] == [3]
    assert mapped.rejected[0].rejected.startswith("date must ")
    assert len(mapped.records) == 1


def test_a_row_without_a_rating_is_no_entry(read):
    mapped = read("Leg pain,1,3,2025,,2025-03-02 00:30:00")
    assert mapped.skipped == {map_rows.NO_RATING: 1}


# A mapping of one's own

LIST = 'kind = "check-ins"\n[moment]\ndate = "day"\n[fields]\npain = "pain"\n'


def test_a_mapping_reads_what_it_says(read):
    mapped = read(
        "Right,3/4/2024,7 pm,50,ok,rain",
        "l,13/4/2024,,25,,",
        header="side,day,clock,pain,how,weather",
        layout="""
            kind = "check-ins"
            scale = [0, 100]
            zone = "Europe/Berlin"
            [moment]
            date = "day"
            time = "clock"
            [fields]
            pain = "pain"
            side = "side"
            note = ["how", "weather"]
            [fixed]
            site = "leg"
        """,
    )
    first, second = mapped.records
    assert first.at.isoformat() == "2024-04-03T19:00:00+02:00"
    assert (first.pain, first.side, first.site) == (5, "right", "leg")
    assert first.note == "ok\nweather: rain"
    assert (second.pain, second.side, second.note) == (2.5, "left", "")
    assert second.at.isoformat() == "2024-04-13T12:00:00+02:00"


def test_releases_come_by_a_mapping_too(read):
    mapped = read(
        "2024-04-03 19:00,Piriformis,near the sacrum,L,6,3,90",
        "2024-04-03 19:05,pirifromis,near the sacrum,L,6,3,90",
        header="when,muscle,spot,side,before,after,seconds",
        layout="""
            kind = "releases"
            [moment]
            date = "when"
            [fields]
            muscle = "muscle"
            spot = "spot"
            side = "side"
            pain_before = "before"
            pain_after = "after"
            held_s = "seconds"
            [fixed]
            tool = "lacrosse ball"
        """,
    )
    (release,) = mapped.records
    assert (release.muscle, release.side, release.held_s) == ("piriformis", "left", 90)
    assert (release.pain_before, release.pain_after) == (6, 3)
    assert rejections(mapped) == ["row 3: Unknown muscle 'pirifromis'. Did you mean 'piriformis'?"]


def test_the_order_of_day_and_month_is_asked_where_no_day_tells(read):
    with pytest.raises(ImportRejected) as refused:
        read("3/4/2024,5", "5/6/2024,6", header="day,pain", layout=LIST)
    assert str(refused.value) == (
        "other.csv: every day in the column 'day' can be read day first or month first; write "
        'date_order = "day first" or date_order = "month first" into the mapping.'
    )
    mapped = read("3/4/2024,5", header="day,pain", layout='date_order = "month first"\n' + LIST)
    assert mapped.records[0].at.date().isoformat() == "2024-03-04"


def test_the_decimal_sign_is_that_of_the_column(read):
    mapped = read("2024-01-01;3,5", "2024-01-02;4", header="day;pain", layout=LIST)
    assert [entry.pain for entry in mapped.records] == [3.5, 4]
    mixed = read("2024-01-01;3,5", "2024-01-02;4.5", header="day;pain", layout=LIST)
    assert rejections(mixed) == [
        "row 2: pain must be a number from 0 to 10, not '3,5'; its numbers have a decimal point."
    ]
    told = read(
        "2024-01-01;3,5", "2024-01-02;4.5", header="day;pain", layout='decimal = "comma"\n' + LIST
    )
    assert [outcome.row for outcome in told.rejected] == [3]


def test_a_corrected_rating_is_the_same_entry_and_a_second_one_another(read):
    day = "2024-01-01"
    first = read(f"{day},5", header="day,pain", layout=LIST).records[0]
    corrected = read(f"{day},6", header="day,pain", layout='name = "other name"\n' + LIST)
    assert corrected.records[0].id == first.id
    wider = read(f"{day},5,rain", header="day,pain,weather", layout=LIST).records[0]
    assert wider.id == first.id
    both = read(f"{day},5", f"{day},7", header="day,pain", layout=LIST).records
    assert both[0].id == first.id != both[1].id
    left = read(f"{day},5", header="day,pain", layout=LIST + '[fixed]\nside = "left"\n').records[0]
    assert left.id != first.id


def test_the_ids_of_earlier_imports_hold(read):
    """Made from name and cells, as they were from the first version on."""
    (entry,) = read("Knee Pain,16,8,2025,4.5,2025-08-17 01:27:05").records
    assert entry.id == uuid5(
        UUID("8a2f4c1e-5d0b-4f6a-9c37-1be2d4a60f95"),
        "daily ratings\x1fKnee Pain\x1f16\x1f8\x1f2025\x1f4.5\x1f2025-08-17 01:27:05\x1f1",
    )


def test_a_column_that_is_not_there_is_named(read):
    with pytest.raises(ImportRejected) as refused:
        read("2024-01-01,5", header="date,pain", layout=LIST)
    assert str(refused.value) == (
        "other.csv has no column 'day', which the mapping names; its columns are 'date', 'pain'."
    )


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0"])
def test_a_formula_is_no_rating_and_in_a_note_just_words(read, cell):
    layout = LIST + 'note = "note"\n'
    mapped = read(
        f'2024-01-01,"{cell}",', f'2024-01-02,5,"{cell}"', header="day,pain,note", layout=layout
    )
    assert rejections(mapped)[0].startswith("row 2: pain must be a number from 0 to 10, not")
    assert mapped.records[0].note == cell


# The layouts of other programs


def test_track_and_graph(read):
    header = "FeatureName,Timestamp,Value,Label,Note"
    mapped = read(
        "Back pain,2022-09-14T21:30:41.432+01:00,4.0,after work,long day",
        "Sleep,2022-09-14T07:00:00+01:00,7.5,,",
        "Leg pain,2022-09-15T21:30:41.432+01:00,1:10:00,,",
        header=header,
    )
    (entry,) = mapped.records
    assert entry.at == datetime.fromisoformat("2022-09-14T21:30:41.432+01:00")
    assert (entry.site, entry.pain) == ("low back", 4)
    assert entry.note == "long day\nLabel: after work\nFeatureName: Back pain"
    assert mapped.skipped == {"Sleep (not in this layout)": 1}
    assert [outcome.row for outcome in mapped.rejected] == [4]
    earlier = read(
        "Back pain,2022-09-14T21:30:41.432+01:00,4.0,", header="FeatureName,Timestamp,Value,Note"
    )
    assert earlier.records[0].id == entry.id


def test_bearable(read):
    header = "date,weekday,time of day,category,rating/amount,detail,notes"
    mapped = read(
        '"8th Dec 2021","Wednesday","mid","Symptom","2","Back (lower) pain (Moderate)",""',
        '"8th Dec 2021","Wednesday","18:30","Symptom","4","Sciatica (Unbearable)","stairs"',
        '"8th Dec 2021","Wednesday","am","Mood","7","",""',
        '"8th Dec 2021","Wednesday","am","Symptom","2","Nausea (Moderate)",""',
        header=header,
    )
    first, second = mapped.records
    assert first.at.isoformat() == "2021-12-08T14:00:00+00:00"
    assert (first.site, first.pain) == ("low back", 5)
    assert first.note == "detail: Back (lower) pain (Moderate)"
    assert (second.site, second.pain, second.at.hour) == ("sciatica", 10, 18)
    assert mapped.skipped.total() == 2
    assert "days without pain are missing" in mapped.notes[1]
    later = read(
        '"8th Dec 2021","2021-12-08","Wednesday","mid","Symptom","2",'
        '"Back (lower) pain (Moderate)",""',
        header=header.replace("date,", "date,date formatted,", 1),
    )
    assert later.records == [first]


def test_migraine_buddy(read):
    mapped = read(
        '"No ongoing events recorded during this period.","","",""',
        "",
        '"#","Started","Lasted","Start UTC Offset (min)","End UTC Offset (min)","Geohash",'
        '"Pain Level","Notes"',
        '"1","11/16/24 13:12","01h 00m","60","60","u0yjjd","9","woke up,\nsecond time"',
        '"2","11/17/24 2:05","00h 45m","-300","-300","","0",""',
        header='"Date","Time Period","Description","Notes"',
    )
    first, second = mapped.records
    assert first.at.isoformat() == "2024-11-16T13:12:00+01:00"
    assert (first.site, first.pain) == ("head", 9)
    assert first.note == "woke up,\nsecond time\nLasted: 01h 00m"
    assert second.at.isoformat() == "2024-11-17T02:05:00-05:00"
    assert "u0yjjd" not in repr(mapped.records)


@pytest.mark.skipif(not REAL.exists(), reason="the real diary is not in the repository")
def test_a_real_diary_of_2398_rows_is_accounted_for(diary):
    known, table = known_table(read_source(REAL))
    mapped = map_rows.map_rows(table, known, zone=UTC, names=catalogue(), now=NOW)
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
    assert str(diary.take_in(mapped.records)) == "0 new, 0 changed, 1,939 unchanged"


@pytest.mark.skipif(not REGIONS.exists(), reason="the real diary is not in the repository")
def test_a_real_diary_of_11826_rows_is_accounted_for(diary):
    known, table = known_table(read_source(REGIONS))
    assert known.name == "pain by region"
    mapped = map_rows.map_rows(table, known, zone=UTC, names=catalogue(), now=NOW)
    assert mapped.rows == 11_826 == len(mapped.records) + mapped.skipped.total()
    assert mapped.skipped == {"Sick/Tired (no pain)": 322, "Sick (no pain)": 11}
    assert mapped.rejected == []
    sites = Counter(entry.site for entry in mapped.records)
    assert sites["knee"] == 2911
    assert sites["eyes"] == 2609 + 17
    assert sites["ankle"] == 10 + 8
    assert Counter(entry.side for entry in mapped.records) == {None: 11_458, "right": 33, "left": 2}
    remarks = Counter(entry.note for entry in mapped.records)
    assert remarks["could be 3.0"] == 11
    assert remarks["Right Mostly"] == 41
    days = [entry.at.date() for entry in mapped.records]
    assert (min(days).isoformat(), max(days).year) == ("2015-11-25", 2023)
    assert diary.take_in(mapped.records).new == len(mapped.records)
    assert str(diary.take_in(mapped.records)) == "0 new, 0 changed, 11,493 unchanged"

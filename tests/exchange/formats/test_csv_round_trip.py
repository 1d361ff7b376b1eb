"""What goes out as a file comes back as it was, whatever a person wrote and did."""

import tempfile
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tracker.diary.errors import NothingToUndo, UnknownEntry
from tracker.diary.schema import TABLES, to_row
from tracker.exchange.formats.cells import from_cells, spell_rows, to_cells
from tracker.exchange.formats.table_schema import TableSchema
from tracker.facade import open_diary
from tracker.protocol.catalogue import catalogue
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnSpot
from tracker.protocol.experiment import Experiment, spot_arm
from tracker.protocol.fields import ACTIVITIES
from tracker.protocol.red_flags import RED_FLAGS
from tracker.protocol.release import Release

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PLACES = [(muscle.name, spot) for muscle in catalogue().values() for spot in muscle.spots]
SYMPTOMS = ["ache", "jolt", "burning", "numbness", "tingling", "weakness"]

moments = st.datetimes(
    datetime(1970, 1, 2),  # noqa: DTZ001 - the zone is drawn apart
    datetime(2026, 11, 20),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda east: timezone(timedelta(minutes=east))),
)
awkward = st.sampled_from(["", "=", "+", "-", "@", "'", "''=", "＝", ";", ",", '"', "🙂", "ä", "0"])
printable = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=60)
names = st.builds("{}{}".format, awkward, printable).map(str.strip).filter(bool)
listed = names.filter(lambda name: ";" not in name)
notes = st.builds(
    "{}{}".format,
    awkward | st.sampled_from(["\t", "\r", "\n", "\r\n", "\u200f", "\ufeff"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200)
    | st.text("\",;\r\n'=", max_size=20),
)
pains = st.integers(0, 10) | st.floats(0, 10)
people = names.filter(lambda name: name != "sample")


@st.composite
def releases(draw) -> Release:
    muscle, spot = draw(st.sampled_from(PLACES))
    outcome = draw(st.sampled_from(["held", "moved", "stopped"]))
    experiment = draw(st.none() | st.uuids())
    started_at = draw(moments)
    lingering = draw(st.none() | st.tuples(pains, st.timedeltas(timedelta(1e-5), timedelta(1))))
    return Release(
        started_at=started_at,
        person=draw(people),
        muscle=muscle,
        spot=spot,
        side=draw(st.sampled_from(["left", "right"])),
        tool=draw(st.sampled_from(list(catalogue().tools))),
        pressure=draw(st.none() | st.sampled_from(["light", "moderate", "firm"])),
        pain_before=draw(pains),
        pain_30s=draw(st.none() | pains),
        pain_after=None if outcome == "moved" else draw(st.none() | pains),
        held_s=draw(st.none() | st.integers(0, 3600)),
        outcome=outcome,
        moved_from=draw(st.none() | st.uuids()),
        stay_assigned=draw(st.none() | st.booleans()),
        pain_later=lingering and lingering[0],
        later_at=lingering and started_at + lingering[1],
        note=draw(notes),
        experiment=experiment,
        arm=experiment and draw(st.sampled_from("AB")),
        time_known=draw(st.booleans()),
    )


@st.composite
def experiments(draw) -> Experiment:
    compares = draw(st.sampled_from(["spot", "tool", "pressure"]))
    place = dict(zip(["muscle", "spot"], draw(st.sampled_from(PLACES)), strict=True))
    place["side"] = draw(st.sampled_from(["left", "right"]))
    tools, pressures = list(catalogue().tools), ["light", "moderate", "firm"]
    spots = [spot_arm(*spot, side) for spot in PLACES for side in ("left", "right")]
    arms = {"spot": spots, "tool": tools, "pressure": pressures}[compares]
    first, second = draw(st.permutations(arms))[:2]
    order = draw(st.lists(st.sampled_from(["AB", "BA"]), min_size=6, max_size=100))
    planned_at = draw(moments)
    lasted = draw(st.none() | st.timedeltas(timedelta(), timedelta(1)))
    return Experiment(
        planned_at=planned_at,
        person=draw(people),
        compares=compares,
        arm_a=first,
        arm_b=second,
        **({} if compares == "spot" else place),
        tool=None if compares == "tool" else draw(st.sampled_from(tools)),
        pressure=None if compares == "pressure" else draw(st.none() | st.sampled_from(pressures)),
        pairs=len(order),
        order=tuple(order),
        slope=draw(st.floats(-10, 10)),
        stops_at=draw(st.none() | st.floats(0.9, 0.999)) if len(order) <= 40 else None,
        washout_h=draw(st.none() | st.floats(0, 336)),
        ended_at=None if lasted is None else planned_at + lasted,
        note=draw(notes),
    )


check_ins = st.builds(
    CheckIn,
    at=moments,
    person=people,
    site=names,
    pain=pains,
    side=st.none() | st.sampled_from(["left", "right"]),
    reach=st.none() | st.sampled_from(["back", "glute", "thigh", "calf", "foot"]),
    symptoms=st.lists(st.sampled_from(SYMPTOMS)).map(tuple),
    bothersomeness=st.none() | st.tuples(*[st.integers(0, 6)] * 4),
    change=st.none() | st.sampled_from(["no change", "much better"]),
    activities=st.lists(listed | st.sampled_from(ACTIVITIES), max_size=4).map(tuple),
    medication=st.lists(listed | st.just("ibuprofen 400 mg"), max_size=3).map(tuple),
    red_flags=st.lists(st.sampled_from([flag.name for flag in RED_FLAGS])).map(tuple),
    note=notes,
    time_known=st.booleans(),
)
own_spots = st.builds(
    OwnSpot,
    added_at=moments,
    person=people,
    muscle=st.sampled_from(list(catalogue())),
    name=names,
    find=notes,
    view=st.sampled_from(["front", "back"]),
    x=st.none() | st.floats(0, 1),
    y=st.none() | st.floats(0, 1),
)
entries = releases() | check_ins | experiments() | own_spots


FILES = [
    ("out.csv", "spreadsheet"),
    ("out.csv", "machine"),
    ("out.xlsx", "spreadsheet"),
    ("out.parquet", "machine"),
]


@given(entries, st.sampled_from([None, "spreadsheet", "machine"]))
def test_a_row_holds_the_whole_record(record, purpose):
    columns = TableSchema(type(record), zones=purpose == "spreadsheet").columns
    cells = dict(zip(columns, to_cells(record, purpose), strict=True))
    assert to_row(from_cells(type(record), cells)) == to_row(record)


@given(st.lists(releases(), min_size=1) | st.lists(check_ins, min_size=1), st.booleans())
def test_rows_are_spelled_the_same_without_making_records_of_them(records, split):
    purpose = "spreadsheet" if split else "machine"
    shape = TableSchema(type(records[0]), zones=split)
    rows = [
        [row[column] for column in shape.stored]
        for row in ({**to_row(record)} for record in records)
    ]
    spelled = [list(cells) for cells in spell_rows(shape, rows, purpose)]
    assert spelled == [to_cells(record, purpose) for record in records]


def dump(diary) -> dict[str, list[tuple]]:
    """Every row of every table."""
    with diary.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in TABLES.values()
        }


@pytest.mark.parametrize(("name", "purpose"), FILES)
@settings(max_examples=15, deadline=None)
@given(st.lists(entries, max_size=6))
def test_a_diary_comes_back_from_its_files_and_leaves_the_same_ones(name, purpose, records):
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        first = stack.enter_context(open_diary(folder / "first.db"))
        second = stack.enter_context(open_diary(folder / "second.db"))
        first.take_in(records, recorded_at=NOW)

        files = first.export_file(folder / name, purpose=purpose)
        before = [file.read_bytes() for file in files]
        taken = second.import_file(folder / name, recorded_at=NOW)
        assert (taken.new, taken.changed) == (len(records), 0)
        for kind in (Release, CheckIn, Experiment, OwnSpot):
            assert [to_row(r) for r in second.all(kind)] == [to_row(r) for r in first.all(kind)]

        again = second.import_file(folder / name, recorded_at=NOW)
        assert (again.new, again.changed, again.unchanged) == (0, 0, len(records))
        assert second.export_file(folder / name, purpose=purpose) == files
        if not name.endswith(".xlsx"):  # a workbook says when it was made
            assert [file.read_bytes() for file in files] == before


changes = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["amend", "delete", "undo"])))


def live(diary, records, changes) -> None:
    """Change entries as a person would, a minute apart."""
    for minute, (place, action) in enumerate(changes, 1):
        entry, when = records[place % len(records)], NOW + timedelta(minutes=minute)
        with suppress(NothingToUndo, UnknownEntry):
            if action == "amend":
                diary.amend(entry.id, person=f"number {minute}", recorded_at=when)
            else:
                getattr(diary, action)(entry.id, recorded_at=when)


@pytest.mark.parametrize(("name", "purpose"), FILES)
@settings(max_examples=10, deadline=None)
@given(st.lists(entries, min_size=1, max_size=4), changes, changes)
def test_a_history_comes_back_whole_and_an_older_one_reverts_nothing(
    name, purpose, records, early, late
):
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        first = stack.enter_context(open_diary(folder / "first.db", device="laptop"))
        second = stack.enter_context(open_diary(folder / "second.db", device="phone"))
        first.take_in(records, recorded_at=NOW)
        live(first, records, early)
        first.export_file(folder / name, purpose=purpose, revisions=True)

        second.import_file(folder / name, recorded_at=NOW + timedelta(days=1))
        assert dump(second) == dump(first)

        live(second, records, late)
        amended = dump(second)
        taken = second.import_file(folder / name, recorded_at=NOW + timedelta(days=2))
        assert (taken.new, taken.changed, taken.unchanged) == (0, 0, len(records))
        assert dump(second) == amended

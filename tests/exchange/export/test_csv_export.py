"""An export is complete, private and never half-written."""

import csv
import stat
from datetime import date
from importlib import import_module
from io import StringIO

import pytest

from tracker.diary.errors import CannotOpen, NotSaved
from tracker.exchange.formats import csv_table
from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.errors import InvalidRecord

store_module = import_module("tracker.diary.open_store")

HEADER = (
    "started_at,id,person,muscle,spot,side,tool,pressure,pain_before,pain_30s,pain_after,"
    "held_s,outcome,moved_from,stay_assigned,pain_later,later_at,note,experiment,arm,time_known"
)


def test_each_entry_is_a_row(diary, release, noon, tmp_path):
    saved = diary.add(release(pain_after=2.5, note='a "good" one,\nsaid she'))
    diary.add(CheckIn(at=noon, pain=5))
    written = diary.export_csv(tmp_path / "out.csv", purpose="machine")
    assert [file.name for file in written] == [
        "out.csv",
        "out.check-ins.csv",
        "out.dictionary.md",
        "out.datapackage.json",
    ]
    assert written[0].read_bytes().decode() == (
        f"{HEADER}\r\n"
        f"2026-11-18T12:00:00+00:00,{saved.id},me,piriformis,near the sacrum,left,lacrosse ball,"
        ',6,,2.5,,held,,,,,"a ""good"" one,\nsaid she",,,true\r\n'
    )


def test_for_a_spreadsheet_times_are_local_and_nothing_runs(diary, release, tmp_path):
    diary.add(release(started_at="2026-07-01T23:30:00.25-03:30", note="=1+1"))
    content = diary.export_csv(tmp_path / "out.csv")[0].read_bytes()
    assert content.startswith(b"\xef\xbb\xbfstarted_at,started_at_zone,id,")
    assert b"\n2026-07-01 23:30:00.250000,UTC-03:30," in content
    assert b",,'=1+1,,,true\r\n" in content


def test_for_a_machine_texts_are_as_they_were_written(diary, release, tmp_path):
    diary.add(release(note="=1+1"))
    diary.add(release(note="'=1+1", side="right"))
    content = diary.export_csv(tmp_path / "out.csv", purpose="machine")[0].read_text()
    assert ",=1+1,," in content
    # Else reading would take the apostrophe for a guard.
    assert ",''=1+1,," in content


def test_deleted_entries_are_left_out(diary, release, tmp_path):
    diary.delete(diary.add(release()).id)
    written = diary.export_csv(tmp_path / "out.csv", purpose="machine")
    assert written[0].read_text() == HEADER + "\n"


def test_own_names_get_files_where_there_are_any(diary, noon, tmp_path):
    diary.add(OwnMuscle(added_at=noon, name="hamstring"))
    diary.add(OwnSpot(added_at=noon, muscle="hamstring", name="middle"))
    diary.add(OwnTool(added_at=noon, name="wooden spoon"))
    written = {file.name for file in diary.export_csv(tmp_path / "out.csv")}
    assert {"out.own-muscles.csv", "out.own-spots.csv", "out.own-tools.csv"} <= written


def test_experiments_get_a_file_where_there_are_any(diary, experiment, release, tmp_path):
    planned = diary.add(experiment())
    diary.add(release(pressure="light", experiment=planned.id, arm="A"))
    written = diary.export_csv(tmp_path / "out.csv")
    assert "out.experiments.csv" in {file.name for file in written}
    assert ",light,firm,piriformis," in (tmp_path / "out.experiments.csv").read_text()
    assert f",{planned.id},A,true\n" in (tmp_path / "out.csv").read_text()


def test_a_deleted_name_goes_along_while_an_experiment_goes_by_it(
    diary, experiment, noon, tmp_path
):
    diary.add(OwnTool(added_at=noon, name="wooden spoon"))
    diary.add(experiment(compares="tool", arm_a="foam roller", arm_b="wooden spoon", tool=None))
    diary.delete(diary.all(OwnTool)[0].id)
    diary.export_csv(tmp_path / "out.csv")
    assert "wooden spoon" in (tmp_path / "out.own-tools.csv").read_text()


def test_a_deleted_name_goes_along_while_a_release_goes_by_it(diary, release, noon, tmp_path):
    diary.add(OwnMuscle(added_at=noon, name="hamstring"))
    diary.add(OwnSpot(added_at=noon, muscle="hamstring", name="middle"))
    diary.add(OwnTool(added_at=noon, name="wooden spoon"))
    diary.add(release(muscle="hamstring", spot="middle"))
    for kind in (OwnSpot, OwnMuscle, OwnTool):
        diary.delete(diary.all(kind)[0].id)
    diary.export_csv(tmp_path / "out.csv")
    assert "hamstring,middle" in (tmp_path / "out.own-spots.csv").read_text()
    assert "hamstring" in (tmp_path / "out.own-muscles.csv").read_text()
    assert not (tmp_path / "out.own-tools.csv").exists()


def test_own_names_of_an_earlier_export_do_not_linger(diary, noon, tmp_path):
    spot = diary.add(OwnSpot(added_at=noon, muscle="piriformis", name="my knot"))
    diary.export_csv(tmp_path / "out.csv")
    diary.delete(spot.id)
    diary.export_csv(tmp_path / "out.csv")
    assert "my knot" not in (tmp_path / "out.own-spots.csv").read_text()


def test_the_files_are_private(diary, tmp_path):
    (tmp_path / "out.csv").write_text("open to all")
    for file in diary.export_csv(tmp_path / "out.csv"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_failure_leaves_what_was_there(diary, release, tmp_path, monkeypatch):
    diary.add(release())
    (tmp_path / "out.csv").write_text("an earlier export")

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(csv_table, "spell_rows", full_disk)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(NotSaved, match=r"out.csv failed \(No space left on device\); try another"):
        diary.export_csv(tmp_path / "out.csv")
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "out.csv").read_text() == "an earlier export"


def test_a_diary_that_cannot_be_read_says_so_itself(diary, tmp_path):
    diary.close()
    (tmp_path / "diary.db").write_bytes(b"damaged" * 1000)
    with pytest.raises(CannotOpen, match="damaged or not a SQLite database; restore a backup"):
        diary.export_csv(tmp_path / "out.csv")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "{folder} is a folder; name a file in it, such as {folder}/diary.csv."),
        ("no/out.csv", "There is no folder {folder}/no; make it, or choose another."),
        ("diary.db-wal", "{folder}/diary.db-wal must end in .csv."),
        (
            "taken.csv",
            "{folder}/taken.check-ins.csv is a folder, and the export needs that name; "
            "choose another.",
        ),
    ],
)
def test_places_that_cannot_be_are_named(diary, tmp_path, name, sentence):
    (tmp_path / "taken.check-ins.csv").mkdir()
    with pytest.raises(NotSaved) as refused:
        diary.export_csv(tmp_path / name)
    assert str(refused.value) == sentence.format(folder=tmp_path)
    assert not (tmp_path / "taken.csv").exists()


# A part of it


@pytest.fixture
def some(diary, release, noon):
    """An evening in Japan, a night in New York and a noon in London, by two people."""
    japan = release(started_at="2026-11-01T22:00+09:00", note="Japan")
    york = release(started_at="2026-11-01T23:30-05:00", note="York", person="Ida")
    london = release(started_at="2026-11-02T12:00+00:00", note="London")
    diary.add_all([japan, york, london])
    diary.add(CheckIn(at="2026-11-02T08:00+09:00", pain=3, person="Ida"))
    return diary


def notes(diary, tmp_path, **asked_for) -> list[str]:
    diary.export_csv(tmp_path / "out.csv", **asked_for)
    rows = csv.DictReader(StringIO((tmp_path / "out.csv").read_text(encoding="utf-8-sig")))
    return [row["note"] for row in rows]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, ["Japan", "York", "London"]),
        ("2026-11-01", "2026-11-01", ["Japan", "York"]),
        ("2026-11-02", None, ["London"]),
        (None, "2026-10-31", []),
        (None, "9999-12-31", ["Japan", "York", "London"]),
        ("0001-01-01", None, ["Japan", "York", "London"]),
    ],
)
def test_a_range_is_of_local_days(some, tmp_path, since, until, expected):
    days = [day and date.fromisoformat(day) for day in (since, until)]
    assert notes(some, tmp_path, since=days[0], until=days[1]) == expected


def test_one_persons_entries_alone(some, tmp_path):
    assert notes(some, tmp_path, person="Ida") == ["York"]
    assert (tmp_path / "out.check-ins.csv").read_text().count("\n") == 2


def test_a_person_who_has_none_and_a_range_that_ends_before_it_begins_are_refused(some, tmp_path):
    with pytest.raises(InvalidRecord, match=r"Nobody here is called 'Bo'; there is Ida, me\."):
        notes(some, tmp_path, person="Bo")
    with pytest.raises(InvalidRecord, match="The last day must not be before the first"):
        notes(some, tmp_path, since=date(2026, 11, 2), until=date(2026, 11, 1))
    assert not (tmp_path / "out.csv").exists()


def test_what_a_part_goes_by_comes_along_and_nothing_else(diary, release, experiment, tmp_path):
    for name in ("old", "new", "unused"):
        diary.add(OwnSpot(added_at="2026-01-01T12:00Z", muscle="piriformis", name=f"{name} knot"))
    planned = diary.add(experiment(planned_at="2026-01-02T12:00Z"))
    diary.add(experiment(planned_at="2026-01-03T12:00Z", arm_a="moderate"))
    diary.add(release(started_at="2026-03-01T12:00Z", spot="old knot"))
    later = {"pressure": "light", "experiment": planned.id, "arm": "A"}
    diary.add(release(started_at="2026-05-01T12:00Z", spot="new knot", **later))
    diary.export_csv(tmp_path / "out.csv", since=date(2026, 4, 1))
    spots = (tmp_path / "out.own-spots.csv").read_text()
    assert [name in spots for name in ("old knot", "new knot", "unused")] == [False, True, False]
    assert (tmp_path / "out.experiments.csv").read_text().count("\n") == 2
    with open_diary(tmp_path / "other.db") as other:
        assert other.import_csv(tmp_path / "out.csv").new == 3


def test_the_history_of_a_part_holds_deleted_entries_and_renamed_spots(diary, release, tmp_path):
    own = OwnSpot(added_at="2026-01-01T12:00Z", muscle="piriformis", name="my knot")
    spot = diary.add(own)
    kept = diary.add(release(started_at="2026-05-01T12:00Z", spot="my knot"))
    diary.amend(spot.id, name="old friend")
    diary.delete(kept.id)
    diary.add(release(started_at="2026-03-01T12:00Z"))
    diary.export_csv(tmp_path / "out.csv", since=date(2026, 4, 1), revisions=True)
    with open_diary(tmp_path / "other.db") as other:
        other.import_csv(tmp_path / "out.csv")
        assert [change.action for change in other.history(kept.id)] == ["add", "delete"]
        assert [change.record.name for change in other.history(spot.id)] == [
            "my knot",
            "old friend",
        ]
        assert other.undo(kept.id).spot == "my knot"


def test_progress_goes_from_nothing_to_all(some, tmp_path):
    told = []
    some.export_csv(tmp_path / "out.csv", progress=lambda rows, share: told.append((rows, share)))
    assert told[-1] == (4, 1.0)
    assert [share for _, share in told] == sorted(share for _, share in told)


# A diary that can only be read


def test_a_diary_on_a_disk_that_can_only_be_read_is_exported(some, run, tmp_path, monkeypatch):
    def refuse(path):
        raise CannotOpen(f"The diary {path} cannot be written (Read-only file system).")

    some.close()
    before = (tmp_path / "diary.db").read_bytes()
    made = store_module.make_private
    monkeypatch.setattr(
        store_module,
        "make_private",
        lambda path: refuse(path) if path == tmp_path / "diary.db" else made(path),
    )
    code, _, err = run("export", tmp_path / "out.csv", "--for", "machine")
    assert (code, err) == (0, "")
    assert "York" in (tmp_path / "out.csv").read_text()
    assert (tmp_path / "diary.db").read_bytes() == before


def test_what_is_no_diary_is_refused_in_its_own_words(run, tmp_path):
    (tmp_path / "diary.db").write_text("a letter")
    code, _, err = run("export", tmp_path / "out.csv")
    assert code == 2
    assert "is not a diary (not a SQLite database); name another file, or restore a backup." in err

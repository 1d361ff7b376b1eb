"""An export is complete, private and never half-written."""

import stat

import pytest

from tracker.diary import csv_export
from tracker.diary.errors import CannotOpen, NotSaved
from tracker.protocol.check_in import CheckIn
from tracker.protocol.own import OwnMuscle, OwnSpot, OwnTool

HEADER = (
    "started_at,id,person,muscle,spot,side,tool,pressure,pain_before,pain_30s,pain_after,"
    "held_s,outcome,moved_from,stay_assigned,pain_later,later_at,note,experiment,arm"
)


def test_each_entry_is_a_row(diary, release, noon, tmp_path):
    saved = diary.add(release(pain_after=2.5, note='a "good" one,\nsaid she'))
    diary.add(CheckIn(at=noon, pain=5))
    written = diary.export_csv(tmp_path / "out.csv")
    assert [file.name for file in written] == [
        "out.csv",
        "out.check-ins.csv",
        "out.dictionary.md",
    ]
    assert written[0].read_bytes().decode() == (
        f"{HEADER}\r\n"
        f"2026-11-18T12:00:00+00:00,{saved.id},me,piriformis,near the sacrum,left,lacrosse ball,"
        ',6,,2.5,,held,,,,,"a ""good"" one,\nsaid she",,\r\n'
    )


def test_deleted_entries_are_left_out(diary, release, tmp_path):
    diary.delete(diary.add(release()).id)
    written = diary.export_csv(tmp_path / "out.csv")
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
    assert f",{planned.id},A\n" in (tmp_path / "out.csv").read_text()


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

    def full_disk(_record):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(csv_export, "to_cells", full_disk)
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
    ],
)
def test_places_that_cannot_be_are_named(diary, tmp_path, name, sentence):
    with pytest.raises(NotSaved) as refused:
        diary.export_csv(tmp_path / name)
    assert str(refused.value) == sentence.format(folder=tmp_path)

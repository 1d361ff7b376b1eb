"""`tracker export`, as a person types it, and what import makes of it."""

import csv
import stat
import zipfile
from io import StringIO

import pytest

from tracker.cli import main, progress
from tracker.facade import open_diary
from tracker.maintenance import encryption
from tracker.protocol.check_in import CheckIn
from tracker.protocol.custom import OwnSpot
from tracker.protocol.release import Release


@pytest.fixture
def two_days(tmp_path, release):
    with open_diary(tmp_path / "diary.db") as diary:
        diary.add(OwnSpot(added_at="2026-11-01T12:00Z", muscle="psoas", name="my knot"))
        diary.add(release(started_at="2026-11-01T23:30+02:00", muscle="psoas", spot="my knot"))
        diary.add(release(started_at="2026-11-02T08:00+02:00", person="Ida", note="=1+1"))
        diary.add(CheckIn(at="2026-11-02T09:00+02:00", pain=3))


def rows(path) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def test_days_and_a_person(run, two_days, tmp_path):
    out = tmp_path / "out.csv"
    assert run("export", out, "--from", "2026-11-02")[0] == 0
    assert [row["started_at"] for row in rows(out)] == ["2026-11-02 08:00:00"]
    assert len(rows(tmp_path / "out.check-ins.csv")) == 1
    assert not (tmp_path / "out.own-spots.csv").exists()
    run("export", out, "--to", "2026-11-01")
    assert [row["spot"] for row in rows(out)] == ["my knot"]
    assert len(rows(tmp_path / "out.own-spots.csv")) == 1
    run("export", out, "--person", "Ida")
    assert [row["person"] for row in rows(out)] == ["Ida"]


def test_who_reads_it(run, two_days, tmp_path):
    out = tmp_path / "out.csv"
    run("export", out)
    assert rows(out)[1]["note"] == "'=1+1"
    run("export", out, "--for", "machine")
    assert rows(out)[1]["note"] == "=1+1"
    assert rows(out)[1]["started_at"] == "2026-11-02T08:00:00+02:00"


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.parquet"])
def test_a_whole_history_moves_house(run, two_days, tmp_path, name):
    with open_diary(tmp_path / "diary.db") as diary:
        mine, other = diary.of(None).all(Release)
        diary.amend(mine.id, pain_after=2)
        diary.delete(other.id)
        histories = [diary.history(mine.id), diary.history(other.id)]
    assert run("export", tmp_path / name, "--revisions")[0] == 0
    code, out, err = run("import", tmp_path / name, diary="new.db")
    assert (code, err) == (0, "")
    assert "4 new, 0 changed, 0 unchanged" in out
    with open_diary(tmp_path / "new.db") as moved:
        assert [moved.history(mine.id), moved.history(other.id)] == histories


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["out.txt"], "out.txt must end in .csv or .xlsx or .parquet or .json."),
        (["out.csv", "--format", "xlsx"], "out.csv must end in .xlsx."),
        (["out.csv", "--person", "Bo"], "Nobody here is called 'Bo'; there is Ida, me."),
        (
            ["out.csv", "--from", "2026-11-03", "--to", "2026-11-02"],
            "The last day must not be before the first, 2026-11-03, and 2026-11-02 is.",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(run, two_days, tmp_path, words, sentence):
    code, out, err = run("export", tmp_path / words[0], *words[1:])
    assert (code, out) == (2, "")
    assert err.endswith(f"{sentence}\n")
    assert err.count("\n") == 1
    assert not list(tmp_path.glob("out.*"))


@pytest.fixture
def word(tmp_path):
    """A file with a passphrase."""
    file = tmp_path / "word.txt"
    file.write_text("blue ball under the sofa\n")
    return file


@pytest.mark.parametrize(
    ("name", "locked"),
    [pytest.param("out.csv", "out.zip.age", marks=pytest.mark.slow), ("out.json", "out.json.age")],
)
def test_a_locked_export_is_one_file_and_comes_back(run, two_days, tmp_path, word, name, locked):
    words = ("--encrypt", "--passphrase-file", word)
    code, out, _ = run("export", tmp_path / name, *words)
    file = tmp_path / locked
    assert (code, out) == (0, f"Wrote {file}\n")
    assert list(tmp_path.glob("out.*")) == [file]
    assert file.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    code, out, err = run("import", file, "--passphrase-file", word, diary="new.db")
    assert (code, err) == (0, "")
    assert out == f"{locked}: 4 new, 0 changed, 0 unchanged.\nImported 4 entries.\n"
    with open_diary(tmp_path / "diary.db") as old, open_diary(tmp_path / "new.db") as new:
        assert new.all(Release) == old.all(Release)
    word.write_text("red ball\n")
    code, _, err = run("import", file, "--passphrase-file", word)
    assert (code, "does not open with this passphrase" in err) == (2, True)
    assert run("import", file)[2] == (
        "tracker: Nobody is there to type a passphrase; name a --passphrase-file.\n"
    )


def test_a_locked_file_that_is_no_export(run, two_days, tmp_path, word):
    encryption.lock(word, tmp_path / "x.zip.age", "blue ball under the sofa")
    code, _, err = run("import", tmp_path / "x.zip.age", "--passphrase-file", word)
    assert (code, err) == (2, "tracker: x.zip.age holds no export; choose another file.\n")


def test_an_archive_that_unpacks_to_more_than_an_export_is_not_opened(run, tmp_path, word):
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("out.csv", b"0" * 60_000_000)
    encryption.lock(tmp_path / "x.zip", tmp_path / "x.zip.age", "blue ball under the sofa")
    code, _, err = run("import", tmp_path / "x.zip.age", "--passphrase-file", word)
    assert (code, err) == (
        2,
        "tracker: x.zip.age unpacks to 60,000,000 bytes, more than any export; "
        "it was not opened.\n",
    )


def test_progress_is_told_to_who_watches_and_cleared_away(capsys, monkeypatch):
    now = iter([0.0, 0.1, 0.3, 0.3, 0.4])
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(now))
    with progress.progress_line("Exporting") as tell:
        tell(5_000, 0.01)
        tell(10_000, 0.02)
        tell(15_000, 0.03)
    err = capsys.readouterr().err
    assert err == "\rExporting … 10,000 rows, 2% \r\x1b[K"


def test_nobody_watches_a_pipe(capsys):
    with progress.progress_line("Exporting") as tell:
        assert tell is None
    assert capsys.readouterr().err == ""


def test_help_says_what_may_be_asked_for(capsys):
    with pytest.raises(SystemExit, match="0"):
        main.main(["export", "--help"])
    said = capsys.readouterr().out
    for option in ("--from", "--to", "--person", "--for", "--revisions", "--format", "--encrypt"):
        assert option in said

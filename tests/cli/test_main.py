"""The command line, as a person types it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.cli import main
from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.release import Release

REAL = Path(__file__).parents[3] / "shared" / "reference" / "pain_diary_multisite.csv"


def test_a_diary_goes_out_and_comes_back(run, logged, tmp_path):
    code, out, err = run("export", tmp_path / "out.csv")
    assert (code, err) == (0, "")
    assert [line.split("/")[-1] for line in out.splitlines()[:3]] == [
        "out.csv",
        "out.check-ins.csv",
        "out.dictionary.md",
    ]
    assert out.endswith("keep them private, or lock them with --encrypt.\n")
    code, out, err = run("import", tmp_path / "out.csv", diary="other.db")
    assert (code, err) == (0, "")
    assert out == "out.csv: 1 new, 0 changed, 0 unchanged.\nImported 1 entry.\n"
    with open_diary(tmp_path / "other.db") as other:
        assert other.all(Release) == [logged]


def test_importing_twice_changes_nothing(run, logged, tmp_path):
    run("export", tmp_path / "out.csv")
    assert run("import", tmp_path / "out.csv")[1] == (
        "out.csv: 0 new, 0 changed, 1 unchanged.\nNothing had to be imported.\n"
    )


def test_a_dry_run_writes_nothing(run, logged, tmp_path):
    run("export", tmp_path / "out.csv")
    code, out, _ = run("import", tmp_path / "out.csv", "--dry-run", diary="other.db")
    assert code == 0
    assert out == ("out.csv: 1 new, 0 changed, 0 unchanged.\nNothing was written (--dry-run).\n")
    with open_diary(tmp_path / "other.db") as other:
        assert other.is_empty()


def test_a_bad_file_is_refused_in_one_sentence(run, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("muscle;spot\npsoas;low\n")
    code, out, err = run("import", bad)
    assert (code, out) == (2, "")
    assert err == (
        "tracker: bad.csv has no column of days that the kit can tell, such as 2026-11-22; its "
        "columns are 'muscle', 'spot'. Write a mapping that names it; tracker import --map-format "
        "shows how.\n"
    )


@pytest.mark.parametrize("words", [["report"], ["plan"], ["export", "x.csv"], ["backup"]])
def test_a_name_without_a_diary_makes_none(run, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "diary.db"
    said = f"There is no diary at {file}; tracker start makes one, --diary names another."
    assert run(*words) == (2, "", f"tracker: {said}\n")
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_has_enough_is_no_fault(logged, tmp_path):
    words = [
        sys.executable,
        "-m",
        "tracker.cli.main",
        "--diary",
        str(tmp_path / "diary.db"),
        "plan",
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as plan:
        plan.stdout.close()
        assert plan.stderr.read() == b""
    assert plan.returncode == main.BROKEN_PIPE


@pytest.mark.parametrize("words", [["export", "x.csv"], ["import", "x.csv"], ["start"], ["sample"]])
def test_a_diary_that_cannot_be_opened_is_refused_by_every_command(words, tmp_path, capsys):
    assert main.main(["--diary", str(tmp_path), *words]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"tracker: {tmp_path} is a folder; name a file in it")
    assert err.count("\n") == 1


def test_an_empty_diary_never_replaces_an_export(run, logged, tmp_path):
    run("export", tmp_path / "out.csv")
    before = (tmp_path / "out.csv").read_bytes()
    open_diary(tmp_path / "new.db").close()
    code, _, err = run("export", tmp_path / "out.csv", diary="new.db")
    assert code == 2
    assert "exporting would replace it with nothing. Choose another name." in err
    assert (tmp_path / "out.csv").read_bytes() == before


def test_an_impossible_port_is_refused(run, capsys):
    with pytest.raises(SystemExit, match="2"):
        run("start", "--port", "0")
    assert "must be a number from 1 to 65535, not '0'" in capsys.readouterr().err


def test_the_sample_is_labelled_and_written_once(run, tmp_path):
    code, out, _ = run("sample", "--until", "2026-11-21", diary="sample.db")
    assert code == 0
    assert re.match(r"Wrote a made-up diary of \d+ entries to ", out)
    with open_diary(tmp_path / "sample.db") as sample:
        assert sample.is_sample
        assert {release.person for release in sample.all(Release)} == {"sample"}
    code, out, _ = run("sample", diary="sample.db")
    assert code == 0
    assert "is the sample diary already; delete the file to make it anew." in out


def test_the_sample_never_enters_a_persons_diary(run, logged, tmp_path):
    code, _, err = run("sample")
    assert code == 2
    assert "holds entries already; the sample diary needs a file of its own." in err
    run("sample", diary="sample.db")
    run("export", tmp_path / "made-up.csv", diary="sample.db")
    code, _, err = run("import", tmp_path / "made-up.csv")
    assert code == 2
    assert err == (
        "tracker: Sample entries and a person's own never share a diary; "
        "use the sample's own file.\n"
    )
    with open_diary(tmp_path / "diary.db") as diary:
        assert diary.all(Release) == [logged]


def test_an_impossible_day_is_refused(run, capsys):
    with pytest.raises(SystemExit, match="2"):
        run("sample", "--until", "yesterday")
    assert "must be a day such as 2026-11-22, not 'yesterday'" in capsys.readouterr().err


@pytest.mark.skipif(not REAL.is_file(), reason="needs the shared reference diaries")
def test_a_real_diary_comes_in_by_its_layout(run, tmp_path):
    code, out, err = run("import", REAL, "--as", "check-ins")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == (
        "pain_diary_multisite.csv: 2,398 rows: 1,939 new, 0 changed, 0 unchanged, "
        "459 skipped: 443 happiness (no pain), 16 Dizziness (no pain)."
    )
    again = run("import", REAL, "--as", "check-ins")[1].splitlines()[0]
    assert "0 new, 0 changed, 1,939 unchanged" in again
    with open_diary(tmp_path / "diary.db") as diary:
        entries = diary.all(CheckIn)
    assert sum(entry.site == "leg" for entry in entries) == 302
    assert sum(entry.site == "hip" for entry in entries) == 150
    assert sum(entry.site == "low back" for entry in entries) == 47
    assert {3.2, 3.4, 3.6, 3.8, 4.5} <= {entry.pain for entry in entries}


def test_every_command_has_help_worth_reading(capsys):
    for command in ("start", "export", "import", "sample"):
        with pytest.raises(SystemExit, match="0"):
            main.main([command, "--help"])
        assert len(capsys.readouterr().out.split()) > 30, command

"""A file of another program on the command line: what is printed, and what then is in the diary."""

import os
import stat
import subprocess
import sys
import tomllib

import pytest

from tracker.exchange.importer.mapping import Layout
from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn

LIST = "day,how bad,where\n2024-01-13,5,hip\n2024-01-14,6,hip\n"
MAP = 'kind = "check-ins"\n[moment]\ndate = "day"\n[fields]\npain = "how bad"\nsite = "where"\n'


@pytest.fixture
def file(tmp_path):
    def of(content: str, name: str = "list.csv"):
        (tmp_path / name).write_text(content, encoding="utf-8")
        return tmp_path / name

    return of


def check_ins(tmp_path):
    with open_diary(tmp_path / "diary.db") as diary:
        return diary.all(CheckIn)


def test_a_plain_list_comes_in_and_is_told_row_by_row(run, file, tmp_path):
    code, out, err = run("import", file("date,pain\n2024-01-13,5\n2024-01-14,\n"))
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "list.csv: 2 rows: 1 new, 0 changed, 0 unchanged, 1 skipped: 1 without a rating.",
        "  Read as date, pain: CSV with commas between its columns (UTF-8).",
        "  Letters: UTF-8. To change it: --encoding NAME, or encoding = NAME in the mapping.",
        "  Between columns: commas. To change it: --separator SIGN.",
        "  Day: the column 'date' (2024-01-13, 2024-01-14). To change it: a line of the mapping "
        "(--print-map writes it).",
        "  Pain: the column 'pain' (5). To change it: a line of the mapping (--print-map writes "
        "it).",
        "  Scale of 'pain': 0 to 10, as written (the cells go from 5 to 5). To change it: "
        "--scale LOW-HIGH, or scale = [LOW, HIGH] in the mapping.",
        "  Time of day: not known; the ratings count for their day and stay out of what goes by "
        "the hour. To change it: a line of the mapping (--print-map writes it).",
        "  new        row 2: 2024-01-13, time not known, sciatica, pain 5",
        "Imported 1 entry.",
        "1 of 1 new check-ins show on the charts of the sciatica.",
    ]
    assert len(check_ins(tmp_path)) == 1
    again = run("import", file("date,pain\n2024-01-13,5\n2024-01-14,\n"))[1]
    assert again.startswith("list.csv: 2 rows: 0 new, 0 changed, 1 unchanged, 1 skipped")
    assert again.endswith("Nothing had to be imported.\n")
    changed = run("import", file("date,pain\n2024-01-13,4\n"), "--dry-run")[1]
    assert changed.startswith("list.csv: 1 row: 0 new, 1 changed")
    assert (
        "  changed    row 2: 2024-01-13, time not known, sciatica, pain 4 (pain was 5)" in changed
    )
    assert changed.endswith("Nothing was written (--dry-run).\n")


def test_a_changed_entry_of_the_kits_own_file_is_shown_as_it_was(run, logged, tmp_path):
    run("export", tmp_path / "out.csv", "--for", "machine")
    edited = (tmp_path / "out.csv").read_text().replace(",6,4,3,", ",6,4,2,")
    (tmp_path / "out.csv").write_text(edited)
    code, out, _ = run("import", tmp_path / "out.csv", "--dry-run")
    assert (code, out.splitlines()) == (
        0,
        [
            "out.csv: 0 new, 1 changed, 0 unchanged.",
            "  changed    2026-11-18 12:00, piriformis, near the sacrum, left, pain 6 to 2 "
            "(pain after was 3)",
            "Nothing was written (--dry-run).",
        ],
    )
    assert run("import", tmp_path / "out.csv")[1].endswith("Imported 1 entry.\n")


def test_a_mapping_is_proposed_and_then_taken(run, file, tmp_path):
    code, out, err = run("import", file(LIST))
    assert code == 2
    assert tomllib.loads(out)["fields"] == {"pain": "how bad", "site": "where"}
    assert err.startswith("tracker: list.csv is of no layout the kit knows, and nothing was imp")
    assert err.count("\n") == 1
    assert check_ins(tmp_path) == []
    code, out, _ = run("import", file(LIST), "--map", file(out, "my.toml"))
    assert (code, out.splitlines()[0]) == (
        0,
        "list.csv: 2 rows: 2 new, 0 changed, 0 unchanged, 0 skipped.",
    )
    assert [entry.site for entry in check_ins(tmp_path)] == ["hip", "hip"]


def test_a_wrong_mapping_is_told_by_its_key(run, file):
    code, _, err = run("import", file(LIST), "--map", file(MAP + "sight = 1\n", "my.toml"))
    assert (code, err) == (
        2,
        "tracker: my.toml: unknown key 'fields.sight'. Did you mean 'site'?\n",
    )
    code, _, err = run("import", file(LIST), "--map", "gone.toml")
    assert (code, err.startswith("tracker: gone.toml cannot be read (No such file")) == (2, True)


def test_the_format_of_a_mapping_is_shown_and_is_one(run, capsys):
    with pytest.raises(SystemExit, match="0"):
        run("import", "--map-format")
    out = capsys.readouterr().out
    example = out[out.index("    name =") :]
    assert set(tomllib.loads(example)) == set(Layout.model_fields)


def test_the_order_of_day_and_month_can_be_said(run, file, tmp_path):
    code, _, err = run("import", file("date,pain\n3/4/2024,5\n"))
    assert code == 2
    assert err == (
        "tracker: the days in list.csv can be read in several orders, and nothing was imported. "
        "Say --date-order day-first, month-first or year-first.\n"
    )
    assert run("import", file("date,pain\n3/4/2024,5\n"), "--date-order", "day-first")[0] == 0
    assert check_ins(tmp_path)[0].at.month == 4


def test_the_command_that_is_proposed_runs_from_where_it_was_asked(run, file, tmp_path):
    mine = file("Day,Score\n2024-01-13,5\n", "my list.csv")
    code, out, err = run("import", mine)
    command = f'tracker --diary "{tmp_path / "diary.db"}" import "{mine}" --map my.toml'
    assert (code, err.endswith(f"run: {command}\n")) == (2, True)
    (tmp_path / "my.toml").write_text(out)
    assert run("import", mine, "--map", tmp_path / "my.toml")[0] == 0
    assert len(check_ins(tmp_path)) == 1


def test_no_cell_commands_the_terminal(run, file):
    header = "FeatureName,Timestamp,Value,Note"
    code, out, _ = run("import", file(f"{header}\nSl\x1b[2Jeep,2022-09-14T21:30:41Z,4,\n"))
    assert (code, "1 Sl\ufffd[2Jeep (not in this layout)" in out, "\x1b" in out) == (0, True, False)
    code, _, err = run("import", file("x\x1b[2J,y\n1,a\n"))
    assert (code, "columns are 'x\ufffd[2J', 'y'" in err, "\x1b" in err) == (2, True, False)


def test_slips_in_a_column_whose_name_is_plain_are_rejected_by_their_rows(run, file):
    rows = "2024-01-13,5,r\n2024-01-14,6,r\n2024-01-36,6,s\n2024-01-17,x,s\n"
    code, out, _ = run("import", file("Date,Pain,Weather\n" + rows))
    assert code == 2
    assert "list.csv: 4 rows: 2 new" in out
    assert "row 4: Date must be a day such as 2026-11-22, not '2024-01-36'." in out
    assert "row 5: Pain must be a number from 0 to 10, not 'x'." in out


def test_rejected_rows_stop_the_import_and_go_to_a_file(run, file, tmp_path):
    bad = file("date,pain\n2024-01-13,5\n2024-01-14,12\n")
    code, out, err = run("import", bad, "--rejects", tmp_path / "out.csv")
    assert code == 2
    assert "1 new, 0 changed, 0 unchanged, 0 skipped, 1 rejected." in out
    assert f"{tmp_path / 'out.csv'}: 1 rejected row, with its reason." in out
    assert "  rejected   row 3: pain must be a number from 0 to 10, not '12'." in out
    assert err == (
        "tracker: 1 row is rejected, and nothing was imported. "
        "Mend it, or import the others with --skip-rejected.\n"
    )
    assert check_ins(tmp_path) == []
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o600
    assert run("import", bad, "--skip-rejected")[0] == 0
    assert len(check_ins(tmp_path)) == 1


def test_every_row_is_shown_when_asked(run, file):
    rows = "".join(f"2024-01-{day:02},5\n" for day in range(13, 20))
    brief = run("import", file("date,pain\n" + rows), "--dry-run")[1]
    assert "and 4 more" in brief
    whole = run("import", file("date,pain\n" + rows), "--dry-run", "-v")[1]
    assert whole.count("  new  ") == 7


def test_another_kind_than_the_layouts_is_refused(run, file):
    code, _, err = run("import", file("date,pain\n2024-01-13,5\n"), "--as", "releases")
    assert (code, err) == (
        2,
        "tracker: list.csv has the layout of date, pain; import it with --as check-ins.\n",
    )


def test_a_pipe_is_not_waited_for(run, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    code, _, err = run("import", tmp_path / "pipe.csv")
    assert (code, err) == (
        2,
        f"tracker: There is no file {tmp_path / 'pipe.csv'}; check the name.\n",
    )


def test_a_file_that_nobody_may_read_is_said(run, file, monkeypatch):
    def refuse(_file):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tracker.maintenance.encryption.is_locked", refuse)
    code, out, err = run("import", file("date,pain\n2024-01-13,5\n"))
    assert (code, out) == (2, "")
    assert err.endswith(
        "list.csv cannot be read (Permission denied); check its name and permissions.\n"
    )


def test_the_sample_takes_nothing_of_a_persons_own(run, file):
    run("sample", "--until", "2026-11-21", diary="sample.db")
    code, _, err = run("import", file("date,pain\n2024-01-13,5\n"), diary="sample.db")
    assert code == 2
    assert err.startswith("tracker: Sample entries and a person's own never share a diary")


def test_the_mapping_of_a_file_that_the_kit_is_sure_of_is_printed_when_asked(run, file, tmp_path):
    mine = file("Day,Pain,Mood\n2024-01-13,5,good\n")
    code, out, _ = run("import", mine, "--print-map")
    assert (code, check_ins(tmp_path)) == (0, [])
    assert tomllib.loads(out)["fields"] == {"pain": "Pain"}
    known = file("date,pain\n2024-01-13,5\n", "known.csv")
    code, out, _ = run("import", known, "--print-map")
    assert (code, tomllib.loads(out)["moment"]) == (0, {"date": "date", "time": "time"})
    assert run("import", known, "--map", file(out, "my.toml"))[0] == 0


def test_what_the_kit_is_not_sure_of_is_taken_when_that_is_said(run, file, tmp_path):
    code, out, _ = run("import", file(LIST), "--yes")
    assert (code, len(check_ins(tmp_path))) == (0, 2)
    assert "Columns: Not sure: 'how bad' was taken for the pain" in out


def test_the_year_may_lead_in_two_digits(run, file, tmp_path):
    days = file("Date,Pain\n24-03-11,3\n24-03-12,4\n")
    code, _, err = run("import", days)
    assert code == 2
    assert "The order of day, month and year may also be said with --date-order." in err
    assert run("import", days, "--date-order", "year-first")[0] == 0
    assert [f"{entry.at:%Y-%m-%d}" for entry in check_ins(tmp_path)] == ["2024-03-11", "2024-03-12"]


TRACKERS = (
    "FeatureName,Timestamp,Value,Note\nSciatica,2026-11-10T08:00:00Z,6,\n"
    "Painkillers,2026-11-10T08:00:00Z,2,\nHow stiff,2026-11-10T08:00:00Z,4,\n"
)


def test_each_decision_has_an_option_that_changes_it(run, file, tmp_path):
    code, out, _ = run("import", file(TRACKERS), "--dry-run")
    assert "  Read as pain: Sciatica (1). To change it: --take NAME" in out
    assert "  Left out of what is tracked: Painkillers (1), How stiff (1)." in out
    out = run("import", file(TRACKERS), "--take", "how stiff", "--scale", "0-5", "--dry-run")[1]
    assert "How stiff, pain 8" in out
    code, _, err = run("import", file(TRACKERS), "--take", "Mood")
    assert (code, "tracks nothing called 'Mood'; it has Sciatica" in err) == (2, True)
    mood = file("date,pain,time,Mood\n2024-01-13,5,08:00,low\n", "mood.csv")
    assert "  Left out: 'Mood' (low). To change it: --keep COLUMN" in run("import", mood)[1]
    run("import", mood, "--keep", "Mood")
    assert [entry.note for entry in check_ins(tmp_path)] == ["Mood: low"]
    code, _, err = run("import", mood, "--keep", "Sleep")
    assert (code, "has no column 'Sleep'" in err) == (2, True)


def test_guessed_letters_stop_a_run_without_a_terminal(run, tmp_path, monkeypatch):
    path = tmp_path / "list.csv"
    path.write_bytes("date,pain,note\n2024-01-13,5,erős fájdalom\n".encode("cp1250"))
    code, out, err = run("import", path)
    assert (code, "as cp1252: fájdalom, erõs" in out) == (2, True)
    assert err.endswith("how to change it; or take it so with --yes.\n")
    assert check_ins(tmp_path) == []
    monkeypatch.setattr("tracker.cli.import_._is_on_terminal", lambda: True)
    for answer, code in (("", 2), ("y", 0)):
        monkeypatch.setattr("builtins.input", lambda _, answer=answer: answer)
        assert run("import", path)[0] == code
    assert [entry.note for entry in check_ins(tmp_path)] == ["erős fájdalom"]
    assert run("import", path, "--encoding", "cp1250")[0] == 0


def test_a_patient_is_chosen(run, file, tmp_path):
    several = file("Patient,Date,Pain\nA,2024-01-13,5\nB,2024-01-13,6\n")
    code, _, err = run("import", several, "--yes")
    assert (code, "names 2 people, and a diary is one person's" in err) == (2, True)
    assert run("import", several, "--patient", "B")[0] == 0
    assert [entry.pain for entry in check_ins(tmp_path)] == [6]


def test_a_letter_that_the_terminal_cannot_write_ends_in_no_traceback(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("date,pain,note\n2024-01-13,5,日付\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    command = [sys.executable, "-m", "tracker.cli.main", "--diary", str(tmp_path / "d.db")]
    done = subprocess.run(
        [*command, "import", str(path)], env=environment, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u65e5\\u4ed8" in done.stdout

"""`tracker report`, as a person types it."""

from datetime import UTC, datetime

import pytest

from tracker.cli import main


@pytest.fixture
def run(diary, capsys):
    def command(*words):
        diary.close()
        code = main.main(["--diary", diary.location, "report", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_a_report_is_written_beside_the_diary(run, by_hand, tmp_path):
    code, out, err = run("--week", "2026-W46")
    file = tmp_path / "reports" / "2026-W46.html"
    assert (code, err) == (0, "")
    assert out == f"Wrote {file}\nThese files hold health data: keep them private.\n"
    assert "averaged 4.0 of 10" in file.read_text(encoding="utf-8").replace("\u00a0", " ")
    assert oct(file.stat().st_mode)[-3:] == "600"
    assert oct(file.parent.stat().st_mode)[-3:] == "700"


def test_the_clinician_has_a_page_beside_it(run, by_hand, tmp_path):
    run("--week", "2026-W46", "--clinician", "--out", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "2026-W46-clinician.html",
        "2026-W46.html",
    ]


def test_several_weeks_end_with_the_last_full_one(run, logged, press, tmp_path):
    # Only weeks that are surely over when this test runs.
    logged(press(datetime(2020, 1, 1, 9, tzinfo=UTC)))
    code, _, err = run("--weeks", "2", "--out", tmp_path / "out")
    assert (code, err) == (0, "")
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_all_weeks_begin_with_the_first_entry(run, diary, press, tmp_path):
    now = datetime.now().astimezone()
    diary.add(press(now.replace(microsecond=0)))
    code, out, _ = run("--all", "--out", tmp_path / "out")
    assert (code, len(out.splitlines())) == (0, 2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--week", "2026-W60"), "week must be from 1 to 53 of 2026, not '2026-W60'."),
        (("--week", "9999-W01"), "week must have begun by now, and 9999-W01 begins on 9999-01-04."),
        (("--week", "0001-W01"), "week must be an ISO week such as '2026-W46', not '0001-W01'."),
        (("--week", "last"), "week must be an ISO week such as '2026-W46', not 'last'."),
        (("--person", "x"), "person must be one of 'me', not 'x'."),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(run, by_hand, words, said, tmp_path):
    assert run(*words) == (2, "", f"tracker: {said}\n")
    assert not (tmp_path / "reports").exists()


def test_a_folder_that_cannot_be_is_refused_before_any_work(run, by_hand, tmp_path):
    file = tmp_path / "a file"
    file.touch()
    said = f"tracker: {file} is a file; name a folder with --out.\n"
    assert run("--week", "2026-W46", "--out", file) == (2, "", said)
    said = (
        f"tracker: The folder {file / 'x'} cannot be made (Not a directory); "
        "name another with --out.\n"
    )
    assert run("--week", "2026-W46", "--out", file / "x") == (2, "", said)


def test_a_number_of_weeks_is_checked(run, by_hand, capsys):
    with pytest.raises(SystemExit):
        run("--weeks", "0")
    assert "must be a number from 1 to 520, not '0'" in capsys.readouterr().err


def test_progress_is_for_a_person_who_watches(run, logged, press, monkeypatch, tmp_path):
    logged(press(datetime(2020, 1, 1, 9, tzinfo=UTC)))
    assert run("--week", "2020-W01", "--out", tmp_path / "out")[2] == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    err = run("--week", "2020-W01", "--out", tmp_path / "out")[2]
    assert err == "\r\x1b[KMaking 2020-W01 \u2026\r\x1b[K"
    err = run("--weeks", "2", "--out", tmp_path / "out")[2]
    assert err.count(" (1 of 2) \u2026\r\x1b[KMaking ") == 1
    assert err.endswith(" (2 of 2) \u2026\r\x1b[K")


def test_the_day_on_which_weeks_begin_is_kept(run, by_hand, tmp_path):
    run("--weeks-from", "sunday", "--week", "2026-W46", "--out", tmp_path / "out")
    run("--week", "2026-W46", "--out", tmp_path / "again")
    for folder in ("out", "again"):
        page = (tmp_path / folder / "2026-W46.html").read_text(encoding="utf-8")
        assert "8 to 14 November 2026" in page.replace("\u00a0", " ")

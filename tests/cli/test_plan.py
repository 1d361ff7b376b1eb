"""What could be pressed in the coming days, as a person asks for it."""

import re
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar

from tracker.cli import main
from tracker.facade import open_diary
from tracker.protocol.check_in import CheckIn
from tracker.protocol.profile import Profile
from tracker.protocol.screening import Screening


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Run `tracker plan` on a diary of this test's own; its exit code, and what it printed."""
    monkeypatch.delenv("TRACKER_DIARY", raising=False)

    def command(*words: str) -> tuple[int, str, str]:
        code = main.main(["--diary", str(tmp_path / "diary.db"), "plan", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.fixture
def six_that_helped(tmp_path, release):
    """Six releases of one spot with 3 points of relief each, long enough ago to have rested."""
    start = datetime.now().astimezone() - timedelta(days=9)
    with open_diary(tmp_path / "diary.db") as diary:
        diary.keep_profile(Profile("left", ("lacrosse ball", "hip-flexor ball")), start.date())
        diary.add_all(
            release(started_at=start + timedelta(days=n), pain_30s=4, pain_after=3)
            for n in range(6)
        )


def events(path, kind):
    every = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    return [event for event in every if event["uid"].startswith(f"{kind}-")]


def test_it_says_what_to_press_and_why(run, six_that_helped):
    code, out, err = run("--days", "2", "--at", "19:30")

    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert re.fullmatch(
        r"Every day from \w+ \d+ \w+ to \w+ \d+ \w+ at 19:30, about 5 minutes:", lines[0]
    )
    spots = dict(zip(lines[1:-2:2], lines[2:-2:2], strict=True))
    (reason,) = [why for spot, why in spots.items() if "left piriformis, near the sacrum" in spot]
    assert re.match(r"     Helped so far: pain about 3.0 points lower .* 6 releases\)\.$", reason)
    assert lines[-2].startswith("Left out, for none of your tools reaches: quadratus lumborum")
    assert lines[-1].startswith("This is what your diary says now;")


def test_red_flags_stop_everything_and_call_off_what_was_planned(run, six_that_helped, tmp_path):
    out = tmp_path / "week.ics"
    code, said, _ = run("--ics", out)
    assert said.splitlines()[-1] == f"Wrote {out}: 7 sessions, 7 check-ins."
    assert out.stat().st_mode & 0o777 == 0o600

    with open_diary(tmp_path / "diary.db") as diary:
        flags = frozenset({"saddle numbness"})
        diary.add(CheckIn(at=datetime.now().astimezone(), pain=8, red_flags=flags))
    code, said, _ = run("--ics", out)
    assert code == 0
    assert said.startswith("No session is planned. ")
    assert "emergency" in said
    assert said.splitlines()[-1] == f"Wrote {out}: 0 sessions, 7 check-ins; called off: 7 sessions."
    assert {event["status"] for event in events(out, "session")} == {"CANCELLED"}


def test_a_red_flag_answered_when_asked_stops_everything_too(run, six_that_helped, tmp_path):
    with open_diary(tmp_path / "diary.db") as diary:
        now = datetime.now().astimezone()
        diary.add(Screening(answered_at=now, red_flags=("saddle numbness",)))
    code, said, _ = run()
    assert code == 0
    assert said.startswith("No session is planned. Go to an emergency department now.")


def test_fewer_days_call_off_the_others(run, six_that_helped, tmp_path):
    out = tmp_path / "week.ics"
    run("--ics", out)
    _, said, _ = run("--ics", out, "--days", "2")
    assert said.splitlines()[-1] == (
        f"Wrote {out}: 2 sessions, 2 check-ins; called off: 5 sessions, 5 check-ins."
    )
    for kind in ("session", "check-in"):
        states = [str(event.get("status", "")) for event in events(out, kind)]
        assert states == ["", "", *["CANCELLED"] * 5]


def test_what_was_called_off_once_can_be_planned_again(run, six_that_helped, tmp_path):
    out = tmp_path / "week.ics"
    for days in (5, 1):
        run("--ics", out, "--days", days)
    _, said, _ = run("--ics", out, "--days", "5")
    assert said.splitlines()[-1] == f"Wrote {out}: 5 sessions, 5 check-ins."


def test_a_first_day_has_a_plan_too(run, tmp_path):
    with open_diary(tmp_path / "diary.db") as diary:
        _, asked, _ = run("--days", "1")
        assert asked.startswith("No session is planned. Which side hurts?")
        diary.keep_profile(Profile("right"), date(2026, 11, 18))
    code, out, _ = run("--days", "1")
    assert code == 0
    assert "  1. right piriformis, near the sacrum\n" in out
    assert "Not tried yet: too few releases to compare spots, so any is worth a try." in out


def test_another_ending_is_refused(run, tmp_path):
    code, out, err = run("--ics", tmp_path / "diary.csv")
    assert (code, out) == (2, "")
    assert err == "tracker: The calendar file must end in .ics, not 'diary.csv'.\n"


def test_a_folder_that_is_not_there_is_said(run, six_that_helped, tmp_path):
    code, _, err = run("--ics", tmp_path / "none" / "week.ics")
    assert code == 2
    assert err.endswith(f"week.ics cannot be written: there is no folder {tmp_path / 'none'}.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--at", "25:00"], "must be a time such as 19:00, not '25:00'"),
        (["--at", "seven"], "must be a time such as 19:00, not 'seven'"),
        (["--days", "0"], "must be a number from 1 to 56, not '0'"),
        (["--days", "57"], "must be a number from 1 to 56, not '57'"),
    ],
)
def test_an_impossible_time_is_refused(run, capsys, words, said):
    with pytest.raises(SystemExit, match="2"):
        run(*words)
    assert said in capsys.readouterr().err


def test_it_is_of_the_person_who_is_named_or_else_chosen(run, six_that_helped, tmp_path):
    with open_diary(tmp_path / "diary.db") as diary:
        diary.choose_person("P01")
        diary.of("P01").keep_profile(Profile("right"), date(2026, 11, 18))
    assert "right piriformis, near the sacrum\n     Not tried yet" in run()[1]
    assert "Helped so far" in run("--person", "me")[1]
    assert run("--person", "x")[::2] == (
        2,
        "tracker: person must be one of 'P01' and 'me', not 'x'.\n",
    )

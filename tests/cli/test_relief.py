"""The answer in a terminal: the sentence, muscles, spots and what to try next, at any width."""

from datetime import datetime, timedelta

import pytest

from tracker.diary import sample
from tracker.facade import open_diary
from tracker.protocol.profile import Profile
from tracker.relief.pooling.pool import pool
from tracker.wording.answer import mark_note, pooled_sentence


@pytest.fixture
def sample_answer(tmp_path):
    """The answer of the sample diary that `run` works on."""
    with open_diary(tmp_path / "diary.db") as diary:
        sample.write(diary, until=datetime(2026, 11, 21).date())  # noqa: DTZ001 - only its day
        return pool(diary.releases())


def test_it_prints_the_answer_the_muscles_the_spots_and_what_is_next(
    run, sample_answer, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "100")
    code, out, err = run("relief")

    assert (code, err) == (0, "")
    answer, muscles, spots, then = (part.splitlines() for part in out.split("\n\n"))
    assert " ".join(answer).startswith(pooled_sentence(sample_answer))
    assert answer[-1] == mark_note(sample_answer.reference_pain)
    assert muscles[0].split() == ["Muscle", "points", "likely", "n", "gives"]
    assert muscles[1].startswith(f"{sample_answer.muscles['muscle'][0]} ")
    assert spots[0].split() == ["Spot", "points", "likely", "n", "gives"]
    best = sample_answer.spots.iloc[0]
    assert " ".join(spots[1].split()) == (
        f"left piriformis, middle of the buttock {best['mean']:.1f} {best['low_95']:.1f} to "
        f"{best['high_95']:.1f} 7 clear relief"
    )
    assert then[0] == "What to try next"
    assert then[1].startswith("  1. left piriformis, middle of the buttock (")


def test_spots_are_compared_at_the_usual_pain_once_it_is_said(run, sample_answer, tmp_path):
    today = datetime(2026, 11, 21).date()  # noqa: DTZ001 - only its day
    with open_diary(tmp_path / "diary.db") as diary:
        diary.keep_profile(Profile(usual_pain=4, usual_pain_on=today), today)
    assert "30 % of a starting pain of" in mark_note(sample_answer.reference_pain)
    out = " ".join(run("relief")[1].split())
    assert mark_note(4, is_usual=True) in out


@pytest.mark.parametrize("width", [40, 64, 100])
def test_no_line_is_wider_than_the_terminal(run, sample_answer, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    out = run("relief")[1]
    assert max(map(len, out.splitlines())) <= width
    assert "left piriformis, middle of the buttock" in " ".join(out.split())


def test_without_a_release_it_says_what_to_do(run, tmp_path):
    open_diary(tmp_path / "diary.db").close()
    code, out, _ = run("relief")
    assert code == 0
    assert out.startswith(
        "No releases yet: log the first one and it shows here.\n\nWhich side hurts?"
    )


def test_of_several_people_one_is_told(run, tmp_path, release):
    start = datetime.now().astimezone() - timedelta(days=9)
    with open_diary(tmp_path / "diary.db") as diary:
        for person, after in (("ann", 2), ("bo", 6)):
            diary.add_all(
                release(person=person, started_at=start + timedelta(days=n), pain_after=after)
                for n in range(6)
            )
    assert run("relief")[1].startswith("So far 1 spot gives clear relief")  # the first of them
    assert run("relief", "--person", "ann")[1].startswith("So far 1 spot gives clear relief")
    assert run("relief", "--person", "bo")[1].startswith("No spot gives clear relief so far")

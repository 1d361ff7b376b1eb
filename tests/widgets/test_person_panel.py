"""The panel keeps what a person says, steps aside where it should, and knows who shares a diary."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.facade import open_diary
from tracker.protocol.profile import Profile
from tracker.protocol.screening import Screening
from tracker.widgets import hold_coach, log_form, person_panel

NOW = datetime(2026, 11, 22, 17, 34, tzinfo=UTC)
TODAY = NOW.astimezone().date()


@pytest.fixture
def asked(diary):
    """The diary of somebody who has answered the red flags."""
    diary.add(Screening(answered_at=NOW), recorded_at=NOW)
    return diary


def show(diary, **options):
    return person_panel(diary, now=lambda: NOW, **options)


def is_shown(widget):
    return "tk-away" not in widget._dom_classes


def test_what_is_said_is_kept_and_said_in_a_line(asked):
    panel = show(asked)
    assert "Which side hurts? Which tools are yours?" in panel.summary.value
    panel.change.click()
    panel.side.value = "left"
    panel.tools["massage ball"].value = panel.tools["lacrosse ball"].value = True
    panel.own_tool.value = " my peg "
    panel.usual_pain.value = 5
    panel.keep.click()
    tools = ("lacrosse ball", "massage ball", "my peg")
    assert asked.profile() == Profile("left", tools, 5, TODAY)
    assert "You: left side, lacrosse ball, massage ball and my peg, usual pain 5." in (
        panel.summary.value
    )
    assert panel.change.description == "Change"
    assert "my peg" in asked.catalogue().tools


def test_it_opens_with_what_was_said_and_the_day_of_the_usual_pain_stays(asked):
    before = Profile("both", ("foam roller",), 4, TODAY - timedelta(days=9))
    asked.keep_profile(before, TODAY - timedelta(days=9))
    panel = show(asked)
    panel.change.click()
    assert (panel.side.value, panel.usual_pain.value) == ("both", 4)
    assert [name for name, box in panel.tools.items() if box.value] == ["foam roller"]
    panel.tools["foam roller"].value = False
    panel.keep.click()
    assert asked.profile() == Profile("both", (), 4, TODAY - timedelta(days=9))
    assert "You: both sides, no tool of your own, usual pain 4." in panel.summary.value


def test_a_brief_one_steps_aside_once_it_is_answered(asked):
    panel = show(asked, brief=True)
    assert is_shown(panel._line)
    panel.change.click()
    panel.side.value = "left"
    panel.keep.click()
    assert not is_shown(panel._line)
    assert not is_shown(show(asked, brief=True)._line)
    assert is_shown(show(asked)._line)


def test_a_side_is_not_assumed(asked):
    panel = show(asked)
    panel.change.click()
    panel.keep.click()
    assert asked.profile() == Profile()
    assert is_shown(panel._form)
    assert panel._fields["side"].problem == "Choose a side, or “Not sure”."
    panel.cancel.click()
    assert not is_shown(panel._form)


def test_it_can_be_put_off_for_a_week(asked):
    panel = show(asked)
    panel.later.click()
    assert not is_shown(panel.later)
    assert "nothing said yet" in show(asked).summary.value
    in_a_week = person_panel(asked, now=lambda: NOW + timedelta(days=7))
    assert is_shown(in_a_week.later)


def test_nothing_is_asked_while_a_red_flag_is_to_be_answered_or_stands(diary):
    panel = show(diary)
    assert not is_shown(panel._line)
    diary.add(Screening(answered_at=NOW), recorded_at=NOW)
    panel._red_flags.tell_all()
    assert is_shown(panel._line)
    diary.add(Screening(answered_at=NOW, red_flags=("fever",)), recorded_at=NOW)
    panel._red_flags.tell_all()
    assert not is_shown(panel._line)


def test_the_coach_and_the_log_form_hear_of_it(asked):
    coach, form = hold_coach(asked, now=lambda: NOW), log_form(asked, now=lambda: NOW)
    assert coach.starts == []
    assert coach.usual["piriformis"] == {"tool": None, "pressure": None, "needs": ""}
    assert (form.choices["owned"], form.choices["side"]) == (None, None)
    asked.keep_profile(Profile("right", ("massage ball",)), TODAY)
    (start,) = coach.starts
    assert start == {
        "muscle": "piriformis",
        "spot": "near the sacrum",
        "side": "right",
        "tool": "massage ball",
        "pressure": None,
    }
    assert coach.usual["piriformis"]["tool"] == "massage ball"
    assert coach.usual["psoas"] == {
        "tool": None,
        "pressure": None,
        "needs": "The psoas needs a hip-flexor ball or a hook-shaped iliopsoas tool; a lacrosse "
        "ball is too small.",
    }
    assert (form.choices["owned"], form.choices["side"]) == (["massage ball"], "right")


def test_a_tool_that_is_not_owned_is_not_proposed_again(asked, release):
    asked.add(release(tool="foam roller", pressure="firm", started_at=NOW), recorded_at=NOW)
    coach = hold_coach(asked, now=lambda: NOW)
    assert coach.repeats[0]["tool"] == "foam roller"
    assert coach.usual["piriformis"] == {"tool": "foam roller", "pressure": "firm", "needs": ""}
    asked.keep_profile(Profile("left", ("massage ball",)), TODAY)
    assert coach.repeats[0]["tool"] is None
    assert coach.usual["piriformis"]["tool"] == "massage ball"
    assert coach.starts == []


def test_a_tool_of_ones_own_that_the_log_form_adds_is_owned(asked, ask):
    asked.keep_profile(Profile("left", ("massage ball",)), TODAY)
    form = log_form(asked, now=lambda: NOW)
    added_at = NOW.isoformat()
    ask(form, "add_own", kind="tool", name="peg", muscle=None, at=added_at)
    assert asked.profile().tools == ("massage ball", "peg")


def test_somebody_who_is_added_is_who_the_next_page_opens_for(asked, tmp_path):
    panel = show(asked)
    assert not is_shown(panel._who)
    panel.add.click()
    assert panel._fields["person"].problem == "Type a name."
    panel.name.value = "P01"
    panel.add.click()
    assert panel.status.text.startswith("Added. This page is for P01 from now on.")
    with open_diary(tmp_path / "diary.db") as hers:
        page = show(hers, asks=False)
        assert is_shown(page._who)
        assert not is_shown(page._line)
        assert page.person.options == (("P01", "P01"), ("Me", "me"))
        assert page.person.value == "P01"
        page.person.value = "me"
    with open_diary(tmp_path / "diary.db") as mine:
        assert mine.person == "me"


def test_the_sample_is_asked_nothing(tmp_path):
    with open_diary(tmp_path / "sample.db") as diary:
        diary.become_sample()
        panel = show(diary)
        assert not any(map(is_shown, (panel._who, panel._line, panel._form)))

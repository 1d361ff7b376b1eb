"""The status line says what happened, offers one way on, and loses no error."""

from tracker.protocol.errors import InvalidRecord
from tracker.widgets.status_line import StatusLine


def test_it_says_and_is_silent_again():
    line = StatusLine()
    line.say("Wrote 4 files.", "done")
    assert line.message == {"text": "Wrote 4 files.", "tone": "done", "action": "", "focus": False}
    line.clear()
    assert (line.text, line.message["tone"]) == ("", "none")


def test_what_goes_wrong_is_said_behind_what_did_not_happen():
    line = StatusLine()
    with line.reporting("NOT SAVED"):
        raise InvalidRecord({"name": "name must not be empty.", "day": "day must be one."})
    assert line.text == "NOT SAVED: name must not be empty. day must be one."
    assert line.message["tone"] == "failed"


def test_its_button_runs_what_was_offered_and_only_that():
    line, runs = StatusLine(), []
    line.say("There.", action=("Replace", lambda: runs.append("replace")))
    line._handle_custom_msg({"type": "action"}, None)
    assert runs == ["replace"]

    line.say("Done.")
    line._handle_custom_msg({"type": "action"}, None)
    assert runs == ["replace"]


def test_an_error_of_a_callback_is_said_and_not_raised():
    line = StatusLine()
    line.when_near(lambda browser: browser["nothing"])
    line._handle_custom_msg({"type": "near"}, None)
    assert line.text == "NOT SHOWN: something unexpected went wrong (KeyError: 'nothing')."

from uuid import uuid4

import pytest

from tracker.facade import open_diary


@pytest.fixture
def diary(tmp_path):
    with open_diary(tmp_path / "diary.db", device="laptop") as opened:
        yield opened


@pytest.fixture
def ask(monkeypatch):
    """Send a widget what its page would send, and return what the page would hear."""

    def send(widget, kind, /, **message):
        heard = []
        monkeypatch.setattr(
            widget, "send", lambda content, buffers=None: heard.append((content, buffers))
        )
        request = uuid4().hex
        widget._handle_custom_msg({"type": kind, "request": request, **message}, None)
        ((answer, buffers),) = heard
        assert (answer.pop("type"), answer.pop("request")) == ("reply", request)
        return answer if buffers is None else {**answer, "buffers": buffers}

    return send

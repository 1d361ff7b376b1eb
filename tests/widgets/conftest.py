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


@pytest.fixture
def come_near():
    """Tell a panel of stock controls what its page would: that a reader comes near it."""

    def send(panel, *, region="DE", secure=True):
        message = {"type": "near", "region": region, "secure": secure}
        panel.status._handle_custom_msg(message, None)
        return panel

    return send


@pytest.fixture
def files_of(monkeypatch):
    """Do something to a panel, and return the files that it hands to the browser."""

    def watch(panel, act):
        files = []
        monkeypatch.setattr(
            panel.status,
            "send",
            lambda content, buffers: files.append({**content, "content": buffers[0]}),
        )
        act()
        return files

    return watch

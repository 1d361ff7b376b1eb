"""Starting says what is in the way, in one sentence."""

import os
import socket

import pytest

from tracker.app import server
from tracker.app.phone import Phone
from tracker.app.server import PortInUse, start


@pytest.fixture(autouse=True)
def same_environment(monkeypatch):
    monkeypatch.setattr(os, "environ", os.environ.copy())


def test_a_taken_port_is_refused_before_anything_starts(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortInUse, match=f"Port {port} is already in use") as refused:
            start(str(tmp_path / "diary.db"), port=port, open_browser=False)
    assert isinstance(refused.value, OSError)
    assert str(refused.value).endswith("close it, or choose another with --port.")


def test_a_number_that_is_no_port_is_refused(tmp_path):
    with pytest.raises(OSError, match="port must be from 1 to 65535, not 70000"):
        start(str(tmp_path / "diary.db"), port=70_000, open_browser=False)


@pytest.mark.parametrize(
    ("shows_codes", "where"),
    [
        (True, "Scan the code (it is on the Today page too)"),
        (False, "Scan the code on the Today page"),
    ],
)
def test_a_code_is_spoken_of_where_it_is_shown(monkeypatch, shows_codes, where):
    monkeypatch.setattr(server, "_can_show_codes", lambda: shows_codes)
    said = server._phone_message(Phone("192.168.1.23", 8642, "secret"))
    assert f"{where} or open that address" in said
    assert ("▀" in said) is shows_codes

"""Starting says what is in the way, in one sentence."""

import os
import socket

import pytest

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

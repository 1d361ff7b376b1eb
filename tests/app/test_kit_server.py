"""The server is built closed, or not at all."""

import os

import pytest

from tracker.app import settings
from tracker.app.kit_server import NoToken, kit_server


@pytest.fixture
def build(monkeypatch, tmp_path):
    """Build a server in this process, in folders of its own, with some settings changed."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    built = []

    def make(**identity):
        of = settings.jupyter_settings(0, identity.get("token", "a-token"))
        for name, folder in (("data_dir", "data"), ("runtime_dir", "run"), ("config_dir", "conf")):
            of["ServerApp"][name] = str(tmp_path / folder)
        of["PasswordIdentityProvider"] |= identity
        server = kit_server(of)
        built.append(server)
        return server

    yield make
    for server in built:
        server.http_server.stop()
        server.clear_instance()


def test_without_a_token_it_does_not_start(build):
    with pytest.raises(NoToken, match="does not start without a token"):
        build(token="")


def test_a_token_from_the_environment_changes_nothing(build, monkeypatch):
    monkeypatch.setenv("JUPYTER_TOKEN", "")
    assert build().identity_provider.token == "a-token"

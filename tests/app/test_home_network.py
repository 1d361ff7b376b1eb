"""The address on the home network is found on this machine, and is a private one."""

import socket

import pytest

from tracker.app import phone
from tracker.app.phone import NoHomeNetwork, chosen_address, home_addresses


@pytest.fixture
def own(monkeypatch):
    """Pretend which own address this machine uses toward each of those asked about."""

    def pretend(towards: dict[str, str], otherwise: str | None = None):
        monkeypatch.setattr(phone, "_own_address", lambda there: towards.get(there, otherwise))

    return pretend


def test_the_one_address_is_found(own):
    own({}, otherwise="192.168.1.23")
    assert home_addresses() == ["192.168.1.23"]
    assert chosen_address() == "192.168.1.23"


def test_the_home_network_comes_before_a_vpn(own):
    own({"192.168.178.1": "192.168.178.40"}, otherwise="10.8.0.2")
    assert home_addresses() == ["192.168.178.40", "10.8.0.2"]


@pytest.mark.parametrize("useless", [None, "127.0.0.1", "0.0.0.0", "169.254.7.7", "8.8.4.4"])
def test_without_a_private_address_it_refuses(own, useless):
    own({}, otherwise=useless)
    with pytest.raises(NoHomeNetwork, match="join your wi-fi"):
        chosen_address()


@pytest.mark.parametrize("public", ["8.8.4.4", "127.0.0.1", "0.0.0.0", "169.254.7.7"])
def test_it_serves_no_diary_where_everyone_or_nobody_could_read_it(public):
    with pytest.raises(NoHomeNetwork, match="is not an address on a home network"):
        chosen_address(public)


def test_a_name_is_not_looked_up(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: pytest.fail("asked a name server"))
    with pytest.raises(NoHomeNetwork, match=r"not 'laptop\.local'"):
        chosen_address("laptop.local")


def test_a_wanted_address_is_taken_as_it_is(own):
    own({}, otherwise="192.168.1.23")
    assert chosen_address("10.0.0.9") == "10.0.0.9"


def test_finding_it_sends_nothing(monkeypatch):
    class Silent(socket.socket):
        def send(self, *_):
            pytest.fail("sent something")

        sendto = sendall = send

        def connect(self, address):
            assert self.type == socket.SOCK_DGRAM
            super().connect(address)

    monkeypatch.setattr(socket, "socket", Silent)
    home_addresses()

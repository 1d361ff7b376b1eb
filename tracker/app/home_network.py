"""Where this machine is on the home network, found without asking anybody."""

import socket
from ipaddress import IPv4Address, IPv4Network
from typing import Final

_NOWHERE: Final = "203.0.113.1"  # kept for documentation (RFC 5737): no machine has it
_USUAL_ROUTERS: Final = ("192.168.0.1", "192.168.1.1", "192.168.178.1", "10.0.0.1", "172.16.0.1")
_LIKELIEST: Final = tuple(map(IPv4Network, ("192.168.0.0/16", "10.0.0.0/8", "172.16.0.0/12")))
_DISCARD_PORT: Final = 9


class NoHomeNetwork(OSError):
    """There is no network that a phone could share, or none that is private."""


def home_addresses() -> list[str]:
    """Give this machine's private addresses, the likeliest home network first.

    Notes
    -----
    A UDP socket that is connected sends nothing: the system only looks up which of its own
    addresses it would use. Asked for a usual router's address too, it also tells of the home
    network behind a VPN.
    """
    found = {own for there in (_NOWHERE, *_USUAL_ROUTERS) if (own := _own_address(there))}
    return sorted((own for own in found if _is_private(own)), key=_unlikeliness)


def chosen_address(wanted: str = "") -> str:
    """Give the address to serve the phone on: the wanted one, or the likeliest.

    Raises
    ------
    NoHomeNetwork
        Where there is none, or where the wanted one is not private.
    """
    if wanted:
        return _refuse_unless_private(wanted)
    found = home_addresses()
    if not found:
        raise NoHomeNetwork(
            "This machine is on no home network that a phone could share: join your wi-fi, "
            "or name this machine's address there with --phone ADDRESS."
        )
    return found[0]


def _refuse_unless_private(wanted: str) -> str:
    try:
        private = _is_private(wanted)
    except ValueError:
        raise NoHomeNetwork(
            f"--phone takes an address such as 192.168.1.23, not {wanted!r}; "
            "leave it out to let the kit find it."
        ) from None
    if not private:
        raise NoHomeNetwork(
            f"{wanted} is not an address on a home network (such as 192.168.1.23), "
            "so the diary is not served there."
        )
    return wanted


def _own_address(there: str) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((there, _DISCARD_PORT))
        except OSError:
            return None
        return str(probe.getsockname()[0])


def _is_private(address: str) -> bool:
    parsed = IPv4Address(address)
    return parsed.is_private and not (
        parsed.is_loopback or parsed.is_unspecified or parsed.is_link_local
    )


def _unlikeliness(address: str) -> tuple[int, IPv4Address]:
    parsed = IPv4Address(address)
    places = [n for n, network in enumerate(_LIKELIEST) if parsed in network]
    return (places or [len(_LIKELIEST)])[0], parsed

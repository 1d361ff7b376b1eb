"""The phone on the home network: this machine's address there, the QR code, the manifest."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from tracker.app.pages import ICONS, PRODUCT, SHORT_NAME, page_path
from tracker.theme import LIGHT

if TYPE_CHECKING:
    import segno

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
    addresses = {own for target in (_NOWHERE, *_USUAL_ROUTERS) if (own := _own_address(target))}
    return sorted((own for own in addresses if _is_private(own)), key=_unlikeliness)


def chosen_address(wanted: str = "") -> str:
    """Give the address to serve the phone on: the wanted one, or the likeliest.

    Raises
    ------
    NoHomeNetwork
        Where there is none, or where the wanted one is not private.
    """
    if wanted:
        return _refuse_unless_private(wanted)
    addresses = home_addresses()
    if not addresses:
        raise NoHomeNetwork(
            "This machine is on no home network that a phone could share: join your wi-fi, "
            "or name this machine's address there with --phone ADDRESS."
        )
    return addresses[0]


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


def _own_address(target: str) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((target, _DISCARD_PORT))
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


_SIZES: Final = (192, 512)


def manifest() -> dict[str, Any]:
    """Describe the app to a phone's home screen; the browser reads it with the page's cookie.

    The dark theme's bar is in each page's own ``theme-color``: a manifest holds one colour only.
    """
    return {
        "name": PRODUCT,
        "short_name": SHORT_NAME,
        "description": "Log each release, and see which spots give you relief.",
        "lang": "en",
        "id": "/",
        "scope": "/",
        "start_url": page_path(),
        "display": "standalone",
        "background_color": LIGHT.paper,
        "theme_color": LIGHT.paper,
        "icons": [_icon(size, purpose) for size in _SIZES for purpose in ("any", "maskable")],
    }


def _icon(size: int, purpose: str) -> dict[str, str]:
    return {
        "src": ICONS.format(size),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }


EXPOSES: Final = (
    "Anyone on this network who has the address with its code can read and change the diary.",
    "It is not encrypted, so others on the network could listen in: use it at home, never on "
    "public wi-fi.",
    "A phone that has opened it stays let in for 30 days, unless you start with --forget. "
    "Ctrl-C turns it all off.",
)

_BLACK_ON_WHITE: Final = "\033[38;5;16;48;5;231m"
_PLAIN: Final = "\033[0m"
_HALVES: Final = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
_QUIET: Final = 4


@dataclass(frozen=True)
class Phone:
    """Where a phone reaches the kit, and with which token."""

    host: str
    port: int
    token: str = field(repr=False)

    @property
    def address(self) -> str:
        """The first page, with the token that lets the phone in."""
        return f"http://{self.host}:{self.port}{page_path()}?token={self.token}"

    def code_for_terminal(self) -> str:
        """The QR code in half blocks, black on white whatever the terminal's own colours."""
        rows = [list(row) for row in self._code().matrix_iter(border=_QUIET)]
        return "\n".join(f"{_BLACK_ON_WHITE}{line}{_PLAIN}" for line in _lines(rows))

    def code_for_page(self) -> str:
        """The QR code as SVG, dark on light in both themes, as cameras expect it."""
        return self._code().svg_inline(
            border=_QUIET, dark=LIGHT.ink, light=LIGHT.card, omitsize=True, svgclass="kit-code"
        )

    def for_page(self) -> dict[str, Any]:
        """What the Today page shows of it, to be scanned from the screen."""
        return {"code": self.code_for_page(), "exposes": EXPOSES}

    def _code(self) -> "segno.QRCode":
        import segno

        return segno.make(self.address, micro=False)


def _lines(rows: list[list[int]]) -> Iterator[str]:
    blank = [0] * len(rows[0])
    for upper, lower in zip_longest(rows[::2], rows[1::2], fillvalue=blank):
        yield "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))

"""The kit on a phone: its address there, the code that leads to it, and what that exposes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from tracker.app.pages import home
from tracker.look import LIGHT

if TYPE_CHECKING:
    import segno

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
        """The page for the mat, with the token that lets the phone in."""
        return f"http://{self.host}:{self.port}{home()}?token={self.token}"

    def code_for_terminal(self) -> str:
        """The QR code in half blocks, black on white whatever the terminal's own colours."""
        rows = [list(row) for row in self._code().matrix_iter(border=_QUIET)]
        return "\n".join(f"{_BLACK_ON_WHITE}{line}{_PLAIN}" for line in _lines(rows))

    def code_for_page(self) -> str:
        """The QR code as SVG, dark on light in both themes, as cameras expect it."""
        return self._code().svg_inline(
            border=_QUIET, dark=LIGHT.ink, light=LIGHT.card, omitsize=True, svgclass="kit-code"
        )

    def shown(self) -> dict[str, Any]:
        """What the log page shows of it, to be scanned from the screen."""
        return {"code": self.code_for_page(), "exposes": EXPOSES}

    def _code(self) -> "segno.QRCode":
        import segno

        return segno.make(self.address, micro=False)


def _lines(rows: list[list[int]]) -> Iterator[str]:
    blank = [0] * len(rows[0])
    for upper, lower in zip_longest(rows[::2], rows[1::2], fillvalue=blank):
        yield "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))

"""What a person sets for the hold coach, kept with the diary."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from tracker.protocol.errors import InvalidRecord
from tracker.protocol.hold import PROTOCOL, Timing

if TYPE_CHECKING:
    from tracker.facade import Diary

SETTING: Final = "coach"
SHORTEST_S: Final = 5
LONGEST_S: Final = 600
SETTLE_S: Final = 5
LONGEST_SETTLE_S: Final = 30
"""How long it takes to lie down on the tool; the protocol does not say."""


@dataclass(frozen=True)
class CoachSettings:
    """When the coach begins, asks and ends, and whether it may draw "stay" by lot.

    Raises
    ------
    InvalidRecord
        With a sentence for each setting that breaks its rule.

    >>> CoachSettings()
    CoachSettings(check_s=30, hold_s=90, settle_s=5, lot=False)
    """

    check_s: int = PROTOCOL.check_s
    hold_s: int = PROTOCOL.hold_s
    settle_s: int = SETTLE_S
    lot: bool = False

    def __post_init__(self) -> None:
        problems = {
            name: f"{words} must be a whole number of seconds from {least} to {most}, "
            f"{'and is empty' if value is None else f'not {value!r}'}."
            for name, words, value, least, most in (
                ("check_s", "The time of the check", self.check_s, SHORTEST_S, LONGEST_S),
                ("hold_s", "The length of the hold", self.hold_s, SHORTEST_S, LONGEST_S),
                ("settle_s", "The time to settle in", self.settle_s, 0, LONGEST_SETTLE_S),
            )
            if type(value) is not int or not least <= value <= most
        }
        if not isinstance(self.lot, bool):
            problems["lot"] = f"lot must be true or false, not {self.lot!r}."
        if problems:
            raise InvalidRecord(problems)
        try:
            Timing(self.check_s, self.hold_s)
        except ValueError as error:
            raise InvalidRecord({"check_s": str(error)}) from None

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Read them from what a page sent; what is left out has its default."""
        names = ("check_s", "hold_s", "settle_s", "lot")
        known = {name: values[name] for name in names if name in values}
        return cls(**known)

    @classmethod
    def kept(cls, diary: "Diary") -> Self:
        """Read what the diary keeps; something unreadable counts as never set."""
        values = diary.settings.get(SETTING, {})
        try:
            return cls.of(values if isinstance(values, dict) else {})
        except InvalidRecord:
            return cls()

    def keep(self, diary: "Diary") -> None:
        """Keep them with the diary."""
        diary.settings.keep(SETTING, asdict(self))

    def as_trait(self) -> dict[str, Any]:
        """The settings with the protocol's own figures beside them, and the limits."""
        return {
            **asdict(self),
            "protocol": asdict(PROTOCOL),
            "shortest_s": SHORTEST_S,
            "longest_s": LONGEST_S,
        }

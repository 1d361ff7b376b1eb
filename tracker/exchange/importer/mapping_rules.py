"""What may stand under each key of a mapping's file, and the sentence where it does not."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from math import isfinite
from typing import Any, overload
from zoneinfo import ZoneInfo

from tracker.diary.errors import ImportRejected
from tracker.protocol.record import shown


class Keys:
    """One table of a mapping, read key by key.

    Raises
    ------
    ImportRejected
        Already when made, where it has a key that nobody knows.
    """

    def __init__(
        self, raw: Mapping[str, Any], source: str, known: Sequence[str], within: str = ""
    ) -> None:
        self.raw = raw
        self._source = source
        self._within = within
        for key in raw:
            if key not in known:
                near = get_close_matches(key, known, 1)
                remedy = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(known)}."
                raise ImportRejected(f"{source}: unknown key '{within}{key}'. {remedy}")

    def refusal(self, key: str, rule: str) -> ImportRejected:
        """The sentence on a key that breaks its rule."""
        return ImportRejected(f"{self._source}: {self._within}{key} {rule}.")

    def text(self, key: str) -> str | None:
        """A text, or None where it is not given."""
        value = self.raw.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value:
            raise self._must(key, "be a text", value)
        return value

    def separator(self, key: str) -> str | None:
        """What stands between two cells, or None where it is not given."""
        value = self.text(key)
        if value is not None and (len(value) != 1 or value.isalnum() or value in '"\r\n'):
            raise self._must(key, 'be one character, such as ";"', value)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or one; empty where it is not given."""
        value = self.raw.get(key, [])
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            raise self._must(key, 'be a list of texts, such as ["Date"]', value)
        return tuple(listed)

    def whole(self, key: str) -> int | None:
        """A whole number from 0, or None where it is not given."""
        value = self.raw.get(key)
        if value is not None and (type(value) is not int or value < 0):
            raise self._must(key, "be a whole number from 0", value)
        return value

    def seconds(self, key: str) -> float:
        """How many seconds; 0 where it is not given."""
        value = self.raw.get(key, 0)
        if type(value) not in (int, float) or not 0 <= value <= 86_400:
            raise self._must(key, "be seconds from 0 to 86400", value)
        return float(value)

    @overload
    def one_of(self, key: str, known: Iterable[str], default: str) -> str: ...
    @overload
    def one_of(self, key: str, known: Iterable[str], default: None = None) -> str | None: ...
    def one_of(self, key: str, known: Iterable[str], default: str | None = None) -> str | None:
        """One of some words."""
        value = self.raw.get(key, default)
        if value is None:
            return None
        if not isinstance(value, str) or value not in known:
            raise self._must(key, "be one of " + ", ".join(f'"{word}"' for word in known), value)
        return value

    def zone(self, key: str) -> ZoneInfo | None:
        """A time zone by its name."""
        value = self.text(key)
        try:
            return ZoneInfo(value) if value else None
        except (LookupError, ValueError, OSError):
            raise self._must(key, "be a time zone such as Europe/Berlin", value) from None

    def scale(self, key: str) -> tuple[float, float] | None:
        """The least and the greatest rating."""
        value = self.raw.get(key)
        if value is None:
            return None
        numbers = isinstance(value, list) and all(
            type(each) in (int, float) and isfinite(each) for each in value
        )
        if not numbers or len(value) != 2 or not value[0] < value[1]:
            raise self._must(key, "be the least and the greatest rating, such as [0, 4]", value)
        return float(value[0]), float(value[1])

    def table(self, key: str, known: Sequence[str]) -> "Keys":
        """The table under a key; empty where it is not given."""
        value = self.raw.get(key, {})
        if not isinstance(value, dict):
            raise self._must(key, f"be a table, [{self._within}{key}]", value)
        return Keys(value, self._source, known, f"{self._within}{key}.")

    def text_by_text(self, key: str) -> dict[str, str]:
        """A table of texts."""
        value = self.raw.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise self._must(key, f"be a table of texts, [{self._within}{key}]", value)
        return dict(value)

    def texts_by_column(self, key: str) -> dict[str, tuple[str, ...]]:
        """A table with lists of texts."""
        value = self.raw.get(key, {})
        if not isinstance(value, dict):
            raise self._must(key, f"be a table, [{self._within}{key}]", value)
        inner = Keys(value, self._source, list(value), f"{self._within}{key}.")
        return {column: inner.texts(column) for column in value}

    def _must(self, key: str, rule: str, value: object) -> ImportRejected:
        return self.refusal(key, f"must {rule}, not {shown(value)}")

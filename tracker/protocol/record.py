"""The base of every record: validated, frozen, with an id that sorts by time."""

import secrets
import types
from datetime import datetime
from difflib import get_close_matches
from functools import cache
from inspect import Parameter, Signature, cleandoc
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    Self,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from tracker.protocol.errors import InvalidRecord
from tracker.protocol.fields import Rule


def uuid7(moment: datetime, random: bytes | None = None) -> UUID:
    """Make a UUIDv7 for something that happened at ``moment``.

    Parameters
    ----------
    moment : datetime
        Aware. Its milliseconds since 1970 fill the first 48 bits; earlier moments count as 1970.
    random : bytes, optional
        Ten random bytes; by default the system's.

    References
    ----------
    RFC 9562, section 5.7.

    >>> from datetime import UTC
    >>> str(uuid7(datetime(2026, 11, 22, tzinfo=UTC), bytes(10)))
    '01a2008d-7400-7000-8000-000000000000'
    """
    milliseconds = max(0, int(moment.timestamp() * 1000))
    noise = int.from_bytes(random or secrets.token_bytes(10))
    value = milliseconds << 80 | noise
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


class Record(BaseModel):
    """A validated, frozen set of fields.

    SQL columns, CSV columns, the data dictionary and the form's messages all derive from the
    fields declared in the subclasses.

    Raises
    ------
    InvalidRecord
        On construction, with one sentence for each field that breaks its rule.
    """

    if TYPE_CHECKING:
        id: UUID
        person: str

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise InvalidRecord(_problems(type(self), error.errors())) from None

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Let ``help`` list the fields with their rules, rather than the types that check them."""
        cls.__doc__ = f"{cleandoc(cls.__dict__.get('__doc__') or '')}\n\n{_explained(cls)}"
        cls.__signature__ = Signature(
            [
                Parameter(name, Parameter.KEYWORD_ONLY, default=_default(field))
                for name, field in cls.model_fields.items()
            ]
        )

    def changed(self, **changes: Any) -> Self:
        """Return the same record with some fields changed, validated as a whole."""
        return type(self)(**{**dict(self), **changes})


def broken_rule(field: str, sentence: str) -> PydanticCustomError:
    """Build the error for a rule that spans several fields, shown beside ``field``."""
    return PydanticCustomError("rule", "{sentence}", {"field": field, "sentence": sentence})


def rule_of(record: type[Record], field: str) -> str:
    """What ``field`` must be, in words.

    >>> from tracker.protocol.release import Release
    >>> rule_of(Release, "pain_before")
    'a whole number from 0 to 10'
    >>> rule_of(Release, "side")
    'one of left, right'
    """
    return _rule_in(_hints(record)[field]) or "a value of its kind"


def _default(field: FieldInfo) -> Any:
    """Give what a field is where it is not given; None stands for one that is made then."""
    if field.is_required():
        return Parameter.empty
    return None if field.default_factory else field.default


def _explained(record: type[Record]) -> str:
    lines = ["Parameters", "----------"]
    for name, field in record.model_fields.items():
        may = "" if field.is_required() else ", optional"
        lines += [f"{name} : {rule_of(record, name)}{may}", f"    {field.description}"]
    return "\n".join(lines)


@cache
def _hints(record: type[Record]) -> dict[str, Any]:
    return get_type_hints(record, include_extras=True)


def _rule_in(annotation: Any) -> str | None:
    """Find the rule in an annotation; the outermost one wins."""
    if get_origin(annotation) is Literal:
        return "one of " + ", ".join(get_args(annotation))
    parts = get_args(annotation)
    if get_origin(annotation) is Annotated:
        for part in reversed(parts[1:]):
            if isinstance(part, Rule):
                return part.words
        return _rule_in(parts[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return next(filter(None, map(_rule_in, parts)), None)
    if get_origin(annotation) is tuple:
        inner = _rule_in(parts[0])
        return f"a list, each {inner}" if inner else None
    return None


def _problems(record: type[Record], errors: list[ErrorDetails]) -> dict[str, str]:
    problems: dict[str, str] = {}
    for error in errors:
        if error["type"] == "default_factory_not_called":
            continue
        field = error.get("ctx", {}).get("field") or str(error["loc"][0])
        problems.setdefault(field, _sentence(record, field, error))
    return problems


def _sentence(record: type[Record], field: str, error: ErrorDetails) -> str:
    match error["type"]:
        case "rule":
            return error["msg"]
        case "missing":
            return f"{field} is missing: it must be {rule_of(record, field)}."
        case "extra_forbidden":
            near = get_close_matches(field, record.model_fields, 1)
            return f"Unknown field '{field}'." + (f" Did you mean '{near[0]}'?" if near else "")
        case _:
            return f"{field} must be {rule_of(record, field)}, not {shown(error['input'])}."


def shown(offender: object) -> str:
    """Show the offender in an error, short enough for one line."""
    text = repr(offender) if isinstance(offender, str) else str(offender)
    return text if len(text) <= 60 else text[:57] + "…'"

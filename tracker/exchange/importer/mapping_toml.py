"""Write mappings as TOML: one that is proposed, and the example that explains the format."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, cast

from tracker.exchange.importer.decisions import Decision
from tracker.exchange.importer.guess_mapping import Proposal
from tracker.exchange.importer.mapping import FIELDS, NEEDED, Layout, MomentColumns

_SETTLED: Final = ("encoding", "sheets")
_MOMENT_WORDS: Final = "a day, or a day and a time"


def as_toml(proposal: Proposal, decisions: Iterable[Decision] = ()) -> str:
    """The mapping's file; what stands behind # is for the reader."""
    return "\n".join(_lines(proposal, decisions)) + "\n"


def layout_as_toml(layout: Layout, decisions: Iterable[Decision] = ()) -> str:
    """The mapping's file of a layout; what stands behind # is for the reader."""
    values = layout.as_given.model_dump(exclude_defaults=True, exclude_none=True)
    decisions = list(decisions)
    lines = [*_comments(decisions), *_confirmed(decisions, values)]
    lines += [f"{key} = {_value(one)}" for key, one in values.items() if not isinstance(one, dict)]
    for key, one in values.items():
        if isinstance(one, dict):
            lines += _nested(key, one)
    return "\n".join(lines) + "\n"


def _confirmed(decisions: Iterable[Decision], values: Mapping[str, Any]) -> Iterator[str]:
    """What a doubtful decision took, as a line of its own: a mapping that is saved settles it."""
    for decision in decisions:
        if decision.key == "scale" and decision.unsure and "scale" not in values:
            low, _, high = decision.chosen[0].partition(" to ")
            yield f"scale = {_value([float(low), float(high)])}"
        if decision.key in _SETTLED and decision.chosen and decision.key not in values:
            chosen = list(decision.chosen) if decision.is_list else decision.chosen[0]
            yield f"{decision.key} = {_value(chosen)}"


def _nested(name: str, values: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", f"[{name}]")
    for key, one in values.items():
        if not isinstance(one, dict):
            yield f"{_value(key)} = {_value(one)}"
    for key, one in values.items():
        if isinstance(one, dict):
            yield from _nested(f"{name}.{_value(key)}", one)


def _comments(decisions: Iterable[Decision]) -> Iterator[str]:
    for decision in decisions:
        if decision.decided:
            # A comment ends with its line, whatever a cell holds.
            yield "# " + " ".join(decision.on_page.split())


def _lines(proposal: Proposal, decisions: Iterable[Decision]) -> Iterator[str]:
    values = proposal.values
    kind = values["kind"]
    yield f"# How to read {proposal.table.name}. Save this, mend it, and import with --map."
    decisions = list(decisions)
    yield from _comments(decisions)
    for doubt in proposal.unsure:
        yield f"# Not sure: {doubt}"
    yield f"kind = {_value(kind)}"
    for key, value in values.items():
        if key != "kind" and not isinstance(value, dict):
            yield f"{key} = {_value(value)}"
    yield from _confirmed(decisions, values)
    if proposal.asks_order:
        yield '# The days can be read in several orders: "day first", "month first", "year first".'
        yield '# date_order = "day first"'
    if proposal.asks_decimal:
        yield "# The numbers have points and commas: say which one is the decimal sign."
        yield '# decimal = "comma"'
    yield ""
    yield f"[moment]  # {_MOMENT_WORDS}, and perhaps a column with the time"
    yield from _table(values["moment"], proposal.samples)
    yield ""
    yield f"[fields]  # known: {', '.join(FIELDS[kind])}"
    yield from _table(values["fields"], proposal.samples)
    for key in values.keys() - {"moment", "fields"}:
        if isinstance(values[key], dict):
            yield from _nested(key, values[key])
    is_rated = bool(values.get("places") or values.get("ratings_in"))
    missing = [
        field
        for field in NEEDED[kind]
        if field not in values["fields"] and not (is_rated and field == "pain")
    ]
    if missing:
        yield ""
        yield "# [fixed]  # what is the same in every row"
        yield from (f'# {field} = ""' for field in missing)
    used = {*values["moment"].values(), *values["fields"].values(), *values.get("places", ())}
    used.add(values.get("ratings_in"))
    left = [column for column in proposal.samples if column not in used]
    if left:
        yield ""
        yield "# Left out:"
        for column in left:
            yield f"#   {_value(column)}{_shown(column, proposal.samples)}"


def _table(values: Mapping[str, Any], samples: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for key, value in values.items():
        yield f"{key} = {_value(value)}{_shown(value, samples)}"


def _shown(column: Any, samples: Mapping[str, tuple[str, ...]]) -> str:
    cells = samples.get(column, ()) if isinstance(column, str) else ()
    # A comment ends with its line, whatever a cell holds.
    return (
        "  # " + ", ".join(json.dumps(cell, ensure_ascii=False) for cell in cells) if cells else ""
    )


def _value(value: Any) -> str:
    # JSON's texts, numbers and lists are TOML's, but for one sign.
    return json.dumps(value, ensure_ascii=False, default=str).replace("\x7f", "\\u007f")


def map_format() -> str:
    """Everything that may stand in a mapping, as an example with a comment a line."""
    return "\n".join((_INTRODUCTION, *(f"    {line}".rstrip() for line in _example())))


_INTRODUCTION: Final = """\
How a mapping says to read a table. It is a TOML file (tracker import FILE --map MAP.toml), and only
kind, [moment] and [fields] are needed:
"""


def _example() -> Iterator[str]:
    for name, field in Layout.model_fields.items():
        if name == "moment":
            yield from ("", "[moment]")
            for part, inner in MomentColumns.model_fields.items():
                if inner.examples:
                    yield from _example_lines(part, inner.examples[0], inner.description, "moment.")
        else:
            example = cast(list[Any], field.examples)[0]
            yield from _example_lines(name, example, field.description)


def _example_lines(
    name: str, example: Any, description: str | None, within: str = ""
) -> Iterator[str]:
    if not isinstance(example, dict):
        yield f"{name} = {_value(example)}".ljust(28) + f"  # {description}"
        return
    if not within:
        yield ""
    nested = [key for key, value in example.items() if isinstance(value, dict)]
    if nested:
        yield from _example_lines(nested[0], example[nested[0]], description, f"{name}.")
        return
    yield f"[{within}{name}]".ljust(28) + f"  # {description}"
    for key, value in example.items():
        yield f"{_value(key) if ' ' in key else key} = {_value(value)}"

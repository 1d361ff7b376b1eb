"""What the import page shows of a file: plain JSON, and its answers back as a mapping."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tracker.exchange.import_preview import ImportPreview

_LINES_SHOWN: Final = 10
_STATES: Final = ("rejected", "changed", "new", "unchanged", "skipped")

FIELD_WORDS: Final = {
    "date": "day, or day and time",
    "time": "time of day",
    "pain": "pain, 0 to 10",
    "place": "a place, and its pain",
    "ratings": "ratings with their names",
    "site": "where it hurts",
    "side": "side, left or right",
    "reach": "how far down it goes",
    "symptoms": "symptoms",
    "activities": "activities",
    "medication": "medication for pain",
    "note": "note",
    "muscle": "muscle",
    "spot": "spot",
    "tool": "tool",
    "pressure": "pressure",
    "pain_before": "pain before",
    "pain_30s": "pain at 30 s",
    "pain_after": "pain after",
    "held_s": "seconds held",
    "outcome": "held, moved or stopped",
}
"""What a column may be, in the order of the menu."""

_OF_KIND: Final = {
    "check-ins": "pain site side reach symptoms activities medication note",
    "releases": "muscle spot side tool pressure pain_before pain_30s pain_after held_s outcome "
    "note",
}

_SEVERAL: Final = {"check-ins": ("place", "ratings"), "releases": ()}
"""What a column may be where a row holds several ratings; `reshape` makes a row of each."""

_NEEDED: Final = {
    "check-ins": ("date", "pain"),
    "releases": ("date", "muscle", "spot", "side", "tool", "pain_before"),
}


def view_of(incoming: "ImportPreview") -> dict[str, Any]:
    """Everything the page shows of a file that was looked into."""
    counts = _counts(incoming)
    return {
        "name": incoming.path.name,
        "said": incoming.description,
        "own": incoming.own is not None,
        "settled": incoming.own is not None or incoming.layout is not None,
        "total": sum(counts.values()),
        "unit": "entry" if incoming.own is not None else incoming.unit,
        "counts": counts,
        "reasons": [f"{count:,} {why}" for why, count in _reasons(incoming)],
        "groups": [_group(incoming, state) for state in _STATES if counts.get(state)],
        "notes": list(incoming.notes),
        "decisions": [
            {
                "words": decision.on_page,
                "sure": decision.is_sure,
                "key": decision.key if decision.options else "",
                "options": list(decision.options),
                "chosen": list(decision.chosen),
                "several": decision.is_list,
            }
            for decision in incoming.decisions
            # What the proposal was not sure of stands above its menus.
            if incoming.proposal is None or decision.unsure not in incoming.proposal.unsure
        ],
        **_mapping(incoming),
    }


def missing(asked: Mapping[str, Any]) -> list[str]:
    """What the menus still have to say, in the menus' own words."""
    said = {
        *asked["columns"].values(),
        *(f for f, value in asked.get("fixed", {}).items() if value),
    }
    if said & {"place", "ratings"}:
        said.add("pain")
    return [FIELD_WORDS[field] for field in _NEEDED[asked["kind"]] if field not in said]


def answers_of(message: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen on the page, as `preview_import` takes it."""
    answers = {
        name: value for name, value in message.get("answers", {}).items() if value not in (None, "")
    }
    if isinstance(answers.get("scale"), str):
        answers["scale"] = [float(end) for end in answers["scale"].split(" to ")]
    return answers


def mapping_values(
    asked: Mapping[str, Any], header_row: int, proposed: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The mapping that the page's menus say, as plain values.

    Parameters
    ----------
    proposed : mapping, optional
        What the kit proposed; its words for ratings are kept where the column is still the same.
    """
    moment: dict[str, str] = {}
    fields: dict[str, Any] = {}
    several: dict[str, Any] = {}
    for column, field in asked["columns"].items():
        if field in ("date", "time"):
            moment[field] = column
        elif field == "note":
            fields.setdefault("note", []).append(column)
        elif field == "place":
            several.setdefault("places", []).append(column)
        elif field == "ratings":
            several["ratings_in"] = column
        elif field:
            fields[field] = column
    values: dict[str, Any] = {"kind": asked["kind"], "moment": moment, "fields": fields, **several}
    values["fixed"] = {field: value for field, value in asked.get("fixed", {}).items() if value}
    if asked.get("scale"):
        values["scale"] = asked["scale"]
    proposed = proposed or {"fields": {}}
    words = {
        field: words
        for field, words in proposed.get("values", {}).items()
        if fields.get(field) == proposed["fields"].get(field)
    }
    if words:
        values["values"] = words
    return {**values, "header_row": header_row}


def _counts(incoming: "ImportPreview") -> dict[str, int]:
    if incoming.own is not None:
        taken = incoming.own
        return {
            "new": taken.new,
            "changed": taken.changed,
            "unchanged": taken.unchanged,
            "skipped": sum(taken.left_so.values()),
            "rejected": 0,
        }
    return {state: incoming.counts[state] for state in _STATES}


def _reasons(incoming: "ImportPreview") -> list[tuple[str, int]]:
    if incoming.own is not None:
        return list(incoming.own.left_so.items())
    return incoming.reasons.most_common(12)


def _group(incoming: "ImportPreview", state: str) -> dict[str, Any]:
    lines = [line for line in incoming.lines or incoming.amended if line.state == state]
    shown = [
        {"row": line.row or None, "words": line.words, "was": line.was_words}
        for line in lines[:_LINES_SHOWN]
    ]
    return {"state": state, "lines": shown, "more": _counts(incoming)[state] - len(shown)}


def _mapping(incoming: "ImportPreview") -> dict[str, Any]:
    """The proposed columns; nothing for a file that the kit knows."""
    proposal = incoming.proposal
    if proposal is None:
        return {"asks": {"date_order": True, "decimal": False}} if incoming.asks_order else {}
    values = proposal.values
    of = {column: field for field, column in {**values["fields"], **values["moment"]}.items()}
    of |= dict.fromkeys(values.get("places", ()), "place")
    of |= dict.fromkeys(filter(None, [values.get("ratings_in")]), "ratings")
    return {
        "columns": [
            {"name": column, "samples": list(samples), "field": of.get(column, "")}
            for column, samples in proposal.samples.items()
        ],
        "kind": values["kind"],
        "scale": values.get("scale"),
        "fixed": values.get("fixed", {}),
        "menus": {
            kind: [
                [field, FIELD_WORDS[field]]
                for field in ("date", "time", *names.split(), *_SEVERAL[kind])
            ]
            for kind, names in _OF_KIND.items()
        },
        "unsure": [*_missing_column(proposal.missing), *proposal.unsure],
        "asks": {"date_order": proposal.asks_order, "decimal": proposal.asks_decimal},
    }


def _missing_column(lack: str) -> list[str]:
    return [f"This table {lack}. Choose it here."] if lack else []

"""Read another program's JSON as a table: Nomie's backup, Exist's attributes, any list of entries.

Established by the public code of Nomie 5 and 6 (open-nomie/nomie5 and open-nomie/nomie6-oss,
src/modules/export and nomie-log): a backup has ``events`` with a note such as ``#back_pain(6)``, an
end in ms since 1970 or as text in UTC, and the minutes west of UTC; ``trackers`` has the ranges.
Of Exist by the reference of its interface (hellocodeco/exist-api-docs, reference/attributes.md and
object_types.md: ``values`` of ``date`` and ``value``, value type 8 is a scale from 1 to 9) and a
reader of its full export (smklancher/ExistExportToSQL: a list of ``date`` and ``value`` in a file
such as data_mood_2024.json).
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final, TypeGuard

from tracker.diary.errors import ImportRejected
from tracker.exchange.formats.table_reader import NumberedRow

Entry = dict[str, Any]

_TAG: Final = re.compile(r"#([^\s(#]+)(?:\(([^()]*)\))?")
_ABOUT_A_NOTE: Final = ("lat", "lng", "location", "score")
_MS: Final = 1000
_EXPORT_NAME: Final = re.compile(r"(?:data_)?(.+?)(?:_(?:19|20)\d\d)?", re.IGNORECASE)
_SCALE_TYPE: Final = 8


def json_rows(path: Path, document: Any) -> tuple[Iterator[NumberedRow], str]:
    """The entries of a JSON file under the names of their columns, and what the file is, in words.

    The names are row 1.

    Raises
    ------
    ImportRejected
        There is no list of entries, or several.
    """
    if _is_nomie(document):
        return _as_rows(list(_nomie(document))), "a backup in JSON"
    if (attributes := _exist(path, document)) is not None:
        return _as_rows(attributes), "attributes in JSON"
    entries, where = _entries(path, document)
    return _as_rows([_flat(entry) for entry in entries]), f"a JSON list{where}"


def _as_rows(entries: list[Entry]) -> Iterator[NumberedRow]:
    names = list(dict.fromkeys(name for entry in entries for name in entry))
    yield 1, names
    for number, entry in enumerate(entries, start=2):
        yield number, [_cell(entry.get(name)) for name in names]


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case list() if all(isinstance(one, str | int | float) for one in value):
            return "; ".join(map(_cell, value))
        case _:
            return json.dumps(value, ensure_ascii=False)


# Any list --------------------------------------------------------------------------------------


def _entries(path: Path, document: Any) -> tuple[list[Entry], str]:
    if _is_list_of_entries(document):
        return document, ""
    lists = {
        name: value
        for name, value in (document.items() if isinstance(document, dict) else ())
        if _is_list_of_entries(value)
    }
    if not lists:
        raise ImportRejected(
            f"{path.name} holds no list of entries that the kit can tell; save the list alone, "
            'such as [{"date": "2026-11-22", "pain": 4}].'
        )
    if len(lists) > 1:
        raise ImportRejected(
            f"{path.name} holds several lists ({', '.join(lists)[:200]}); save the one with the "
            "ratings alone."
        )
    ((name, entries),) = lists.items()
    return entries, f" under '{name}'"


def _is_list_of_entries(value: Any) -> TypeGuard[list[Entry]]:
    return isinstance(value, list) and bool(value) and all(isinstance(e, dict) for e in value)


def _flat(entry: Entry) -> Entry:
    """An entry whose parts within parts stand under both names: ``where.side``."""
    flat: Entry = {}
    for name, value in entry.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{part}": inner for part, inner in value.items()}
        else:
            flat[name] = value
    return flat


# Nomie -----------------------------------------------------------------------------------------


def _is_nomie(document: Any) -> bool:
    if not isinstance(document, dict) or not {"events", "trackers"} <= document.keys():
        return False
    events, trackers = document["events"], document["trackers"]
    return isinstance(trackers, dict) and (events == [] or _is_list_of_entries(events))


def _nomie(document: Entry) -> Iterator[Entry]:
    """A row for each tracker that a note tags; for a note without any, one row of its own."""
    events = document["events"]
    has_offsets = all(isinstance(event.get("offset"), int) for event in events)
    for event in events:
        note = str(event.get("note") or "")
        end = _local(event.get("end"), event["offset"] if has_offsets else 0)
        about = {name: event[name] for name in _ABOUT_A_NOTE if event.get(name) not in (None, "")}
        tags = list(_TAG.finditer(note))
        for tag in tags:
            name = _tracker(document["trackers"], tag[1])
            rest = (note[: tag.start()] + note[tag.end() :]).strip()
            yield {"end": end, "tracker": name, "value": tag[2] or "", "note": rest, **about}
        if not tags:
            yield {"end": end, "tracker": "note", "value": "", "note": note, **about}


def _tracker(trackers: Entry, tag: str) -> str:
    """What a tag's tracker is called, with its range where it has one."""
    known = trackers.get(tag.lower())
    tracker = known if isinstance(known, dict) else {}
    name = str(tracker.get("label") or tag)
    low, high = tracker.get("min"), tracker.get("max")
    has_range = tracker.get("type") == "range" and low is not None and high is not None
    return f"{name} ({low}-{high})" if has_range else name


def _local(end: Any, west_min: int) -> str:
    """When a note was made, as text with its offset; what is no moment stays as it is."""
    try:
        moment = (
            datetime.fromtimestamp(end / _MS, UTC)
            if isinstance(end, int | float)
            else datetime.fromisoformat(str(end))
        )
        zone = timezone(timedelta(minutes=-west_min))
        return moment.astimezone(zone).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return str(end or "")


# Exist -----------------------------------------------------------------------------------------


def _exist(path: Path, document: Any) -> list[Entry] | None:
    """A row for each day of each attribute; None where the file is not Exist's."""
    listed: Any = document.get("results") if isinstance(document, dict) else document
    if not _is_list_of_entries(listed):
        return None
    if all(entry.keys() == {"date", "value"} for entry in listed):
        match = _EXPORT_NAME.fullmatch(path.stem)
        name = (match[1] if match else path.stem).replace("_", " ")
        return [{"attribute": name, **entry} for entry in listed]
    if not all(_is_list_of_entries(entry.get("values")) for entry in listed):
        return None
    return [
        {"attribute": _attribute(entry), "date": one.get("date"), "value": one.get("value")}
        for entry in listed
        for one in entry["values"]
    ]


def _attribute(entry: Entry) -> str:
    name = str(entry.get("label") or entry.get("name") or "")
    return f"{name} (1-9)" if entry.get("value_type") == _SCALE_TYPE else name

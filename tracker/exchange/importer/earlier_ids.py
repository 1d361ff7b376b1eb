"""Recognise the entries that an earlier import set at noon, for it did not read their time of day.

The local time is part of what an entry's id is made from. Once its time of day is read, a row would
come in a second time beside the entry at noon; under that entry's id it amends it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import time
from uuid import UUID

from sqlalchemy import Connection, select

from tracker.diary.schema import TABLES
from tracker.exchange.import_result import IMPORT
from tracker.exchange.importer.map_rows import RowOutcome, id_from
from tracker.protocol.local_time import OFFSET, local
from tracker.protocol.record import Record

_AT_ONCE = 500


def with_earlier_ids(
    connection: Connection, outcomes: Sequence[RowOutcome]
) -> tuple[RowOutcome, ...]:
    """The rows, those with an entry at noon in the diary under its id.

    Of rows that would be alike without their time of day, the first ones were set at noon in turn:
    as many as the diary has, if that is more than those of which the file says no other time.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for place, outcome in enumerate(outcomes):
        if outcome.record is not None and outcome.id_at_noon:
            groups[outcome.id_at_noon].append(place)
    ids = {
        text: [id_from(text, count) for count in range(1, len(places) + 1)]
        for text, places in groups.items()
    }
    records = [outcome.record for outcome in outcomes if outcome.record is not None]
    if all(record.id in ids.get(one.id_at_noon, ()) for one in outcomes if (record := one.record)):
        return tuple(outcomes)
    here = _set_at_noon(
        connection, type(records[0]), [one for some in ids.values() for one in some]
    )
    result = list(outcomes)
    for text, places in groups.items():
        count = _leading(ids[text], here)
        own = [place for place in places if _id_of(outcomes[place]) in ids[text]]
        if count <= len(own):
            continue
        for number, place in enumerate(places):
            if number < count or place in own:
                result[place] = _under(outcomes[place], ids[text][number])
    return tuple(result)


def _id_of(outcome: RowOutcome) -> UUID | None:
    return outcome.record.id if outcome.record else None


def _under(outcome: RowOutcome, entry: UUID) -> RowOutcome:
    return replace(outcome, record=outcome.record.changed(id=entry)) if outcome.record else outcome


def _leading(ids: Iterable[UUID], here: set[str]) -> int:
    count = 0
    for entry in ids:
        if str(entry) not in here:
            break
        count += 1
    return count


def _set_at_noon(connection: Connection, kind: type[Record], ids: Sequence[UUID]) -> set[str]:
    """Those of the ids whose entry first came by an import that took noon for its time."""
    table = TABLES[kind]
    moment = next(iter(kind.model_fields))
    found: set[str] = set()
    for first in range(0, len(ids), _AT_ONCE):
        some = [str(entry) for entry in ids[first : first + _AT_ONCE]]
        rows = connection.execute(
            select(
                table.c.id,
                table.c[moment],
                table.c[moment + OFFSET],
                table.c.time_known,
                table.c.recorded_by,
            ).where(table.c.id.in_(some), table.c.revision == 1)
        )
        found |= {
            row[0]
            for row in rows
            if local(row[1], row[2]).time() == time(12) and row[3] and row[4].startswith(IMPORT)
        }
    return found

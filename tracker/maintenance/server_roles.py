"""Who sees what of a diary on a PostgreSQL server, as the SQL that its owner runs there.

The server itself holds the rule (row-level security), whatever program asks it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql

from tracker.diary.schema import TABLES, diary_metadata, hold_events
from tracker.protocol.fields import FIRST_PERSON

STUDIED: Final = ("releases", "check_ins", "screenings", "experiments")
"""What a study reads; the names that people gave spots, muscles and tools of their own are not."""

NEVER_STUDIED: Final = ("note",)
"""Columns in a person's own words."""

_quoted: Final = postgresql.dialect().identifier_preparer.quote_identifier  # type: ignore[no-untyped-call]


def role_statements(people: Mapping[str, str], studies: Iterable[str] = ()) -> Iterator[str]:
    """Give the statements that let each role see its own rows only, and a study's role no notes.

    Parameters
    ----------
    people : mapping of str to str
        Role on the server -> the person whose entries it reads and adds. It can change or remove
        nothing that is saved, and keeps no settings: these are shared by the whole diary.
    studies : iterable of str
        Roles that read everybody's entries, without notes and names of one's own.

    Returns
    -------
    iterator of str
        All or nothing once run as one; run again, they change nothing. The roles must be there,
        and whoever runs them must own the diary's tables. Roles that are not named see nothing.
    """
    yield "BEGIN"
    for table in (*TABLES.values(), diary_metadata, hold_events):
        yield f"ALTER TABLE {_quoted(table.name)} ENABLE ROW LEVEL SECURITY"
    for role, person in people.items():
        yield from _own_rows(role, person)
    for role in studies:
        yield from _all_rows_without_notes(role)
    yield "COMMIT"


def _own_rows(role: str, person: str) -> Iterator[str]:
    name = "'" + person.replace("'", "''") + "'"
    yield f"GRANT USAGE ON SCHEMA public TO {_quoted(role)}"
    yield f"GRANT SELECT ON {_quoted(diary_metadata.name)} TO {_quoted(role)}"
    yield from _policy(diary_metadata, role, "FOR SELECT", "name IN ('schema_version', 'sample')")
    for table in TABLES.values():
        yield f"GRANT SELECT, INSERT ON {_quoted(table.name)} TO {_quoted(role)}"
        yield from _policy(table, role, "FOR ALL", f"person = {name}")
    # Of a hold that is under way, who the diary began with is not named.
    whose = f"""coalesce("values"->>'person', '{FIRST_PERSON}') = {name}"""
    yield f"GRANT SELECT, INSERT, DELETE ON {_quoted(hold_events.name)} TO {_quoted(role)}"
    yield from _policy(hold_events, role, "FOR ALL", whose)


def _all_rows_without_notes(role: str) -> Iterator[str]:
    yield f"GRANT USAGE ON SCHEMA public TO {_quoted(role)}"
    for table in TABLES.values():
        if table.name not in STUDIED:
            continue
        columns = [name for name in table.columns.keys() if name not in NEVER_STUDIED]  # noqa: SIM118
        listed = ", ".join(map(_quoted, columns))
        yield f"GRANT SELECT ({listed}) ON {_quoted(table.name)} TO {_quoted(role)}"
        yield from _policy(table, role, "FOR SELECT", "true")


def _policy(table: Table, role: str, what: str, rule: str) -> Iterator[str]:
    policy, on = _quoted(f"of {role}"), _quoted(table.name)
    yield f"DROP POLICY IF EXISTS {policy} ON {on}"
    yield f"CREATE POLICY {policy} ON {on} {what} TO {_quoted(role)} USING ({rule})"

"""The people of a diary: who is in it, who is chosen on the pages, and what each said once."""

from contextlib import suppress
from datetime import date
from typing import Any, Final, TypeVar

from sqlalchemy import Connection

from tracker.diary import revisions
from tracker.diary.settings import PEOPLE, Settings, read_fact, write_fact
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.fields import FIRST_PERSON
from tracker.protocol.profile import PROFILE, Profile
from tracker.protocol.record import Record, rule_of
from tracker.protocol.release import Release

R = TypeVar("R", bound=Record)

_CHOSEN: Final = "chosen_person"


def known_people(connection: Connection) -> list[str]:
    """Everybody who has entries here, and everybody who was added by name."""
    return sorted({*revisions.people(connection), *read_fact(connection, PEOPLE, {})})


def usual_person(connection: Connection) -> str | None:
    """Whom the diary is opened for: who was chosen last, where it is several people's.

    Returns
    -------
    str or None
        None where nobody is in it but the one it began with: then nothing is to be told apart.
    """
    people = known_people(connection)
    if people in ([], [FIRST_PERSON]):
        return None
    chosen = read_fact(connection, _CHOSEN)
    if chosen in people:
        return str(chosen)
    return FIRST_PERSON if FIRST_PERSON in people else people[0]


def choose_person(connection: Connection, name: str, present: str | None) -> str:
    """Keep whom the next pages open for, and add them where nobody has the name yet.

    Parameters
    ----------
    present : str or None
        Whom the diary is open for now: they stay in it, also without an entry so far.

    Raises
    ------
    InvalidRecord
        The name breaks the rule for names.
    """
    name = _valid(name)
    if name not in known_people(connection):
        new: dict[str, Any] = {present or FIRST_PERSON: {}, name: {}}
        write_fact(connection, PEOPLE, {**new, **read_fact(connection, PEOPLE, {})})
    write_fact(connection, _CHOSEN, name)
    return name


def _valid(name: str) -> str:
    """The name as an entry would hold it."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= 80 or not name.isprintable():
        raise InvalidRecord(
            {"person": f"person must be {rule_of(Release, 'person')}, not {name!r}."}
        )
    return name


def read_profiles(settings: Settings) -> tuple[tuple[date, Profile], ...]:
    """Return what a person said and from which day on, first to last; unreadable is unsaid."""
    profiles = []
    for answers in settings.get(PROFILE, []):
        with suppress(InvalidRecord, KeyError, TypeError, ValueError):
            profiles.append((date.fromisoformat(answers["on"]), Profile.of(answers)))
    return tuple(profiles)


def keep_profile(settings: Settings, profile: Profile, on: date) -> None:
    """Keep what a person says from a day on; of one day only the last answers."""
    day = on.isoformat()
    earlier = [one for one in settings.get(PROFILE, []) if one.get("on", "") < day]
    settings.keep(PROFILE, [*earlier, {"on": day, **profile.as_json()}])


def as_theirs(record: R, person: str) -> R:
    """Make an entry the person's who adds it.

    Raises
    ------
    InvalidRecord
        It names somebody else.
    """
    if record.person == person:
        return record
    if record.person != FIRST_PERSON:
        raise InvalidRecord(
            {
                "person": f"person must be {person!r}, whom this diary is opened for, "
                f"not {record.person!r}; open it for them to add their entry."
            }
        )
    return record.changed(person=person)

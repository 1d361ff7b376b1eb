"""Open a diary that exists already: a mistyped name must not leave a new, empty one behind."""

from typing import TYPE_CHECKING

from tracker.protocol.errors import InvalidRecord

if TYPE_CHECKING:
    from tracker.facade import Diary


def open_existing(location: str | None, person: str | None = None) -> "Diary":
    """Open a diary that exists already.

    Parameters
    ----------
    location : str, optional
        Path or SQLAlchemy URL, as `open_diary` reads it.
    person : str, optional
        For whom; by default whom the pages are open for.

    Raises
    ------
    CannotOpen
        There is none, or it cannot be opened.
    InvalidRecord
        Nobody in it goes by that name.
    """
    from tracker.facade import open_diary

    refuse_missing(location)
    diary = open_diary(location, person=person)
    if person is None:
        return diary
    people = diary.known_people()
    if people and person not in people:
        diary.close()
        names = " and ".join(map(repr, people))
        raise InvalidRecord({"person": f"person must be one of {names}, not {person!r}."})
    return diary


def refuse_missing(location: str | None) -> None:
    """Refuse a location without a diary before anything is done with it.

    Raises
    ------
    CannotOpen
        The location names a file that does not exist.
    """
    from tracker.diary.errors import CannotOpen
    from tracker.diary.location import database_url, default_location, sqlite_file

    file = sqlite_file(database_url(location or default_location()))
    if file is not None and not file.exists():
        raise CannotOpen(
            f"There is no diary at {file}; tracker start makes one, --diary names another."
        )

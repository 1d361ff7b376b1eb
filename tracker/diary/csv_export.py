"""Write a diary as CSV files with a data dictionary beside them, all complete or none."""

import csv
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args
from uuid import UUID

from sqlalchemy import Connection, Select, select

from tracker.diary.csv_format import file_for, to_cells, with_content_id
from tracker.diary.database import reading
from tracker.diary.dictionary import data_dictionary
from tracker.diary.errors import DiaryError, NotSaved
from tracker.diary.revisions import current, present, records
from tracker.diary.schema import TABLES, from_row
from tracker.protocol.check_in import CheckIn
from tracker.protocol.experiment import Arm, Experiment
from tracker.protocol.own import OwnMuscle, OwnSpot, OwnTool
from tracker.protocol.record import Record
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening

if TYPE_CHECKING:
    from tracker.diary.diary import Diary

_ROWS_AT_ONCE: Final = 1000

Names = dict[type[Record], set[tuple[str, ...]]]


def export(diary: "Diary", path: Path) -> list[Path]:
    """Write every entry, one moment's state of the diary, as private files (mode 0600).

    Files of an earlier export under the same name are replaced.

    Parameters
    ----------
    path : Path
        Ends in .csv; gets the releases. Its siblings get the rest: ``.check-ins.csv``, where
        there are any ``.screenings.csv``, ``.experiments.csv``, ``.own-spots.csv``,
        ``.own-muscles.csv`` and ``.own-tools.csv``, and ``.dictionary.md``, which says what every
        column means.

    Returns
    -------
    list of Path
        The files written, ``path`` first.

    Raises
    ------
    NotSaved
        A folder, not a .csv, in a folder that is missing, or the disk refused.

    Notes
    -----
    A spot, muscle or tool of the person's own that was deleted or renamed is written too while a
    release or an experiment still goes by its name: without it neither could be imported anywhere.
    """
    path = path.expanduser()
    _check(path)
    try:
        # A folder nobody else may enter, on the target's disk: each file moves there in one step.
        with (
            tempfile.TemporaryDirectory(prefix=f".{path.stem}-", dir=path.parent) as folder,
            reading(diary._engine) as connection,
        ):
            written = _write_all(connection, Path(folder, path.name), beside=path)
            for file in written:
                file.chmod(0o600)
                file.replace(path.with_name(file.name))
    except DiaryError:
        raise
    except OSError as error:
        raise NotSaved(
            f"The export to {path} failed ({error.strerror}); try another place."
        ) from None
    return [path.with_name(file.name) for file in written]


def _write_all(connection: Connection, path: Path, *, beside: Path) -> list[Path]:
    used: Names = defaultdict(set)
    written = [path, file_for(path, CheckIn)]
    _write(written[0], Release, _noting_names(_stream(connection, Release), used))
    _write(written[1], CheckIn, _stream(connection, CheckIn))
    # Each kind before those whose names it goes by: what is written needs them.
    for kind in (Screening, Experiment, OwnSpot, OwnMuscle, OwnTool):
        is_own = kind in (OwnSpot, OwnMuscle, OwnTool)
        found = _own(connection, kind, used) if is_own else _stream(connection, kind)
        entries = list(_noting_names(found, used))
        file = file_for(path, kind)
        # What an earlier export left there would otherwise be imported with this one.
        if entries or file_for(beside, kind).exists():
            _write(file, kind, entries)
            written.append(file)
    dictionary = path.with_name(f"{path.stem}.dictionary.md")
    with dictionary.open("w", encoding="utf-8") as out:
        out.write(data_dictionary())
    return [*written, dictionary]


def _write(file: Path, kind: type[Record], entries: Iterable[Record]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(kind.model_fields)
        writer.writerows(map(to_cells, entries))


def _stream(connection: Connection, kind: type[Record]) -> Iterator[Record]:
    rows = connection.execute(present(kind), execution_options={"yield_per": _ROWS_AT_ONCE})
    return records(kind, rows.mappings())


def _own(connection: Connection, kind: type[Record], used: Names) -> list[Record]:
    """A person's own names: those listed, and earlier ones that an exported entry still goes by."""
    listed: list[Record] = []
    deleted: dict[UUID, Record] = {}
    for row in connection.execute(select(current(kind))).mappings():
        entry = from_row(kind, row)
        if row["deleted"]:
            deleted[entry.id] = entry
        else:
            listed.append(entry)
    earlier: dict[tuple[str, ...], Record] = {}
    for row in connection.execute(_every_change(kind)).mappings():
        entry = from_row(kind, row)
        if _name(entry) in used[kind].difference(map(_name, listed)):
            # A name that was changed since needs an id of its own beside the new one.
            same = deleted.get(entry.id) == entry
            earlier[_name(entry)] = entry if same else with_content_id(entry)
    return sorted([*listed, *earlier.values()], key=_happened)


def _every_change(kind: type[Record]) -> Select[Any]:
    rows = TABLES[kind]
    return select(rows).order_by(rows.c.recorded_at, rows.c.revision, rows.c.recorded_by)


def _happened(entry: Record) -> tuple[datetime, str]:
    moment = getattr(entry, next(iter(type(entry).model_fields)))
    return moment, str(entry.id)


def _noting_names(entries: Iterable[Record], used: Names) -> Iterator[Record]:
    for entry in entries:
        if isinstance(entry, Release):
            _note(used, entry.muscle, entry.spot, entry.tool)
        elif isinstance(entry, Experiment):
            for arm in get_args(Arm):
                pressed = entry.press(arm)
                _note(used, *(pressed[field] or "" for field in ("muscle", "spot", "tool")))
        elif isinstance(entry, OwnSpot):
            used[OwnMuscle].add((_plain(entry.muscle),))
        yield entry


def _note(used: Names, muscle: str, spot: str, tool: str) -> None:
    used[OwnMuscle].add((_plain(muscle),))
    used[OwnSpot].add((_plain(muscle), _plain(spot)))
    used[OwnTool].add((_plain(tool),))


def _name(entry: Record) -> tuple[str, ...]:
    values = dict(entry)
    return tuple(_plain(values[field]) for field in ("muscle", "name") if field in values)


def _plain(name: str) -> str:
    """A name as the catalogue tells it apart: without regard to case or doubled blanks."""
    return " ".join(name.split()).casefold()


def _check(path: Path) -> None:
    if path.is_dir():
        raise NotSaved(f"{path} is a folder; name a file in it, such as {path / 'diary.csv'}.")
    # Also keeps a slip of the hand from replacing the diary's own file.
    if path.suffix.lower() != ".csv":
        raise NotSaved(f"{path} must end in .csv.")
    if not path.parent.is_dir():
        raise NotSaved(f"There is no folder {path.parent}; make it, or choose another.")

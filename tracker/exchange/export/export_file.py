"""Write a diary as files with a data dictionary beside them, all complete or none."""

import json
import tempfile
from pathlib import Path

from tracker.diary.errors import DiaryError, NotSaved
from tracker.diary.store import EntryStore
from tracker.exchange.export.data_dictionary import data_dictionary
from tracker.exchange.export.data_package import data_package
from tracker.exchange.export.encrypted import lock_all
from tracker.exchange.export.rows import Outgoing, ProgressCallback, WrittenTable
from tracker.exchange.export.selection import Selection
from tracker.exchange.formats.cells import Purpose
from tracker.exchange.formats.registry import FORMATS, Format, format_of


def export_file(
    store: EntryStore,
    path: Path,
    selection: Selection,
    *,
    purpose: Purpose = "spreadsheet",
    format_name: str | None = None,
    passphrase: str | None = None,
    progress: ProgressCallback | None = None,
) -> list[Path]:
    """Write the entries that are asked for, one moment's state of the diary, as private files.

    Files of an earlier export under the same name are replaced.

    Parameters
    ----------
    path : Path
        Gets the releases, or in a workbook everything. Its siblings get the rest:
        ``.check-ins``, where there are any ``.screenings``, ``.experiments``, ``.own-spots``,
        ``.own-muscles`` and ``.own-tools``; ``.dictionary.md``, which says what every column
        means; and ``.datapackage.json``, which says it to programs (Frictionless Data Package).
    purpose : str
        ``"spreadsheet"``: nothing runs as a formula, and times are local with the zone beside
        them. ``"machine"``: texts as they are, times as ISO 8601 with the offset. Either comes
        back as it was. Only CSV has the choice.
    format_name : str, optional
        "csv", "xlsx", "parquet" or "fhir"; by default what ``path`` ends in.
    passphrase : str, optional
        A passphrase that locks all of it as one file; see `encrypted`.
    progress : callable, optional
        Told the rows done and the share of the whole, from 0 to 1.

    Returns
    -------
    list of Path
        The files written (mode 0600), ``path`` first.

    Raises
    ------
    NotSaved
        A folder, another suffix, in a folder that is missing, or the disk refused.
    NotInstalled
        The format, or locking, needs a package that is not there.
    InvalidRecord
        The range ends before it begins, or nobody has that name.
    """
    path = path.expanduser()
    chosen = _format(path, format_name)
    try:
        # A folder nobody else may enter, on the target's disk: each file moves there in one step.
        with tempfile.TemporaryDirectory(prefix=f".{path.stem}-", dir=path.parent) as folder:
            with store.reading() as connection:
                outgoing = Outgoing(connection, selection, progress)
                unfinished = Path(folder, path.name)
                written = chosen.write(outgoing, unfinished, path, purpose)
                files = _explain(written, unfinished, outgoing, chosen)
            if passphrase is not None:
                files = [lock_all(files, passphrase)]
            return _move(files, path.parent)
    except DiaryError:
        raise
    except OSError as error:
        raise NotSaved(
            f"The export to {path} failed ({error.strerror}); try another place."
        ) from None


def _format(path: Path, name: str | None) -> Format:
    if path.is_dir():
        raise NotSaved(f"{path} is a folder; name a file in it, such as {path / 'diary.csv'}.")
    chosen = FORMATS[name] if name else format_of(path)
    # Also keeps a slip of the hand from replacing the diary's own file.
    if chosen is None or path.suffix.lower() != chosen.suffix:
        wanted = [chosen.suffix] if chosen else [known.suffix for known in FORMATS.values()]
        raise NotSaved(f"{path} must end in {' or '.join(wanted)}.")
    if not path.parent.is_dir():
        raise NotSaved(f"There is no folder {path.parent}; make it, or choose another.")
    chosen.load(chosen.writer)
    return chosen


def _explain(
    written: list[WrittenTable], path: Path, outgoing: Outgoing, chosen: Format
) -> list[Path]:
    """Write what says what the files hold; return every file, each once."""
    files = list(dict.fromkeys(part.path for part in written))
    if not chosen.is_table:
        return files
    dictionary = path.with_name(f"{path.stem}.dictionary.md")
    dictionary.write_text(data_dictionary(written), encoding="utf-8")
    package = path.with_name(f"{path.stem}.datapackage.json")
    described = data_package(written, chosen, keys=outgoing.keys_hold())
    package.write_text(json.dumps(described, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return [*files, dictionary, package]


def _move(files: list[Path], folder: Path) -> list[Path]:
    targets = [folder / file.name for file in files]
    # What can be seen beforehand must not stop the move half-way.
    for target in targets:
        if target.is_dir():
            raise NotSaved(f"{target} is a folder, and the export needs that name; choose another.")
    for file, target in zip(files, targets, strict=True):
        file.chmod(0o600)
        file.replace(target)
    return targets

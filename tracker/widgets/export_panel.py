"""The panel that writes the diary to files, and shows before what leaves with them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from glob import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import traitlets

from tracker.diary.errors import NotInstalled
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.release import Release
from tracker.widgets.assets import script, style
from tracker.widgets.entry_form import Clock
from tracker.widgets.entry_summary import release_card
from tracker.widgets.rpc_widget import Answer, Message, RpcWidget, answers

if TYPE_CHECKING:
    from tracker.facade import Diary

_LARGEST_DOWNLOAD: Final = 2_000_000
"""Bytes. Jupyter drops messages above about a megabyte a second over its three-second window."""

_LARGEST_PACKED: Final = 40_000_000
"""Bytes that are packed at all: what is larger stays too large."""

_FIRST: Final = 3
"""Releases that are shown before they leave."""

_NOT_IN_NAMES: Final = frozenset('/\\:*?"<>|')
"""What one or the other system forbids in a file's name."""

_LOCKED: Final = ".age"
_FORMATS: Final = ("csv", "xlsx", "parquet", "json")
_FILES: Final = (*(f".{name}" for name in _FORMATS), ".md")
_COUNTED: Final = {
    "releases": ("release", "releases"),
    "check_ins": ("check-in", "check-ins"),
    "screenings": ("answering of the red flags", "answerings of the red flags"),
    "experiments": ("experiment", "experiments"),
    "own_muscles": ("muscle of your own", "muscles of your own"),
    "own_spots": ("spot of your own", "spots of your own"),
    "own_tools": ("tool of your own", "tools of your own"),
}


def export_panel(diary: "Diary", *, now: Clock | None = None) -> "ExportPanel":
    """Show what would leave the diary, and a button that writes it to files.

    Parameters
    ----------
    diary : Diary
        What is exported. The files go beside it, or to the home folder where it is on a server.
    now : callable, optional
        Returns the time, aware, for the file's name; by default the machine's clock.

    Returns
    -------
    ExportPanel
        A widget; show it as the last line of a cell.
    """
    return ExportPanel(diary, now=now)


class ExportPanel(RpcWidget):
    """Writes files; `export_panel` makes one.

    Attributes
    ----------
    is_sample : bool
        Whether the diary holds made-up entries.
    people : list of str
        Whose entries there are.
    leaving : dict
        What leaves while everything is asked for: ``words``, and the first ``rows``.
    folder : str
        Where the files go.
    name : str
        The file name to begin with.
    """

    _esm = script("export_panel")
    _css = style("export_panel")

    is_sample = traitlets.Bool().tag(sync=True)
    people = traitlets.List(traitlets.Unicode()).tag(sync=True)
    leaving = traitlets.Dict().tag(sync=True)
    folder = traitlets.Unicode().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)

    def __init__(self, diary: "Diary", *, now: Clock | None = None) -> None:
        super().__init__()
        self._diary = diary
        today = now() if now else datetime.now(UTC).astimezone()
        with self.hold_sync():
            self.is_sample = diary.is_sample
            self.people = diary.people()
            self.folder = str(_folder(diary.location))
            self.name = f"sciatica-diary-{today:%Y-%m-%d}.csv"
            self.leaving = self._leaving({})

    @answers("look", "NOT SHOWN")
    def _look(self, message: Message) -> Answer:
        return {"outcome": "done", "leaving": self._leaving(_asked_for(message))}

    def _leaving(self, asked_for: Mapping[str, Any]) -> dict[str, Any]:
        leaving = self._diary.export_summary(most=_FIRST, **asked_for)
        return {"words": _words(leaving.counts), "rows": [*map(_row, leaving.first)]}

    @answers("export", "NOT EXPORTED")
    def _export(self, message: Message) -> Answer:
        name = message["name"].strip()
        _check_name(name, message["format"])
        secret = _secret(message)
        folder = Path(self.folder)
        present = _present(folder, name) if secret is None else _locked_before(folder, name)
        if present and not message.get("replace"):
            return {"outcome": "exists", "text": _would_replace(name, len(present))}
        try:
            files = self._diary.export_file(
                folder / name,
                purpose=message["purpose"],
                passphrase=secret,
                **_asked_for(message),
            )
        except NotInstalled as missing:
            return {"outcome": "failed", "text": f"NOT EXPORTED: {missing}"}
        return _written(files, folder)


def _row(release: Release) -> dict[str, str]:
    card = release_card(release)
    noted = (release.pain_before, release.pain_30s, release.pain_after)
    return {
        "when": f"{card['day']}, {card['time']}",
        "title": card["title"],
        "pain": " → ".join(f"{pain:g}" for pain in noted if pain is not None),
        "spoken": card["spoken"],
    }


def _asked_for(message: Mapping[str, Any]) -> dict[str, Any]:
    """The range and the person, as `Diary.leaving` and `Diary.export_file` take them."""
    return {
        "since": _day(message, "since"),
        "until": _day(message, "until"),
        "person": message.get("person") or None,
    }


def _day(message: Mapping[str, Any], field: str) -> date | None:
    typed = message.get(field) or ""
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        sentence = f"{field} must be a day such as 2026-11-22, not {typed!r}."
        raise InvalidRecord({field: sentence}) from None


def _words(counts: Mapping[str, int]) -> str:
    said = [
        f"{counts[name]:,} {one if counts[name] == 1 else many}"
        for name, (one, many) in _COUNTED.items()
        if counts.get(name)
    ]
    if not said:
        return "Nothing to export here yet."
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    leaves = "leaves" if sum(counts.values()) == 1 else "leave"
    return f"{listed} {leaves}."


def _folder(location: str) -> Path:
    return Path.home() if "://" in location else Path(location).parent


def _check_name(name: str, suffix: str) -> None:
    plain = name.isprintable() and not name.startswith(".") and not set(name) & _NOT_IN_NAMES
    ends = suffix in _FORMATS and name.lower().endswith(f".{suffix}")
    if not (plain and ends and len(name) <= 80):
        sentence = (
            f"name must be a file name that ends with .{suffix}, without folders, not {name!r}."
        )
        raise InvalidRecord({"name": sentence})


def _present(folder: Path, name: str) -> list[str]:
    """The files of an earlier export: they carry its name up to the last full stop."""
    stem, suffix = Path(name).stem, Path(name).suffix.lower()
    siblings = folder.glob(f"{escape(stem)}.*")
    return sorted(
        path.name
        for path in siblings
        if path.suffix in _FILES and (path.suffix == suffix or path.suffix in (".md", ".json"))
    )


def _secret(message: Mapping[str, Any]) -> str | None:
    """The passphrase to lock with, which is held only as long as the export takes."""
    if not message.get("lock"):
        return None
    secret = str(message.get("secret") or "")
    if not secret:
        raise InvalidRecord({"secret": "The passphrase must not be empty; type one."})
    if secret != message.get("again"):
        raise InvalidRecord({"again": "The two passphrases must be the same; type them anew."})
    return secret


def _locked_before(folder: Path, name: str) -> list[str]:
    """What an earlier locked export under that name left."""
    locked = (f"{Path(name).stem}.zip{_LOCKED}", f"{name}{_LOCKED}")
    return [file for file in locked if (folder / file).exists()]


def _would_replace(name: str, count: int) -> str:
    them = "it" if count == 1 else f"its {count} files"
    return f"NOT EXPORTED: {name} was exported before. Replace {them}, or change the name."


def _written(files: list[Path], folder: Path) -> Answer:
    downloads = _downloads(files)
    noun = "file" if len(files) == 1 else "files"
    text = f"Wrote {len(files)} {noun} to {folder}."
    if not downloads:
        text += " They are too large to download from here; take them from that folder."
    return {
        "outcome": "done",
        "text": text,
        "files": list(downloads),
        "buffers": list(downloads.values()),
    }


def _downloads(files: list[Path]) -> dict[str, bytes]:
    """What one message can carry: all in one, and each by itself; or only the one."""
    size = sum(file.stat().st_size for file in files)
    if files[0].suffix == _LOCKED:
        return {files[0].name: files[0].read_bytes()} if size <= _LARGEST_DOWNLOAD else {}
    if size > _LARGEST_PACKED:
        return {}
    packed = _packed(files)
    room = _LARGEST_DOWNLOAD - len(packed)
    if room < 0:
        return {}
    each = {file.name: file.read_bytes() for file in files} if size <= room else {}
    return {f"{files[0].stem}.zip": packed, **each}


def _packed(files: list[Path]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
    return packed.getvalue()

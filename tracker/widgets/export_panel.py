"""The panel that writes the diary to CSV files, and says what leaves with them."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import traitlets

from tracker.protocol.check_in import CheckIn
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.release import Release
from tracker.widgets.assets import script, style
from tracker.widgets.conversation import Answer, Conversing
from tracker.widgets.entry_form import Clock

if TYPE_CHECKING:
    from tracker.diary.diary import Diary

_LARGEST_DOWNLOAD: Final = 2_000_000
"""Bytes. Jupyter drops messages above about a megabyte a second over its three-second window."""

_NOT_IN_NAMES: Final = frozenset('/\\:*?"<>|')
"""What one or the other system forbids in a file's name."""


def export_panel(diary: "Diary", *, now: Clock | None = None) -> "ExportPanel":
    """Show what would leave the diary, and a button that writes it to CSV files.

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


class ExportPanel(Conversing):
    """Writes CSV files; `export_panel` makes one.

    Attributes
    ----------
    is_sample : bool
        Whether the diary holds made-up entries.
    releases, check_ins : int
        How many of each leave.
    folder : str
        Where the files go.
    name : str
        The file name to begin with.
    """

    _esm = script("dom", "field", "text", "status", "conversation", "export_panel")
    _css = style("form", "controls", "export")

    is_sample = traitlets.Bool().tag(sync=True)
    releases = traitlets.Int().tag(sync=True)
    check_ins = traitlets.Int().tag(sync=True)
    folder = traitlets.Unicode().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)

    def __init__(self, diary: "Diary", *, now: Clock | None = None) -> None:
        super().__init__()
        self._diary = diary
        today = now() if now else datetime.now(UTC).astimezone()
        with self.hold_sync():
            self.is_sample = diary.is_sample
            self.folder = str(_folder(diary.location))
            self.name = f"sciatica-diary-{today:%Y-%m-%d}.csv"
            self._count()

    def _handlers(self) -> Mapping[str, Callable[[Mapping[str, Any]], Answer]]:
        return {"count": self._recount, "export": self._export}

    def _recount(self, _message: Mapping[str, Any]) -> Answer:
        self._count()
        return {"outcome": "done"}

    def _count(self) -> None:
        self.releases = self._diary.count(Release)
        self.check_ins = self._diary.count(CheckIn)

    def _export(self, message: Mapping[str, Any]) -> Answer:
        name = message["name"].strip()
        _check_name(name)
        folder = Path(self.folder)
        # The release file's siblings carry its name up to the last full stop.
        siblings = folder.glob(f"{escape(Path(name).stem)}.*")
        present = sorted(path.name for path in siblings if path.suffix in (".csv", ".md"))
        if present and not message.get("replace"):
            return {"outcome": "exists", "text": _would_replace(name, len(present))}
        files = self._diary.export_csv(folder / name)
        self._count()
        noun = "file" if len(files) == 1 else "files"
        return {
            "outcome": "done",
            "text": f"Wrote {len(files)} {noun} to {folder}.",
            "files": [file.name for file in files],
            "buffers": _contents(files),
        }


def _folder(location: str) -> Path:
    return Path.home() if "://" in location else Path(location).parent


def _check_name(name: str) -> None:
    plain = name.isprintable() and not name.startswith(".") and not set(name) & _NOT_IN_NAMES
    if not (plain and name.lower().endswith(".csv") and len(name) <= 80):
        sentence = f"name must be a file name that ends with .csv, without folders, not {name!r}."
        raise InvalidRecord({"name": sentence})


def _would_replace(name: str, count: int) -> str:
    them = "it" if count == 1 else f"its {count} files"
    return f"NOT EXPORTED: {name} was exported before. Replace {them}, or change the name."


def _contents(files: list[Path]) -> list[bytes]:
    """Read the files for downloading; none of them where they are too much for one message."""
    if sum(file.stat().st_size for file in files) > _LARGEST_DOWNLOAD:
        return []
    return [file.read_bytes() for file in files]

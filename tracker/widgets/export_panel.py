"""The panel that writes the diary to files, and shows before what leaves with them.

Stock controls, but for two scripts: the links to the files, and the status line. ``DatePicker`` is
the browser's own day field, which a phone opens as its own calendar, so it is used as it is.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from glob import escape as escape_pattern
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import anywidget
import ipywidgets as ipw
import traitlets

from tracker.diary.errors import NotInstalled
from tracker.protocol.errors import InvalidRecord
from tracker.protocol.release import Release
from tracker.widgets import controls
from tracker.widgets.assets import script
from tracker.widgets.entry_form import Clock
from tracker.widgets.entry_summary import release_card
from tracker.widgets.plain_result import PlainResult
from tracker.widgets.status_line import StatusLine

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
_DAYS: Final = (("All", "all"), ("Pick days", "picked"))
_FORMAT_NAMES: Final = (("CSV", "csv"), ("Excel", "xlsx"), ("Parquet", "parquet"), ("FHIR", "json"))
_PURPOSES: Final = (("Spreadsheet", "spreadsheet"), ("Program", "machine"))
_LOCKS: Final = (("No", False), ("With a passphrase", True))
_ABOUT_FORMAT: Final = {
    "csv": "Text files that every program opens, with a sheet that explains every column.",
    "xlsx": "One workbook: a sheet for each kind of entry, and one that explains every column.",
    "parquet": "Typed files for Python or R, with a sheet that explains every column.",
    "json": (
        "For a clinic's system, as HL7 FHIR R4: releases, check-ins and your own names. "
        "Experiments and red-flag answers stay here."
    ),
}
_ABOUT_PURPOSE: Final = {
    "spreadsheet": (
        "Opens well in Excel or LibreOffice; times are local, nothing runs as a formula."
    ),
    "machine": "Exact: texts as you wrote them, times with their zone.",
}
_ABOUT_LOCK: Final = (
    "One file in the age format, which tracker import and other programs open. "
    "Without the passphrase nobody can open it again, you included."
)
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


class DownloadList(anywidget.AnyWidget):
    """Links to the files that were written; stock ipywidgets have no download.

    Attributes
    ----------
    names : list of str
        The first is the one that holds all.
    contents : list of bytes
        What is in each.
    """

    _esm = script("download_list")

    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    contents = traitlets.List(traitlets.Bytes()).tag(sync=True)

    def offer(self, files: Mapping[str, bytes]) -> None:
        """Link to these files, and to none of those before."""
        with self.hold_sync():
            self.names = list(files)
            self.contents = list(files.values())


class ExportPanel(PlainResult, ipw.VBox):  # type: ignore[misc] # ipywidgets has no types
    """Writes files; `export_panel` makes one.

    Attributes
    ----------
    folder : str
        Where the files go.
    days, person, format, purpose, lock : ipywidgets.RadioButtons
    since, until : ipywidgets.DatePicker
    name : ipywidgets.Text
    secret, again : ipywidgets.Password
        Emptied as soon as an export has succeeded.
    leaving : ipywidgets.HTML
        What leaves: how many entries of each kind, and the first releases.
    submit : ipywidgets.Button
    downloads : DownloadList
    status : StatusLine
    """

    def __init__(self, diary: "Diary", *, now: Clock | None = None) -> None:
        self._diary = diary
        self.folder = str(_folder(diary.location))
        self._compose(diary, now() if now else datetime.now(UTC).astimezone())
        self._arrange()
        self._look()
        for control in (self.days, self.since, self.until, self.person):
            control.observe(self._look, "value")
        for control in (self.days, self.format, self.purpose, self.lock):
            control.observe(self._arrange, "value")
        self.format.observe(self._rename, "value")
        self.status.when_near(self._offer_lock)

    def _plain(self) -> str:
        # The panel's own markup, in which every name is escaped already.
        return str(self.leaving.value)

    def _compose(self, diary: "Diary", today: datetime) -> None:
        people = diary.people()
        self.days = controls.pills("Days", _DAYS, "all")
        self.since = ipw.DatePicker(description="First day")
        self.until = ipw.DatePicker(description="Last day")
        self.person = controls.pills(
            "Whose", [("Everybody", ""), *((name, name) for name in people)], ""
        )
        self.leaving = controls.markup("")
        self.leaving.add_class("tk-live")
        self.format = controls.pills("File type", _FORMAT_NAMES, "csv")
        self.purpose = controls.pills("Who reads it", _PURPOSES, "spreadsheet")
        self.name = ipw.Text(f"sciatica-diary-{today:%Y-%m-%d}.csv", description="File name")
        self.lock = controls.pills("Lock it", _LOCKS, value=False)
        # A passphrase crosses to the kernel once it is typed, not letter by letter.
        self.secret = ipw.Password(description="Passphrase", continuous_update=False)
        self.again = ipw.Password(description="Passphrase once more", continuous_update=False)
        self.submit = controls.button("Export", self._export, primary=True)
        self.downloads = DownloadList()
        self.status = StatusLine()
        self._fields = {
            "since": controls.Field(self.since),
            "until": controls.Field(self.until),
            "format": controls.Field(self.format),
            "purpose": controls.Field(self.purpose),
            "name": controls.Field(self.name, f"The files go to {self.folder}."),
            "lock": controls.Field(self.lock),
            "secret": controls.Field(self.secret),
            "again": controls.Field(self.again),
        }
        boxes = {name: field.box for name, field in self._fields.items()}
        self._range = controls.row([boxes["since"], boxes["until"]], "tk-pair")
        self._secrets = controls.row([boxes["secret"], boxes["again"]], "tk-pair")
        controls.show(boxes["lock"], visible=False)
        self._form = controls.card(
            [
                controls.title("Export your diary"),
                self.days,
                self._range,
                *((self.person,) if len(people) > 1 else ()),
                self.leaving,
                controls.row([boxes["format"], boxes["purpose"]], "tk-pair"),
                boxes["name"],
                self._secrets,
                controls.hint("These files hold health data; keep them private."),
                controls.row([self.submit], "tk-actions"),
                self.downloads,
            ]
        )
        super().__init__((*controls.sample_banner(diary), self._form, self.status))
        for look in ("tk-entry", "tk-stock", "tk-export"):
            self.add_class(look)

    def _offer_lock(self, browser: Mapping[str, Any]) -> None:
        """Ask for a passphrase only where it does not cross the home network in the clear."""
        lock = self._fields["lock"].box
        if browser.get("secure") and lock not in self._form.children:
            children = list(self._form.children)
            children.insert(children.index(self._secrets), lock)
            controls.show(lock, visible=True)
            self._form.children = children

    def _arrange(self, _change: object = None) -> None:
        controls.show(self._range, visible=self.days.value == "picked")
        controls.show(self._fields["purpose"].box, visible=self.format.value == "csv")
        controls.show(self._secrets, visible=self.lock.value)
        self._fields["format"].hint = _ABOUT_FORMAT[self.format.value]
        self._fields["purpose"].hint = _ABOUT_PURPOSE[self.purpose.value]
        self._fields["lock"].hint = _ABOUT_LOCK if self.lock.value else ""

    def _rename(self, change: Mapping[str, Any]) -> None:
        stem, dot, suffix = self.name.value.rpartition(".")
        stem = stem if dot and suffix.lower() in _FORMATS else self.name.value
        self.name.value = f"{stem}.{change['new']}"

    def _asked_for(self) -> dict[str, Any]:
        """The range and the person, as `Diary.export_summary` and `Diary.export_file` take them."""
        picked = self.days.value == "picked"
        return {
            "since": self.since.value if picked else None,
            "until": self.until.value if picked else None,
            "person": self.person.value or None,
        }

    def _look(self, _change: object = None) -> None:
        with self.status.reporting("NOT SHOWN"):
            self._show_problems({})
            try:
                leaving = self._diary.export_summary(most=_FIRST, **self._asked_for())
            except InvalidRecord as error:
                self._show_problems(error.problems)
            else:
                rows = "".join(map(_row, leaving.first))
                self.leaving.value = _leaving(_words(leaving.counts), rows)

    def _show_problems(self, problems: Mapping[str, str]) -> None:
        for name, field in self._fields.items():
            field.problem = problems.get(name, "")

    def _export(self, *, replace: bool = False) -> None:
        with self.status.reporting("NOT EXPORTED"):
            self.submit.description = "Exporting…"
            self.downloads.offer({})
            self._show_problems({})
            try:
                self._write(replace=replace)
            except InvalidRecord as error:
                self._show_problems(error.problems)
                self.status.say("NOT EXPORTED: one answer needs another look.", "failed")
                first = next(iter(error.problems))
                if first in self._fields:
                    self._fields[first].control.focus()
            finally:
                self.submit.description = "Export"

    def _write(self, *, replace: bool) -> None:
        name, folder = self.name.value.strip(), Path(self.folder)
        _check_name(name, self.format.value)
        secret = self._secret()
        present = _present(folder, name) if secret is None else _locked_before(folder, name)
        if present and not replace:
            action = ("Replace", lambda: self._export(replace=True))
            text = _would_replace(name, len(present))
            self.status.say(text, "failed", action=action, focus=True)
            return
        try:
            files = self._diary.export_file(
                folder / name, purpose=self.purpose.value, passphrase=secret, **self._asked_for()
            )
        except NotInstalled as missing:
            self.status.say(f"NOT EXPORTED: {missing}", "failed")
            return
        self.secret.value = self.again.value = ""
        downloads = _downloads(files)
        self.downloads.offer(downloads)
        self.status.say(_written(files, folder, too_large=not downloads), "done")

    def _secret(self) -> str | None:
        """The passphrase to lock with, which is held only until the export has succeeded."""
        if not self.lock.value:
            return None
        if not self.secret.value:
            raise InvalidRecord({"secret": "The passphrase must not be empty; type one."})
        if self.secret.value != self.again.value:
            raise InvalidRecord({"again": "The two passphrases must be the same; type them anew."})
        return str(self.secret.value)


def _row(release: Release) -> str:
    card = release_card(release)
    rated = (release.pain_before, release.pain_30s, release.pain_after)
    pain = " → ".join(f"{value:g}" for value in rated if value is not None)
    return (
        f"<li><div><p>{escape(card['title'])}</p>"
        f'<p class="tk-hint">{escape(card["day"])}, {escape(card["time"])}</p></div>'
        f'<p class="tk-first-pain" aria-hidden="true">{escape(pain)}</p>'
        f'<span class="tk-spoken">{escape(card["spoken"])}</span></li>'
    )


def _leaving(words: str, rows: str) -> str:
    begins = f'<p class="tk-hint">It begins with:</p><ul class="tk-first">{rows}</ul>'
    shown = begins if rows else ""
    return f'<div class="tk-look"><p class="tk-leaving">{escape(words)}</p>{shown}</div>'


def _words(counts: Mapping[str, int]) -> str:
    parts = [
        f"{counts[name]:,} {one if counts[name] == 1 else many}"
        for name, (one, many) in _COUNTED.items()
        if counts.get(name)
    ]
    if not parts:
        return "Nothing to export here yet."
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
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
    siblings = folder.glob(f"{escape_pattern(stem)}.*")
    return sorted(
        path.name
        for path in siblings
        if path.suffix in _FILES and (path.suffix == suffix or path.suffix in (".md", ".json"))
    )


def _locked_before(folder: Path, name: str) -> list[str]:
    """What an earlier locked export under that name left."""
    locked = (f"{Path(name).stem}.zip{_LOCKED}", f"{name}{_LOCKED}")
    return [file for file in locked if (folder / file).exists()]


def _would_replace(name: str, count: int) -> str:
    them = "it" if count == 1 else f"its {count} files"
    return f"NOT EXPORTED: {name} was exported before. Replace {them}, or change the name."


def _written(files: list[Path], folder: Path, *, too_large: bool) -> str:
    noun = "file" if len(files) == 1 else "files"
    text = f"Wrote {len(files)} {noun} to {folder}."
    if too_large:
        text += " They are too large to download from here; take them from that folder."
    return text


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

"""The panel that reads a file into the diary, once it was seen what that would bring.

It keeps a script of its own. The stock ``FileUpload`` counts its files in its own label, "Choose
a file (0)", has the title "null" where it is given no tooltip, and sends every file whole in one
message of the widget's state, which holds the bytes of a diary for as long as the page is open.
Here they come in parts, say how far they are, and lie in a private folder.
"""

import base64
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import traitlets

from tracker.diary.errors import ImportRejected
from tracker.private_file import temporary_folder
from tracker.widgets.assets import script, style
from tracker.widgets.import_view import answers_of, mapping_values, missing, view_of
from tracker.widgets.plain_result import paragraphs
from tracker.widgets.rpc_widget import Answer, Message, RpcWidget, answers

if TYPE_CHECKING:
    from tracker.exchange.apply_import import AppliedImport
    from tracker.exchange.import_preview import ImportPreview
    from tracker.facade import Diary

MOST_BYTES: Final = 20_000_000
"""Of all chosen files together; the command line takes larger ones."""

_MOST_FILES: Final = 20
_NOT_IN_NAMES: Final = frozenset('/\\:*?"<>|')


def import_panel(diary: "Diary") -> "ImportPanel":
    """Choose a file, see row by row what it would bring, and take it in.

    Parameters
    ----------
    diary : Diary
        What the entries go to.

    Returns
    -------
    ImportPanel
        A widget; show it as the last line of a cell.
    """
    return ImportPanel(diary)


class ImportPanel(RpcWidget):
    """Takes a file in; `import_panel` makes one.

    Attributes
    ----------
    is_sample : bool
        Whether the diary holds made-up entries.
    most_bytes : int
        How large the chosen files may be together.
    """

    _esm = script("import_panel")
    _css = style("import_panel")

    is_sample = traitlets.Bool().tag(sync=True)
    most_bytes = traitlets.Int(MOST_BYTES).tag(sync=True)

    def __init__(self, diary: "Diary") -> None:
        super().__init__()
        self._diary = diary
        self.is_sample = diary.is_sample
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._sizes: dict[str, int] = {}
        self._incoming: ImportPreview | None = None
        self._applied: AppliedImport | None = None
        self._header_row = 1
        self._proposed: dict[str, Any] = {"fields": {}}

    def close(self) -> None:
        """Let go of the chosen file, too."""
        self._let_go()
        super().close()

    def _plain(self) -> str:
        return paragraphs(
            ["Here a file is read, shown and only then brought into the diary. None is chosen."]
        )

    # Choosing -----------------------------------------------------------------------------

    @answers("upload", "NOT READ")
    def _upload(self, message: Message) -> Answer:
        """Keep a part of a file; the first part of the first file begins anew."""
        name = _plain_name(message["name"])
        content = base64.b64decode(message["data"], validate=True)
        if message["first"]:
            self._let_go()
        self._sizes[name] = self._sizes.get(name, 0) + len(content)
        if sum(self._sizes.values()) > MOST_BYTES or len(self._sizes) > _MOST_FILES:
            self._let_go()
            raise ImportRejected(
                f"{name} is larger than {MOST_BYTES // 1_000_000} MB, which is the most this page "
                "takes; import it on the command line with tracker import."
            )
        # A folder of its own that only its owner can enter, gone with the panel.
        self._folder = self._folder or temporary_folder()
        with (Path(self._folder.name) / name).open("ab") as file:
            file.write(content)
        return {"outcome": "done"}

    @answers("forget")
    def _forget(self, _message: Message) -> Answer:
        self._let_go()
        return {"outcome": "done"}

    def _let_go(self) -> None:
        self._let_go_of_files()
        self._incoming = self._applied = None

    def _let_go_of_files(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
        self._folder, self._sizes = None, {}

    def _file(self) -> Path:
        if self._folder is None:
            raise ImportRejected("No file is chosen; choose one first.")
        # Of an export in several files, the others' names begin with the first one's.
        return Path(self._folder.name) / min(self._sizes, key=len)

    # Looking ------------------------------------------------------------------------------

    @answers("read", "NOT READ")
    def _read(self, message: Message) -> Answer:
        """Look into the file, by the mapping on the page where there is one."""
        self._incoming = self._applied = None
        asked = message.get("mapping")
        answers = answers_of(message)
        if asked is None:
            self._incoming = self._diary.preview_import(self._file(), answers=answers, asking=True)
        else:
            open_ends = missing(asked)
            if open_ends:
                raise ImportRejected(f"Still to be chosen: {'; '.join(open_ends)}.")
            self._incoming = self._diary.preview_import(
                self._file(),
                values=mapping_values(asked, self._header_row, self._proposed),
                source="These columns",
                answers=answers,
                asking=True,
            )
        if self._incoming.proposal is not None:
            self._proposed = self._incoming.proposal.values
        if self._incoming.table is not None:
            self._header_row = self._incoming.table.header_row
        return {"outcome": "done", "view": view_of(self._incoming)}

    def _looked(self) -> "ImportPreview":
        if self._incoming is None:
            raise ImportRejected("The file is not read yet; choose it once more.")
        return self._incoming

    # Taking in ----------------------------------------------------------------------------

    @answers("import", "NOT IMPORTED")
    def _import(self, message: Message) -> Answer:
        incoming = self._looked()
        skip_rejected = bool(message.get("skip_rejected"))
        self._applied = self._diary.apply_import(incoming, skip_rejected=skip_rejected)
        result = self._applied.result
        # What was read stays for an undo; the copy of the file has served.
        self._let_go_of_files()
        count = result.new + result.changed
        words = "1 entry" if count == 1 else f"{count:,} entries"
        return {
            "outcome": "done",
            "text": " ".join(
                filter(None, (f"Imported {words} from {incoming.path.name}.", incoming.shown_words))
            ),
            "undo": bool(self._applied.entries),
        }

    @answers("take back", "NOT UNDONE")
    def _take_back(self, _message: Message) -> Answer:
        if self._applied is None:
            raise ImportRejected("Nothing was imported from here yet.")
        count = self._diary.undo_import(self._applied)
        words = "1 entry is" if count == 1 else f"{count:,} entries are"
        return {"outcome": "done", "text": f"Undone: {words} as before the import."}

    @answers("rejects", "NOT WRITTEN")
    def _rejects(self, _message: Message) -> Answer:
        incoming = self._looked()
        return {
            "outcome": "done",
            "name": f"{incoming.path.stem}.rejected.csv",
            "buffers": [incoming.rejects()],
        }


def _plain_name(name: str) -> str:
    """A file's name as it may stand in a folder of ours."""
    kept = "".join(
        "_" if sign in _NOT_IN_NAMES or not sign.isprintable() else sign for sign in name
    )
    plain = kept.strip().lstrip(".")
    return plain[-120:] or "file"

"""The errors of a diary, each one sentence that names the remedy.

::

    DiaryError
    ├── CannotOpen (OSError)        a folder, unwritable, not a database, another program's file
    │   └── NewerDiary              written by a later version of the kit
    ├── NotSaved (OSError)          locked, disk full, read-only: nothing was written
    ├── UnknownEntry (LookupError)  no entry has this id
    ├── AlreadyThere (ValueError)   the id is taken by a different entry
    ├── NothingToUndo (ValueError)  every change is taken back already
    ├── SampleMix (ValueError)      sample entries and a person's own stay apart
    ├── ImportRejected (ValueError) a file that cannot be read as it is
    ├── CopiesDiffer (ValueError)   two copies tell one change differently
    ├── UnusableCopy (ValueError)   a backup that is none, is damaged, or stays locked
    ├── DiaryInUse (OSError)        another program has the diary open
    └── NotInstalled (ImportError)  an extra that this needs is not there
"""

from typing import Final

NEVER_SHARED: Final = (
    "Sample entries and a person's own never share a diary; use the sample's own file."
)


class DiaryError(Exception):
    """Anything that keeps the diary from doing what was asked."""

    def __str__(self) -> str:
        # KeyError and OSError print their arguments their own way; people read plain sentences.
        return str(self.args[0]) if self.args else ""


class CannotOpen(DiaryError, OSError):
    """The place named for the diary cannot be one."""


class NewerDiary(CannotOpen):
    """The file comes from a later version of the kit."""


class NotSaved(DiaryError, OSError):
    """The database refused; nothing was written."""


class UnknownEntry(DiaryError, LookupError):
    """No entry has this id."""


class AlreadyThere(DiaryError, ValueError):
    """Another entry has this id."""


class NothingToUndo(DiaryError, ValueError):
    """Every change of the entry has been taken back."""


class SampleMix(DiaryError, ValueError):
    """Sample entries would meet a person's own."""


class ImportRejected(DiaryError, ValueError):
    """A file that cannot be imported as it is; nothing was written."""


class CopiesDiffer(DiaryError, ValueError):
    """Two copies of a diary hold the same change with different contents; nothing was merged."""


class UnusableCopy(DiaryError, ValueError):
    """A copy of a diary that cannot be used; the diary was left as it is."""


class DiaryInUse(DiaryError, OSError):
    """Another program has the diary open, and what was asked needs it alone."""


class NotInstalled(DiaryError, ImportError):
    """What was asked needs a package that comes with one of the kit's extras."""

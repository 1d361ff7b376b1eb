"""Lock and unlock a file with a passphrase, in the age format.

age because it is one small, specified format (age-encryption.org/v1) with independent
implementations in several languages, so that a locked backup can be opened in ten years without
this kit: ``age --decrypt backup.db.age``. Its passphrase mode is scrypt and ChaCha20-Poly1305,
with nothing to choose wrongly, and it notices a single changed byte.
"""

import os
from pathlib import Path
from types import ModuleType
from typing import Final

from tracker.diary.errors import NotInstalled, UnusableCopy

SUFFIX: Final = ".age"
_MAGIC: Final = b"age-encryption.org/v1"


def lock(file: Path, locked: Path, passphrase: str) -> None:
    """Write a file's contents locked; the file itself stays as it is.

    Raises
    ------
    NotInstalled
        The extra ``encrypt`` is not there.
    FileExistsError
        ``locked`` is there already.
    """
    ciphertext = _age().passphrase.encrypt(file.read_bytes(), passphrase)
    _write_new(locked, ciphertext)


def unlock(locked: Path, file: Path, passphrase: str) -> None:
    """Write what was locked into a new private file.

    Raises
    ------
    NotInstalled
        The extra ``encrypt`` is not there.
    UnusableCopy
        Another passphrase, or a damaged file.
    """
    age = _age()
    try:
        plain = age.passphrase.decrypt(locked.read_bytes(), passphrase)
    except age.DecryptError as error:
        # age fits the passphrase's work to the machine that locks, and refuses to do far more of it
        # than this machine seems fit for, which a busy one does not.
        if "Excessive work" in str(error):
            raise UnusableCopy(
                f"{locked.name} was locked on a faster machine, and this one would take too long "
                "to open it; close other programs and try again."
            ) from None
        raise UnusableCopy(
            f"{locked.name} does not open with this passphrase, or the file is damaged; try again."
        ) from None
    _write_new(file, plain)


def is_locked(file: Path) -> bool:
    """Whether a file is in the age format."""
    with file.open("rb") as opened:
        return opened.read(len(_MAGIC)) == _MAGIC


def _age() -> ModuleType:
    try:
        import pyrage
    except ModuleNotFoundError:
        raise NotInstalled(
            "Locking with a passphrase needs the package pyrage: "
            "pip install 'pyrage>=1.3', or install the kit with its extra [encrypt]."
        ) from None
    module: ModuleType = pyrage
    return module


def _write_new(path: Path, contents: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(contents)
        file.flush()
        os.fsync(file.fileno())

"""Lock an export with a passphrase as one file, and unlock it for an import."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from tracker.diary.errors import UnusableCopy
from tracker.maintenance import encryption
from tracker.private_file import temporary_folder

_ARCHIVE: Final = ".zip"
_SMALL: Final = 50_000_000
_MOST_UNPACKED: Final = 200
"""How many times its size an archive may unpack to; a diary of one repeated row takes 60."""


def lock_all(files: Sequence[Path], passphrase: str) -> Path:
    """Lock what an export wrote as one file beside it, and return that.

    One file alone keeps its name and gains ``.age``; several are packed first, so that what
    belongs together stays so, and one passphrase opens all of it.

    Raises
    ------
    NotInstalled
        The extra ``encrypt`` is not there.
    """
    whole = files[0] if len(files) == 1 else _packed(files)
    locked = whole.with_name(f"{whole.name}{encryption.SUFFIX}")
    encryption.lock(whole, locked, passphrase)
    return locked


@contextmanager
def opened(file: Path, passphrase: str | None) -> Iterator[Path]:
    """Hand out what is to be imported of a file, locked or not, while in the block.

    Parameters
    ----------
    passphrase : str or None
        The passphrase; None where the file is not locked, which is then handed out as it is.

    Raises
    ------
    NotInstalled
        The extra ``encrypt`` is not there.
    UnusableCopy
        Another passphrase, or a damaged file.
    """
    if passphrase is None:
        yield file
        return
    with temporary_folder() as folder:
        plain = Path(folder) / file.name.removesuffix(encryption.SUFFIX)
        encryption.unlock(file, plain, passphrase)
        yield _unpacked(plain, file.name) if plain.suffix == _ARCHIVE else plain


def _packed(files: Sequence[Path]) -> Path:
    archive = files[0].with_suffix(_ARCHIVE)
    with ZipFile(archive, "w", ZIP_DEFLATED) as packed:
        for file in files:
            packed.write(file, file.name)
    return archive


def _unpacked(archive: Path, name: str) -> Path:
    """Unpack an export beside its archive; the file that the others' names begin with."""
    try:
        with ZipFile(archive) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
            if unpacked > max(_SMALL, _MOST_UNPACKED * archive.stat().st_size):
                raise UnusableCopy(
                    f"{name} unpacks to {unpacked:,} bytes, more than any export; "
                    "it was not opened."
                )
            packed.extractall(archive.parent)
            names = packed.namelist()
    except BadZipFile:
        names = []
    if not names:
        raise UnusableCopy(f"{name} holds no export; choose another file.")
    return archive.parent / min(names, key=len)

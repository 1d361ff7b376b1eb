"""Files with health data: readable by their owner alone, whole or not at all, none left behind."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from platformdirs import user_state_path


def temporary_folder() -> tempfile.TemporaryDirectory[str]:
    """Make a folder for copies that are needed for a moment, gone with its block or its object.

    It lies in the kit's own private folder, so that `sweep` finds what a killed program left.
    """
    place = _temporary()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(
        prefix=f"{os.getpid()}-", dir=place, ignore_cleanup_errors=True
    )


def leftovers() -> list[Path]:
    """The temporary folders of programs that were ended before they could remove them."""
    with suppress(FileNotFoundError):
        return [one for one in _temporary().iterdir() if not _runs(one.name.partition("-")[0])]
    return []


def sweep() -> int:
    """Remove what `leftovers` finds; how many folders those were."""
    found = leftovers()
    for folder in found:
        shutil.rmtree(folder, ignore_errors=True)
    return len(found)


def state_folder() -> Path:
    """The folder that the kit keeps for itself, of which a person needs nothing."""
    return user_state_path("sciatica-tracker")


def _temporary() -> Path:
    return state_folder() / "temporary"


def _runs(number: str) -> bool:
    if os.name != "posix" or not number.isdecimal():
        # Windows would end the process that is asked about.
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def write_private(path: Path, content: bytes, *, replace: bool = True) -> Path:
    """Write a file that only its owner can read.

    Parameters
    ----------
    path : Path
    content : bytes
    replace : bool
        Whether one of that name may be replaced.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FileExistsError
        It must not be replaced.
    OSError
        It cannot be written; what was there before is untouched.
    """
    if not path.parent.is_dir():
        raise FileNotFoundError(f"{path} cannot be written: there is no folder {path.parent}.")
    try:
        return _replaced(path, content) if replace else _new(path, content)
    except OSError as error:
        # The system's message names the temporary file, which means nothing to the person.
        message = f"{path} cannot be written ({error.strerror}); try another place."
        raise type(error)(message) from None


def _new(path: Path, content: bytes) -> Path:
    written = _written_beside(path, content)
    try:
        # Whoever gives the file its name first has it: nobody comes between a check and that.
        path.hardlink_to(written)
    except FileExistsError:
        raise
    except OSError:
        # A disk without hard links, such as a USB stick's: an empty file holds the name.
        path.touch(0o600, exist_ok=False)
        return written.replace(path)
    finally:
        written.unlink(missing_ok=True)
    return path


def _replaced(path: Path, content: bytes) -> Path:
    written = _written_beside(path, content)
    try:
        return written.replace(path)
    finally:
        written.unlink(missing_ok=True)


def _written_beside(path: Path, content: bytes) -> Path:
    # A temporary file is private from its first byte.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)

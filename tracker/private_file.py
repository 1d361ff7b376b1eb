"""Write a file with health data: readable by its owner alone, and whole or not at all."""

import os
import tempfile
from pathlib import Path


def write_private(path: Path, content: bytes) -> Path:
    """Write a file that only its owner can read; one that is there is replaced.

    Parameters
    ----------
    path : Path
    content : bytes

    Returns
    -------
    Path
        The file.

    Raises
    ------
    OSError
        It cannot be written; what was there before is untouched.
    """
    if not path.parent.is_dir():
        raise FileNotFoundError(f"{path} cannot be written: there is no folder {path.parent}.")
    try:
        return _replaced(path, content)
    except OSError as error:
        # The system's message names the temporary file, which means nothing to the person.
        message = f"{path} cannot be written ({error.strerror}); try another place."
        raise type(error)(message) from None


def _replaced(path: Path, content: bytes) -> Path:
    # A temporary file is private from its first byte.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        return written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise

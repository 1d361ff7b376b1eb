"""Options that give the passphrase of a locked file, by keyboard or by file."""

import argparse
import sys
from getpass import getpass
from pathlib import Path

from tracker.diary.errors import UnusableCopy


def add_to(command: argparse.ArgumentParser) -> None:
    """Describe where the passphrase comes from."""
    command.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="read the passphrase from this file's first line (default: ask for it)",
    )


def refuse_unused(options: argparse.Namespace) -> None:
    """Refuse a passphrase without --encrypt: the file would be open to whoever finds it."""
    if options.passphrase_file and not options.encrypt:
        raise UnusableCopy(
            "--passphrase-file locks only together with --encrypt, and nothing was written; add "
            "--encrypt, or leave the passphrase out."
        )


def ask_new(options: argparse.Namespace) -> str:
    """Ask for a passphrase, twice where it is typed.

    Raises
    ------
    UnusableCopy
        It is empty, the two differ, or there is nobody and no file to give it.
    """
    given = _from_file(options)
    if given is None:
        given = _ask("Passphrase: ")
        if given != _ask("Once more: "):
            raise UnusableCopy("The two passphrases differ; nothing was written. Try again.")
    if not given:
        raise UnusableCopy("The passphrase is empty; nothing was written. Try again.")
    return given


def for_file(file: Path, options: argparse.Namespace) -> str | None:
    """Ask for the passphrase of a locked file; None for one that is not locked.

    Raises
    ------
    UnusableCopy
        The file cannot be read, or there is nobody and no file to give the passphrase.
    """
    from tracker.maintenance.encryption import is_locked

    try:
        if not file.is_file() or not is_locked(file):
            return None
    except OSError as error:
        raise UnusableCopy(
            f"{file} cannot be read ({error.strerror}); check its name and permissions."
        ) from None
    given = _from_file(options)
    return _ask(f"Passphrase of {file.name}: ") if given is None else given


def _from_file(options: argparse.Namespace) -> str | None:
    if options.passphrase_file is None:
        return None
    try:
        lines = options.passphrase_file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UnusableCopy(
            f"The passphrase file {options.passphrase_file} cannot be read; check its name."
        ) from None
    return str(lines[0]) if lines else ""


def _ask(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise UnusableCopy("Nobody is there to type a passphrase; name a --passphrase-file.")
    return getpass(prompt)

"""The entry point of the command line: parse, run the command, print a refusal as a sentence."""

import argparse
import io
import os
import sys
from collections.abc import Sequence

from tracker import __version__
from tracker.cli import (
    backup,
    doctor,
    erase,
    export,
    guide,
    import_,
    merge,
    plan,
    relief,
    report,
    restore,
    roles,
    sample,
    start,
)
from tracker.cli.sanitize import sanitize
from tracker.diary.errors import DiaryError
from tracker.protocol.errors import InvalidRecord

REFUSED = 2
"""The exit code for anything the kit refuses, after one sentence on the error stream."""
BROKEN_PIPE = 141
"""The exit code that shells give a program whose reader has left."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code (0 done, 2 refused, 130 and 141 cut short)."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal or a file that cannot hold a letter gets its number, and no traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = parser().parse_args(argv)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read the output, such as head, has enough; what is left goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except (DiaryError, InvalidRecord, OSError) as error:
        print(f"tracker: {sanitize(str(error))}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """Build the parser of every command, each with a help text worth reading."""
    top = argparse.ArgumentParser(
        prog="tracker",
        description="Log self-massage releases for sciatica, and see which spots give relief. "
        "Everything stays on this machine.",
        epilog="It does not diagnose. Numbness between the legs, new bladder or bowel trouble, a "
        "leg that weakens, or sudden pain in both legs: go to an emergency department now.",
    )
    top.add_argument(
        "--diary",
        metavar="PATH_OR_URL",
        help="the diary's file, or a SQLAlchemy URL (default: TRACKER_DIARY, else data/diary.db)",
    )
    top.add_argument("--version", action="version", version=f"tracker {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    every = (
        start,
        guide,
        relief,
        plan,
        report,
        export,
        import_,
        sample,
        backup,
        restore,
        merge,
        doctor,
        erase,
        roles,
    )
    for command in every:
        command.add_to(commands)
    return top


if __name__ == "__main__":
    sys.exit(main())

"""Show how far a long piece of work is, on one line that is removed when it is done."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SECONDS_BETWEEN = 0.2


@contextmanager
def progress_line(doing: str) -> Iterator[Callable[[int, float], None] | None]:
    """Hand out what a long piece of work tells its progress to; None where nobody watches.

    Parameters
    ----------
    doing : str
        What is done, such as "Exporting".
    """
    if not sys.stderr.isatty():
        yield None
        return
    last = time.monotonic()

    def update(rows: int, share: float) -> None:
        nonlocal last
        # What takes no time to do takes none to tell.
        if time.monotonic() - last >= _SECONDS_BETWEEN:
            last = time.monotonic()
            print(f"\r{doing} … {rows:,} rows, {share:.0%} ", end="", file=sys.stderr, flush=True)

    try:
        yield update
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)

"""Try to lose what was saved and to get in uninvited, and print what came of it.

Run by ``make trust``; ``--quick`` tries less of each, in about a minute.
"""

import argparse
import json
import os
import platform
import random
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import at_rest
import concurrency
import crashes
import torn
import web
from figures import Figure, table

SEED = 7


def trials(quick: bool) -> list[Callable[[Path], Iterable[Figure]]]:
    """Everything that is tried, each in a folder of its own."""
    few = 20 if quick else 1
    lot = random.Random(SEED)
    return [
        lambda folder: [crashes.while_saving(folder, 1000 // few, lot)],
        lambda folder: crashes.in_the_middle(folder, 100 // few, lot),
        lambda folder: [torn.log_that_is_torn(folder, 400 // few, lot)],
        lambda folder: [torn.page_of_noise(folder, 200 // few, lot)],
        lambda folder: torn.disk_that_fails(folder, 5 if quick else 40),
        lambda folder: [concurrency.writers_at_once(folder, 8, 1000 // few)],
        lambda folder: [concurrency.readers_meanwhile(folder, 2000 // few)],
        lambda folder: [concurrency.two_tabs(folder)],
        lambda folder: [concurrency.one_save(folder, 1000 // few)],
        web.without_the_token,
        at_rest.modes_and_leftovers,
    ]


def main() -> int:
    """Print the table; the exit code is 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="try less of each")
    parser.add_argument("--json", type=Path, help="also write the figures into this file")
    asked = parser.parse_args()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="trust-") as place:
        for number, trial in enumerate(trials(asked.quick)):
            folder = Path(place, str(number))
            folder.mkdir(mode=0o700)
            for figure in trial(folder):
                figures.append(figure)
                print(f"{figure.tried}: {figure.found}", file=sys.stderr, flush=True)
    print(f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}\n")
    print(table(figures))
    if asked.json:
        asked.json.write_text(json.dumps([vars(one) for one in figures], indent=1) + "\n")
    return int(any(figure.holds is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main())

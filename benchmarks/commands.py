"""What starts at all: the command line and the import, each in a process of its own."""

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from ratios import Row, beside

ROOT = Path(__file__).parents[1]
TOPIC = "Starting"
HELP, IMPORT = 0.5, 0.1


def children() -> float:
    """Processor seconds of every process that was started here and has ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def python(*words: str) -> Callable[[], None]:
    """Run Python to its end."""

    def run() -> None:
        subprocess.run([sys.executable, *words], check=True, capture_output=True, cwd=ROOT)

    return run


def rows(repeats: int) -> Iterator[Row]:
    """`tracker --help` and `import tracker`."""
    helped = python("-m", "tracker.cli.main", "--help")
    yield beside(
        TOPIC,
        "tracker --help",
        helped,
        "pip --help",
        python("-m", "pip", "--help"),
        goal=HELP,
        repeats=repeats,
        clock=children,
    )
    yield beside(
        TOPIC,
        "import tracker",
        python("-c", "import tracker"),
        "import pandas",
        python("-c", "import pandas"),
        goal=IMPORT,
        repeats=repeats,
        clock=children,
    )

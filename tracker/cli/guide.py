"""A command that prints the guide: sciatica, how to press, each muscle and the evidence."""

import argparse
import shutil

from tracker.cli.arguments import Commands

_WIDEST = 80


def add_to(commands: Commands) -> None:
    """Describe `tracker guide`."""
    guide = commands.add_parser(
        "guide",
        help="read what sciatica is, how to press, and what is known",
        description="Print the guide, the same text as on the page Guide: red flags, sciatica, how "
        "to press, each muscle, tools, questions and the evidence. It reads no diary.",
    )
    guide.add_argument(
        "topic",
        nargs="?",
        metavar="TOPIC",
        help="one topic only, such as red-flags, press, piriformis or evidence (default: all)",
    )
    guide.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from tracker.guide import read

    width = min(shutil.get_terminal_size().columns, _WIDEST)
    for line in read(options.topic).lines(width):
        print(line)
    return 0

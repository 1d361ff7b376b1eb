"""A command that writes a made-up diary to look around in."""

import argparse
from datetime import UTC, datetime, timedelta

from tracker.cli.arguments import Commands, day


def add_to(commands: Commands) -> None:
    """Describe `tracker sample`."""
    sample = commands.add_parser(
        "sample",
        help="write a made-up diary to look around in",
        description="Write a labelled 12-week diary with known effects to data/sample.db, or to "
        "the empty diary that --diary names. It never mixes with your own.",
    )
    sample.add_argument("--seed", type=int, default=7, help="default: %(default)s")
    sample.add_argument(
        "--until", type=day, metavar="YYYY-MM-DD", help="its last day (default: yesterday)"
    )
    sample.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from tracker.diary import sample
    from tracker.diary.location import data_folder
    from tracker.facade import open_diary

    today = datetime.now().astimezone()
    location = options.diary or data_folder() / "sample.db"
    with open_diary(location) as diary:
        if diary.is_sample and not diary.is_empty():
            print(f"{diary.location} is the sample diary already; delete the file to make it anew.")
            return 0
        until = options.until or today.date() - timedelta(days=1)
        count = sample.write(diary, until=until, seed=options.seed, zone=today.tzinfo or UTC)
        print(f"Wrote a made-up diary of {count} entries to {diary.location}")
    print(f"Look around in it: tracker --diary {location} start")
    return 0

"""A command that writes the weekly report."""

import argparse
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tracker.cli.arguments import Commands
from tracker.cli.open_existing import open_existing
from tracker.protocol.weeks import FIRST_WEEKDAYS

if TYPE_CHECKING:
    from tracker.report.entries import Entries
    from tracker.report.iso_week import Week
    from tracker.report.weekly_report import Page, WeeklyReport

REFUSED: Final = 2


def add_to(commands: Commands) -> None:
    """Describe `tracker report`."""
    report = commands.add_parser(
        "report",
        help="write the weekly report",
        description="Write a week on a page: what changed, what helped, what next. By default the "
        "last full week, as one HTML file that needs nothing from outside, into the folder "
        "'reports' beside the diary. Each week is judged on the entries up to its end, so an old "
        "report can be made again.",
    )
    which = report.add_mutually_exclusive_group()
    which.add_argument("--week", metavar="2026-W46", help="this ISO week")
    which.add_argument("--weeks", type=_count, metavar="N", help="the last N full weeks")
    which.add_argument("--all", action="store_true", help="every full week since the first entry")
    report.add_argument(
        "--weeks-from",
        choices=FIRST_WEEKDAYS,
        help="the day on which your weeks begin, kept for every table, chart and report",
    )
    report.add_argument("--out", type=Path, metavar="DIR", help="the folder to write into")
    report.add_argument("--clinician", action="store_true", help="the page for a clinician too")
    report.add_argument(
        "--since",
        type=date.fromisoformat,
        metavar="2026-10-01",
        help="a date of your own: that page compares the days from it on with those before",
    )
    report.add_argument("--pdf", action="store_true", help="every page as PDF too")
    report.add_argument(
        "--paper", choices=["a4", "us-letter"], default="a4", help="of the PDF (%(default)s)"
    )
    report.add_argument(
        "--person", metavar="NAME", help="whose (default: whom the pages are open for)"
    )
    report.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from tracker.report.entries import read_entries
    from tracker.report.weekly_report import build

    now = datetime.now().astimezone()
    with open_existing(options.diary, options.person) as diary:
        if options.weeks_from:
            diary.keep_first_weekday(options.weeks_from)
        folder = options.out or _default_folder(diary.location)
        try:
            # Read once, however many weeks: each is then judged on its own part of it.
            entries = read_entries(diary)
            weeks = _weeks(options, entries, now)
        except ValueError as error:
            print(f"tracker: {error}", file=sys.stderr)
            return REFUSED
    _make_folder(folder)
    files: list[Path] = []
    for number, week in enumerate(weeks, 1):
        several = f" ({number} of {len(weeks)})" if len(weeks) > 1 else ""
        _show_progress(f"Making {week.name}{several} \u2026")
        files += _write(build(entries, week, now, options.since), folder, options)
    _show_progress("")
    for file in files:
        print(f"Wrote {file}")
    print("These files hold health data: keep them private.")
    return 0


def _weeks(options: argparse.Namespace, entries: "Entries", now: datetime) -> "list[Week]":
    """Which weeks were asked for, earliest first; none of them before the first entry."""
    from tracker.report.iso_week import parse_week

    last = parse_week(options.week, now, entries.first_weekday)
    if not (options.all or options.weeks):
        return [last]
    first = entries.first_day or last.start
    weeks, week = [last], last.earlier(1)
    while week.end >= first and (options.all or len(weeks) < options.weeks):
        weeks.append(week)
        week = week.earlier(1)
    return weeks[::-1]


def _write(report: "WeeklyReport", folder: Path, options: argparse.Namespace) -> list[Path]:
    name = report.week.name
    pages: list[tuple[Page, str]] = [("week", name)]
    if options.clinician:
        pages.append(("clinician", f"{name}-clinician"))
    endings = (".html", ".pdf") if options.pdf else (".html",)
    return [
        report.save(folder / f"{stem}{ending}", page=page, paper=options.paper)
        for page, stem in pages
        for ending in endings
    ]


def _default_folder(location: str) -> Path:
    """Give the folder for reports: beside the diary's file, or with the kit's own data."""
    from tracker.diary.location import data_folder

    file = Path(location)
    return (file.parent if file.is_file() else data_folder()) / "reports"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise FileExistsError(f"{folder} is a file; name a folder with --out.") from None
    except OSError as error:
        raise type(error)(
            f"The folder {folder} cannot be made ({error.strerror}); name another with --out."
        ) from None


def _show_progress(doing: str) -> None:
    """Say on one line what is being made, to a person who watches and to nobody else."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{doing}", end="", file=sys.stderr, flush=True)


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 520:
        raise argparse.ArgumentTypeError(f"must be a number from 1 to 520, not {text!r}")
    return int(text)

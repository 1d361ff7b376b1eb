"""A command that says what to press in the coming days, and writes it as a calendar."""

import argparse
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tracker.cli.arguments import Commands
from tracker.cli.open_existing import open_existing
from tracker.diary.errors import NotSaved

if TYPE_CHECKING:
    from tracker.facade import Diary
    from tracker.report.calendar_file import DaysAhead

_MOST_DAYS: Final = 56


def add_to(commands: Commands) -> None:
    """Describe `tracker plan`."""
    plan = commands.add_parser(
        "plan",
        help="say what to press in the coming days",
        description="Say which spots to press in the coming days and why, or why nothing should be "
        "pressed. With --ics, write the sessions and the daily check-in as a calendar file with "
        "alarms; read in again later, it brings the same events up to date.",
    )
    plan.add_argument("--days", type=_count, default=7, metavar="N", help="default: %(default)s")
    plan.add_argument(
        "--at",
        type=_clock_time,
        default="19:00",
        metavar="HH:MM",
        help="when a session begins (default: %(default)s)",
    )
    plan.add_argument(
        "--check-in-at",
        type=_clock_time,
        default="08:00",
        metavar="HH:MM",
        help="when the check-in is due (default: %(default)s)",
    )
    plan.add_argument("--ics", type=Path, metavar="OUT.ics", help="write a calendar file too")
    plan.add_argument(
        "--named",
        action="store_true",
        help="let the events say what is pressed; without it they say nothing of health, because "
        "whoever sees your calendar or your phone sees them",
    )
    plan.add_argument(
        "--person", metavar="NAME", help="whose (default: whom the pages are open for)"
    )
    plan.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if options.ics is not None and options.ics.suffix.lower() != ".ics":
        raise NotSaved(f"The calendar file must end in .ics, not {options.ics.name!r}.")
    now = datetime.now().astimezone()
    with open_existing(options.diary, options.person) as diary:
        ahead = _ahead(diary, options, now)
        for line in _lines(ahead):
            print(line)
        if options.ics is not None:
            print(_write(diary, ahead, options, now))
    return 0


def _ahead(diary: "Diary", options: argparse.Namespace, now: datetime) -> "DaysAhead":
    from tracker.report.reminders import days_ahead

    return days_ahead(diary, now, days=options.days, at=options.at, check_in_at=options.check_in_at)


def _lines(ahead: "DaysAhead") -> Iterator[str]:
    from tracker.wording.plan import advice_sentence, place_of, reason_sentence, tool_sentences

    if not ahead.sessions:
        yield f"No session is planned. {advice_sentence(ahead.plan)}"
        return
    first, last = _in_words(ahead.sessions[0]), _in_words(ahead.sessions[-1])
    when = f"On {first}" if first == last else f"Every day from {first} to {last}"
    yield f"{when} at {ahead.sessions[0]:%H:%M}, about {ahead.minutes} minutes:"
    for place, row in enumerate(ahead.plan.suggestions.itertuples(index=False), start=1):
        yield f"  {place}. {place_of(row)}"
        yield f"     {reason_sentence(row)}"
    yield from tool_sentences(ahead.plan)
    yield (
        "This is what your diary says now; each session you log can change it. "
        "Pain also eases by itself."
    )


def _write(diary: "Diary", ahead: "DaysAhead", options: argparse.Namespace, now: datetime) -> str:
    from tracker.private_file import write_private
    from tracker.report.reminders import reminders
    from tracker.wording.numbers import counted

    written = reminders(diary, ahead, now, named=options.named)
    write_private(options.ics, written.content)
    sessions = counted(len(ahead.sessions), "session")
    message = f"Wrote {options.ics}: {sessions}, {counted(len(ahead.check_ins), 'check-in')}"
    called_off = [
        counted(len(days), what)
        for days, what in ((written.sessions_off, "session"), (written.check_ins_off, "check-in"))
        if days
    ]
    return f"{message}; called off: {', '.join(called_off)}." if called_off else f"{message}."


def _in_words(day: datetime) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"must be a number from 1 to {_MOST_DAYS}, not {text!r}")
    return int(text)


def _clock_time(text: str) -> time:
    try:
        hours, minutes = text.split(":")
        return time(int(hours), int(minutes))
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a time such as 19:00, not {text!r}") from None

"""A command that says what to press in the coming days, and writes it as a calendar."""

import argparse
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import count, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from tracker.cli.arguments import Commands
from tracker.cli.open_existing import open_existing
from tracker.diary.errors import NotSaved

if TYPE_CHECKING:
    from tracker.facade import Diary
    from tracker.report.calendar_file import DaysAhead

_CALENDAR: Final = "calendar"
"""The setting that keeps the calendar's id, and the last days that earlier files planned."""

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
    from tracker.relief.plan import plan
    from tracker.report.calendar_file import DaysAhead, next_moments, remaining_rest_h

    times = next_moments(now, options.days, options.at)
    planned = plan(
        diary.releases(),
        now=now,
        catalogue=diary.catalogue(),
        profile=diary.profile(),
        check_ins=diary.check_ins(),
        screenings=diary.screenings(),
        rest_h=remaining_rest_h(now, times[0].astimezone()),
    )
    return DaysAhead(times, next_moments(now, options.days, options.check_in_at), planned)


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
    from tracker.report.calendar_file import calendar_file
    from tracker.wording.numbers import counted

    kept: dict[str, Any] = diary.settings.get(_CALENDAR) or {"id": str(uuid4())}
    last, last_check_in = kept.get("last", ""), kept.get("last_check_in", "")
    sessions_off = _called_off(ahead.times[0], ahead.sessions, last)
    check_ins_off = _called_off(ahead.check_ins[0], ahead.check_ins, last_check_in)
    content = calendar_file(
        ahead,
        calendar_id=kept["id"],
        now=now,
        named=options.named,
        sessions_off=sessions_off,
        check_ins_off=check_ins_off,
    )
    # Kept first: an event in a calendar that the diary does not know of is never called off.
    kept["last"] = _last(ahead.sessions, last)
    kept["last_check_in"] = _last(ahead.check_ins, last_check_in)
    diary.settings.keep(_CALENDAR, kept)
    write_private(options.ics, content)
    sessions = counted(len(ahead.sessions), "session")
    message = f"Wrote {options.ics}: {sessions}, {counted(len(ahead.check_ins), 'check-in')}"
    called_off = [
        counted(len(days), what)
        for days, what in ((sessions_off, "session"), (check_ins_off, "check-in"))
        if days
    ]
    return f"{message}; called off: {', '.join(called_off)}." if called_off else f"{message}."


def _called_off(first: datetime, planned: tuple[datetime, ...], last: str) -> list[datetime]:
    """Give the coming times up to the last day of earlier files at which nothing is planned now."""
    days = (first + timedelta(days=n) for n in count())
    through = takewhile(lambda start: start.date().isoformat() <= last, days)
    return [start for start in through if start not in planned]


def _last(planned: tuple[datetime, ...], before: str) -> str:
    """Give the last day that any file planned so far."""
    return max([before, *(start.date().isoformat() for start in planned)])


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

"""A command that says which spots and muscles give relief, and what to try next."""

import argparse
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from tracker.cli.arguments import Commands
from tracker.cli.open_existing import open_existing
from tracker.cli.sanitize import sanitize
from tracker.protocol.place_name import place_name

if TYPE_CHECKING:
    import pandas as pd

    from tracker.facade import Diary
    from tracker.relief.plan import Plan
    from tracker.relief.pooling.pool import Pooled
    from tracker.report.entries import Entries

_NARROWEST: Final = 40
_WIDEST: Final = 100
_LEAST_NAME: Final = 24
"""Characters for a name beside its figures; with fewer, the figures stand under the name."""

_HEADS: Final = ("points", "likely", "n", "gives")


def add_to(commands: Commands) -> None:
    """Describe `tracker relief`."""
    relief = commands.add_parser(
        "relief",
        help="say which spots and muscles give relief",
        description="Say which spots and muscles give clear relief so far, which give less and "
        "what is still open, with points, likely range and releases of each; then what to try "
        "next. It reads the diary and changes nothing. Pain also eases by itself, and without a "
        "comparison easing is no proof that pressing caused it.",
    )
    relief.add_argument("--person", help="whose, where several people's entries are in the diary")
    relief.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from tracker.relief.pooling.pool import pool
    from tracker.report.entries import read_entries

    now = datetime.now().astimezone()
    with open_existing(options.diary, options.person) as diary:
        entries = read_entries(diary)
        planned = _planned(diary, entries, now)
    pooled = pool(entries.releases, usual_pain=entries.profile.usual_pain)
    for line in _lines(pooled, planned, _width()):
        print(sanitize(line))
    return 0


def _planned(diary: "Diary", entries: "Entries", now: datetime) -> "Plan":
    from tracker.relief.plan import plan

    return plan(
        entries.releases,
        now=now,
        catalogue=entries.catalogue,
        profile=entries.profile,
        check_ins=entries.check_ins,
        screenings=diary.screenings(),
    )


def _lines(pooled: "Pooled", planned: "Plan", width: int) -> Iterator[str]:
    from tracker.wording.answer import mark_note, pooled_sentence

    yield from textwrap.wrap(pooled_sentence(pooled), width)
    if not pooled.spots.empty:
        if pooled.fit is not None:
            note = mark_note(pooled.reference_pain, is_usual=pooled.reference_is_usual)
            yield from textwrap.wrap(note, width)
        yield ""
        yield from _table("Muscle", pooled.muscles, width)
        yield ""
        yield from _table("Spot", pooled.spots, width)
    yield ""
    yield from _next(planned, width)


def _table(head: str, table: "pd.DataFrame", width: int) -> Iterator[str]:
    """A line or two a row: the name, and its figures at the right or, where narrow, below."""
    from tracker.relief.pooling.pool import display_estimates
    from tracker.wording.numbers import row_tuples

    rows = row_tuples(display_estimates(table))
    cells = [_HEADS, *map(_cells, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_HEADS))]
    names = [head, *map(_name, rows)]
    room = width - sum(widths) - 2 * len(widths)
    for name, row in zip(names, cells, strict=True):
        figures = "  ".join(
            # Words are read from the left, numbers from the right.
            cell.ljust(wide) if column == len(_HEADS) - 1 else cell.rjust(wide)
            for column, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        if room < _LEAST_NAME:
            yield from textwrap.wrap(name, width)
            yield from textwrap.wrap(figures, width, initial_indent="  ", subsequent_indent="  ")
            continue
        first, *others = textwrap.wrap(name, room, subsequent_indent="  ")
        yield f"{first.ljust(room)}  {figures}"
        yield from others


def _cells(row: Any) -> Sequence[str]:
    from tracker.relief.display import interval, points

    return points(row.mean), interval(row.low_95, row.high_95), str(row.n_rated), _gives(row)


def _gives(row: Any) -> str:
    from tracker.wording.answer import more_releases
    from tracker.wording.numbers import gives_words

    if row.conflicts_with_data:
        return "as rated"
    more = more_releases(row.n_more)
    return f"{gives_words(row.gives)}{f' ({more})' if more else ''}"


def _name(row: Any) -> str:
    if not hasattr(row, "spot"):
        return str(row.muscle)
    return place_name(row.muscle, row.spot, row.side)


def _next(planned: "Plan", width: int) -> Iterator[str]:
    from tracker.wording.numbers import row_tuples
    from tracker.wording.plan import advice_sentence, place_of, reason_sentence, rest_note

    if advice := advice_sentence(planned):
        yield from textwrap.wrap(advice, width)
        return
    yield "What to try next"
    for place, row in enumerate(row_tuples(planned.suggestions), start=1):
        spot = f"{place}. {place_of(row)}"
        yield from textwrap.wrap(spot, width, initial_indent="  ", subsequent_indent=" " * 5)
        yield from textwrap.wrap(
            reason_sentence(row), width, initial_indent=" " * 5, subsequent_indent=" " * 5
        )
    yield from textwrap.wrap(rest_note(planned.rest_h), width)


def _width() -> int:
    columns = shutil.get_terminal_size().columns
    return min(max(columns, _NARROWEST), _WIDEST)

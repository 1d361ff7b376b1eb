"""A command that imports a file, all or nothing: the kit's own, or any other by a mapping."""

import argparse
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.cli import passphrase
from tracker.cli.arguments import Commands
from tracker.cli.progress import progress_line
from tracker.cli.sanitize import sanitize

if TYPE_CHECKING:
    from tracker.exchange.import_preview import ImportPreview, PreviewLine
    from tracker.exchange.import_result import ImportResult
    from tracker.exchange.importer.guess_mapping import Proposal
    from tracker.facade import Diary

_FIRST_ROWS = 3
_STATES = ("new", "changed", "rejected")
_EVERY_STATE = (*_STATES, "unchanged", "skipped")
_UNDONE = 2
"""The exit code where nothing was imported, for the person has to decide something first."""


def add_to(commands: Commands) -> None:
    """Describe `tracker import`."""
    take = commands.add_parser(
        "import",
        help="read a file, all or nothing",
        description="Read a file of the kit's own (with those that lie beside it), of another "
        "tracker, or a list of your own: CSV in any letters and with any separator, Excel or JSON. "
        "The kit recognises its own, locked or not, and some others by their columns; for the "
        "rest it proposes a mapping, prints it, and stops unless it is sure. Importing a file "
        "twice changes nothing, and an older file takes no later change back.",
        epilog="A row that cannot be read stops the import: mend the file or the mapping, or say "
        "--skip-rejected. A mapping is a small TOML file; --map-format shows all that may stand "
        "in it, and those that the kit knows lie in tracker/exchange/importer/mappings.",
    )
    take.add_argument("file", metavar="FILE", type=Path, help="the file to read")
    take.add_argument(
        "--as",
        dest="kind",
        choices=["releases", "check-ins"],
        help="what the rows are to become",
    )
    take.add_argument("--map", metavar="MAP.toml", type=Path, help="how to read the file")
    take.add_argument(
        "--print-map",
        action="store_true",
        help="print the mapping that the kit would read the file with, and stop",
    )
    take.add_argument("--map-format", action=_MapFormat, help="show what a mapping is, and stop")
    take.add_argument(
        "--date-order",
        choices=["day-first", "month-first", "year-first"],
        help="what 03/04/2024 or 24-03-04 means, where the file leaves it open",
    )
    take.add_argument(
        "--yes",
        action="store_true",
        help="take what the kit is not sure of the way it says; on a terminal it asks",
    )
    _add_answers(take)
    take.add_argument("--dry-run", action="store_true", help="say what would change, and stop")
    take.add_argument("-v", "--verbose", action="store_true", help="show every row, not the first")
    take.add_argument(
        "--rejects", metavar="OUT.csv", type=Path, help="write the rejected rows, with reasons"
    )
    take.add_argument(
        "--skip-rejected",
        action="store_true",
        help="import the others though rows are rejected; a file of the kit's own comes whole or "
        "not at all",
    )
    passphrase.add_to(take)
    take.set_defaults(run=run)


def _add_answers(take: argparse.ArgumentParser) -> None:
    """Describe the options that change one decision each."""
    take.add_argument(
        "--scale",
        metavar="LOW-HIGH",
        type=_scale,
        help="the least and the greatest pain there can be, such as 1-5 or 0-100",
    )
    take.add_argument(
        "--take",
        metavar="NAME",
        action="append",
        help="of what an app tracks, what to take as pain; once for each",
    )
    take.add_argument(
        "--keep",
        metavar="COLUMN",
        action="append",
        help="a column that is left out, to be kept in the note; once for each",
    )
    take.add_argument("--encoding", help="the letters of a CSV, such as cp1250, if told wrongly")
    take.add_argument(
        "--separator", metavar="SIGN", help="what stands between the columns of a CSV, such as ;"
    )
    take.add_argument(
        "--sheet",
        metavar="NAME",
        action="append",
        help="a sheet of the workbook to read; once for each",
    )
    take.add_argument(
        "--patient", metavar="ID", help="whose observations to read, of a FHIR bundle of several"
    )


def _scale(text: str) -> tuple[float, float]:
    low, _, high = text.partition("-")
    try:
        scale = float(low), float(high)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be such as 0-100, not {text}") from None
    if not scale[0] < scale[1]:
        raise argparse.ArgumentTypeError(f"must rise, such as 0-100, not {text}")
    return scale


class _MapFormat(argparse.Action):
    """Shows how a mapping is written, needing no file."""

    def __init__(self, option_strings: list[str], dest: str, **how: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **how)

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from tracker.exchange.importer.mapping_toml import map_format

        print(map_format())
        parser.exit()


def run(options: argparse.Namespace) -> int:
    from tracker.exchange.export.encrypted import opened
    from tracker.facade import open_diary

    given = passphrase.for_file(options.file, options)
    with open_diary(options.diary) as diary, opened(options.file, given) as file:
        with progress_line("Looking") as progress:
            incoming = diary.preview_import(file, progress=progress, **_how(options))
        if incoming.own is not None:
            return _own(diary, incoming, incoming.own, options)
        if options.print_map or incoming.layout is None:
            return _print_map(incoming, options)
        if not incoming.is_sure and not (options.yes or _is_on_terminal()):
            return _refuse(incoming, options)
        return _mapped(diary, incoming, options)


def _is_on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _how(options: argparse.Namespace) -> dict[str, Any]:
    how: dict[str, Any] = {"kind": options.kind}
    if options.map:
        how |= {"values": _mapping(options.map), "source": options.map.name}
    answers = {
        "date_order": options.date_order and options.date_order.replace("-", " "),
        "scale": options.scale,
        "take": options.take,
        "keep": options.keep,
        "encoding": options.encoding,
        "separator": options.separator,
        "sheets": options.sheet,
        "patient": options.patient,
    }
    return {**how, "answers": {key: value for key, value in answers.items() if value}}


def _mapping(path: Path) -> dict[str, Any]:
    from tracker.diary.errors import ImportRejected

    try:
        return tomllib.loads(path.expanduser().read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImportRejected(f"{path.name} is not TOML: {error}.") from None
    except OSError as error:
        raise ImportRejected(f"{path} cannot be read ({error.strerror}); check its name.") from None


def _own(
    diary: "Diary", incoming: "ImportPreview", result: "ImportResult", options: argparse.Namespace
) -> int:
    if not options.dry_run:
        with progress_line("Importing") as progress:
            result = diary.apply_import(incoming, progress=progress).result
    print(f"{options.file.name}: {result}.")
    for decision in incoming.decisions:
        print(sanitize(f"  {decision.words}"))
    for line in _first(incoming.amended, "changed", result.changed):
        print(sanitize(line))
    print("Nothing was written (--dry-run)." if options.dry_run else _done(result))
    return 0


def _done(result: "ImportResult") -> str:
    count = result.new + result.changed
    if not count:
        return "Nothing had to be imported."
    return "Imported 1 entry." if count == 1 else f"Imported {count:,} entries."


def _print_map(incoming: "ImportPreview", options: argparse.Namespace) -> int:
    from tracker.exchange.importer.mapping_toml import layout_as_toml

    if incoming.proposal is not None:
        return _propose(incoming, incoming.proposal, options)
    if incoming.layout is None:
        print(
            f"tracker: the days in {incoming.path.name} can be read in several orders, and nothing "
            "was imported. Say --date-order day-first, month-first or year-first.",
            file=sys.stderr,
        )
        return _UNDONE
    print(sanitize(layout_as_toml(incoming.layout, incoming.decisions)), end="")
    return 0


def _refuse(incoming: "ImportPreview", options: argparse.Namespace) -> int:
    """Stop where the kit is not sure and nobody is there to ask."""
    if incoming.proposal is not None and incoming.proposal.is_unsure:
        return _propose(incoming, incoming.proposal, options)
    for line in _report(incoming, every=options.verbose):
        print(sanitize(line))
    print(
        f"tracker: the kit is not sure of {incoming.path.name}, and nothing was imported. Above "
        "is what it is not sure of, and how to change it; or take it so with --yes.",
        file=sys.stderr,
    )
    return _UNDONE


def _propose(incoming: "ImportPreview", proposal: "Proposal", options: argparse.Namespace) -> int:
    from tracker.diary.location import command_on
    from tracker.exchange.importer.mapping_toml import as_toml

    print(sanitize(as_toml(proposal, incoming.decisions)), end="")
    if options.print_map:
        return 0
    command = command_on(options.diary, f'import "{options.file}" --map my.toml')
    order = ""
    if incoming.layout is None and proposal.asks_order:
        order = " The order of day, month and year may also be said with --date-order."
    print(
        f"tracker: {incoming.path.name} is of no layout the kit knows, and nothing was imported. "
        "Above is what it takes the columns for: save that as my.toml, mend what is wrong, and "
        f"run: {command}{order}",
        file=sys.stderr,
    )
    return _UNDONE


def _mapped(diary: "Diary", incoming: "ImportPreview", options: argparse.Namespace) -> int:
    for line in _report(incoming, every=options.verbose):
        print(sanitize(line))
    if options.rejects:
        _write_rejects(incoming, options.rejects)
    if options.dry_run:
        print("Nothing was written (--dry-run).")
        return 0
    if incoming.rejected and not options.skip_rejected:
        count = len(incoming.rejected)
        rows, them = ("1 row is", "it") if count == 1 else (f"{count:,} rows are", "them")
        print(
            f"tracker: {rows} rejected, and nothing was imported. "
            f"Mend {them}, or import the others with --skip-rejected.",
            file=sys.stderr,
        )
        return _UNDONE
    if not (incoming.is_sure or options.yes) and not _is_confirmed():
        print("Nothing was imported.")
        return _UNDONE
    applied = diary.apply_import(incoming, skip_rejected=options.skip_rejected)
    print(_done(applied.result))
    if incoming.shown_words:
        print(sanitize(incoming.shown_words))
    return 0


def _is_confirmed() -> bool:
    try:
        return input("Import it so? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _report(incoming: "ImportPreview", *, every: bool) -> Iterator[str]:
    counts = incoming.counts
    parts = [f"{counts[state]:,} {state}" for state in ("new", "changed", "unchanged")]
    reasons = ", ".join(f"{count:,} {why}" for why, count in incoming.reasons.most_common())
    parts.append(f"{counts['skipped']:,} skipped" + (f": {reasons}" if reasons else ""))
    if counts["rejected"]:
        parts.append(f"{counts['rejected']:,} rejected")
    count = len(incoming.lines)
    rows = f"1 {incoming.unit}" if count == 1 else f"{count:,} {incoming.unit}s"
    yield f"{incoming.path.name}: {rows}: {', '.join(parts)}."
    yield f"  Read as {incoming.description}."
    for decision in incoming.decisions:
        yield f"  {decision.words}"
    for note in incoming.notes:
        yield f"  {note}"
    for state in _EVERY_STATE if every else _STATES:
        lines = [line for line in incoming.lines if line.state == state]
        yield from _first(lines, state, len(lines), most=len(lines) if every else _FIRST_ROWS)


def _first(
    lines: "Sequence[PreviewLine]", state: str, count: int, *, most: int = _FIRST_ROWS
) -> Iterator[str]:
    for line in lines[:most]:
        # Of the kit's own files the rows are not kept.
        yield f"  {state:<9}  {f'row {line.row}: ' if line.row else ''}{_words(line)}"
    if count > most:
        yield f"  {'':<9}  and {count - most:,} more"


def _words(line: "PreviewLine") -> str:
    return line.words + (f" ({line.was_words})" if line.was_words else "")


def _write_rejects(incoming: "ImportPreview", path: Path) -> None:
    from tracker.exchange.apply_import import write_rejects

    count = write_rejects(incoming, path.expanduser())
    rows = (
        "1 rejected row, with its reason"
        if count == 1
        else f"{count:,} rejected rows, with reasons"
    )
    print(f"{path}: {rows}.")

"""The data dictionary: what every column of an export means, from the record definitions."""

from typing import Any, Final

from tracker.diary.csv_format import LIST_SEPARATOR
from tracker.diary.schema import RECORDS
from tracker.protocol.record import Record, rule_of

_INTRODUCTION: Final = f"""\
# Data dictionary

How to read the CSV files of this export. All are UTF-8, with commas between the columns and one
header row; columns may stand in any order when a file is imported again.

- Times are ISO 8601 with the local zone's offset, such as 2026-11-22T18:30:00+01:00.
- Numbers have a decimal point and no thousands separator. Pain is the 11-point numeric rating
  scale (NRS-11): 0 no pain, 10 the worst imaginable. A rating that was skipped is empty, never 0.
- A list is one cell, its items joined by `{LIST_SEPARATOR}`.
- Yes and no are `true` and `false`.
- A text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-` or `@`, narrow or
  full-width, a tab or a line break), or that begins with `'`, has one `'` put before it, which
  importing takes off.
- Importing a file again changes nothing: a row is known by its `id`.
"""

_FILES: Final = {
    "releases": ("Releases", ".csv", "One press on one spot a row."),
    "check_ins": (
        "Check-ins",
        ".check-ins.csv",
        "How the sciatica is at one moment a row; for imported diaries, another pain.",
    ),
    "screenings": (
        "Screenings",
        ".screenings.csv",
        "One answering of the red flags a row.",
    ),
    "experiments": (
        "Experiments",
        ".experiments.csv",
        "One experiment a row; its releases name it in their column `experiment`.",
    ),
    "own_muscles": ("Own muscles", ".own-muscles.csv", "Muscles that the person added."),
    "own_spots": ("Own spots", ".own-spots.csv", "Spots that the person added."),
    "own_tools": ("Own tools", ".own-tools.csv", "Tools that the person added."),
}


def data_dictionary() -> str:
    """Every column of every file in Markdown: meaning, what it must be, what an empty cell says."""
    return "\n".join([_INTRODUCTION, *(_section(name, kind) for name, kind in RECORDS.items())])


def _section(name: str, kind: type[Record]) -> str:
    title, suffix, what = _FILES[name]
    rows = [
        f"| {field} | {_ended(info.description)} | {rule_of(kind, field)} | {_empty(kind, field)} |"
        for field, info in kind.model_fields.items()
    ]
    head = ["| column | meaning | must be | empty means |", "|---|---|---|---|"]
    return "\n".join([f"## {title} (`{suffix}`)", "", what, "", *head, *rows, ""])


def _ended(description: str | None) -> str:
    return (description or "").removesuffix(".")


def _empty(kind: type[Record], field: str) -> str:
    info = kind.model_fields[field]
    if field == "id":
        return "made from the row"
    if info.is_required():
        return "not allowed"
    default: Any = info.default
    if default is None:
        return "not given"
    return f"`{default}`" if default else "none"

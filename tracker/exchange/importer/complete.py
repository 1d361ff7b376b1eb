"""Complete a mapping from the table it reads, and say what it leaves out."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tracker.diary.errors import ImportRejected
from tracker.exchange.importer.decisions import Decision, column_decisions, in_one_line, samples_of
from tracker.exchange.importer.field_values import cells_for_the_note
from tracker.exchange.importer.mapping import RATING, RATING_FIELDS, Layout
from tracker.exchange.importer.places import place_in
from tracker.exchange.importer.ratings import (
    KEPT_FROM_ONE,
    Scale,
    is_bare_number,
    is_not_rated,
    rating_in,
    scale_in,
    scale_of,
    speaks_of_pain,
    strength_of,
    words_of,
)
from tracker.exchange.importer.row_filter import is_of_another_kind, is_taken
from tracker.exchange.importer.source_table import RowCells, SourceTable
from tracker.protocol.check_in import PATH_SITES, side_in_words

_PEOPLE: Final = frozenset(
    ("patient", "patientid", "person", "participant", "subject", "user", "userid", "username")
)
_HALF: Final = 0.5
_TEN: Final = (0.0, 10.0)
_FROM_ONE: Final = (1.0, 10.0)

TAKE: Final = "--take NAME, once for each, or take = [...] in the mapping"
KEEP: Final = "--keep COLUMN puts one into the note, once for each, or keep = [...] in the mapping"


def complete(
    table: SourceTable, layout: Layout, patient: str | None = None
) -> tuple[Layout, tuple[Decision, ...]]:
    """The layout with what only the table's cells tell, and every decision about the table.

    Parameters
    ----------
    patient : str, optional
        Whose rows to take, of a table about several people.

    Raises
    ------
    ImportRejected
        Something to be taken is not there.
    """
    decisions: list[Decision] = [*table.decisions, *column_decisions(table, layout)]
    layout, about = _with_one_person(table, layout, patient)
    decisions += about
    if layout.tracker in table.header:
        layout, about = _with_trackers(table, layout)
        decisions += about
    layout, about = _with_scale(table, layout)
    decisions += [
        *about,
        *_sites(table, layout),
        *_for_the_note(table, layout),
        *_left_out(table, layout),
    ]
    return layout, tuple(decisions)


# People --------------------------------------------------------------------------------------


def _with_one_person(
    table: SourceTable, layout: Layout, patient: str | None
) -> tuple[Layout, list[Decision]]:
    """Keep one person's rows where a column names several; ask where none is chosen."""
    column = next((name for name in table.header if _PEOPLE & set(words_of(name))), None)
    if column is None or column in layout.used:
        if patient is not None:
            raise ImportRejected(f"{table.name} has no column of patients or other people.")
        return layout, []
    people = list(dict.fromkeys(filter(None, table.column(column))))
    if patient is not None:
        if patient not in people:
            raise ImportRejected(
                f"{table.name} has no rows of '{patient}' in '{column}'; "
                f"it has {in_one_line(people)}."
            )
        layout = layout.model_copy(update={"only": {**layout.only, column: (patient,)}})
    elif len(people) < 2:
        return layout, []
    doubt = f"'{column}' names {len(people):,} people, and a diary is one person's."
    decided = f"only the rows of {patient}" if patient else ""
    return layout, [
        Decision(
            "Person",
            decided,
            unsure="" if patient else doubt,
            change="--patient NAME, or [only] in the mapping",
            key="patient",
            options=tuple(people),
            chosen=(patient,) if patient else (),
        )
    ]


# Trackers ------------------------------------------------------------------------------------


def _with_trackers(table: SourceTable, layout: Layout) -> tuple[Layout, list[Decision]]:
    ratings = _ratings_by_tracker(table, layout)
    names = sorted(ratings, key=lambda name: -len(ratings[name]))
    if layout.take is not None:
        present = {name.casefold() for name in names}
        for name in layout.take:
            if name.casefold() not in present:
                raise ImportRejected(
                    f"{table.name} tracks nothing called '{name}'; it has {in_one_line(names)}."
                )
        wanted = {name.casefold() for name in layout.take}
        taken = [name for name in names if name.casefold() in wanted]
        doubts: list[str] = []
    else:
        taken, doubts = _by_name(layout, ratings, names)
    layout, taken, about = _on_one_scale(layout, taken)
    doubts += about
    counted = {name: f"{name} ({sum(map(bool, ratings[name])):,})" for name in names if name}
    left = [words for name, words in counted.items() if name not in taken]
    decided = in_one_line(counted[name] for name in taken) or "nothing, for no name speaks of pain"
    decisions = [
        Decision(
            "Read as pain",
            decided,
            unsure=" ".join(doubts),
            change=TAKE,
            key="take",
            options=tuple(counted),
            chosen=tuple(taken),
            is_list=True,
        )
    ]
    if left:
        decisions.append(Decision("Left out of what is tracked", in_one_line(left)))
    return layout.model_copy(update={"take": tuple(taken)}), decisions


def _on_one_scale(layout: Layout, taken: list[str]) -> tuple[Layout, list[str], list[str]]:
    """The layout with the scale that most of the names say, who is on it, and the doubts."""
    scales = Counter(_scale_said(name, layout) for name in taken)
    if not scales:
        return layout, taken, []
    ((scale, _), *_) = scales.most_common(1)
    doubts = []
    if len(scales) > 1 and layout.take is None:
        others = [name for name in taken if _scale_said(name, layout) != scale]
        doubts.append(f"On another scale, and left out: {in_one_line(others)}.")
        taken = [name for name in taken if name not in others]
    elif len(scales) > 1 and layout.scale is None:
        doubts.append(
            f"They are on different scales, and {scale[0]:g} to {scale[1]:g} was taken for all."
        )
    if layout.scale is None and any(scale_in(name) == _FROM_ONE for name in taken):
        doubts.append(KEPT_FROM_ONE)
    if layout.scale is None and any(map(scale_in, taken)):
        layout = layout.model_copy(update={"scale": scale})
    return layout, taken, doubts


def _scale_said(name: str, layout: Layout) -> Scale:
    scale = scale_in(name)
    # From 1 to 10 is kept as written, as in the name of a column.
    return layout.scale or _TEN if scale in (None, _FROM_ONE) else scale


def _ratings_by_tracker(table: SourceTable, layout: Layout) -> dict[str, list[str]]:
    """What is tracked -> the cells of its ratings."""
    tracker = layout.tracker or ""
    (rated, *_) = layout.rating_columns
    ratings: dict[str, list[str]] = defaultdict(list)
    for _, cells in table.rows:
        row = RowCells(dict(zip(table.header, cells, strict=False)))
        if not is_of_another_kind(layout, row):
            ratings[layout.trimmed(tracker, row[tracker])].append(row[rated])
    return ratings


def _by_name(
    layout: Layout, ratings: dict[str, list[str]], names: list[str]
) -> tuple[list[str], list[str]]:
    """The trackers whose name speaks of pain and whose cells bear it out; the doubts about them."""
    taken, doubts = [], []
    for name in filter(speaks_of_pain, names):
        low, high = scale_in(name) or layout.scale or _TEN
        cells = [cell for cell in ratings[name] if not is_not_rated(cell)]
        good = sum(_is_on(cell, (low, high)) for cell in cells)
        if cells and good < _HALF * len(cells):
            doubts.append(
                f"'{name}' speaks of pain, but is not rated from {low:g} to {high:g}; it was "
                "left out."
            )
        else:
            taken.append(name)
    return taken, doubts


def _is_on(cell: str, scale: Scale) -> bool:
    rating = rating_in(cell) or rating_in(cell, "comma")
    if rating is None:
        return strength_of(cell) is not None
    return rating[1] is not None or scale[0] <= rating[0] <= scale[1]


# Scale ---------------------------------------------------------------------------------------


def _with_scale(table: SourceTable, layout: Layout) -> tuple[Layout, list[Decision]]:
    decisions = []
    values = dict(layout.values)
    for field in RATING_FIELDS:
        (column,) = layout.fields.get(field, (None,))
        if column is None or column not in table.header:
            continue
        listed = layout.values.get(field, {})
        taken = _taken_cells(table, layout, column)
        cells = [cell for cell in taken if cell.casefold() not in listed]
        read = scale_of(column, cells, layout.scale, by_cells=False)
        if read.words:
            values[field] = {**listed, **read.words}
        if read.scale and layout.scale is None:
            layout = layout.model_copy(update={"scale": read.scale})
        decision = read.decision
        if column == RATING:
            decision = replace(decision, about="Scale of the ratings")
        is_open = layout.scale is None and any(map(is_bare_number, cells))
        if layout.ask_scale and is_open and decision.is_sure:
            decision = replace(decision, unsure=layout.ask_scale)
        decisions.append(decision)
    # What is said of several columns alike is said once.
    return layout.model_copy(update={"values": values}), list(dict.fromkeys(decisions))


def _taken_cells(table: SourceTable, layout: Layout, column: str) -> list[str]:
    cells = table.column(column)
    if layout.tracker is None or layout.tracker not in table.header:
        return cells
    tracked = zip(cells, table.column(layout.tracker), strict=True)
    return [cell for cell, name in tracked if is_taken(layout, name)]


# Sites ---------------------------------------------------------------------------------------


def _sites(table: SourceTable, layout: Layout) -> Iterator[Decision]:
    """What the places of a column become; a layout that lists them has said it already."""
    (column,) = layout.fields.get("site", (None,))
    if column is None or column not in table.header or layout.unlisted == "skip":
        return
    listed = layout.values.get("site", {})
    counts = Counter(
        cell
        for cell in (layout.trimmed(column, one) for one in _taken_cells(table, layout, column))
        if not is_not_rated(cell) and cell.casefold() not in listed
    )
    if not counts:
        return
    known: list[str] = []
    others: list[str] = []
    for cell, _ in counts.most_common():
        place = place_in(cell)
        if place is None:
            others += [] if cell in PATH_SITES else [f"'{cell}'"]
        else:
            side = f", {side_in_words(place.side)}" if place.side else ""
            known.append(f"'{cell}' is {place.site}{side}")
    parts = [in_one_line(known, "; ")]
    if others:
        parts.append(f"as written, and not shown with the sciatica: {in_one_line(others)}")
    yield Decision(
        "Sites", "; ".join(filter(None, parts)), change="[values.site] in the mapping names each"
    )


def _for_the_note(table: SourceTable, layout: Layout) -> Iterator[Decision]:
    for field, (column, *_) in layout.fields.items():
        if field == "note" or column not in table.header:
            continue
        cells = cells_for_the_note(layout, field, table.column(column))
        if cells:
            yield Decision(
                f"Words of '{column}' that are not the kit's",
                f"kept in the note: {in_one_line(repr(cell) for cell in cells)}",
                change=f"[values.{field}] in the mapping says what each is",
            )


# Columns -------------------------------------------------------------------------------------


def _left_out(table: SourceTable, layout: Layout) -> Iterator[Decision]:
    out = left_out(table, layout)
    left = [column for column in out if column in table.header]
    nameless = [column for column in out if column not in table.header]
    if layout.keep:
        yield Decision("Kept in the note", in_one_line(f"'{column}'" for column in layout.keep))
    if not (left or nameless):
        return
    named = [_with_samples(table, column) for column in left]
    yield Decision(
        "Left out",
        # All of them: a column that is not named here is lost without a word.
        ", ".join([*named, *nameless]),
        change=KEEP if left else "",
        key="keep" if left else "",
        options=tuple(left),
        is_list=True,
    )


def _with_samples(table: SourceTable, column: str) -> str:
    samples = samples_of(table.column(column))
    return f"'{column}' ({', '.join(samples)})" if samples else f"'{column}' (empty)"


def left_out(table: SourceTable, layout: Layout) -> list[str]:
    """The columns that nothing is taken from; one without a name goes by its place."""
    left = []
    for place, column in enumerate(table.header):
        if column and column not in layout.used:
            left.append(column)
        elif not column and any(place < len(row) and row[place].strip() for _, row in table.rows):
            left.append(f"column {place + 1} (without a name)")
    return left

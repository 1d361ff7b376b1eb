"""Which rows of another program's table are no entry, by the layout."""

from tracker.exchange.importer.mapping import Layout
from tracker.exchange.importer.ratings import speaks_of_pain, word_pattern
from tracker.exchange.importer.source_table import RowCells


def why_skipped(layout: Layout, cells: RowCells) -> str:
    """Why a row is no entry by the layout; empty where it is one."""
    if why := is_of_another_kind(layout, cells):
        return why
    if layout.tracker is not None and not is_taken(layout, cells[layout.tracker]):
        return f"{_short(cells[layout.tracker]) or 'blank'} (not in this layout)"
    listed = layout.values.get("site")
    if layout.unlisted == "skip" and listed is not None:
        (column,) = layout.fields["site"]
        if layout.trimmed(column, cells[column]).casefold() not in listed:
            return f"{_short(cells[column])} (not in this layout)"
    return ""


def is_of_another_kind(layout: Layout, cells: RowCells) -> str:
    """Why a row is about something else than what the layout reads; empty where it is not."""
    for column, unwanted in layout.skip.items():
        if cells[column].casefold() in {word.casefold() for word in unwanted}:
            return f"{_short(cells[column])} (no pain)"
    for column, wanted in layout.only.items():
        if not any(word_pattern(word).search(cells[column].casefold()) for word in wanted):
            return f"{_short(cells[column]) or 'blank'} (not in this layout)"
    return ""


def is_taken(layout: Layout, cell: str) -> bool:
    """Whether what a row tracks is taken: as the person chose, else by its name."""
    name = layout.trimmed(layout.tracker or "", cell)
    if layout.take is not None:
        return name.casefold() in {each.casefold() for each in layout.take}
    return speaks_of_pain(name)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"

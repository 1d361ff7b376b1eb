"""What stands on the clinician's page: frozen tables and sentences, only formatted elsewhere."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A table of words and numbers, ready to print.

    Attributes
    ----------
    title : str
    columns : tuple of str
        The first heads the rows' names.
    rows : tuple of tuple of str
    note : str
        Sources and limits, or "".
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Clinician:
    """The page for a clinician: measures with the names of their scales, and no advice.

    Attributes
    ----------
    period : str
        From when to when, in words.
    summary : str
        What kind of record this is, in a sentence.
    tables : tuple of Table
    methods : tuple of str
        How the figures were made and what they cannot show.
    """

    period: str
    summary: str
    tables: tuple[Table, ...]
    methods: tuple[str, ...]

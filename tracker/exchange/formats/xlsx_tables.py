"""A diary as an Excel workbook: a sheet for each kind of record, and one that explains them."""

from tracker.exchange.formats.xlsx_reading import tables
from tracker.exchange.formats.xlsx_writing import write

__all__ = ["tables", "write"]

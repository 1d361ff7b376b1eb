"""Read a JSON file: text in UTF-8, not larger than what fits into memory."""

import json
from pathlib import Path
from typing import Any, Final

from tracker.diary.errors import ImportRejected
from tracker.exchange.formats.table_reader import unreadable

MOST_BYTES: Final = 500 * 1024**2
"""A larger file would not fit into memory; years of daily notes take a hundredth of it."""


def read_json(path: Path) -> Any:
    """What a JSON file holds, as plain values.

    Raises
    ------
    ImportRejected
        No file, too large, or not JSON.
    """
    try:
        return json.loads(_text(path))
    except ImportRejected:
        raise
    except (ValueError, RecursionError):
        raise ImportRejected(f"{path.name} is not JSON text in UTF-8; export it anew.") from None


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        # A pipe would be waited for without end.
        if not path.is_file():
            raise ImportRejected(f"{path} is not a file; name a file of JSON.")
        if size > MOST_BYTES:
            raise ImportRejected(
                f"{path.name} is larger than {MOST_BYTES // 1024**2} MB; split it."
            )
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise unreadable(path, error) from None

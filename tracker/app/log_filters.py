"""What need not be said on the terminal: that a page has closed while it was being written to."""

import logging

from tornado.websocket import WebSocketClosedError

_WHERE_IT_SURFACES = ("asyncio", "tornado.application", "tornado.general")


class PageHasLeft(logging.Filter):
    """Drops the report of a line that a page closed; every other report passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the record is to be shown."""
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, WebSocketClosedError)


def let_pages_leave(*loggers: logging.Logger) -> None:
    """Keep closed pages off the terminal, for these loggers and those of the event loop."""
    for logger in (*loggers, *map(logging.getLogger, _WHERE_IT_SURFACES)):
        if not any(isinstance(known, PageHasLeft) for known in logger.filters):
            logger.addFilter(PageHasLeft())

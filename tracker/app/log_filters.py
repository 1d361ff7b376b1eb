"""Filters that keep the errors of closed pages off the terminal."""

import logging

from tornado.websocket import WebSocketClosedError

_EVENT_LOOP_LOGGERS = ("asyncio", "tornado.application", "tornado.general")


class ClosedPageFilter(logging.Filter):
    """Drops the error of a connection that a page closed; every other record passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the record is to be shown."""
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, WebSocketClosedError)


def hide_closed_pages(*loggers: logging.Logger) -> None:
    """Add the filter to these loggers and to those of the event loop."""
    for logger in (*loggers, *map(logging.getLogger, _EVENT_LOOP_LOGGERS)):
        if not any(isinstance(each, ClosedPageFilter) for each in logger.filters):
            logger.addFilter(ClosedPageFilter())

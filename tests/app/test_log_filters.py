"""A page that leaves in mid-sentence is not reported; whatever else goes wrong is."""

import asyncio
import logging

import pytest
from tornado.websocket import WebSocketClosedError

from tracker.app.log_filters import ClosedPageFilter, hide_closed_pages


@pytest.fixture
def terminal(caplog):
    hide_closed_pages()
    yield caplog
    for name in ("asyncio", "tornado.application", "tornado.general"):
        logger = logging.getLogger(name)
        logger.filters = [kept for kept in logger.filters if not isinstance(kept, ClosedPageFilter)]


@pytest.mark.parametrize("name", ["asyncio", "tornado.application", "tornado.general"])
def test_only_the_closed_line_is_kept_quiet(terminal, name):
    for error in (WebSocketClosedError(), ConnectionResetError(), ValueError("a fault")):
        logging.getLogger(name).error("Exception in callback", exc_info=error)
    assert [record.exc_info[0] for record in terminal.records] == [ConnectionResetError, ValueError]


def test_a_report_without_an_error_passes(terminal):
    logging.getLogger("tornado.application").error("WebSocketClosedError was said")
    assert len(terminal.records) == 1


def test_a_task_nobody_waited_for_is_quiet_when_its_page_left(terminal):
    async def write():
        raise WebSocketClosedError

    async def leave():
        task = asyncio.ensure_future(write())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task

    asyncio.run(leave())
    assert not terminal.records
